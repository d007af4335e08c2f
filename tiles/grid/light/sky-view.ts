import { BUNDLE, eachLine } from './lines.ts';

/** RMSE against marching on the raster: 8 directions 0.029, 16 0.0175, 32 0.012 of the full sky; 16 show no star. */
const DIRECTIONS = 16;

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
  const hulls = new Hulls(Math.max(frame.columns, frame.rows) + 1);
  for (let k = 0; k < directions; k++) {
    const azimuth = (2 * Math.PI * k) / directions;
    eachLine(
      frame,
      tidy(Math.sin(azimuth)),
      tidy(Math.cos(azimuth)),
      (stepM) => hulls.begin(stepM),
      (step, cell, from, to, stride) => hulls.addStep(sky, topM, step, cell, from, to, stride),
    );
  }
  for (let i = 0; i < sky.length; i++) sky[i] /= directions;
  return sky;
}

/** The quarter directions are exact. */
const tidy = (ratio: number): number => Math.round(ratio * 1e12) / 1e12;

/**
 * Upper hulls of heights along the lines of a bundle; the last corner of one, seen from the next cell, is the horizon. Corner n of a line is at
 * `n · BUNDLE + line`: the last corners of all lines lie together.
 */
class Hulls {
  /** Steps (a side of a raster has 4,096 cells at most) and heights of the corners, and the slope by which each is reached from the corner before it. */
  readonly #step: Uint16Array;
  readonly #heightM: Float32Array;
  readonly #slope: Float64Array;
  readonly #last = new Int32Array(BUNDLE);
  /** One by the length of so many steps. */
  readonly #perSteps: Float64Array;
  #stepM = 0;

  constructor(room: number) {
    this.#step = new Uint16Array(BUNDLE * room);
    this.#heightM = new Float32Array(BUNDLE * room);
    this.#slope = new Float64Array(BUNDLE * room);
    this.#perSteps = new Float64Array(room);
  }

  begin(stepM: number): void {
    for (let line = 0; line < BUNDLE; line++) this.#last[line] = line - BUNDLE;
    if (stepM === this.#stepM) return;
    this.#stepM = stepM;
    for (let n = 1; n < this.#perSteps.length; n++) this.#perSteps[n] = 1 / (n * stepM);
  }

  addStep(
    sky: Float32Array,
    topM: Float32Array,
    step: number,
    first: number,
    from: number,
    to: number,
    stride: number,
  ): void {
    const steps = this.#step;
    const heights = this.#heightM;
    const slopes = this.#slope;
    const perSteps = this.#perSteps;
    const lasts = this.#last;
    for (let line = from, cell = first + from * stride; line < to; line++, cell += stride) {
      const z = topM[cell];
      let last = lasts[line];
      let slope = Number.POSITIVE_INFINITY;
      if (last < 0) sky[cell] += 1;
      else {
        slope = (z - heights[last]) * perSteps[step - steps[last]];
        // A corner below the line from the one before it to here is none; the first is reached by an endless slope.
        while (slope >= slopes[last]) {
          last -= BUNDLE;
          slope = (z - heights[last]) * perSteps[step - steps[last]];
        }
        sky[cell] += slope < 0 ? 1 / (1 + slope * slope) : 1;
      }
      last += BUNDLE;
      steps[last] = step;
      heights[last] = z;
      slopes[last] = slope;
      lasts[line] = last;
    }
  }
}
