import type { FloodWorks } from '../../../model/city/flood-works.ts';
import { crossingsOf } from '../../../model/geo/plane/ring.ts';
import type { FloodNote } from '../../../model/scenarios/flood-note.ts';
import { type Series, valueAt } from '../core/series.ts';
import type { Place, Work } from '../works/works.ts';
import {
  type Cells,
  type CityRasters,
  cellOf,
  cellsWhere,
  centreOf,
  type Ground,
  spread,
  UNKNOWN_MANNING_N,
} from './ground.ts';

type Water = FloodWorks['waters'][number];
type Inflow = FloodWorks['inflows'][number];
type Outflow = FloodWorks['outflows'][number];

/** A river of the city: its bodies of water bear the label of its inflow, in which the baked files name it. */
export interface River {
  inflow: Inflow;
  outflow: Outflow | null;
  waters: readonly Water[];
}

/** Rivers, and the bodies that lie still. */
export function watersOf({ inflows, outflows, waters }: FloodWorks): { rivers: River[]; lakes: Water[] } {
  const rivers = inflows.map((inflow) => ({
    inflow,
    outflow: outflows.find(({ label }) => label.zh === inflow.label.zh) ?? null,
    waters: waters.filter(({ label }) => label.zh === inflow.label.zh),
  }));
  const running = new Set(rivers.flatMap(({ waters }) => waters.map(({ id }) => id)));
  return { rivers, lakes: waters.filter(({ id }) => !running.has(id)) };
}

/** Waters as drawn, on the cells of a run. */
export interface Drawn {
  /** NaN where there is no water. */
  levelM: Float32Array;
  /** √slope of the water, downstream: uniform flow is this × depth^(5/3)/n. */
  downEast: Float32Array;
  downNorth: Float32Array;
}

/** Each cell whose middle is in one of the rings, by the nearest of their pieces. */
export function drawnOf(cells: Cells, waters: readonly Water[]): Drawn {
  const count = cells.columns * cells.rows;
  const levelM = new Float32Array(count).fill(Number.NaN);
  const downEast = new Float32Array(count);
  const downNorth = new Float32Array(count);
  for (const { ring, levelM: cornersM } of waters) {
    for (let row = firstRow(cells, ring); row <= lastRow(cells, ring); row++) {
      const northM = cells.southM + (row + 0.5) * cells.cellM;
      for (const [fromM, toM] of insideAt(ring, northM)) {
        const first = Math.max(0, Math.ceil((fromM - cells.westM) / cells.cellM - 0.5));
        const last = Math.min(cells.columns - 1, Math.floor((toM - cells.westM) / cells.cellM - 0.5));
        for (let column = first; column <= last; column++) {
          const eastM = cells.westM + (column + 0.5) * cells.cellM;
          const at = row * cells.columns + column;
          const here = near(ring, cornersM, eastM, northM);
          levelM[at] = here.levelM;
          downEast[at] = here.downEast;
          downNorth[at] = here.downNorth;
        }
      }
    }
  }
  return { levelM, downEast, downNorth };
}

const firstRow = ({ southM, cellM }: Cells, ring: readonly Place[]) =>
  Math.max(0, Math.ceil((Math.min(...ring.map(([, north]) => north)) - southM) / cellM - 0.5));
const lastRow = ({ southM, cellM, rows }: Cells, ring: readonly Place[]) =>
  Math.min(rows - 1, Math.floor((Math.max(...ring.map(([, north]) => north)) - southM) / cellM - 0.5));

/** Spans of a ring on a line from west to east. */
function insideAt(ring: readonly Place[], northM: number): [fromM: number, toM: number][] {
  const crossings = crossingsOf(ring, northM);
  return Array.from({ length: crossings.length >> 1 }, (_, i) => [crossings[2 * i], crossings[2 * i + 1]]);
}

interface Near {
  /** Level at the water's piece of bank that is nearest. */
  levelM: number;
  /** √slope of it, downstream; 0 where the bank is level. */
  downEast: number;
  downNorth: number;
}

function near(ring: readonly Place[], cornersM: readonly number[], eastM: number, northM: number): Near {
  let nearestM2 = Number.POSITIVE_INFINITY;
  let bankM2 = Number.POSITIVE_INFINITY;
  const found: Near = { levelM: Number.NaN, downEast: 0, downNorth: 0 };
  for (const [i, corner] of ring.entries()) {
    const next = (i + 1) % ring.length;
    const { part, awayM2 } = nearestOn(corner, ring[next], [eastM, northM]);
    const fallM = cornersM[i] - cornersM[next];
    if (awayM2 < nearestM2) {
      nearestM2 = awayM2;
      found.levelM = cornersM[i] - part * fallM;
    }
    // The ends of a body of water lie across the river and are level.
    if (awayM2 >= bankM2 || fallM === 0) continue;
    bankM2 = awayM2;
    const dx = ring[next][0] - corner[0];
    const dy = ring[next][1] - corner[1];
    const lengthM = Math.hypot(dx, dy);
    const down = (Math.sign(fallM) * Math.sqrt(Math.abs(fallM) / lengthM)) / lengthM;
    found.downEast = down * dx;
    found.downNorth = down * dy;
  }
  return found;
}

/** Where on a straight piece a place is nearest: the part of its way, and the squared distance. */
export function nearestOn([ax, ay]: Place, [bx, by]: Place, [x, y]: Place): { part: number; awayM2: number } {
  const dx = bx - ax;
  const dy = by - ay;
  const lengthM2 = dx * dx + dy * dy;
  const along = lengthM2 > 0 ? ((x - ax) * dx + (y - ay) * dy) / lengthM2 : 0;
  const part = Math.min(1, Math.max(0, along));
  return { part, awayM2: (ax + part * dx - x) ** 2 + (ay + part * dy - y) ** 2 };
}

const middleOf = ({ from, to }: { from: Place; to: Place }): Place => [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];

/** Returns the corner of a river's bodies of water that is nearest to a place, and the body that has it. */
function nearestCorner({ waters }: River, [x, y]: Place): { water: Water; levelM: number } {
  const corners = waters.flatMap((water) =>
    water.ring.map(([cx, cy], i) => ({ water, levelM: water.levelM[i], awayM2: (cx - x) ** 2 + (cy - y) ** 2 })),
  );
  return corners.reduce((best, corner) => (corner.awayM2 < best.awayM2 ? corner : best));
}

/** As drawn, without a flood. */
const levelNear = (river: River, place: Place): number => nearestCorner(river, place).levelM;

/** Fall of the river where a body of water is nearest to a place: from its highest corner to the lowest that is nearest. */
function slopeNear(river: River, place: Place): number {
  const { ring, levelM } = nearestCorner(river, place).water;
  const highM = Math.max(...levelM);
  const lowM = Math.min(...levelM);
  const corners = (level: number) => ring.filter((_, i) => levelM[i] === level);
  const reaches = corners(highM).flatMap(([x, y]) => corners(lowM).map(([u, v]) => Math.hypot(u - x, v - y)));
  const lengthM = Math.min(...reaches);
  return lengthM > 0 ? (highM - lowM) / lengthM : 0;
}

/**
 * How much higher a river stands at a discharge than its bodies of water are drawn: by uniform flow through the ground's own section
 * along the inflow's line, which is taken to hold all the way down. Backwater is not in it; the first minutes of a run bring it.
 */
export function riseM(city: CityRasters, river: River, dischargeM3ps: number): number {
  const rating = ratingOf(city, river);
  if (!rating) return 0;
  const { drawnM, carries } = rating;
  let low = drawnM - 10;
  let high = drawnM + 30;
  for (let i = 0; i < 60; i++) {
    const half = (low + high) / 2;
    if (carries(half) < dischargeM3ps) low = half;
    else high = half;
  }
  return high - drawnM;
}

/** Level as drawn at the inflow's line, and what its section carries at any level; null where the river has no fall. */
function ratingOf(city: CityRasters, river: River): { drawnM: number; carries: (levelM: number) => number } | null {
  const { from, to } = river.inflow;
  const middle = middleOf(river.inflow);
  const slope = slopeNear(river, middle);
  if (!(slope > 0)) return null;
  const section = sectionOf(city, from, to);
  const carries = (levelM: number) =>
    section.reduce(
      (sum, { bedM, n, widthM }) => sum + (widthM * Math.sqrt(slope) * Math.max(0, levelM - bedM) ** (5 / 3)) / n,
      0,
    );
  return { drawnM: levelNear(river, middle), carries };
}

/** Levels that a gauge of a river told, m above the vertical datum. */
export interface RiverStage {
  /** Id of its inflow. */
  river: string;
  gauge: string;
  at: Place;
  levelM: Series;
}

/**
 * Discharge by a gauge's levels: `riseM` read backwards, from how much higher the river stands at the gauge than it is drawn there.
 * A steady rating that nobody calibrated: a flood's loop, backwater and the way from the inflow to the gauge are not in it. Null where
 * the gauge says levels that no water of this river has: below its bed, or a river without fall.
 */
export function ratedSeries(city: CityRasters, river: River, { at, levelM }: RiverStage): Series | null {
  const rating = ratingOf(city, river);
  if (!rating) return null;
  const risenM = rating.drawnM - levelNear(river, at);
  const values = levelM.values.map((level) => rating.carries(level + risenM));
  return values.every((value) => value > 0) ? { timesS: levelM.timesS, values } : null;
}

/** Grass and crops that a film of rain finds rough lie down under metres of water: Chow's flood plains with high grass, 0.03–0.05. */
const GRASS_IN_FLOOD_N = 0.042;
/** Rougher ground is wood, which stands. */
const WOOD_N = 0.1;

/**
 * Manning's n of vegetation that a flood lies down: grass and shrubs become no rougher than grass under deep water,
 * woods stay as they are.
 */
export const inFloodN = (manningN: number): number =>
  manningN < WOOD_N ? Math.min(manningN, GRASS_IN_FLOOD_N) : manningN;

function sectionOf({ grid, bedElevationM, landCover }: CityRasters, from: Place, to: Place) {
  const lengthM = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const count = Math.max(2, Math.round(lengthM / grid.cellM));
  return Array.from({ length: count }, (_, i) => {
    const part = (i + 0.5) / count;
    const column = clamp((from[0] + part * (to[0] - from[0]) - grid.westM) / grid.cellM, grid.columns);
    const row = clamp((from[1] + part * (to[1] - from[1]) - grid.southM) / grid.cellM, grid.rows);
    const at = row * grid.columns + column;
    const n = landCover === null ? undefined : grid.classes[landCover[at]]?.manningN;
    return { bedM: bedElevationM[at], n: inFloodN(n ?? UNKNOWN_MANNING_N), widthM: lengthM / count };
  });
}

const clamp = (value: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(value)));

/**
 * Levels of a river in flood: those of its bodies of water, raised, and carried on sideways to lower ground as far as no line of
 * `barred` cells (its levees) stands between.
 */
export function raised(
  cells: Cells,
  ground: Ground,
  drawnM: Float32Array,
  rise: number,
  barred: Uint8Array,
): Float32Array {
  const levelM = drawnM.map((level) => level + rise);
  const seeds = cellsWhere(levelM.length, (at) => levelM[at] > ground.bedElevationM[at]);
  spread(cells.columns, cells.rows, seeds, (from, to) => {
    const dry = Number.isNaN(levelM[to]) && barred[to] === 0 && ground.blocked[to] === 0;
    if (!dry || ground.bedElevationM[to] >= levelM[from]) return false;
    levelM[to] = levelM[from];
    return true;
  });
  return levelM;
}

/** A row of wet cells of a river along a side of the box. */
interface Crossing {
  from: Place;
  to: Place;
  /** Level of the river as drawn. */
  levelM: number;
  cells: readonly number[];
}

/** Where a river's flood meets the box's sides, highest first; only such as hold a part of its bed. */
export function sideCrossingsOf(cells: Cells, levelM: Float32Array, drawnM: Float32Array): Crossing[] {
  const { columns, rows } = cells;
  const sides = [
    Array.from({ length: rows }, (_, row) => row * columns),
    Array.from({ length: rows }, (_, row) => row * columns + columns - 1),
    Array.from({ length: columns }, (_, column) => column),
    Array.from({ length: columns }, (_, column) => (rows - 1) * columns + column),
  ];
  const crossings: Crossing[] = [];
  for (const side of sides) {
    let start = 0;
    while (start < side.length) {
      let end = start;
      while (end < side.length && !Number.isNaN(levelM[side[end]])) end++;
      const wet = side.slice(start, end);
      const bed = wet.filter((at) => !Number.isNaN(drawnM[at]));
      if (bed.length > 0) {
        const level = bed.reduce((sum, at) => sum + drawnM[at], 0) / bed.length;
        crossings.push({
          from: centreOf(cells, wet[0]),
          to: centreOf(cells, wet[wet.length - 1]),
          levelM: level,
          cells: wet,
        });
      }
      start = end + 1;
    }
  }
  return crossings.sort((a, b) => b.levelM - a.levelM);
}

/** Levels this close are one place of a river. */
const SAME_LEVEL_M = 0.05;

/**
 * Where a river comes in and goes out. Its own lines where the box holds them; else where it crosses the box's sides: in at the
 * highest crossing with the discharge of its own inflow (what joins it on the way is not in it), out at the lowest.
 */
export function riverWorks(
  cells: Cells,
  ground: Ground,
  river: River,
  crossings: readonly Crossing[],
  dischargeM3ps: Series,
): { works: Work[]; notes: FloodNote[] } {
  const { inflow, outflow } = river;
  const inside = ({ from, to }: { from: Place; to: Place }) => cellOf(cells, ...from) >= 0 && cellOf(cells, ...to) >= 0;
  const works: Work[] = [];
  const notes: FloodNote[] = [];
  const note = (code: FloodNote['code']) => notes.push({ code, values: { river: inflow.id } });
  const entersInside = inside(inflow);
  const entryM = entersInside ? levelNear(river, middleOf(inflow)) : Number.POSITIVE_INFINITY;
  const left = crossings.filter(({ levelM }) => levelM < entryM - SAME_LEVEL_M);
  if (entersInside) {
    works.push({ kind: 'inflow', id: inflow.id, from: inflow.from, to: inflow.to, dischargeM3ps });
  } else if (left.length > 0) {
    const [{ from, to }] = left.splice(0, 1);
    works.push({ kind: 'inflow', id: inflow.id, from, to, dischargeM3ps });
    note('river-enters-at-edge');
  }
  if (outflow && inside(outflow)) {
    const { id, from, to, slope, manningN } = outflow;
    works.push({ kind: 'outflow', id: `${id}-out`, from, to, slope, manningN });
  } else if (left.length > 0) {
    const [{ from, to, cells: wet }] = left.splice(left.length - 1, 1);
    const manningN = wet.reduce((sum, at) => sum + ground.manningN[at], 0) / wet.length;
    works.push({
      kind: 'outflow',
      id: `${inflow.id}-out`,
      from,
      to,
      slope: slopeNear(river, middleOf({ from, to })),
      manningN,
    });
    note('river-leaves-at-edge');
    if (left.length > 0) note('river-walled');
  }
  return { works, notes };
}

/**
 * The discharge of a river from an hour of its flood on, in seconds of the run; without a return period it stays at its
 * base flow.
 */
export function riverSeries({ inflow }: River, years: number | null, fromH: number): Series {
  const chosen = inflow.hydrographs.find(({ returnYears }) => returnYears === years);
  // No flood: the discharge with which all of its floods begin.
  if (years === null || !chosen) return { timesS: [0], values: [inflow.hydrographs[0]?.dischargeM3ps[0] ?? 0] };
  const { timeH, dischargeM3ps } = chosen;
  const now = valueAt({ timesS: timeH, values: dischargeM3ps }, fromH);
  const later = timeH.flatMap((hour, i) => (hour > fromH ? [[(hour - fromH) * 3600, dischargeM3ps[i]]] : []));
  return { timesS: [0, ...later.map(([s]) => s)], values: [now, ...later.map(([, q]) => q)] };
}
