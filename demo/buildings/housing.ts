import type { Point } from '../../model/geo/plane/point.ts';
import { centroidOf } from '../../model/geo/plane/ring.ts';
import type { TypologyRule } from '../plan.ts';
import { insetAll } from '../shape/cut-rings.ts';
import { type Random, uniform, wholeNumber } from '../shape/random.ts';
import { rowsOf } from './lots.ts';
import { type BuildingMass, capped, flat, massOf, type Plot } from './mass.ts';

/** Rows of slabs that face south, apart by 1.35 × the height of the slab to the south. */
export function slabs(plot: Plot): BuildingMass[] {
  const { random, rule } = plot;
  const out: BuildingMass[] = [];
  const setbackM = plot.kind === 'old-town' ? 2 : rule.setbackM;
  const rows = rowsOf(insetAll(plot.ring, setbackM) ?? [], plot.axisDeg);
  if (!Number.isFinite(rows.minV)) return out;
  const old = random() < 0.45;
  const floors = fittingFloors(rule, rows.maxV - rows.minV, random);
  let v = rows.minV;
  for (;;) {
    const depth = uniform(random, 10.6, 12.4);
    v = rows.next(v, depth, 22);
    if (v === Number.POSITIVE_INFINITY) return out;
    const rowFloors = Math.max(rule.floors[0] - 1, floors - (random() < 0.25 ? 1 : 0));
    for (const [u0, u1] of rows.spans(v, v + depth)) {
      const length = u1 - u0;
      if (length < 22) continue;
      const count = Math.max(1, Math.round((length + 8) / 64));
      const each = Math.min((length - (count - 1) * 8) / count, 74);
      const units = Math.max(2, Math.round(each / 14));
      for (let k = 0; k < count; k++) {
        if (random() < 0.05) continue;
        const u = u0 + (each + 8) * k + each / 2;
        const ring = rows.box(u, v + depth / 2, each, depth);
        const storeys = capped(rowFloors, rule.storeyM, plot.capM(ring) - 2);
        const top = storeys * rule.storeyM + 0.8;
        const parts = [flat(ring, top)];
        if (!old) {
          for (let n = 0; n < units; n += 2) {
            const at = u - each / 2 + ((n + 0.5) * each) / units;
            parts.push(flat(rows.box(at, v + depth * 0.68, 3.2, depth * 0.42), top + 2.4, top));
          }
        }
        out.push(massOf(old ? 'old-slab' : 'slab', parts, storeys));
      }
    }
    v += depth + 1.35 * (rowFloors * rule.storeyM + 0.8);
  }
}

/** Of the floors allowed, those whose rows leave the least ground over; now and then any. */
function fittingFloors(rule: TypologyRule, deepM: number, random: Random): number {
  const any = wholeNumber(random, rule.floors[0], rule.floors[1]);
  if (random() < 0.3) return any;
  let best = any;
  let most = 0;
  for (let floors = rule.floors[0]; floors <= rule.floors[1]; floors++) {
    const pitch = 11.5 + 1.35 * (floors * rule.storeyM + 0.8);
    const area = floors * (Math.floor((deepM - 12) / pitch) + 1);
    if (area <= most) continue;
    best = floors;
    most = area;
  }
  return best;
}

/** Room that a street wall needs over the setback of the plan, so that it passes before the towers. */
const BEHIND_SHOPS_M = 2.6;

/** Point blocks in rows, at least 40 m apart from north to south and staggered, with a lift house. */
export function towers(plot: Plot): BuildingMass[] {
  const { random, rule } = plot;
  const out: BuildingMass[] = [];
  const inner = insetAll(plot.ring, rule.setbackM + BEHIND_SHOPS_M) ?? insetAll(plot.ring, rule.setbackM);
  if (!inner) return out;
  const rows = rowsOf(inner, plot.axisDeg);
  const [low, high] = plot.towerFloors(...centroidOf(plot.ring));
  const floors = wholeNumber(random, low, high);
  let v = rows.minV;
  let row = 0;
  for (;;) {
    const depth = uniform(random, 14, 17);
    const width = uniform(random, 25, 33);
    v = rows.next(v, depth, width);
    if (v === Number.POSITIVE_INFINITY) break;
    for (const [u0, u1] of rows.spans(v, v + depth)) {
      const pitch = width + uniform(random, 12, 17);
      const count = Math.floor((u1 - u0 + pitch - width) / pitch);
      const spare = u1 - u0 - count * pitch + (pitch - width);
      for (let k = 0; k < count; k++) {
        const u = u0 + width / 2 + k * pitch + spare * (row % 2 === 0 ? 0.3 : 0.7);
        const outline = rows.box(u, v + depth / 2, width, depth);
        const storeys = capped(Math.max(low, floors - wholeNumber(random, 0, 4)), rule.storeyM, plot.capM(outline) - 6);
        const top = storeys * rule.storeyM + 1;
        const middle = v + depth / 2;
        const ring = butterfly(width, depth).map(([a, b]): Point => rows.place(u + a, middle + b));
        const liftHouse = flat(rows.box(u, middle + depth * 0.26, width * 0.3, 5.4), top + 5, top);
        out.push(massOf('tower', [flat(ring, top), liftHouse], storeys));
      }
    }
    v += depth + Math.max(40, 0.5 * floors * rule.storeyM);
    row++;
  }
  return out;
}

/** Outline of a tower: two flats to the south with a notch between, the core drawn out to the north. */
function butterfly(w: number, d: number): Point[] {
  const a = w / 2;
  const b = d / 2;
  return [
    [-a, -b],
    [-a * 0.2, -b],
    [-a * 0.2, -b + 2],
    [a * 0.2, -b + 2],
    [a * 0.2, -b],
    [a, -b],
    [a, b - 3.2],
    [a * 0.38, b - 3.2],
    [a * 0.38, b],
    [-a * 0.38, b],
    [-a * 0.38, b - 3.2],
    [-a, b - 3.2],
  ];
}
