import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import { Utf8List } from '../../readers/shared/growable.ts';
import type { Limits } from '../../readers/shared/limits.ts';
import type { Problems } from '../../readers/shared/problems.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';
import type { Lines } from './lines.ts';
import { extentM, FeatureValidator, placeOf, type RowCheck, type ValidFeatures } from './validate-features.ts';

/** Lines without repeated vertices, and their third coordinates where the reader kept them. */
export function validateLines(
  raw: RawFeatures,
  ids: Utf8List,
  options: { limits: Limits; rowCheck: RowCheck },
  problems: Problems,
): { valid: ValidFeatures; lines: Lines; z: Float64Array | null } {
  const validator = new LineValidator(raw, ids, options.limits, options.rowCheck, problems);
  const valid = validator.validate();
  return { valid, ...validator.lines() };
}

class LineValidator extends FeatureValidator {
  protected override readonly sizeUnit = 'm';
  #features = 0;
  #linesWritten = 0;
  #vertices = 0;
  #before: [lines: number, vertices: number] = [0, 0];
  readonly #featureLine: Uint32Array;
  readonly #lineVertex: Uint32Array;

  constructor(raw: RawFeatures, ids: Utf8List, limits: Limits, rowCheck: RowCheck, problems: Problems) {
    super(raw, ids, limits, rowCheck, problems);
    this.#featureLine = new Uint32Array(new SharedArrayBuffer(4 * (raw.count + 1)));
    this.#lineVertex = new Uint32Array(new SharedArrayBuffer(4 * raw.ringVertex.length));
  }

  override take(row: number): { code: string; message: string } | null {
    const { raw } = this;
    this.#before = [this.#linesWritten, this.#vertices];
    this.takenSize = 0;
    const firstLine = raw.partRing[raw.featurePart[row]];
    const lastLine = raw.partRing[raw.featurePart[row + 1]];
    for (let line = firstLine; line < lastLine; line++) {
      const why = this.#takeLine(raw.ringVertex[line], raw.ringVertex[line + 1]);
      if (!why) continue;
      this.#takeBack();
      return why;
    }
    if (this.#linesWritten === this.#before[0])
      return { code: 'line-short', message: 'expected two distinct vertices or more, got fewer' };
    const tooLarge = this.sizeFault(extentM(raw.xy, this.#before[1], this.#vertices));
    if (tooLarge) {
      this.#takeBack();
      return tooLarge;
    }
    this.#featureLine[++this.#features] = this.#linesWritten;
    return null;
  }

  #takeLine(start: number, end: number): { code: string; message: string } | null {
    const { xy, z } = this.raw;
    for (let v = start; v < end; v++) {
      const fault = this.vertexFault(v);
      if (fault) return fault;
    }
    if (end - start < 2) return null;
    const far = this.farFault(start);
    if (far) return far;
    const [eastM, northM] = metresPerDegree(xy[2 * start + 1]);
    const first = this.#vertices;
    let at = first;
    let lengthM = 0;
    for (let v = start; v < end; v++) {
      const lon = xy[2 * v];
      const lat = xy[2 * v + 1];
      if (at > first) {
        const stepM = Math.hypot((lon - xy[2 * at - 2]) * eastM, (lat - xy[2 * at - 1]) * northM);
        if (stepM < 0.001) continue;
        lengthM += stepM;
      }
      xy[2 * at] = lon;
      xy[2 * at + 1] = lat;
      if (z) z[at] = z[v];
      at++;
    }
    if (at - first < 2) return null;
    this.takenSize += lengthM;
    this.#vertices = at;
    this.#lineVertex[++this.#linesWritten] = at;
    return null;
  }

  override undo(): void {
    this.#features--;
    this.#takeBack();
  }

  #takeBack(): void {
    [this.#linesWritten, this.#vertices] = this.#before;
  }

  lines(): { lines: Lines; z: Float64Array | null } {
    return {
      lines: {
        featureLine: this.#featureLine.subarray(0, this.#features + 1),
        lineVertex: this.#lineVertex.subarray(0, this.#linesWritten + 1),
        lonLatDeg: this.raw.xy.subarray(0, 2 * this.#vertices),
      },
      z: this.raw.z?.subarray(0, this.#vertices) ?? null,
    };
  }
}

/** Points that lie on Earth and near the rest of their layer. */
export function validatePoints(
  raw: RawFeatures,
  ids: Utf8List,
  options: { limits: Limits; rowCheck: RowCheck },
  problems: Problems,
): { valid: ValidFeatures; lonLatDeg: Float64Array } {
  const validator = new PointValidator(raw, ids, options.limits, options.rowCheck, problems);
  const sifted = validator.validate();
  const valid = validator.isMulti ? onePointEach(sifted, validator, problems) : sifted;
  const lonLatDeg = new Float64Array(new SharedArrayBuffer(16 * valid.rows.length));
  for (let i = 0, nth = 0; i < valid.rows.length; i++) {
    nth = i > 0 && valid.rows[i] === valid.rows[i - 1] ? nth + 1 : 0;
    const v = validator.firstVertex(valid.rows[i]) + nth;
    lonLatDeg[2 * i] = raw.xy[2 * v];
    lonLatDeg[2 * i + 1] = raw.xy[2 * v + 1];
  }
  return { valid, lonLatDeg };
}

/** A feature of several points is as many objects, `id/1`, `id/2` …: a model stands in one place. */
function onePointEach(sifted: ValidFeatures, validator: PointValidator, problems: Problems): ValidFeatures {
  const rows: number[] = [];
  const stated = new Utf8List();
  const decoder = new TextDecoder();
  for (let i = 0; i < sifted.rows.length; i++) {
    const row = sifted.rows[i];
    const count = validator.firstVertex(row + 1) - validator.firstVertex(row);
    const { offsets, bytes } = sifted.ids;
    const id = decoder.decode(bytes.slice(offsets[i], offsets[i + 1]));
    if (count > 1)
      problems.report(
        'points-apart',
        () =>
          `${placeOf(validator.raw, validator.ids, row)}: expected one point, got ${count}; each became an object, as /1, /2 … behind its id`,
      );
    for (let n = 0; n < count; n++) {
      rows.push(row);
      stated.pushText(count > 1 ? `${id}/${n + 1}` : id);
    }
  }
  return { rows: Uint32Array.from(rows), ids: stated.view(), filtered: sifted.filtered };
}

class PointValidator extends FeatureValidator {
  protected override readonly sizeUnit = '';
  /** Some feature has several points. */
  isMulti = false;

  firstVertex(row: number): number {
    const { raw } = this;
    return raw.ringVertex[raw.partRing[raw.featurePart[row]]];
  }

  override take(row: number): { code: string; message: string } | null {
    const first = this.firstVertex(row);
    const end = this.firstVertex(row + 1);
    if (end > first + 1) this.isMulti = true;
    for (let v = first; v < end; v++) {
      const fault = this.vertexFault(v) ?? this.farFault(v);
      if (fault) return fault;
    }
    return null;
  }

  override undo(): void {}
}
