import type { TrafficStreams } from '../../../../../workers/street-traffic/engine-types.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import { closedToCars } from '../../controller.ts';
import { TrafficMoments, trafficRatio } from '../../moment.ts';
import { vehicleLook } from '../vehicle-look.ts';
import { placedDrawing } from './placed-drawing.ts';
import { PlacedThings } from './placed-things.ts';

/** Drawn at once, and how far from the eye. */
const SLOTS = { fine: 3000, medium: 1500, fast: 700 };
const REACH_M = { fine: 2200, medium: 1700, fast: 1200 };
const PULLED_RATIO = 0.004;

/** Vehicles near the eye; also follows closed roads. */
export function openVehicles(host: GlobeHost): SceneDrawing<TrafficStreams> {
  const { twin } = host;
  let moments: TrafficMoments | null = null;
  const make = (streams: TrafficStreams) => {
    const own = new TrafficMoments(streams);
    own.close(closedToCars(twin.getState()));
    moments = own;
    return new PlacedThings(host, {
      look: vehicleLook(),
      slots: SLOTS,
      reachM: REACH_M,
      pulledRatio: PULLED_RATIO,
      near(reach, out) {
        const timeMs = twin.getState().shownTimeMs;
        return own.near(timeMs, trafficRatio(timeMs, twin.city.zone), reach, out);
      },
    });
  };
  return placedDrawing(host, make, (put) => [
    twin.follow(
      ({ roadSerial }) => roadSerial,
      () => {
        moments?.close(closedToCars(twin.getState()));
        put();
      },
    ),
  ]);
}
