import { boundsOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing, ringsOverlap, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import type { Typology } from '../plan.ts';
import { pick, uniform, wholeNumber } from '../shape/random.ts';
import { rectangle } from '../shape/rings.ts';
import { type BuildingMass, capped, coverM2, flat, massOf, type Plot } from './mass.ts';

/** What fills a block up: its uses, lengths along the street, depths, storeys. */
interface Filling {
  uses: readonly string[];
  lengthM: readonly [number, number];
  depthM: readonly [number, number];
  floors: readonly [number, number];
  storeyM: number;
}

const SHOPS: Filling = { uses: ['shops'], lengthM: [14, 46], depthM: [9, 13], floors: [1, 3], storeyM: 4.2 };
const WORKSHOPS: Filling = {
  uses: ['factory', 'factory', 'office', 'dormitory'],
  lengthM: [24, 60],
  depthM: [13, 18],
  floors: [2, 5],
  storeyM: 4,
};
const STREET_WALLS: Partial<Record<Typology, Filling>> = {
  office: { uses: ['office', 'office', 'shops'], lengthM: [22, 54], depthM: [13, 17], floors: [2, 5], storeyM: 3.9 },
  campus: { uses: ['dormitory', 'teaching'], lengthM: [28, 60], depthM: [13, 17], floors: [3, 6], storeyM: 3.6 },
  factory: WORKSHOPS,
  shed: WORKSHOPS,
};

/** What stands inside the block where the streets have no room left: nurseries, clubhouses, canteens. */
const COURT: Omit<Filling, 'uses'> = { lengthM: [16, 34], depthM: [12, 20], floors: [1, 3], storeyM: 3.9 };

/** Where a district's density is that of lanes or handshake houses, its other typologies stop here. */
const MAX_COVER_RATIO: Partial<Record<Typology, number>> = { slab: 0.36, tower: 0.32, hall: 0.36, factory: 0.45 };

const COURT_USE: Partial<Record<Typology, string>> = { factory: 'factory', shed: 'factory', campus: 'teaching' };

/** From the red line to a street wall; from wall to wall; a gate stays open in the middle of a long side. */
const FRONT_M = 3;
const APART_M = 5;
const GATE_M = 16;
const COURT_TRIES = 40;

/**
 * The masses and as much more as brings the block to its district's building density: street walls along its sides, the
 * longest side first, then low buildings in the court. Rows that let the sun in cover 20–23 % of a block and point blocks
 * 12–17 %, whatever their spacing; the plan's 22–32 % are theirs with the shops that line the streets.
 */
export function filledUp(plot: Plot, masses: BuildingMass[]): BuildingMass[] {
  const out = [...masses];
  const walls = masses.flatMap(({ parts }) => parts.filter(({ baseM }) => baseM < 1).map(({ ring }) => ring));
  const wantedRatio = Math.min(plot.coverRatio, MAX_COVER_RATIO[plot.typology] ?? 1);
  let lackM2 = wantedRatio * signedAreaM2(plot.ring) - out.reduce((sum, { parts }) => sum + coverM2(parts), 0);
  const isFree = (ring: Point[], grown: Point[]) =>
    ring.every(([x, y]) => isInRing(plot.ring, x, y)) && walls.every((wall) => !ringsOverlap(wall, grown));
  const build = (ring: Point[], filling: Filling) => {
    const storeys = capped(wholeNumber(plot.random, ...filling.floors), filling.storeyM, plot.capM(ring) - 1);
    out.push(massOf(pick(plot.random, filling.uses), [flat(ring, storeys * filling.storeyM + 0.6)], storeys));
    walls.push(ring);
    lackM2 -= signedAreaM2(ring);
  };
  const alongStreet = STREET_WALLS[plot.typology] ?? SHOPS;
  for (const [a, b] of sidesOf(plot.ring)) {
    const sideM = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const dx = (b[0] - a[0]) / sideM;
    const dy = (b[1] - a[1]) / sideM;
    const deg = (Math.atan2(dy, dx) * 180) / Math.PI;
    const gate: [number, number] = sideM > 80 ? [(sideM - GATE_M) / 2, (sideM + GATE_M) / 2] : [sideM, sideM];
    for (let s = FRONT_M; s + alongStreet.lengthM[0] < sideM - FRONT_M && lackM2 > 60; ) {
      const longM = Math.min(uniform(plot.random, ...alongStreet.lengthM), sideM - FRONT_M - s);
      const deepM = uniform(plot.random, ...alongStreet.depthM);
      const at = (lengthM: number, depthM: number, moreM: number): Point[] => {
        const u = s + lengthM / 2;
        const v = FRONT_M + depthM / 2;
        return rectangle(a[0] + dx * u - dy * v, a[1] + dy * u + dx * v, lengthM + moreM, depthM + moreM, deg);
      };
      const shortM = alongStreet.lengthM[0];
      const shallowM = alongStreet.depthM[0];
      const fits = [
        [longM, deepM],
        [longM, shallowM],
        [shortM, deepM],
        [shortM, shallowM],
      ].find(([l, d]) => !(s < gate[1] && s + l > gate[0]) && isFree(at(l, d, 0), at(l, d, APART_M)));
      if (!fits) {
        s += 4;
        continue;
      }
      build(at(fits[0], fits[1], 0), alongStreet);
      s += fits[0] + (plot.random() < 0.5 ? APART_M : APART_M * 2);
    }
  }
  const inCourt = { ...COURT, uses: [COURT_USE[plot.typology] ?? 'community'] };
  const box = boundsOf(plot.ring);
  for (let tries = 0; tries < COURT_TRIES && lackM2 > 250; tries++) {
    const w = uniform(plot.random, ...COURT.lengthM);
    const d = uniform(plot.random, ...COURT.depthM);
    const x = uniform(plot.random, box.minX, box.maxX);
    const y = uniform(plot.random, box.minY, box.maxY);
    const ring = rectangle(x, y, w, d, plot.axisDeg);
    if (isFree(ring, rectangle(x, y, w + 2 * APART_M, d + 2 * APART_M, plot.axisDeg))) build(ring, inCourt);
  }
  return out;
}

/** Longest first. */
function sidesOf(ring: readonly Point[]): [Point, Point][] {
  const sides = ring.map((a, i): [Point, Point] => [a, ring[(i + 1) % ring.length]]);
  const lengthM = ([a, b]: [Point, Point]) => Math.hypot(b[0] - a[0], b[1] - a[1]);
  return sides.sort((p, q) => lengthM(q) - lengthM(p));
}
