import type { GridFrame } from '../bed.ts';

const SQRT_2 = Math.SQRT2;
/** Half width of the means that take the steps of the cells out of the shore lines, metres. */
const SMOOTH_M = 12;
const SMOOTHINGS = 3;

/** Distance to the shore of each cell of water, up to `mostM`; 0 on land. Smoothed before it is cut: else its lines show the cells' steps. */
export function shoreDistanceM(frame: GridFrame, isWater: Uint8Array, mostM: number): Float32Array {
  const inside = chamferM(frame, isWater, 1, mostM);
  const outside = chamferM(frame, isWater, 0, mostM);
  for (let i = 0; i < inside.length; i++) inside[i] -= outside[i];
  const half = Math.max(1, Math.round(SMOOTH_M / frame.cellM));
  for (let k = 0; k < SMOOTHINGS; k++) {
    boxMean(inside, frame.columns, frame.rows, 1, frame.columns, half);
    boxMean(inside, frame.rows, frame.columns, frame.columns, 1, half);
  }
  for (let i = 0; i < inside.length; i++) inside[i] = isWater[i] === 1 ? Math.max(0, inside[i]) : 0;
  return inside;
}

/** Distance of the cells that are `of` to the nearest that is not, in two passes (Borgefors 1986); 0 for the others. */
function chamferM({ columns, rows, cellM }: GridFrame, isWater: Uint8Array, of: 0 | 1, mostM: number): Float32Array {
  const distance = new Float32Array(isWater.length);
  for (let i = 0; i < distance.length; i++) distance[i] = isWater[i] === of ? mostM : -cellM / 2;
  const pass = (from: number, to: number, step: 1 | -1) => {
    for (let r = from; r !== to; r += step)
      for (let k = 0; k < columns; k++) {
        const c = step === 1 ? k : columns - 1 - k;
        const i = r * columns + c;
        if (isWater[i] !== of) continue;
        let least = distance[i];
        const before = i - step;
        const beside = i - step * columns;
        const [hasBefore, hasAfter] = step === 1 ? [c > 0, c < columns - 1] : [c < columns - 1, c > 0];
        if (hasBefore) least = Math.min(least, distance[before] + cellM);
        if (r !== from) {
          least = Math.min(least, distance[beside] + cellM);
          if (hasBefore) least = Math.min(least, distance[beside - step] + SQRT_2 * cellM);
          if (hasAfter) least = Math.min(least, distance[beside + step] + SQRT_2 * cellM);
        }
        distance[i] = least;
      }
  };
  pass(0, rows, 1);
  pass(rows - 1, -1, -1);
  for (let i = 0; i < distance.length; i++) if (isWater[i] !== of) distance[i] = 0;
  return distance;
}

/** Running mean over 2 half + 1 cells along one axis; the edge holds outside. */
function boxMean(
  values: Float32Array,
  long: number,
  lines: number,
  stride: number,
  lineStride: number,
  half: number,
): void {
  const line = new Float32Array(long);
  for (let l = 0; l < lines; l++) {
    const from = l * lineStride;
    for (let i = 0; i < long; i++) line[i] = values[from + i * stride];
    let sum = line[0] * (half + 1);
    for (let i = 1; i <= half; i++) sum += line[Math.min(long - 1, i)];
    for (let i = 0; i < long; i++) {
      values[from + i * stride] = sum / (2 * half + 1);
      sum += line[Math.min(long - 1, i + half + 1)] - line[Math.max(0, i - half)];
    }
  }
}
