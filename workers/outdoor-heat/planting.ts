import type { RasterPlace } from '../../model/city/raster.ts';
import { RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import type { SkyPlace } from '../../model/geo/sun.ts';
import type { Planting } from '../../model/questions/outdoor-heat.ts';
import type { PlacedTree } from '../../model/tables/heat.ts';
import type { Pause } from '../shared/engine.ts';
import { TRUNK_RATIO } from './heat-scene.ts';

/** What trees are placed by. */
interface PlantingGround {
  place: RasterPlace;
  /** 1: a tree may stand here: open ground that is no road and no water, without a crown. */
  mayStand: Uint8Array;
  isFree: Uint8Array;
  /** What a felt degree less is worth at each cell: residents there, or square metres. */
  weight: Float32Array;
  /** What shade takes off the index at each cell by hour, tenths of K; used up as trees are placed. */
  reliefTenths: readonly Uint8Array[];
  /** Suns of each hour. */
  casts: readonly (readonly SkyPlace[])[];
}

/** Candidates stand no nearer than this to each other: the crown is wider. */
const CANDIDATE_M = 3;
/** Shade that falls farther away is too thin to count. */
const FARTHEST_SHADE_M = 40;
const TENTHS_A_KELVIN = 10;
/** Candidates between two looks at the clock. */
const SLICE = 20_000;

/** Cells that a crown shades at one sun, from the cell of its trunk. */
interface Shade {
  hour: number;
  /** Part of the hour that this sun stands for. */
  part: number;
  columns: Int16Array;
  rows: Int16Array;
}

/**
 * Places trees one by one, each where its shade takes off most, given those before it. What a tree adds only shrinks as others are placed, so that
 * the best candidate is found by looking at few again (lazy greedy, Minoux 1978): at least 63 % of the best possible. Null: stopped.
 */
export async function placeTrees(ground: PlantingGround, wish: Planting, pause: Pause): Promise<PlacedTree[] | null> {
  const { westM, southM, cellM, columns } = ground.place;
  const shades = shadesOf(ground, wish);
  const heap = await candidates(ground, wish, shades, pause);
  if (!heap) return null;
  const placed: PlacedTree[] = [];
  const isTaken = new Uint8Array(ground.mayStand.length);
  while (placed.length < wish.trees) {
    const best = heap.pop();
    if (!best || best.gain <= 0) break;
    if (isTaken[best.cell]) continue;
    const gain = gainAt(ground, shades, best.cell);
    if (gain < heap.most()) {
      heap.push({ cell: best.cell, gain });
      continue;
    }
    if (gain <= 0) break;
    consumeRelief(ground, shades, best.cell);
    markDisc(ground.place, best.cell, wish.spacingM, isTaken);
    placed.push({
      eastM: westM + ((best.cell % columns) + 0.5) * cellM,
      northM: southM + (Math.floor(best.cell / columns) + 0.5) * cellM,
      crownM: wish.crownM,
      heightM: wish.treeM,
      relief: Math.round(10 * gain) / 10,
    });
    if (await pause(placed.length / wish.trees)) return null;
  }
  return placed;
}

/** The shade of the wished crown at each sun: the cells within its radius of the line on which its middle falls. */
function shadesOf({ place, casts }: PlantingGround, { crownM, treeM }: Planting): Shade[] {
  return casts.flatMap((suns, hour) =>
    suns.map(({ azimuthDeg, altitudeDeg }): Shade => {
      const tangent = Math.tan(altitudeDeg * RAD_PER_DEG);
      const fromM = Math.min(FARTHEST_SHADE_M, (TRUNK_RATIO * treeM) / tangent);
      const toM = Math.min(FARTHEST_SHADE_M, treeM / tangent);
      const east = -Math.sin(azimuthDeg * RAD_PER_DEG);
      const north = -Math.cos(azimuthDeg * RAD_PER_DEG);
      const reach = Math.ceil((toM + crownM / 2) / place.cellM);
      const columns: number[] = [];
      const rows: number[] = [];
      for (let row = -reach; row <= reach; row++)
        for (let column = -reach; column <= reach; column++) {
          const x = column * place.cellM;
          const y = row * place.cellM;
          const along = Math.min(toM, Math.max(fromM, x * east + y * north));
          if ((x - along * east) ** 2 + (y - along * north) ** 2 > (crownM / 2) ** 2) continue;
          columns.push(column);
          rows.push(row);
        }
      return { hour, part: 1 / suns.length, columns: Int16Array.from(columns), rows: Int16Array.from(rows) };
    }),
  );
}

/** What a tree at a cell would take off, in felt degrees times hours times what they are worth. */
function gainAt({ place, weight, reliefTenths }: PlantingGround, shades: readonly Shade[], cell: number): number {
  const column = cell % place.columns;
  const row = Math.floor(cell / place.columns);
  let gain = 0;
  for (const { hour, part, columns, rows } of shades) {
    const relief = reliefTenths[hour];
    let sum = 0;
    for (let i = 0; i < columns.length; i++) {
      const x = column + columns[i];
      const y = row + rows[i];
      if (x < 0 || y < 0 || x >= place.columns || y >= place.rows) continue;
      const at = y * place.columns + x;
      sum += relief[at] * weight[at];
    }
    gain += (part * sum) / TENTHS_A_KELVIN;
  }
  return gain;
}

/** Takes off the relief that a placed tree brings: its shade cools nobody twice. */
function consumeRelief({ place, reliefTenths }: PlantingGround, shades: readonly Shade[], cell: number): void {
  const column = cell % place.columns;
  const row = Math.floor(cell / place.columns);
  for (const { hour, part, columns, rows } of shades)
    for (let i = 0; i < columns.length; i++) {
      const x = column + columns[i];
      const y = row + rows[i];
      if (x < 0 || y < 0 || x >= place.columns || y >= place.rows) continue;
      const at = y * place.columns + x;
      reliefTenths[hour][at] = Math.floor(reliefTenths[hour][at] * (1 - part));
    }
}

function markDisc({ columns, rows, cellM }: RasterPlace, cell: number, radiusM: number, into: Uint8Array): void {
  const reach = Math.ceil(radiusM / cellM);
  const column = cell % columns;
  const row = Math.floor(cell / columns);
  for (let y = Math.max(0, row - reach); y <= Math.min(rows - 1, row + reach); y++)
    for (let x = Math.max(0, column - reach); x <= Math.min(columns - 1, column + reach); x++)
      if (((x - column) ** 2 + (y - row) ** 2) * cellM * cellM < radiusM * radiusM) into[y * columns + x] = 1;
}

interface Candidate {
  cell: number;
  gain: number;
}

/** All cells where the whole crown has room, with what each would take off; null: stopped. */
async function candidates(
  ground: PlantingGround,
  { crownM }: Planting,
  shades: readonly Shade[],
  pause: Pause,
): Promise<Heap | null> {
  const { columns, rows, cellM } = ground.place;
  const step = Math.max(1, Math.round(CANDIDATE_M / cellM));
  const heap = new Heap();
  let seen = 0;
  for (let row = 0; row < rows; row += step)
    for (let column = 0; column < columns; column += step) {
      const cell = row * columns + column;
      if (!ground.mayStand[cell] || !hasRoom(ground, column, row, crownM / 2)) continue;
      heap.push({ cell, gain: gainAt(ground, shades, cell) });
      seen++;
      if (seen % SLICE === 0 && (await pause(0))) return null;
    }
  return heap;
}

/** Whether no building stands within a distance. */
function hasRoom({ place, isFree }: PlantingGround, column: number, row: number, radiusM: number): boolean {
  const { columns, rows, cellM } = place;
  const reach = Math.floor(radiusM / cellM);
  for (let y = Math.max(0, row - reach); y <= Math.min(rows - 1, row + reach); y++)
    for (let x = Math.max(0, column - reach); x <= Math.min(columns - 1, column + reach); x++)
      if (!isFree[y * columns + x]) return false;
  return true;
}

/** The candidate with the greatest gain first; of equal ones that of the lower cell. */
class Heap {
  private readonly list: Candidate[] = [];

  most(): number {
    return this.list[0]?.gain ?? Number.NEGATIVE_INFINITY;
  }

  push(one: Candidate): void {
    const { list } = this;
    let at = list.length;
    list.push(one);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(one, list[parent])) break;
      list[at] = list[parent];
      at = parent;
    }
    list[at] = one;
  }

  pop(): Candidate | null {
    const { list } = this;
    const first = list[0];
    const last = list.pop();
    if (!first || !last) return null;
    if (list.length > 0) this.sink(last);
    return first;
  }

  private sink(one: Candidate): void {
    const { list } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= list.length) break;
      if (child + 1 < list.length && isBefore(list[child + 1], list[child])) child++;
      if (!isBefore(list[child], one)) break;
      list[at] = list[child];
      at = child;
    }
    list[at] = one;
  }
}

const isBefore = (one: Candidate, other: Candidate): boolean =>
  one.gain > other.gain || (one.gain === other.gain && one.cell < other.cell);
