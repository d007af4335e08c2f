import { halfFloats } from '../../shared/half-floats.ts';
import type { WaterSeries } from './wading.ts';

/** Frames of water as a run keeps them: RGBA half floats a cell (depth, u, v, level), row-major from the south-west. */
export interface WaterFrames {
  westM: number;
  southM: number;
  cellM: number;
  columns: number;
  rows: number;
  frames: readonly { timeS: number; cells: Uint16Array }[];
}

/**
 * Depth and speed of the water of a run on these floors, counted from its second `startsAtS`, when the crowd's run starts. `standAtM`: where
 * people stand over the ground (`overGround`).
 */
export function waterSeriesOf(
  { frames, ...raster }: WaterFrames,
  { startsAtS, floors, turbid }: { startsAtS: number; floors: string[]; turbid: boolean },
  standAtM?: (xM: number, yM: number) => number | null,
): WaterSeries {
  const { westM, southM, cellM, columns, rows } = raster;
  const halves = halfFloats();
  const size = columns * rows;
  const water: WaterSeries = {
    westM,
    southM,
    cellM,
    columns,
    rows,
    floors,
    turbid,
    timesS: [],
    depthM: [],
    speedMps: [],
    ...(standAtM ? { over: { standAtM, levelM: [] } } : {}),
  };
  for (const { timeS, cells } of frames) {
    const depthM = new Float32Array(size);
    const speedMps = new Float32Array(size);
    for (let cell = 0; cell < size; cell++) {
      depthM[cell] = Math.max(0, halves[cells[4 * cell]]);
      speedMps[cell] = Math.hypot(halves[cells[4 * cell + 1]], halves[cells[4 * cell + 2]]);
    }
    water.timesS.push(timeS - startsAtS);
    water.depthM.push(depthM);
    water.speedMps.push(speedMps);
    water.over?.levelM.push(Float32Array.from({ length: size }, (_, cell) => halves[cells[4 * cell + 3]]));
  }
  return water;
}
