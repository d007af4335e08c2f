import { turnedBox } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { centroidOf, isSimple, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { leftOf } from '../shape/convex.ts';
import { insetAll } from '../shape/cut-rings.ts';
import { uniform, wholeNumber } from '../shape/random.ts';
import { type Rows, rowsOf, simplified } from './lots.ts';
import {
  type BuildingMass,
  type BuildingPart,
  capped,
  FACADE,
  flat,
  gable,
  massOf,
  type Plot,
  pitched,
} from './mass.ts';

/** A podium's share of its block: more than the district's density, for the district has thinner typologies too. */
const PODIUM_COVER = 1.45;

/** A podium with a forecourt and one to three towers on it, drawn in once near the top. */
export function podium(plot: Plot): BuildingMass[] {
  const { random, rule } = plot;
  const whole = insetAll(simplified(plot.ring), rule.setbackM);
  const base = whole && withForecourt(whole, signedAreaM2(plot.ring) * plot.coverRatio * PODIUM_COVER, plot);
  if (!base || signedAreaM2(base) < 1400) return [];
  const [pLow, pHigh] = rule.podiumFloors ?? [3, 5];
  const storeyM = rule.podiumStoreyM ?? 5.2;
  const podiumFloors = capped(wholeNumber(random, pLow, pHigh), storeyM, plot.capM(base));
  const podiumTop = podiumFloors * storeyM + 1;
  const parts = [flat(base, podiumTop)];
  const [low, high] = plot.towerFloors(...centroidOf(base));
  let storeys = podiumFloors;
  let floorM2 = signedAreaM2(base) * podiumFloors * 0.9;
  const inner = insetAll(base, 6);
  const rows = rowsOf(inner ?? base, plot.axisDeg);
  let towersLeft = signedAreaM2(base) > 9000 ? 3 : signedAreaM2(base) > 4200 ? 2 : 1;
  let v = rows.minV;
  while (inner && towersLeft > 0) {
    const depth = Math.min(uniform(random, 30, 42), (rows.maxV - rows.minV) * 0.8);
    v = depth < 22 ? Number.POSITIVE_INFINITY : rows.next(v, depth, 24);
    if (v === Number.POSITIVE_INFINITY) break;
    const widest = uniform(random, 34, 44);
    for (const [u0, u1] of rows.spans(v, v + depth)) {
      const width = Math.min(widest, u1 - u0);
      if (width < 24) continue;
      for (let u = u0 + width / 2; u + width / 2 <= u1 && towersLeft > 0; u += width + 34) {
        const middle = v + depth / 2;
        const outline = rows.box(u, middle, width, depth);
        const floors = capped(wholeNumber(random, low, high), rule.storeyM, plot.capM(outline) - podiumTop - 8);
        if (floors < 6) continue;
        const top = podiumTop + floors * rule.storeyM;
        const shaft = podiumTop + Math.round(floors * uniform(random, 0.72, 0.9)) * rule.storeyM;
        const cut = random();
        const ring =
          cut < 0.4
            ? chamfered(width, depth, uniform(random, 5, 9)).map(([a, b]): Point => rows.place(u + a, middle + b))
            : outline;
        const crown = insetAll(ring, uniform(random, 2.5, 4.5)) ?? ring;
        parts.push(flat(ring, shaft, podiumTop), flat(crown, top, shaft));
        parts.push(flat(rows.box(u, middle, width * 0.4, depth * 0.4), top + 6, top));
        storeys = Math.max(storeys, podiumFloors + floors);
        floorM2 += signedAreaM2(ring) * floors;
        towersLeft--;
      }
    }
    v += depth + 36;
  }
  const tall = parts.length > 1;
  const facade = tall || random() < 0.5 ? FACADE.glass : FACADE.public;
  return [massOf(tall ? 'office-tower' : 'shopping', parts, storeys, { facade, floorM2 })];
}

/** The ring cut across its longer side so that about so much of it is left; the rest is a square before the doors. */
function withForecourt(ring: Point[], wantedM2: number, { axisDeg, random }: Plot): Point[] {
  const { minU, maxU, minV, maxV, cos, sin } = turnedBox(ring, axisDeg);
  const left = Math.max(0.55, wantedM2 / signedAreaM2(ring));
  if (left > 0.95) return ring;
  const along = maxU - minU > maxV - minV;
  const first = random() < 0.5;
  const share = first ? left : 1 - left;
  const [u, v] = along ? [minU + (maxU - minU) * share, minV] : [minU, minV + (maxV - minV) * share];
  const a: Point = [u * cos - v * sin, u * sin + v * cos];
  const b: Point = along ? [a[0] - sin, a[1] + cos] : [a[0] - cos, a[1] - sin];
  const cut = first ? leftOf(ring, a, b) : leftOf(ring, b, a);
  return isSimple(cut) && signedAreaM2(cut) > 1400 ? cut : ring;
}

function chamfered(w: number, d: number, c: number): Point[] {
  const a = w / 2;
  const b = d / 2;
  return [
    [-a + c, -b],
    [a - c, -b],
    [a, -b + c],
    [a, b - c],
    [a - c, b],
    [-a + c, b],
    [-a, b - c],
    [-a, -b + c],
  ];
}

/** Bars, L and U shapes about courts; every tenth place stays a lawn. */
export function bars(plot: Plot, use: 'office' | 'campus'): BuildingMass[] {
  const { random, rule } = plot;
  const inner = insetAll(plot.ring, rule.setbackM);
  if (!inner || signedAreaM2(inner) < 500) return [];
  const rows = rowsOf(inner, plot.axisDeg);
  const out: BuildingMass[] = [];
  let v = rows.minV;
  for (;;) {
    const court = rows.maxV - v > 56 && random() < 0.55;
    const depth = court ? Math.min(uniform(random, 42, 58), rows.maxV - v - 6) : uniform(random, 17, 21);
    v = rows.next(v, depth, 24);
    if (v === Number.POSITIVE_INFINITY) break;
    for (const [u0, u1] of rows.spans(v, v + depth)) {
      const width = uniform(random, 54, 74);
      const count = Math.max(1, Math.floor((u1 - u0 + 16) / (width + 16)));
      const each = Math.min((u1 - u0 - (count - 1) * 16) / count, 84);
      if (each < 20) continue;
      for (let k = 0; k < count; k++) {
        if (random() < 0.06) continue;
        const u = u0 + k * (each + 16) + each / 2;
        const wing = uniform(random, 16, 19);
        const shape = court && each > 46 ? (random() < 0.5 ? ell(each, depth, wing) : court3(each, depth, wing)) : null;
        const ring = shape
          ? shape.map(([a, b]): Point => rows.place(u + a, v + depth / 2 + b))
          : rows.box(u, v + Math.min(depth, wing + 2) / 2, each, Math.min(depth, wing + 2));
        const storeys = capped(wholeNumber(random, rule.floors[0], rule.floors[1]), rule.storeyM, plot.capM(ring) - 4);
        const top = storeys * rule.storeyM + 1;
        const parts = [flat(ring, top)];
        parts.push(flat(rows.box(u - each / 2 + wing / 2, v + 8, wing * 0.6, 7), top + 3.6, top));
        if (use === 'campus') out.push(massOf(random() < 0.4 ? 'dormitory' : 'teaching', parts, storeys));
        else out.push(massOf('office', parts, storeys, { facade: random() < 0.7 ? FACADE.glass : FACADE.public }));
      }
    }
    v += depth + uniform(random, 17, 24);
  }
  return out;
}

function ell(w: number, d: number, wing: number): Point[] {
  const a = w / 2;
  const b = d / 2;
  return [
    [-a, -b],
    [a, -b],
    [a, -b + wing],
    [-a + wing, -b + wing],
    [-a + wing, b],
    [-a, b],
  ];
}

function court3(w: number, d: number, wing: number): Point[] {
  const a = w / 2;
  const b = d / 2;
  return [
    [-a, -b],
    [-a + wing, -b],
    [-a + wing, b - wing],
    [a - wing, b - wing],
    [a - wing, -b],
    [a, -b],
    [a, b],
    [-a, b],
  ];
}

/** Halls in rows: saw roofs as a row of low gables on factories, one low gable on sheds; an office block at each front. */
export function sheds(plot: Plot, use: 'factory' | 'shed'): BuildingMass[] {
  const { random, rule } = plot;
  const inner = insetAll(plot.ring, rule.setbackM);
  if (!inner || signedAreaM2(inner) < 900) return [];
  const rows = rowsOf(inner, plot.axisDeg);
  const out: BuildingMass[] = [];
  const [shortM, longM] = rule.footprintM;
  const lane = use === 'shed' ? 28 : 18;
  const deep = rows.maxV - rows.minV - 8;
  const count = Math.max(1, Math.round((deep + lane) / (shortM * 1.05 + lane)));
  const depth = Math.max(18, (deep - (count - 1) * lane) / count);
  let v = rows.minV;
  for (;;) {
    v = rows.next(v, depth, 26);
    if (v === Number.POSITIVE_INFINITY) break;
    for (const [u0, u1] of rows.spans(v, v + depth)) {
      if (u1 - u0 < 26) continue;
      const gap = use === 'shed' ? 22 : 14;
      const count = Math.max(1, Math.round((u1 - u0 + gap) / (longM * 1.1 + gap)));
      const each = (u1 - u0 - (count - 1) * gap) / count;
      for (let k = 0; k < count; k++) {
        if (random() < 0.07) continue;
        const u = u0 + k * (each + gap) + each / 2;
        if (random() < 0.12) {
          out.push(...offices(rows, u, v, Math.min(each, 64), depth, plot));
          continue;
        }
        const outline = rows.box(u, v + depth / 2, each, depth);
        const storeys =
          use === 'shed'
            ? 1
            : capped(random() < 0.45 ? 1 : wholeNumber(random, 2, 3), rule.storeyM, plot.capM(outline) - 3);
        const eave = use === 'shed' ? 11 : storeys * rule.storeyM + 1;
        const parts: BuildingPart[] = [];
        if (use === 'shed') parts.push(gable(outline, eave, Math.min(depth * 0.05, 3)));
        else if (storeys === 1) {
          const bays = Math.max(2, Math.round(each / uniform(random, 11, 15)));
          for (let n = 0; n < bays; n++) {
            const bay = each / bays;
            parts.push(gable(rows.box(u - each / 2 + (n + 0.5) * bay, v + depth / 2, bay, depth), eave, 2.2));
          }
        } else {
          parts.push(flat(outline, eave));
          parts.push(flat(rows.box(u, v + depth / 2, each * 0.7, 6), eave + 2.4, eave));
        }
        out.push(massOf(use, parts, storeys, { floorM2: each * depth * storeys }));
      }
    }
    v += depth + lane;
  }
  return out;
}

/** What stands in a hall's place here and there: two bars of offices and dormitories. */
function offices(rows: Rows, u: number, v: number, widthM: number, depthM: number, plot: Plot): BuildingMass[] {
  return [0.18, 0.78].map((share, k): BuildingMass => {
    const ring = rows.box(u, v + depthM * share, widthM, 13);
    const storeys = capped(wholeNumber(plot.random, 3, 6), 3.5, plot.capM(ring));
    return massOf(k === 0 ? 'office' : 'dormitory', [flat(ring, storeys * 3.5 + 0.8)], storeys);
  });
}

const HALLS = ['market', 'culture', 'gym', 'clinic', 'shopping', 'service'];

/** One public building: a broad base, an upper volume drawn in, and now and then a shell of a roof. */
export function hall(plot: Plot): BuildingMass[] {
  const { random, rule } = plot;
  const inner = insetAll(plot.ring, Math.min(rule.setbackM, Math.sqrt(signedAreaM2(plot.ring)) * 0.16));
  if (!inner || signedAreaM2(inner) < 300) return [];
  const rows = rowsOf(inner, plot.axisDeg);
  const middle = (rows.minV + rows.maxV) / 2;
  const depth = Math.min((rows.maxV - rows.minV) * 0.72, uniform(random, 52, 66));
  const widest = rows.spans(middle - depth / 2, middle + depth / 2).sort((a, b) => b[1] - b[0] - (a[1] - a[0]))[0];
  if (!widest || depth < 12) return [];
  const width = Math.min(widest[1] - widest[0], uniform(random, 84, 120));
  const u = (widest[0] + widest[1]) / 2;
  const outline = rows.box(u, middle, width, depth);
  const use = HALLS[wholeNumber(random, 0, HALLS.length - 1)];
  const storeys = capped(wholeNumber(random, rule.floors[0], rule.floors[1]), rule.storeyM, plot.capM(outline) - 5);
  const lower = Math.max(1, Math.ceil(storeys / 2));
  const parts: BuildingPart[] = [];
  if (use === 'gym' || use === 'market') {
    parts.push(pitched(outline, Math.min(storeys, 3) * rule.storeyM, 'hip', 4));
  } else {
    parts.push(flat(outline, lower * rule.storeyM + 1));
    if (storeys > lower) {
      const upper = rows.box(u - width * 0.06, middle, width * 0.72, depth * 0.66);
      parts.push(flat(upper, storeys * rule.storeyM + 1, lower * rule.storeyM + 1));
    }
  }
  const floor = use === 'gym' || use === 'market' ? Math.min(storeys, 3) : storeys;
  return [massOf(use, parts, floor, { floorM2: width * depth * floor * 0.8 })];
}
