import type { GridFrame } from '../bed.ts';
import { STEPS_PER_M } from './heights.ts';

/** How far to the side a street's luminaire throws its light, against a source that shines alike all around. */
const WIDTH_RATIO = 1.35;
/** Farther than so many heights of its pole a lamp is not seen on the ground. */
const REACH_RATIO = 3.6;
/** Ground that a ray grazes is no obstacle: cells are steps. */
const GRAZE = 0.6 * STEPS_PER_M;

/**
 * Light of one lamp on level ground, 1 right under a pole of the height that all are given: cosine of Lambert and inverse square, widened as
 * a street's luminaire is, (1 + (d / (w h))²)^(−3/2), and taken to nothing at its reach.
 */
export function lampRatio(distanceM: number, heightM: number): number {
  const reachM = REACH_RATIO * heightM;
  if (distanceM >= reachM) return 0;
  const edge = law(REACH_RATIO);
  return (law(distanceM / heightM) - edge) / (1 - edge);
}

const law = (heights: number): number => {
  const spread = 1 + (heights / WIDTH_RATIO) ** 2;
  return 1 / (spread * Math.sqrt(spread));
};

/** The raster that lamps shine on, and what they gave it so far. */
interface LitField {
  frame: GridFrame;
  /** Steps, as `HeightField` has them. */
  ground: Int16Array;
  top: Int16Array;
  lit: Float32Array;
  /** A cell may lie on several rays of a lamp: the number of the last lamp that lit it. */
  litBy: Int32Array;
}

/** Light of all lamps (`Lamps`) on the ground of each cell; what stands between a lamp and a cell keeps it off. */
export function lampLight(
  frame: GridFrame,
  ground: Int16Array,
  top: Int16Array,
  eastNorthHeightM: Float32Array,
): Float32Array {
  const field = { frame, ground, top, lit: new Float32Array(top.length), litBy: new Int32Array(top.length) };
  for (let i = 0; i < eastNorthHeightM.length; i += 3) {
    const column = Math.floor((eastNorthHeightM[i] - frame.westM) / frame.cellM);
    const row = Math.floor((eastNorthHeightM[i + 1] - frame.southM) / frame.cellM);
    if (column < 0 || row < 0 || column >= frame.columns || row >= frame.rows) continue;
    shine(field, i + 1, column, row, eastNorthHeightM[i + 2]);
  }
  return field.lit;
}

/** Follows the rays of one lamp to the rim of its reach, a cell a step. */
function shine(
  { frame: { columns, rows, cellM }, ground, top, lit, litBy }: LitField,
  number: number,
  column: number,
  row: number,
  heightM: number,
): void {
  const own = row * columns + column;
  const height = heightM * STEPS_PER_M;
  const lampAt = ground[own] + height;
  const steps = Math.ceil((REACH_RATIO * heightM) / cellM);
  lit[own] += 1;
  litBy[own] = number;
  for (const [right, up] of rimOf(steps))
    for (let k = 1; k <= steps; k++) {
      const c = column + Math.round((right * k) / steps);
      const r = row + Math.round((up * k) / steps);
      if (c < 0 || r < 0 || c >= columns || r >= rows) break;
      const cell = r * columns + c;
      if (litBy[cell] !== number) {
        litBy[cell] = number;
        lit[cell] += lampRatio(cellM * Math.hypot(c - column, r - row), heightM);
      }
      // What stands higher than the line from the light to the ground at its reach ends the ray.
      if (top[cell] - ground[cell] > GRAZE && top[cell] > lampAt - (height * k) / steps) break;
    }
}

const rims = new Map<number, [number, number][]>();

/** Cells of the rim of a square of this half side, each once; lamps of a city have few heights. */
function rimOf(half: number): [number, number][] {
  const known = rims.get(half);
  if (known) return known;
  const rim: [number, number][] = [];
  for (let k = -half; k < half; k++) rim.push([k, -half], [half, k], [-k, half], [-half, -k]);
  rims.set(half, rim);
  return rim;
}
