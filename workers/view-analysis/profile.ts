import { spansIn } from '../shared/footprints.ts';
import type { Place } from '../shared/sight.ts';
import { alongPrisms, bowM, groundUpAt, type SightScene } from '../shared/sight-scene.ts';
import type { SightProfile } from './engine-types.ts';

/** Points of a chart, evenly spread, and both ends of every building between. */
const POINTS = 240;

/** What lies and stands under a sight, as elevations. */
export function profileOf(
  scene: SightScene,
  from: Place,
  to: Place,
  elevationOf: (upM: number, x: number, y: number) => number,
): SightProfile {
  const lengthM = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const bow = bowM(scene, lengthM);
  const standing: { fromT: number; toT: number; topM: number }[] = [];
  const { city } = scene;
  if (city)
    alongPrisms(
      scene,
      from,
      to,
      () => false,
      (p) => {
        const spans = spansIn(city, p, from, to, []);
        for (let i = 0; i < spans.length; i += 2)
          standing.push({ fromT: spans[i], toT: spans[i + 1], topM: city.prisms.topM[p] });
        return false;
      },
    );
  const even = Array.from({ length: POINTS + 1 }, (_, i) => i / POINTS);
  const hair = 1e-7;
  const edges = standing.flatMap(({ fromT, toT }) => [fromT - hair, fromT + hair, toT - hair, toT + hair]);
  const parts = [...even, ...edges.filter((t) => t > 0 && t < 1)].sort((a, b) => a - b);
  const profile: SightProfile = { distanceM: [], groundM: [], topM: [], sightM: [] };
  for (const t of parts) {
    const x = from[0] + t * (to[0] - from[0]);
    const y = from[1] + t * (to[1] - from[1]);
    const here = standing.filter(({ fromT, toT }) => t >= fromT && t <= toT);
    const topM = here.reduce((most, one) => Math.max(most, one.topM), Number.NEGATIVE_INFINITY);
    profile.distanceM.push(t * lengthM);
    profile.groundM.push(elevationOf(groundUpAt(scene, x, y), x, y));
    profile.topM.push(here.length > 0 ? elevationOf(topM, x, y) : null);
    profile.sightM.push(elevationOf(from[2] + t * (to[2] - from[2]) + bow * t * (1 - t), x, y));
  }
  return profile;
}
