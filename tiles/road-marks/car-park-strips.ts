import { turnedBox } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing, ringsOverlap } from '../../model/geo/plane/ring.ts';
import type { Strip } from './strips.ts';

/**
 * Bays at right angles to their aisle as JGJ 100 has them for cars (edition 待核), lines as on streets, metres. A place for cars has bays
 * drawn as many as fit: how many there are is what its data say.
 */
const BAY = { widthM: 2.5, depthM: 5.3 };
const AISLE_M = 6;
const LINE_M = 0.12;
/** Between the outermost bays and the edge of the place. */
const MARGIN_M = 0.4;
/** Along rows that are longer than this cars turn at both ends. */
const TURNING_ROW_M = 34;

/** A car park: its outline and what is cut out of it, metres. */
export type CarPark = readonly [outer: readonly Point[], ...holes: (readonly Point[])[]];

/** A row of bays: where its backs are, and to which side of them cars stand. */
interface Row {
  backM: number;
  side: 1 | -1;
}

/** Lines between the bays of a car park, along its longer side, where a whole bay lies within it. */
export function carParkStrips(park: CarPark): Strip[] {
  const box = longBox(park[0]);
  const { minU, maxU, minV, maxV, cos, sin } = box;
  const at = (u: number, v: number): Point => [u * cos - v * sin, u * sin + v * cos];
  const [outer, ...holes] = park;
  const holds = (bay: readonly Point[]): boolean =>
    bay.every(([x, y]) => isInRing(outer, x, y)) &&
    !outer.some(([x, y]) => isInRing(bay, x, y)) &&
    !holes.some((hole) => ringsOverlap(bay, hole));
  const endM = maxU - minU > TURNING_ROW_M ? AISLE_M : MARGIN_M;
  const bays = Math.floor((maxU - minU - 2 * endM) / BAY.widthM);
  if (bays < 1) return [];
  const fromU = (minU + maxU - bays * BAY.widthM) / 2;
  const out: Strip[] = [];
  for (const { backM, side } of rowsAcross(maxV - minV)) {
    const low = minV + backM - (side === 1 ? 0 : BAY.depthM);
    const high = low + BAY.depthM;
    const stripe = (left: number, right: number): Point[] => [
      at(left, low),
      at(right, low),
      at(right, high),
      at(left, high),
    ];
    const sideOf = (i: number): number => fromU + i * BAY.widthM;
    const isBay = Array.from({ length: bays }, (_, i) => holds(stripe(sideOf(i), sideOf(i + 1))));
    for (let i = 0; i <= bays; i++) {
      if (!isBay[i] && !isBay[i - 1]) continue;
      out.push({ tone: 'white', ring: stripe(sideOf(i) - LINE_M / 2, sideOf(i) + LINE_M / 2) });
    }
  }
  return out;
}

/** Across so many metres: aisles with a row at each side, backs against backs; what is left takes one more row with its aisle. */
function rowsAcross(widthM: number): Row[] {
  const freeM = widthM - 2 * MARGIN_M;
  const doubleM = 2 * BAY.depthM + AISLE_M;
  const pairs = Math.floor(freeM / doubleM);
  const leftM = freeM - pairs * doubleM;
  const hasOne = leftM >= BAY.depthM + (pairs === 0 ? 0 : AISLE_M);
  const usedM = pairs * doubleM + (hasOne ? BAY.depthM + (pairs === 0 ? 0 : AISLE_M) : 0);
  const startM = MARGIN_M + (freeM - usedM) / 2;
  const rows: Row[] = [];
  for (let p = 0; p < pairs; p++) {
    rows.push({ backM: startM + p * doubleM, side: 1 }, { backM: startM + (p + 1) * doubleM, side: -1 });
  }
  if (hasOne) rows.push({ backM: startM + pairs * doubleM, side: 1 });
  return rows;
}

/** The smallest box with a side along an edge of the ring, its longer side along u; of boxes as small, that of the first edge. */
function longBox(ring: readonly Point[]) {
  let best: ReturnType<typeof turnedBox> | null = null;
  let least = Infinity;
  ring.forEach(([x, y], i) => {
    const [toX, toY] = ring[(i + 1) % ring.length];
    if (Math.hypot(toX - x, toY - y) < 1) return;
    const deg = (Math.atan2(toY - y, toX - x) * 180) / Math.PI;
    for (const turnedDeg of [deg, deg + 90]) {
      const box = turnedBox(ring, turnedDeg);
      const longM = box.maxU - box.minU;
      const acrossM = box.maxV - box.minV;
      if (longM < acrossM || longM * acrossM >= least - 1e-6) continue;
      best = box;
      least = longM * acrossM;
    }
  });
  return best ?? turnedBox(ring, 0);
}
