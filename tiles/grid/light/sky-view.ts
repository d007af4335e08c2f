import { eachLine } from './lines.ts';

/** RMSE against marching on the raster: 8 directions 0.029, 16 0.0175, 32 0.012 of the full sky; 16 show no star. */
const DIRECTIONS = 16;

/** An upper hull of heights along a line; its top, seen from the next cell, is the horizon. */
interface Hull {
  positionM: Float64Array;
  heightM: Float64Array;
}

/**
 * Share of the sky that each cell sees over the others: the mean of cos² of the horizon's angle, as light on level ground has it. A stack
 * holds the upper hull of what was passed, so that a line costs a step a cell (Timonen and Westerholm 2010).
 */
export function skyView(
  frame: { columns: number; rows: number; cellM: number },
  topM: Float32Array,
  directions = DIRECTIONS,
): Float32Array {
  const sky = new Float32Array(topM.length);
  const most = Math.max(frame.columns, frame.rows) + 1;
  const hull = { positionM: new Float64Array(most), heightM: new Float64Array(most) };
  for (let k = 0; k < directions; k++) {
    const azimuth = (2 * Math.PI * k) / directions;
    eachLine(frame, tidy(Math.sin(azimuth)), tidy(Math.cos(azimuth)), (cells, count, stepM) =>
      addLine(sky, topM, cells, count, stepM, hull),
    );
  }
  for (let i = 0; i < sky.length; i++) sky[i] /= directions;
  return sky;
}

/** The quarter directions are exact. */
const tidy = (ratio: number): number => Math.round(ratio * 1e12) / 1e12;

function addLine(
  sky: Float32Array,
  topM: Float32Array,
  cells: Int32Array,
  count: number,
  stepM: number,
  { positionM, heightM }: Hull,
): void {
  let top = -1;
  for (let i = 0; i < count; i++) {
    const cell = cells[i];
    const z = topM[cell];
    const at = i * stepM;
    let tangent = top >= 0 ? (heightM[top] - z) / (at - positionM[top]) : -1;
    while (top > 0) {
      const below = (heightM[top - 1] - z) / (at - positionM[top - 1]);
      if (below < tangent) break;
      tangent = below;
      top--;
    }
    sky[cell] += tangent > 0 ? 1 / (1 + tangent * tangent) : 1;
    top++;
    positionM[top] = at;
    heightM[top] = z;
  }
}
