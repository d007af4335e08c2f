import type { RasterPlace } from '../../model/city/raster.ts';
import type { Pause } from '../shared/engine.ts';
import type { HeatScene } from './heat-scene.ts';
import type { HeatHour } from './heat-weather.ts';
import { addSunlight } from './shade-sweep.ts';
import { openSkySweep } from './sky-sweep.ts';

/** The cells of an area with what each sees of sky and sun: all that a day is played on. */
export interface HeatGround extends RasterPlace {
  /** Parts of the sky's light on level ground past walls; of it hidden by crowns; on upright sides past walls. */
  readonly open: Float32Array;
  readonly crowns: Float32Array;
  readonly side: Float32Array;
  readonly surface: Uint8Array;
  /** 1: no building stands here. */
  readonly isFree: Uint8Array;
  /** Part of the beam that comes to the ground by hour, 255 for all of it; null by night. */
  readonly lit: readonly (Uint8Array | null)[];
}

/** A part of a raster: its cells from a column and a row on. */
export interface CellBox {
  column: number;
  row: number;
  columns: number;
  rows: number;
}

/** Part of the work that the sky takes; the rest is shadows. */
const SKY_PART = 0.6;

/** What the cells of a box see, by sweeps over the whole scene; null: stopped. */
export async function heatGround(
  scene: HeatScene,
  box: CellBox,
  hours: readonly HeatHour[],
  pause: Pause,
): Promise<HeatGround | null> {
  const sky = openSkySweep(scene);
  for (let i = 0; i < sky.steps; i++) {
    sky.step();
    if (await pause((SKY_PART * (i + 1)) / sky.steps)) return null;
  }
  const { open, crowns, side } = sky.view();
  const lit: (Uint8Array | null)[] = [];
  for (const [i, { casts, beamWPerM2 }] of hours.entries()) {
    lit.push(casts.length === 0 || beamWPerM2 === 0 ? null : litIn(scene, box, casts));
    if (await pause(SKY_PART + ((1 - SKY_PART) * (i + 1)) / hours.length)) return null;
  }
  const isBuilt = cropped(scene.isBuilt, scene, box, new Uint8Array(box.columns * box.rows));
  return {
    westM: scene.westM + box.column * scene.cellM,
    southM: scene.southM + box.row * scene.cellM,
    cellM: scene.cellM,
    columns: box.columns,
    rows: box.rows,
    open: cropped(open, scene, box, new Float32Array(isBuilt.length)),
    crowns: cropped(crowns, scene, box, new Float32Array(isBuilt.length)),
    side: cropped(side, scene, box, new Float32Array(isBuilt.length)),
    surface: cropped(scene.surface, scene, box, new Uint8Array(isBuilt.length)),
    isFree: isBuilt.map((one) => 1 - one),
    lit,
  };
}

/** Mean of the beam over the suns of an hour. */
function litIn(scene: HeatScene, box: CellBox, casts: HeatHour['casts']): Uint8Array {
  const all = new Float32Array(scene.columns * scene.rows);
  for (const sun of casts) addSunlight(scene, sun, 1 / casts.length, all);
  const own = cropped(all, scene, box, new Float32Array(box.columns * box.rows));
  const lit = new Uint8Array(own.length);
  for (let cell = 0; cell < lit.length; cell++) lit[cell] = Math.round(255 * own[cell]);
  return lit;
}

/** Copies a box out of a raster. */
function cropped<T extends Float32Array | Uint8Array>(
  all: T,
  { columns }: Pick<RasterPlace, 'columns'>,
  box: CellBox,
  into: T,
): T {
  for (let row = 0; row < box.rows; row++) {
    const from = (box.row + row) * columns + box.column;
    into.set(all.subarray(from, from + box.columns), row * box.columns);
  }
  return into;
}
