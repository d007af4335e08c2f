import { readerMessage } from './messages.ts';
import { ReadError } from './problems.ts';

/** Systems whose zero point lies among the places that they map: the Japanese plane zones. */
const IS_CENTRED = /EPSG:(66(69|7\d|8[0-7])|24(4[3-9]|5\d|6[01]))\b/;
/** A city is smaller, and nearly every system of a country keeps farther from its zero point. */
const MODEL_SPACE_M = 10_000;
/** A box that begins at the zero point does so to a millimetre. */
const AT_ZERO_M = 1e-3;

/** Extent of coordinates as a file has them, before they become degrees: it tells a model from a map. */
export class CoordinateExtent {
  #west = Infinity;
  #south = Infinity;
  #east = -Infinity;
  #north = -Infinity;

  take(xy: Float64Array): void {
    for (let i = 0; i + 1 < xy.length; i += 2) {
      if (!Number.isFinite(xy[i]) || !Number.isFinite(xy[i + 1])) continue;
      this.#west = Math.min(this.#west, xy[i]);
      this.#east = Math.max(this.#east, xy[i]);
      this.#south = Math.min(this.#south, xy[i + 1]);
      this.#north = Math.max(this.#north, xy[i + 1]);
    }
  }

  get looksLikeDegrees(): boolean {
    return this.#west >= -180 && this.#east <= 180 && this.#south >= -90 && this.#north <= 90;
  }

  /**
   * Refuses coordinates that stand about the zero point of a system that has no city there: those of a model, whatever system the file
   * names. `system`: null where none is known, so that small numbers may be degrees as well.
   */
  refuseModelSpace(file: string, system: string | null): void {
    const most = Math.max(-this.#west, -this.#south, this.#east, this.#north);
    if (!(most < MODEL_SPACE_M) || (system !== null && IS_CENTRED.test(system))) return;
    const beginsAtZero = Math.abs(this.#west) < AT_ZERO_M && Math.abs(this.#south) < AT_ZERO_M;
    if (this.looksLikeDegrees || (system === null && most <= 180) ? !beginsAtZero : false) return;
    const width = Math.round(this.#east - this.#west);
    const height = Math.round(this.#north - this.#south);
    throw new ReadError(readerMessage('model-space', { file, width, height }));
  }
}
