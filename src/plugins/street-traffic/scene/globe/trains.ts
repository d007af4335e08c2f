import type { TrackPaths } from '../../../../../workers/street-traffic/engine-types.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import { TrackMoments } from '../../track-moment.ts';
import { trackLook } from '../track-look.ts';
import { placedDrawing } from './placed-drawing.ts';
import { PlacedThings } from './placed-things.ts';

/** Drawn at once; farther from the eye a car is thinner than a pixel. */
const SLOTS = { fine: 900, medium: 600, fast: 300 };
const REACH_M = { fine: 4500, medium: 4000, fast: 3500 };
const PULLED_RATIO = 0.002;

/** Trains and boats near the eye; under the ground only where that is looked into. */
export function openTrains(host: GlobeHost): SceneDrawing<TrackPaths> {
  const { twin } = host;
  const make = (paths: TrackPaths) => {
    const moments = new TrackMoments(paths, twin.city.zone);
    return new PlacedThings(host, {
      look: trackLook(),
      slots: SLOTS,
      reachM: REACH_M,
      pulledRatio: PULLED_RATIO,
      near(reach, out) {
        const { shownTimeMs, underground } = twin.getState();
        return moments.near(shownTimeMs, reach, underground !== 'off', out);
      },
    });
  };
  return placedDrawing(host, make, (put) => [twin.follow(({ underground }) => underground, put)]);
}
