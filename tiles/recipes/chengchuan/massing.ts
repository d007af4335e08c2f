import type { Point } from './line.ts';
import type { DistrictKind, Typology, TypologyRule } from './plan.ts';
import {
  areaOf,
  boundsOf,
  centroidOf,
  type EdgedRing,
  insetAll,
  rectangle,
  ringsOverlap,
  splitByPath,
  turnedBox,
} from './polygon.ts';
import { type Random, uniform, wholeNumber } from './random.ts';

/** One volume of a building: a ring drawn up from `baseM` to `topM` above the building's ground, and its roof. */
export interface BuildingPart {
  /** Anticlockwise. */
  ring: Point[];
  baseM: number;
  topM: number;
  roof: 'flat' | 'gable' | 'hip' | 'pyramid';
  roofM: number;
}

/** Classes of LOOK §9's materials. */
export const FACADE = { oldTown: 0, residential: 1, glass: 2, factory: 3, public: 4 } as const;

/** A building before it has a number, an address and people. */
export interface Mass {
  parts: BuildingPart[];
  storeys: number;
  /** What it is used for, a key of `BUILDING_USES`. */
  use: string;
  facade: number;
  floorM2: number;
  /** Shares of the floor area that people live and work on. */
  homeRatio: number;
  workRatio: number;
}

/** What a block gives its buildings. */
export interface Plot {
  ring: Point[];
  typology: Typology;
  rule: TypologyRule;
  kind: DistrictKind;
  /** Rows face south: along this axis. */
  axisDeg: number;
  hamlet: boolean;
  /** Greatest height of a building that covers this ring. */
  capM(ring: readonly Point[]): number;
  /** Of towers at a place, before the cap. */
  towerFloors(x: number, y: number): [number, number];
  random: Random;
}

export function buildMasses(plot: Plot): Mass[] {
  switch (plot.typology) {
    case 'lane':
      return lanes(plot);
    case 'village':
      return plot.hamlet ? hamlet(plot) : village(plot);
    case 'slab':
      return slabs(plot);
    case 'tower':
      return towers(plot);
    case 'podium':
      return podium(plot);
    case 'office':
      return bars(plot, 'office');
    case 'campus':
      return bars(plot, 'campus');
    case 'factory':
      return sheds(plot, 'factory');
    case 'shed':
      return sheds(plot, 'shed');
    case 'hall':
      return hall(plot);
  }
}

// ---- lots -----------------------------------------------------------------------------------------------------------

/** Splits a ring across its longer side into lots of about `targetM2`. */
export function lotsOf(ring: Point[], targetM2: number, axisDeg: number, random: Random): Point[][] {
  const out: Point[][] = [];
  const split = (piece: EdgedRing, depth: number) => {
    if (areaOf(piece.ring) < targetM2 * uniform(random, 0.8, 1.5) || depth > 12) {
      out.push(piece.ring);
      return;
    }
    const { minU, maxU, minV, maxV, cos, sin } = turnedBox(piece.ring, axisDeg);
    const t = uniform(random, 0.44, 0.56);
    const across = maxU - minU > maxV - minV;
    const u = across ? minU + (maxU - minU) * t : (minU + maxU) / 2;
    const v = across ? (minV + maxV) / 2 : minV + (maxV - minV) * t;
    const [dx, dy] = across ? [-sin, cos] : [cos, sin];
    const far = maxU - minU + maxV - minV;
    const [x, y] = [u * cos - v * sin, u * sin + v * cos];
    const path: Point[] = [
      [x - dx * far, y - dy * far],
      [x + dx * far, y + dy * far],
    ];
    const { pieces } = splitByPath(piece, path, 0);
    if (pieces.length < 2) {
      out.push(piece.ring);
      return;
    }
    for (const part of pieces) split(part, depth + 1);
  };
  split({ ring, edge: ring.map(() => 0) }, 0);
  return out;
}

/** Corners without those that hardly turn. */
function simplified(ring: Point[]): Point[] {
  return ring.filter((p, i) => {
    const a = ring[(i + ring.length - 1) % ring.length];
    const b = ring[(i + 1) % ring.length];
    const [ux, uy, vx, vy] = [p[0] - a[0], p[1] - a[1], b[0] - p[0], b[1] - p[1]];
    const [h, k] = [Math.hypot(ux, uy), Math.hypot(vx, vy)];
    return h > 0.4 && k > 0 && Math.abs(ux * vy - uy * vx) / (h * k) > 0.1;
  });
}

interface Quad {
  /** Metres along and across, at the middle. */
  widthM: number;
  depthM: number;
  /** Ring of the part between shares s0–s1 along and t0–t1 across; t grows to the north. */
  part(s0: number, s1: number, t0: number, t1: number): Point[];
}

/** Four corners as a frame that begins at the south-west; null for any other ring. */
function quadOf(ring: Point[]): Quad | null {
  if (ring.length !== 4) return null;
  let south = 0;
  for (let i = 1; i < 4; i++) {
    const midY = (k: number) => ring[k][1] + ring[(k + 1) % 4][1];
    if (midY(i) < midY(south)) south = i;
  }
  const [a, b, c, d] = [0, 1, 2, 3].map((k) => ring[(south + k) % 4]);
  const at = (s: number, t: number): Point => [
    (1 - s) * (1 - t) * a[0] + s * (1 - t) * b[0] + s * t * c[0] + (1 - s) * t * d[0],
    (1 - s) * (1 - t) * a[1] + s * (1 - t) * b[1] + s * t * c[1] + (1 - s) * t * d[1],
  ];
  const span = (p: Point, q: Point) => Math.hypot(q[0] - p[0], q[1] - p[1]);
  return {
    widthM: span(at(0, 0.5), at(1, 0.5)),
    depthM: span(at(0.5, 0), at(0.5, 1)),
    part: (s0, s1, t0, t1) => [at(s0, t0), at(s1, t0), at(s1, t1), at(s0, t1)],
  };
}

const flat = (ring: Point[], topM: number, baseM = 0): BuildingPart => ({ ring, baseM, topM, roof: 'flat', roofM: 0 });
const gable = (ring: Point[], topM: number, roofM: number): BuildingPart => ({
  ring,
  baseM: 0,
  topM,
  roof: 'gable',
  roofM,
});
const groundArea = (parts: BuildingPart[]) => parts.reduce((sum, part) => sum + areaOf(part.ring), 0);
/** Floors that fit under a cap. */
const capped = (floors: number, storeyM: number, capM: number) =>
  Math.max(1, Math.min(floors, Math.floor(capM / storeyM)));

// ---- old town ------------------------------------------------------------------------------------------------------

/** Lots without gaps: courtyard houses (hall to the north, wings, gate row), terraces of shops, single houses. */
function lanes(plot: Plot): Mass[] {
  const { random, rule } = plot;
  const out: Mass[] = [];
  for (const lot of lotsOf(plot.ring, 300, plot.axisDeg, random)) {
    const ring = simplified(lot);
    const quad = quadOf(ring);
    const cap = plot.capM(ring);
    const chance = random();
    if (!quad || quad.widthM < 5 || quad.depthM < 5) {
      const house = areaOf(ring) > 30 ? insetAll(ring, 0.4) : null;
      if (!house) continue;
      const storeys = capped(wholeNumber(random, 1, 2), rule.storeyM, cap);
      out.push(house4(house, storeys, rule.storeyM));
    } else if (chance < 0.08) {
      // A yard, a well, a tree.
    } else if (chance < 0.62 && quad.widthM > 10 && quad.depthM > 13) {
      out.push(courtyard(quad, rule.storeyM, cap, random));
    } else {
      out.push(...terrace(quad, rule.storeyM, cap, random));
    }
  }
  return out;
}

function house4(ring: Point[], storeys: number, storeyM: number): Mass {
  const quad = ring.length === 4;
  const parts = [quad ? gable(ring, storeys * storeyM, 1.6) : flat(ring, storeys * storeyM)];
  return {
    parts,
    storeys,
    use: 'lane-house',
    facade: FACADE.oldTown,
    floorM2: areaOf(ring) * storeys,
    homeRatio: 0.8,
    workRatio: 0.2,
  };
}

function courtyard(quad: Quad, storeyM: number, capM: number, random: Random): Mass {
  const [w, d] = [quad.widthM, quad.depthM];
  const edge = 0.3;
  const hallDepth = Math.min(uniform(random, 5.8, 7), d * 0.36) / d;
  const frontDepth = Math.min(uniform(random, 3.8, 4.6), d * 0.26) / d;
  const wing = Math.min(uniform(random, 3.2, 4.2), w * 0.28) / w;
  const [e, f] = [edge / w, edge / d];
  const hallFloors = capped(random() < 0.3 ? 2 : 1, storeyM, capM - 2);
  const parts = [
    gable(quad.part(e, 1 - e, 1 - hallDepth, 1 - f), hallFloors * storeyM + 0.6, 2),
    gable(quad.part(e, 1 - e, f, frontDepth), storeyM, 1.2),
    gable(quad.part(e, wing, frontDepth, 1 - hallDepth), storeyM - 0.2, 1),
    gable(quad.part(1 - wing, 1 - e, frontDepth, 1 - hallDepth), storeyM - 0.2, 1),
  ];
  const floor = groundArea(parts) + (hallFloors - 1) * areaOf(parts[0].ring);
  return {
    parts,
    storeys: hallFloors,
    use: 'courtyard',
    facade: FACADE.oldTown,
    floorM2: floor,
    homeRatio: 0.82,
    workRatio: 0.18,
  };
}

/** Narrow houses wall to wall, gable to the street. */
function terrace(quad: Quad, storeyM: number, capM: number, random: Random): Mass[] {
  const alongS = quad.widthM >= quad.depthM;
  const length = alongS ? quad.widthM : quad.depthM;
  const count = Math.max(1, Math.round(length / uniform(random, 6, 8.5)));
  const setback = uniform(random, 0, 0.16);
  const out: Mass[] = [];
  for (let k = 0; k < count; k++) {
    const [a, b] = [k / count, (k + 1) / count];
    const ring = alongS ? quad.part(a, b, 0.02, 0.98 - setback) : quad.part(0.02, 0.98 - setback, a, b);
    const storeys = capped(wholeNumber(random, 1, 3), storeyM, capM - 1.5);
    out.push({
      parts: [gable(ring, storeys * storeyM + uniform(random, 0, 0.5), 1.5)],
      storeys,
      use: 'shop-house',
      facade: FACADE.oldTown,
      floorM2: areaOf(ring) * storeys,
      homeRatio: 0.55,
      workRatio: 0.45,
    });
  }
  return out;
}

// ---- villages ------------------------------------------------------------------------------------------------------

/** "Handshake" houses: every lot built up to 0.75 m from its edge, 2–6 floors, a stair house on most roofs. */
function village(plot: Plot): Mass[] {
  const { random, rule } = plot;
  const out: Mass[] = [];
  for (const lot of lotsOf(plot.ring, 176, plot.axisDeg, random)) {
    if (random() < 0.06) continue;
    const ring = insetAll(simplified(lot), (rule.gapM ?? 1.5) / 2);
    if (!ring || areaOf(ring) < 36) continue;
    const storeys = capped(wholeNumber(random, rule.floors[0], rule.floors[1]), rule.storeyM, plot.capM(ring));
    const top = storeys * rule.storeyM + 0.5;
    const parts = [flat(ring, top)];
    if (random() < 0.6) {
      const [x, y] = centroidOf(ring);
      const deg = plot.axisDeg + (random() < 0.5 ? 0 : 90);
      const size = Math.min(Math.sqrt(areaOf(ring)) * 0.34, 4);
      parts.push(flat(rectangle(x, y, size, size * 0.8, deg), top + 2.6, top));
    }
    out.push({
      parts,
      storeys,
      use: 'village-house',
      facade: FACADE.oldTown,
      floorM2: areaOf(ring) * storeys,
      homeRatio: 0.86,
      workRatio: 0.14,
    });
  }
  return out;
}

/** Farm houses on the middle of their block: yard to the south, gable roof, two rooms deep. */
function hamlet(plot: Plot): Mass[] {
  const { random, rule } = plot;
  const core = coreOf(plot.ring, 26000);
  const out: Mass[] = [];
  for (const lot of lotsOf(core, 300, plot.axisDeg, random)) {
    if (random() < 0.22) continue;
    const quad = quadOf(simplified(insetAll(lot, 1.6) ?? []));
    if (!quad || quad.widthM < 8 || quad.depthM < 8) continue;
    const depth = Math.min(uniform(random, 8.5, 11), quad.depthM - 1);
    const ring = quad.part(0, 1, 1 - depth / quad.depthM, 1);
    const storeys = capped(wholeNumber(random, 1, 3), rule.storeyM, plot.capM(ring));
    const parts = [gable(ring, storeys * rule.storeyM, 2)];
    if (random() < 0.5) parts.push(flat(quad.part(0, 0.26, 0.05, 1 - depth / quad.depthM), 2.9));
    out.push({
      parts,
      storeys,
      use: 'farm-house',
      facade: FACADE.oldTown,
      floorM2: areaOf(ring) * storeys,
      homeRatio: 0.9,
      workRatio: 0.1,
    });
  }
  return out;
}

/** The block drawn in until it has about so much ground: a hamlet lies in its fields. */
function coreOf(ring: Point[], areaM2: number): Point[] {
  if (areaOf(ring) <= areaM2) return ring;
  const [cx, cy] = centroidOf(ring);
  const k = Math.sqrt(areaM2 / areaOf(ring));
  return ring.map(([x, y]): Point => [cx + (x - cx) * k, cy + (y - cy) * k]);
}

// ---- rows ----------------------------------------------------------------------------------------------------------

/** A ring in the axes of its rows. */
interface Rows {
  minV: number;
  maxV: number;
  /** Intervals of u where the whole strip v0–v1 lies inside. */
  spans(v0: number, v1: number): [number, number][];
  /** First v from which a row of this depth holds something of this width; Infinity when none does. */
  next(v: number, depthM: number, widthM: number): number;
  /** Ring about a centre, its width along the rows. */
  box(u: number, v: number, widthM: number, depthM: number): Point[];
  place(u: number, v: number): Point;
}

function rowsOf(ring: Point[], axisDeg: number): Rows {
  const cos = Math.cos((axisDeg * Math.PI) / 180);
  const sin = Math.sin((axisDeg * Math.PI) / 180);
  const local = ring.map(([x, y]): Point => [x * cos + y * sin, -x * sin + y * cos]);
  const { minY: minV, maxY: maxV } = boundsOf(local);
  const place = (u: number, v: number): Point => [u * cos - v * sin, u * sin + v * cos];
  const at = (v: number): [number, number][] => {
    const cuts: number[] = [];
    for (let i = 0; i < local.length; i++) {
      const [a, b] = [local[i], local[(i + 1) % local.length]];
      if (a[1] > v !== b[1] > v) cuts.push(a[0] + ((v - a[1]) / (b[1] - a[1])) * (b[0] - a[0]));
    }
    cuts.sort((p, q) => p - q);
    return cuts.length < 2 ? [] : Array.from({ length: cuts.length >> 1 }, (_, k) => [cuts[2 * k], cuts[2 * k + 1]]);
  };
  const rows: Rows = {
    minV,
    maxV,
    place,
    next(v, depthM, widthM) {
      for (let at = v; at + depthM <= maxV; at += 2) {
        if (rows.spans(at, at + depthM).some(([u0, u1]) => u1 - u0 >= widthM)) return at;
      }
      return Number.POSITIVE_INFINITY;
    },
    spans(v0, v1) {
      const levels = [v0, (v0 + v1) / 2, v1];
      for (const [, v] of local) if (v > v0 && v < v1) levels.push(v - 1e-6, v + 1e-6);
      return levels.map(at).reduce((left, right) => {
        const both: [number, number][] = [];
        for (const [a, b] of left) {
          for (const [c, d] of right) {
            if (Math.min(b, d) - Math.max(a, c) > 4) both.push([Math.max(a, c), Math.min(b, d)]);
          }
        }
        return both;
      });
    },
    box: (u, v, widthM, depthM) => {
      const [x, y] = place(u, v);
      return rectangle(x, y, widthM, depthM, axisDeg);
    },
  };
  return rows;
}

/** Rows of slabs that face south, apart by 1.35 × the height of the slab to the south; shops along some southern streets. */
function slabs(plot: Plot): Mass[] {
  const { random, rule } = plot;
  const out: Mass[] = [];
  const setbackM = plot.kind === 'old-town' ? 2 : rule.setbackM;
  const rows = rowsOf(insetAll(plot.ring, setbackM) ?? [], plot.axisDeg);
  if (!Number.isFinite(rows.minV)) return out;
  const old = random() < 0.45;
  const floors = fittingFloors(rule, rows.maxV - rows.minV, random);
  let v = rows.minV;
  if (random() < 0.25) {
    v = rows.next(v, 8, 20);
    out.push(...shops(rows, v, v + 8, plot));
    v += 20;
  }
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
        out.push({
          parts,
          storeys,
          use: old ? 'old-slab' : 'slab',
          facade: old ? FACADE.oldTown : FACADE.residential,
          floorM2: areaOf(ring) * storeys,
          homeRatio: 0.95,
          workRatio: 0.05,
        });
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

/** One- and two-storey shops on the strip v0–v1. */
function shops(rows: Rows, v0: number, v1: number, plot: Plot): Mass[] {
  const out: Mass[] = [];
  if (!Number.isFinite(v0)) return out;
  for (const [u0, u1] of rows.spans(v0, v1)) {
    const count = Math.max(1, Math.round((u1 - u0) / 46));
    const each = (u1 - u0 - (count - 1) * 6) / count;
    if (each < 10) continue;
    for (let k = 0; k < count; k++) {
      const ring = rows.box(u0 + (each + 6) * k + each / 2, (v0 + v1) / 2, each, v1 - v0);
      const storeys = capped(wholeNumber(plot.random, 1, 2), 4.2, plot.capM(ring));
      out.push({
        parts: [flat(ring, storeys * 4.2 + 0.6)],
        storeys,
        use: 'shops',
        facade: FACADE.public,
        floorM2: areaOf(ring) * storeys,
        homeRatio: 0,
        workRatio: 1,
      });
    }
  }
  return out;
}

/** Point blocks in rows, at least 40 m apart from north to south and staggered, with a lift house; shops at the gate. */
function towers(plot: Plot): Mass[] {
  const { random, rule } = plot;
  const out: Mass[] = [];
  const inner = insetAll(plot.ring, rule.setbackM);
  if (!inner) return plot.kind === 'new-town' || plot.kind === 'centre' ? small(plot) : [];
  const rows = rowsOf(inner, plot.axisDeg);
  out.push(...frontage(plot));
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
        out.push({
          parts: [flat(ring, top), flat(rows.box(u, middle + depth * 0.26, width * 0.3, 5.4), top + 5, top)],
          storeys,
          use: 'tower',
          facade: FACADE.residential,
          floorM2: areaOf(ring) * storeys,
          homeRatio: 0.97,
          workRatio: 0.03,
        });
      }
    }
    v += depth + Math.max(40, 0.5 * floors * rule.storeyM);
    row++;
  }
  return out.length > 0 ? out : small(plot);
}

/** Shops of one or two floors along most of the longer sides, clear of the corners and of the towers' setback. */
function frontage(plot: Plot): Mass[] {
  const { random, ring } = plot;
  const out: Mass[] = [];
  for (let i = 0; i < ring.length; i++) {
    const [a, b] = [ring[i], ring[(i + 1) % ring.length]];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (length < 64 || random() < 0.3) continue;
    const [dx, dy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
    const count = Math.max(1, Math.round((length - 36) / 52));
    const each = (length - 36 - (count - 1) * 9) / count;
    const deg = (Math.atan2(dy, dx) * 180) / Math.PI;
    for (let k = 0; k < count; k++) {
      if (random() < 0.2) continue;
      const s = 18 + k * (each + 9) + each / 2;
      const shop = rectangle(a[0] + dx * s - dy * 7, a[1] + dy * s + dx * 7, each, 8.4, deg);
      if (out.some((other) => ringsOverlap(other.parts[0].ring, shop))) continue;
      const storeys = capped(wholeNumber(random, 1, 2), 4.2, plot.capM(shop));
      out.push({
        parts: [flat(shop, storeys * 4.2 + 0.6)],
        storeys,
        use: 'shops',
        facade: FACADE.public,
        floorM2: areaOf(shop) * storeys,
        homeRatio: 0,
        workRatio: 1,
      });
    }
  }
  return out;
}

/** Outline of a tower: two flats to the south with a notch between, the core drawn out to the north. */
function butterfly(w: number, d: number): Point[] {
  const [a, b] = [w / 2, d / 2];
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

/** What a block too small for its typology holds: one house of 2–4 floors. */
function small(plot: Plot): Mass[] {
  const ring = insetAll(plot.ring, 4);
  if (!ring || areaOf(ring) < 120) return [];
  const rows = rowsOf(ring, plot.axisDeg);
  const middle = (rows.minV + rows.maxV) / 2;
  const depth = Math.min((rows.maxV - rows.minV) * 0.7, 18);
  return rows.spans(middle - depth / 2, middle + depth / 2).flatMap(([u0, u1]): Mass[] => {
    const width = Math.min(u1 - u0, 48);
    if (width < 8) return [];
    const box = rows.box((u0 + u1) / 2, middle, width, depth);
    const storeys = capped(wholeNumber(plot.random, 2, 4), 3.6, plot.capM(box));
    return [
      {
        parts: [flat(box, storeys * 3.6 + 0.8)],
        storeys,
        use: 'community',
        facade: FACADE.public,
        floorM2: areaOf(box) * storeys,
        homeRatio: 0,
        workRatio: 1,
      },
    ];
  });
}

// ---- centre --------------------------------------------------------------------------------------------------------

/** A podium over most of the block and one to three towers on it, drawn in once near the top. */
function podium(plot: Plot): Mass[] {
  const { random, rule } = plot;
  const base = insetAll(simplified(plot.ring), rule.setbackM);
  if (!base || areaOf(base) < 1400) return small(plot);
  const [pLow, pHigh] = rule.podiumFloors ?? [3, 5];
  const storeyM = rule.podiumStoreyM ?? 5.2;
  const podiumFloors = capped(wholeNumber(random, pLow, pHigh), storeyM, plot.capM(base));
  const podiumTop = podiumFloors * storeyM + 1;
  const parts = [flat(base, podiumTop)];
  const [low, high] = plot.towerFloors(...centroidOf(base));
  let storeys = podiumFloors;
  let floorM2 = areaOf(base) * podiumFloors * 0.9;
  const inner = insetAll(base, 6);
  const rows = rowsOf(inner ?? base, plot.axisDeg);
  let towersLeft = areaOf(base) > 9000 ? 3 : areaOf(base) > 4200 ? 2 : 1;
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
        floorM2 += areaOf(ring) * floors;
        towersLeft--;
      }
    }
    v += depth + 36;
  }
  const tall = parts.length > 1;
  return [
    {
      parts,
      storeys,
      use: tall ? 'office-tower' : 'shopping',
      facade: tall || random() < 0.5 ? FACADE.glass : FACADE.public,
      floorM2,
      homeRatio: tall ? 0.12 : 0,
      workRatio: tall ? 0.8 : 1,
    },
  ];
}

function chamfered(w: number, d: number, c: number): Point[] {
  const [a, b] = [w / 2, d / 2];
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

// ---- offices and campus --------------------------------------------------------------------------------------------

/** Bars, L and U shapes about courts; every tenth place stays a lawn. */
function bars(plot: Plot, use: 'office' | 'campus'): Mass[] {
  const { random, rule } = plot;
  const inner = insetAll(plot.ring, rule.setbackM);
  if (!inner || areaOf(inner) < 500) return small(plot);
  const rows = rowsOf(inner, plot.axisDeg);
  const out: Mass[] = [];
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
        const dormitory = use === 'campus' && random() < 0.4;
        out.push({
          parts,
          storeys,
          use: use === 'office' ? 'office' : dormitory ? 'dormitory' : 'teaching',
          facade: use === 'office' && random() < 0.7 ? FACADE.glass : FACADE.public,
          floorM2: areaOf(ring) * storeys,
          homeRatio: use === 'office' ? 0 : dormitory ? 1 : 0,
          workRatio: use === 'office' ? 1 : dormitory ? 0.02 : 0.5,
        });
      }
    }
    v += depth + uniform(random, 17, 24);
  }
  return out.length > 0 ? out : small(plot);
}

function ell(w: number, d: number, wing: number): Point[] {
  const [a, b] = [w / 2, d / 2];
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
  const [a, b] = [w / 2, d / 2];
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

// ---- industry ------------------------------------------------------------------------------------------------------

/** Halls in rows: saw roofs as a row of low gables on factories, one low gable on sheds; an office block at each front. */
function sheds(plot: Plot, use: 'factory' | 'shed'): Mass[] {
  const { random, rule } = plot;
  const inner = insetAll(plot.ring, rule.setbackM);
  if (!inner || areaOf(inner) < 900) return small(plot);
  const rows = rowsOf(inner, plot.axisDeg);
  const out: Mass[] = [];
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
            : capped(random() < 0.6 ? 1 : wholeNumber(random, 2, 3), rule.storeyM, plot.capM(outline) - 3);
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
        out.push({
          parts,
          storeys,
          use,
          facade: FACADE.factory,
          floorM2: each * depth * storeys,
          homeRatio: use === 'factory' ? 0.1 : 0.05,
          workRatio: 0.6,
        });
      }
    }
    v += depth + lane;
  }
  return out.length > 0 ? out : small(plot);
}

/** What stands in a hall's place here and there: two bars of offices and dormitories. */
function offices(rows: Rows, u: number, v: number, widthM: number, depthM: number, plot: Plot): Mass[] {
  return [0.18, 0.78].map((share, k): Mass => {
    const ring = rows.box(u, v + depthM * share, widthM, 13);
    const storeys = capped(wholeNumber(plot.random, 3, 6), 3.5, plot.capM(ring));
    return {
      parts: [flat(ring, storeys * 3.5 + 0.8)],
      storeys,
      use: k === 0 ? 'office' : 'dormitory',
      facade: FACADE.public,
      floorM2: areaOf(ring) * storeys,
      homeRatio: k === 0 ? 0 : 1,
      workRatio: k === 0 ? 1 : 0,
    };
  });
}

// ---- public --------------------------------------------------------------------------------------------------------

const HALLS = ['market', 'culture', 'gym', 'clinic', 'shopping', 'service'];

/** One public building: a broad base, an upper volume drawn in, and now and then a shell of a roof. */
function hall(plot: Plot): Mass[] {
  const { random, rule } = plot;
  const inner = insetAll(plot.ring, Math.min(rule.setbackM, Math.sqrt(areaOf(plot.ring)) * 0.16));
  if (!inner || areaOf(inner) < 300) return small(plot);
  const rows = rowsOf(inner, plot.axisDeg);
  const middle = (rows.minV + rows.maxV) / 2;
  const depth = Math.min((rows.maxV - rows.minV) * 0.72, uniform(random, 52, 66));
  const widest = rows.spans(middle - depth / 2, middle + depth / 2).sort((a, b) => b[1] - b[0] - (a[1] - a[0]))[0];
  if (!widest || depth < 12) return small(plot);
  const width = Math.min(widest[1] - widest[0], uniform(random, 84, 120));
  const u = (widest[0] + widest[1]) / 2;
  const outline = rows.box(u, middle, width, depth);
  const use = HALLS[wholeNumber(random, 0, HALLS.length - 1)];
  const storeys = capped(wholeNumber(random, rule.floors[0], rule.floors[1]), rule.storeyM, plot.capM(outline) - 5);
  const lower = Math.max(1, Math.ceil(storeys / 2));
  const parts: BuildingPart[] = [];
  if (use === 'gym' || use === 'market') {
    parts.push({ ring: outline, baseM: 0, topM: Math.min(storeys, 3) * rule.storeyM, roof: 'hip', roofM: 4 });
  } else {
    parts.push(flat(outline, lower * rule.storeyM + 1));
    if (storeys > lower) {
      const upper = rows.box(u - width * 0.06, middle, width * 0.72, depth * 0.66);
      parts.push(flat(upper, storeys * rule.storeyM + 1, lower * rule.storeyM + 1));
    }
  }
  const floor = use === 'gym' || use === 'market' ? Math.min(storeys, 3) : storeys;
  return [
    {
      parts,
      storeys: floor,
      use,
      facade: FACADE.public,
      floorM2: width * depth * floor * 0.8,
      homeRatio: 0,
      workRatio: 0.8,
    },
  ];
}
