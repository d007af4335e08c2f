import type { TrafficStreams } from '../../../../workers/street-traffic/engine-types.ts';
import { FLOW_ENGINE, type FlowRunFacts, type PlayedTraffic } from '../../../twin/played-traffic.ts';
import { shownRun } from '../../../twin/runs.ts';
import type { Twin } from '../../../twin/twin.ts';
import { closedToCars } from '../controller.ts';
import { TrafficMoments, trafficRatio } from '../moment.ts';
import type { Reach } from '../placed.ts';
import { playedNear } from '../played-moment.ts';

/** What vehicles are drawn from: a run that played them, or the streams that are assumed. */
export type VehicleSource = TrafficStreams | PlayedTraffic;

/** Finds the vehicles of now that are within reach. */
export interface VehicleFinder {
  near(reach: Reach, out: Float32Array): number;
  /** Takes in which roads are closed now. */
  close(): void;
}

/** Opens a source of vehicles; it follows the clock by itself. */
export function vehicleFinder(twin: Twin, source: VehicleSource): VehicleFinder {
  if ('frames' in source)
    return {
      near(reach, out) {
        const state = twin.getState();
        const side = shownRun<FlowRunFacts>(state, FLOW_ENGINE)?.side ?? 0;
        return playedNear(source, state.shownTimeMs, side, reach, out);
      },
      close: () => undefined,
    };
  const moments = new TrafficMoments(source);
  const close = () => moments.close(closedToCars(twin.getState()));
  close();
  return {
    near(reach, out) {
      const timeMs = twin.getState().shownTimeMs;
      return moments.near(timeMs, trafficRatio(timeMs, twin.city.zone), reach, out);
    },
    close,
  };
}

/** Follows what vehicles hang on beside the clock: closed roads, and the frames and the side of a run. */
export function followVehicles(twin: Twin, changed: () => void): (() => void)[] {
  return [
    twin.follow(({ roadSerial }) => roadSerial, changed),
    twin.follow((state) => {
      const run = shownRun<FlowRunFacts>(state, FLOW_ENGINE);
      return run && `${run.id} ${run.side} ${run.timesS.length}`;
    }, changed),
  ];
}
