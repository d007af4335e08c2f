import type { TrafficStreams } from '../../../../workers/street-traffic/engine-types.ts';
import type { App } from '../../../kit/plugin.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { TRAFFIC, trafficOpener } from '../open.ts';

/** Vehicles on the streets. */
const vehicleLayer: SceneLayer<TrafficStreams, App> = {
  id: 'street-traffic.vehicles',
  stands: true,
  key: (state) => (state.trafficShown ? doneSerial(state, TRAFFIC) : null),
  of: (state, app) =>
    state.trafficShown && doneSerial(state, TRAFFIC) !== null ? app.controllerOf(trafficOpener).streams() : null,
  open: {
    globe: async () => (await import('./globe/vehicles.ts')).openVehicles,
    table: async () => (await import('./table/vehicles.ts')).openTableVehicles,
  },
};

/** What traffic draws. */
export const trafficLayers = [vehicleLayer] as const;
