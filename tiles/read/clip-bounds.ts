import { sharedCopy, Utf8List } from '../../readers/shared/growable.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';
import type { Lines } from './lines.ts';
import type { ValidFeatures } from './validate-features.ts';

/** West, south, east, north in degrees: what a recipe wants of its files. */
export type BoundsDeg = readonly [westDeg: number, southDeg: number, eastDeg: number, northDeg: number];

export const isWithin = ([west, south, east, north]: BoundsDeg, lonDeg: number, latDeg: number): boolean =>
  lonDeg >= west && lonDeg <= east && latDeg >= south && latDeg <= north;

/** Rows of which nothing lies within bounds; `isWhole`: those that do not begin there, of objects that nobody cuts. */
export function rowsOutside(
  { count, featurePart, partRing, ringVertex, xy }: RawFeatures,
  bounds: BoundsDeg,
  isWhole: boolean,
): Uint8Array {
  const outside = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    const first = ringVertex[partRing[featurePart[row]]];
    const end = isWhole ? first + 1 : ringVertex[partRing[featurePart[row + 1]]];
    const box = boxOf(xy, first, end);
    const [west, south, east, north] = bounds;
    if (box[0] > east || box[2] < west || box[1] > north || box[3] < south) outside[row] = 1;
  }
  return outside;
}

/** West, south, east, north of vertices [from, to). */
function boxOf(lonLatDeg: Float64Array, from: number, to: number): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let v = from; v < to; v++) {
    box[0] = Math.min(box[0], lonLatDeg[2 * v]);
    box[1] = Math.min(box[1], lonLatDeg[2 * v + 1]);
    box[2] = Math.max(box[2], lonLatDeg[2 * v]);
    box[3] = Math.max(box[3], lonLatDeg[2 * v + 1]);
  }
  return box;
}

interface ClippedLines {
  valid: ValidFeatures;
  lines: Lines;
  z: Float64Array | null;
}

/** The stretches of lines within bounds (Liang and Barsky 1984); heights are taken where the line is cut. A feature of none goes. */
export function clippedLines({ valid, lines, z }: ClippedLines, bounds: BoundsDeg): ClippedLines {
  const out = new LineWriter();
  const kept: number[] = [];
  const featureLine = [0];
  for (let i = 0; i < valid.rows.length; i++) {
    for (let line = lines.featureLine[i]; line < lines.featureLine[i + 1]; line++)
      for (let v = lines.lineVertex[line] + 1; v < lines.lineVertex[line + 1]; v++)
        out.side(lines.lonLatDeg, z, v, bounds, v > lines.lineVertex[line] + 1);
    out.end();
    if (out.count === featureLine[featureLine.length - 1]) continue;
    kept.push(i);
    featureLine.push(out.count);
  }
  return {
    valid: validOf(valid, kept),
    lines: { featureLine: sharedCopy(Uint32Array, featureLine), ...out.lines() },
    z: z ? Float64Array.from(out.z) : null,
  };
}

class LineWriter {
  readonly z: number[] = [];
  readonly #lonLatDeg: number[] = [];
  readonly #lineVertex = [0];

  get count(): number {
    return this.#lineVertex.length - 1;
  }

  /** Takes what of the side that ends in vertex `v` lies within; `isOn`: it goes on from the side before it. */
  side(lonLatDeg: Float64Array, z: Float64Array | null, v: number, bounds: BoundsDeg, isOn: boolean): void {
    const x = lonLatDeg[2 * v - 2];
    const y = lonLatDeg[2 * v - 1];
    const dx = lonLatDeg[2 * v] - x;
    const dy = lonLatDeg[2 * v + 1] - y;
    const [west, south, east, north] = bounds;
    let from = 0;
    let to = 1;
    for (const [towards, room] of [
      [-dx, x - west],
      [dx, east - x],
      [-dy, y - south],
      [dy, north - y],
    ]) {
      if (towards === 0 && room < 0) to = -1;
      else if (towards < 0) from = Math.max(from, room / towards);
      else if (towards > 0) to = Math.min(to, room / towards);
    }
    if (from >= to) {
      this.end();
      return;
    }
    const heightAt = (t: number): number => (z ? z[v - 1] + t * (z[v] - z[v - 1]) : 0);
    const isBegun = isOn && from === 0 && this.#lonLatDeg.length / 2 > this.#lineVertex[this.#lineVertex.length - 1];
    if (!isBegun) {
      this.end();
      this.#add(x + from * dx, y + from * dy, heightAt(from));
    }
    this.#add(to === 1 ? lonLatDeg[2 * v] : x + to * dx, to === 1 ? lonLatDeg[2 * v + 1] : y + to * dy, heightAt(to));
    if (to < 1) this.end();
  }

  #add(lonDeg: number, latDeg: number, height: number): void {
    this.#lonLatDeg.push(lonDeg, latDeg);
    this.z.push(height);
  }

  /** Ends the stretch that is being written, if there is one. */
  end(): void {
    const vertices = this.#lonLatDeg.length / 2;
    if (vertices > this.#lineVertex[this.#lineVertex.length - 1]) this.#lineVertex.push(vertices);
  }

  lines(): Omit<Lines, 'featureLine'> {
    return {
      lineVertex: sharedCopy(Uint32Array, this.#lineVertex),
      lonLatDeg: sharedCopy(Float64Array, this.#lonLatDeg),
    };
  }
}

/** The features at some places of a list, in that order. */
export function validOf({ rows, ids, filtered }: ValidFeatures, kept: readonly number[]): ValidFeatures {
  const list = new Utf8List(kept.length, ids.bytes.length);
  for (const i of kept) list.pushBytes(ids.bytes, ids.offsets[i], ids.offsets[i + 1]);
  return { rows: Uint32Array.from(kept, (i) => rows[i]), ids: list.view(), filtered };
}
