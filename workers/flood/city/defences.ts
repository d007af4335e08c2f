import { type FloodWorks, LEVEE_FOOT_M } from '../../../model/city/flood-works.ts';
import { NONE } from '../../../model/text/message.ts';
import { floodMessage } from '../messages.ts';
import type { Place, Work } from '../works/works.ts';
import { type Cells, CityFloodError, type CityRasters, cellOf, centreOf } from './ground.ts';
import { nearestOn } from './rivers.ts';

/** A line with crests, of whatever it is built. */
type Defence = Pick<FloodWorks['defences'][number], 'id' | 'line'> & { kind?: string };
type Corner = Defence['line'][number];
type Breach = Extract<Work, { kind: 'breach' }>;

/** Where a defence gives way: as planned in the city's works, or at a place on one. Hours count from the run's start. */
export type BreachRequest =
  | { kind: 'planned'; id: string; beginH: number }
  | {
      kind: 'placed';
      id: string;
      at: Place;
      beginH: number;
      growH: number;
      widthM: number;
      sillM?: number | undefined;
    };

/** A wall of sandbags or boards: so high above the ground all along. */
export interface WallRequest {
  id: string;
  line: readonly Place[];
  heightM: number;
  fromH: number;
}

/** Ground to stand on. */
interface Bed {
  grid: Pick<CityRasters['grid'], 'columns' | 'rows' | 'cellM' | 'westM' | 'southM'>;
  bedElevationM: Float32Array;
}

/** A place farther from every defence names none: a finger's breadth on the picture, and more than half of a levee's foot. */
const REACH_M = 60;
/** A gap begins as wide as this, or as it ends. */
const START_WIDTH_M = 20;

/** An end so near to the city's edge is no end: the defence goes on straight beyond the map. */
const OPEN_END_M = 100;

/** Defences as a run takes them: those that stop short of the map's edge are drawn on over it. */
export function defencesOf({ defences }: FloodWorks, grid: CityRasters['grid']): FloodWorks['defences'] {
  const eastM = grid.westM + grid.columns * grid.cellM;
  const northM = grid.southM + grid.rows * grid.cellM;
  const toEdgeM = ([x, y]: readonly number[]) =>
    Math.min(Math.abs(x - grid.westM), Math.abs(eastM - x), Math.abs(y - grid.southM), Math.abs(northM - y));
  const beyond = (end: Corner, before: Corner): Corner[] => {
    if (toEdgeM(end) > OPEN_END_M) return [];
    const lengthM = Math.hypot(end[0] - before[0], end[1] - before[1]);
    if (lengthM === 0) return [];
    const on = (2 * OPEN_END_M) / lengthM;
    return [[end[0] + on * (end[0] - before[0]), end[1] + on * (end[1] - before[1]), end[2]]];
  };
  return defences.map((defence) => {
    const { line } = defence;
    const start = beyond(line[0], line[1]);
    const end = beyond(line[line.length - 1], line[line.length - 2]);
    return { ...defence, line: [...start, ...line, ...end] };
  });
}

/** A city's defence as a crest that the solver holds water back with. */
export const crestOf = ({ id, line }: Defence): Work => ({ kind: 'crest', id, line });

/** A wall that a request adds, so much above the ground along its line, from an hour of the run on. */
export function wallOf(city: Bed, { id, line, heightM, fromH }: WallRequest): Work {
  const crest = densified(line, city.grid.cellM).map(
    ([eastM, northM]) => [eastM, northM, bedAt(city, [eastM, northM]) + heightM] as const,
  );
  return { kind: 'crest', id, line: crest, ...(fromH > 0 ? { fromS: fromH * 3600 } : {}) };
}

/** Places of a line no farther apart than `stepM`. */
export function densified(line: readonly Place[], stepM: number): Place[] {
  return line.flatMap((from, i) => {
    if (i === line.length - 1) return [from];
    const to = line[i + 1];
    const count = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / stepM));
    return Array.from(
      { length: count },
      (_, k): Place => [from[0] + (k / count) * (to[0] - from[0]), from[1] + (k / count) * (to[1] - from[1])],
    );
  });
}

/** A breach that a request opens in a defence, placed on the grid; an unknown defence is an error that names it. */
export function breachOf(
  city: Bed,
  works: Pick<FloodWorks, 'breaches'> & { defences: readonly Defence[] },
  cityRequest: BreachRequest,
  cellM: number,
): Breach {
  if (cityRequest.kind === 'planned') {
    const planned = works.breaches.find(({ id }) => id === cityRequest.id);
    if (!planned)
      throw new CityFloodError(
        floodMessage('unknown-breach', {
          expected: works.breaches.map(({ id }) => `"${id}"`).join(', ') || NONE,
          got: cityRequest.id,
        }),
      );
    const { id, defence, at, growH, widthStartM, widthEndM, sillM } = planned;
    // The city's file tells what is left of the defence from the first moment on; only the width grows.
    const times = { beginS: cityRequest.beginH * 3600, growS: growH * 3600, fallS: 0 };
    return { kind: 'breach', id, of: defence, at, ...times, widthStartM, widthEndM, sillM };
  }
  const banks = works.defences.filter(({ kind }) => kind !== 'rim');
  const found = banks.map((defence) => ({ defence, ...nearestOf(defence, cityRequest.at) }));
  const nearest = found.reduce((best, each) => (each.awayM < best.awayM ? each : best), found[0]);
  if (!nearest || nearest.awayM > REACH_M)
    throw new CityFloodError(
      nearest
        ? floodMessage('breach-far', { id: cityRequest.id, reachM: REACH_M, awayM: Math.round(nearest.awayM) })
        : floodMessage('no-defence', { id: cityRequest.id, reachM: REACH_M }),
    );
  const { defence, at, normal } = nearest;
  const beside = (side: number): number =>
    bedAt(city, [at[0] + side * normal[0] * (LEVEE_FOOT_M + cellM), at[1] + side * normal[1] * (LEVEE_FOOT_M + cellM)]);
  return {
    kind: 'breach',
    id: cityRequest.id,
    of: defence.id,
    at,
    beginS: cityRequest.beginH * 3600,
    growS: cityRequest.growH * 3600,
    widthStartM: Math.min(START_WIDTH_M, cityRequest.widthM),
    widthEndM: cityRequest.widthM,
    // A gap is washed out down to the ground beside the levee, the higher side of it.
    sillM: cityRequest.sillM ?? Math.max(beside(1), beside(-1)),
  };
}

interface Nearest {
  at: Place;
  awayM: number;
  /** From the line's first corner. */
  chainageM: number;
  /** Across the line there, of length 1. */
  normal: Place;
}

function nearestOf({ line }: Defence, place: Place): Nearest {
  let best: Nearest = { at: place, awayM: Number.POSITIVE_INFINITY, chainageM: 0, normal: [0, 1] };
  let chainageM = 0;
  for (let i = 0; i + 1 < line.length; i++) {
    const a: Place = [line[i][0], line[i][1]];
    const b: Place = [line[i + 1][0], line[i + 1][1]];
    const lengthM = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const { part, awayM2 } = nearestOn(a, b, place);
    if (awayM2 < best.awayM ** 2 && lengthM > 0)
      best = {
        at: [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])],
        awayM: Math.sqrt(awayM2),
        chainageM: chainageM + part * lengthM,
        normal: [(a[1] - b[1]) / lengthM, (b[0] - a[0]) / lengthM],
      };
    chainageM += lengthM;
  }
  return best;
}

/**
 * Takes a levee's body out of the ground where a breach will be, down to its sill and over the width that it ends with: the baked
 * bed holds the levee, and a crest that opens over a bank that stays would let nothing through. Until then the crest alone holds.
 */
export function carve(
  cells: Cells,
  bedElevationM: Float32Array,
  defences: readonly Defence[],
  works: readonly Work[],
): void {
  for (const work of works) {
    const defence = work.kind === 'breach' ? defences.find(({ id }) => id === work.of) : undefined;
    if (work.kind === 'breach' && defence) carveOne(cells, bedElevationM, defence, work);
  }
}

function carveOne(cells: Cells, bedElevationM: Float32Array, defence: Defence, { at, widthEndM, sillM }: Breach): void {
  const { chainageM } = nearestOf(defence, at);
  const reachM = LEVEE_FOOT_M + cells.cellM;
  const aroundM = widthEndM + reachM;
  for (let eastM = at[0] - aroundM; eastM < at[0] + aroundM; eastM += cells.cellM)
    for (let northM = at[1] - aroundM; northM < at[1] + aroundM; northM += cells.cellM) {
      const cell = cellOf(cells, eastM, northM);
      if (cell < 0) continue;
      const near = nearestOf(defence, centreOf(cells, cell));
      if (near.awayM > reachM || Math.abs(near.chainageM - chainageM) > (widthEndM + cells.cellM) / 2) continue;
      bedElevationM[cell] = Math.min(bedElevationM[cell], sillM);
    }
}

/** 1 where a line of a defence passes. */
export function barredBy(cells: Cells, defences: readonly Defence[]): Uint8Array {
  const barred = new Uint8Array(cells.columns * cells.rows);
  for (const { line } of defences)
    for (const [eastM, northM] of densified(
      line.map(([east, north]): Place => [east, north]),
      cells.cellM / 4,
    )) {
      const at = cellOf(cells, eastM, northM);
      if (at >= 0) barred[at] = 1;
    }
  return barred;
}

/** Returns the bed of the city's own cell at a place; the nearest one's outside the city. */
export function bedAt({ grid, bedElevationM }: Bed, [eastM, northM]: Place): number {
  const at = (value: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(value)));
  const column = at((eastM - grid.westM) / grid.cellM, grid.columns);
  const row = at((northM - grid.southM) / grid.cellM, grid.rows);
  return bedElevationM[row * grid.columns + column];
}
