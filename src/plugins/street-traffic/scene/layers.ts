import type { TrackPaths } from '../../../../workers/street-traffic/engine-types.ts';
import type { App } from '../../../kit/plugin.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { FLOW_ENGINE, PLAYED_TRAFFIC } from '../../../twin/played-traffic.ts';
import { type RunFacts, shownRun } from '../../../twin/runs.ts';
import type { TwinState } from '../../../twin/slice.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { streetTrafficController, TRACKS, TRAFFIC } from '../controller.ts';
import type { VehicleSource } from './vehicle-source.ts';

/** Vehicles on the streets: those of a run that is on the picture, otherwise those that are assumed. */
const vehicleLayer: SceneLayer<VehicleSource, App> = {
  id: 'street-traffic.vehicles',
  stands: true,
  key: (state) => playedRun(state)?.id ?? (state.trafficShown ? doneSerial(state, TRAFFIC) : null),
  of(state, app) {
    const run = playedRun(state);
    if (run) return app.service(PLAYED_TRAFFIC)?.record(run.id) ?? null;
    const isDone = state.trafficShown && doneSerial(state, TRAFFIC) !== null;
    return isDone ? app.controllerOf(streetTrafficController).streams() : null;
  },
  open: {
    globe: async () => (await import('./globe/vehicles.ts')).openVehicles,
    table: async () => (await import('./table/vehicles.ts')).openTableVehicles,
  },
};

/** Returns the run of vehicles that is on the picture and has begun. */
function playedRun(state: TwinState): RunFacts | null {
  const run = shownRun(state, FLOW_ENGINE);
  return run && run.timesS.length > 0 ? run : null;
}

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
