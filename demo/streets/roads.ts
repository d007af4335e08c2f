import { boundsOf } from '../../model/geo/plane/box.ts';
import { crossings, type Line, lineOf, nearestOn, pointAt, subLine } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { Road } from '../buildings/blocks.ts';
import type { Name } from '../names/names.ts';
import type { Plan, RoadClass } from '../plan.ts';
import { type Deck, sectionOf, type Trench } from './decks.ts';

/** A road between two junctions. `deck`: on a bridge or viaduct; `ramp`: on its embankment; `trench`: in an underpass. */
export interface RoadSegment {
  /** `seg-<road>-<3 digits>` along the road. */
  id: string;
  road: string;
  name: Name;
  class: RoadClass;
  redLineM: number;
  carriagewayM: number;
  lanes: number;
  /** Centre line. */
  points: Point[];
  lengthM: number;
  level: 'ground' | 'ramp' | 'deck' | 'trench';
  /** The deck (`br-…`, `el-…`) or underpass it lies on. */
  on: string | null;
  district: string | null;
  /** Indices of its end junctions. */
  from: number;
  to: number;
  /** Chainage of its start on its road's whole line. */
  startM: number;
}

export interface Junction {
  /** `jn-<5 digits>`, numbered by (y, x). */
  id: string;
  at: Point;
  /** Indices of the segments that end here. */
  segments: number[];
}

export interface RoadNetwork {
  roads: Road[];
  segments: RoadSegment[];
  junctions: Junction[];
}

/** The named roads of the plan. */
export function alignmentRoads(plan: Plan): Road[] {
  return plan.roads.alignments.map((road) => ({
    id: road.id,
    name: { zh: road.nameZh, en: road.nameEn },
    class: road.class,
    redLineM: road.redLineM,
    points: road.points,
    district: null,
  }));
}

/** How near an end must come to another road to join it; the plan's alignments meet to within 14 m. */
const JOIN_STREET_M = 1.5;
const JOIN_ALIGNMENT_M = 16;
/** Cuts closer than this are one junction. */
const MERGE_M = 5;

/** Cuts all roads at their junctions and at the ends of decks and trenches. */
export function buildRoadNetwork(roads: Road[], decks: Deck[], trenches: Trench[]): RoadNetwork {
  const lines = roads.map((road) => lineOf(road.points));
  const cuts: number[][] = lines.map((line) => [0, line.lengthM]);
  for (const [a, b] of nearPairs(roads)) join(roads, lines, cuts, a, b);
  const segments: RoadSegment[] = [];
  const ends: { at: Point; segment: number }[] = [];
  for (let r = 0; r < roads.length; r++) {
    const road = roads[r];
    const levels = levelsOf(road, decks, trenches);
    const all = merged([...cuts[r], ...levels.flatMap(({ from, to }) => [from, to])], lines[r].lengthM);
    let n = 0;
    for (let k = 1; k < all.length; k++) {
      const from = all[k - 1];
      const to = all[k];
      const mid = (from + to) / 2;
      const found = levels.find((level) => mid > level.from && mid < level.to);
      const redLineM = found?.widthM ?? road.redLineM;
      const points = subLine(lines[r], from, to);
      n++;
      ends.push({ at: points[0], segment: segments.length });
      ends.push({ at: points[points.length - 1], segment: segments.length });
      segments.push({
        id: `seg-${road.id}-${`${n}`.padStart(3, '0')}`,
        road: road.id,
        name: road.name,
        class: road.class,
        redLineM,
        ...(found?.widthM === undefined
          ? sectionOf(road.class, redLineM)
          : { carriagewayM: found.widthM - 2, lanes: sectionOf(road.class, road.redLineM).lanes }),
        points,
        lengthM: to - from,
        level: found?.level ?? 'ground',
        on: found?.on ?? null,
        district: road.district,
        from: -1,
        to: -1,
        startM: from,
      });
    }
  }
  return { roads, segments, junctions: junctionsOf(segments, ends) };
}

interface Level {
  from: number;
  to: number;
  level: RoadSegment['level'];
  on: string;
  widthM?: number;
}

function levelsOf(road: Road, decks: Deck[], trenches: Trench[]): Level[] {
  const out: Level[] = [];
  for (const deck of decks) {
    if (deck.road !== road.id) continue;
    const { widthM } = deck;
    out.push({ from: deck.structureFromM, to: deck.structureToM, level: 'deck', on: deck.id, widthM });
    out.push({ from: deck.fromM, to: deck.structureFromM, level: 'ramp', on: deck.id, widthM });
    out.push({ from: deck.structureToM, to: deck.toM, level: 'ramp', on: deck.id, widthM });
  }
  for (const trench of trenches) {
    if (trench.underpass.road !== road.id) continue;
    out.push({
      from: trench.atM - trench.reachM,
      to: trench.atM + trench.reachM,
      level: 'trench',
      on: trench.underpass.id,
      widthM: trench.halfWidthM * 2 - 2,
    });
  }
  return out;
}

function merged(cuts: number[], lengthM: number): number[] {
  const sorted = cuts.filter((s) => s > MERGE_M && s < lengthM - MERGE_M).sort((a, b) => a - b);
  const out = [0];
  for (const s of sorted) if (s - out[out.length - 1] > MERGE_M) out.push(s);
  out.push(lengthM);
  return out;
}

/** Pairs of roads whose boxes come near each other, by a grid of 250 m cells. */
function nearPairs(roads: Road[]): [number, number][] {
  const cells = new Map<number, number[]>();
  const out: [number, number][] = [];
  const cellM = 250;
  const key = (i: number, j: number) => (i + 100) * 1000 + j + 100;
  for (let r = 0; r < roads.length; r++) {
    const others = new Set<number>();
    const { points } = roads[r];
    for (let i = 1; i < points.length; i++) {
      const box = boundsOf([points[i - 1], points[i]]);
      for (let cx = Math.floor((box.minX - 20) / cellM); cx <= Math.floor((box.maxX + 20) / cellM); cx++) {
        for (let cy = Math.floor((box.minY - 20) / cellM); cy <= Math.floor((box.maxY + 20) / cellM); cy++) {
          const k = key(cx, cy);
          const list = cells.get(k) ?? [];
          for (const other of list) if (other !== r) others.add(other);
          if (list[list.length - 1] !== r) list.push(r);
          cells.set(k, list);
        }
      }
    }
    for (const other of [...others].sort((a, b) => a - b)) out.push([other, r]);
  }
  return out;
}

function join(roads: Road[], lines: Line[], cuts: number[][], a: number, b: number): void {
  for (const { onA, onB } of crossings(lines[a], lines[b])) {
    cuts[a].push(onA);
    cuts[b].push(onB);
  }
  for (const [end, other] of [
    [a, b],
    [b, a],
  ]) {
    const limit = roads[end].district === null ? JOIN_ALIGNMENT_M : JOIN_STREET_M;
    for (const s of [0, lines[end].lengthM]) {
      const [x, y] = pointAt(lines[end], s);
      const place = nearestOn(lines[other], x, y);
      if (Math.abs(place.offsetM) < limit) cuts[other].push(place.chainageM);
    }
  }
}

/** Ends within the merging distance share a junction; which one is decided by a grid, first come first served. */
function junctionsOf(segments: RoadSegment[], ends: { at: Point; segment: number }[]): Junction[] {
  const cells = new Map<string, number[]>();
  const found: Junction[] = [];
  const reach = JOIN_ALIGNMENT_M;
  const owner = new Array<number>(ends.length);
  ends.forEach(({ at, segment }, k) => {
    const i = Math.floor(at[0] / reach);
    const j = Math.floor(at[1] / reach);
    const limit = segments[segment].district === null ? reach : MERGE_M;
    let best = -1;
    let bestM = limit;
    for (let u = i - 1; u <= i + 1; u++) {
      for (let v = j - 1; v <= j + 1; v++) {
        for (const index of cells.get(`${u},${v}`) ?? []) {
          const d = Math.hypot(found[index].at[0] - at[0], found[index].at[1] - at[1]);
          if (d >= bestM) continue;
          best = index;
          bestM = d;
        }
      }
    }
    if (best < 0) {
      best = found.length;
      found.push({ id: '', at, segments: [] });
      const cell = cells.get(`${i},${j}`) ?? [];
      cell.push(best);
      cells.set(`${i},${j}`, cell);
    }
    found[best].segments.push(segment);
    owner[k] = best;
  });
  const order = found
    .map((_, i) => i)
    .sort((a, b) => found[a].at[1] - found[b].at[1] || found[a].at[0] - found[b].at[0]);
  const rank = new Array<number>(found.length);
  order.forEach((index, i) => {
    rank[index] = i;
  });
  ends.forEach(({ segment }, k) => {
    if (k % 2 === 0) segments[segment].from = rank[owner[k]];
    else segments[segment].to = rank[owner[k]];
  });
  return order.map((index, i) => ({ ...found[index], id: `jn-${`${i + 1}`.padStart(5, '0')}` }));
}
