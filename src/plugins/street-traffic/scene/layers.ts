import type { TrackPaths, TrafficStreams } from '../../../../workers/street-traffic/engine-types.ts';
import type { App } from '../../../kit/plugin.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { streetTrafficController, TRACKS, TRAFFIC } from '../controller.ts';

/** Vehicles on the streets. */
const vehicleLayer: SceneLayer<TrafficStreams, App> = {
  id: 'street-traffic.vehicles',
  stands: true,
  key: (state) => (state.trafficShown ? doneSerial(state, TRAFFIC) : null),
  of: (state, app) =>
    state.trafficShown && doneSerial(state, TRAFFIC) !== null
      ? app.controllerOf(streetTrafficController).streams()
      : null,
  open: {
    globe: async () => (await import('./globe/vehicles.ts')).openVehicles,
    table: async () => (await import('./table/vehicles.ts')).openTableVehicles,
  },
};

/** Trains and boats on their lines. */
const trackLayer: SceneLayer<TrackPaths, App> = {
  id: 'street-traffic.tracks',
  stands: true,
  key: (state) => (state.tracksShown ? doneSerial(state, TRACKS) : null),
  of: (state, app) =>
    state.tracksShown && doneSerial(state, TRACKS) !== null ? app.controllerOf(streetTrafficController).tracks() : null,
  open: {
    globe: async () => (await import('./globe/trains.ts')).openTrains,
    table: async () => (await import('./table/trains.ts')).openTableTrains,
  },
};

/** What traffic draws. */
export const trafficLayers = [vehicleLayer, trackLayer] as const;
