import type { SurfaceGeometry } from '../../model/city/features.ts';
import { readerMessage } from './messages.ts';
import { type Problems, ReadError } from './problems.ts';
import { Field } from './properties.ts';
import type { RawFeatures, RawSurfaces } from './raw-features.ts';

/** Features of several files as if they stood in one, as the tiles that a survey office delivers a city in. */
export function joinFeatures(parts: readonly RawFeatures[], problems: Problems): RawFeatures {
  const [first] = parts;
  const other = parts.find(({ crs }) => crs !== first.crs);
  if (other) refuseCrs(first, other);
  const hasZ = parts.some(({ z }) => z !== null);
  return {
    file: parts.length === 1 ? first.file : `${first.file} … ${parts[parts.length - 1].file}`,
    crs: first.crs,
    count: parts.reduce((sum, { count }) => sum + count, 0),
    featurePart: joinOffsets(parts.map(({ featurePart }) => featurePart)),
    partRing: joinOffsets(parts.map(({ partRing }) => partRing)),
    ringVertex: joinOffsets(parts.map(({ ringVertex }) => ringVertex)),
    xy: joinNumbers(parts, Float64Array, ({ xy }) => xy),
    z: hasZ
      ? joinNumbers(parts, Float64Array, ({ z, xy }) => z ?? new Float64Array(xy.length / 2).fill(Number.NaN))
      : null,
    line: joinNumbers(parts, Uint32Array, ({ line }) => line),
    fields: joinFields(parts, problems),
  };
}

/** The same of surfaces. */
export function joinSurfaces(parts: readonly RawSurfaces[], problems: Problems): RawSurfaces {
  const [first] = parts;
  const other = parts.find(({ crs }) => crs.name !== first.crs.name);
  if (other) refuseCrs(first.raw, other.raw);
  const geometries = parts.map(({ geometry }) => geometry);
  const firstRows = parts.map((_, i) => parts.slice(0, i).reduce((sum, { raw }) => sum + raw.count, 0));
  return {
    raw: joinFeatures(
      parts.map(({ raw }) => raw),
      problems,
    ),
    crs: first.crs,
    crsAssumed: parts.some(({ crsAssumed }) => crsAssumed),
    geometry: joinGeometries(geometries),
    lowestM: joinNumbers(parts, Float64Array, ({ lowestM }) => lowestM),
    highestM: joinNumbers(parts, Float64Array, ({ highestM }) => highestM),
    lod: joinNumbers(parts, Float64Array, ({ lod }) => lod),
    isRoofEdge: joinNumbers(parts, Uint8Array, ({ isRoofEdge }) => isRoofEdge),
    takenHeightUnitM: first.takenHeightUnitM,
    ground: {
      lonLatDeg: joinNumbers(parts, Float64Array, ({ ground }) => ground.lonLatDeg),
      elevationM: joinNumbers(parts, Float64Array, ({ ground }) => ground.elevationM),
      row: joinNumbers(parts, Uint32Array, ({ ground }, i) => ground.row.map((row) => row + firstRows[i])),
    },
  };
}

function joinGeometries(geometries: readonly SurfaceGeometry[]): SurfaceGeometry {
  const hasColours = geometries.some(({ surfaceRgb }) => surfaceRgb !== undefined);
  const colours = geometries.map(
    ({ surfaceRgb, surfaceClass }) => surfaceRgb ?? new Uint8Array(3 * surfaceClass.length).fill(255),
  );
  return {
    kind: 'surface',
    featureSurface: joinOffsets(geometries.map(({ featureSurface }) => featureSurface)),
    surfaceRing: joinOffsets(geometries.map(({ surfaceRing }) => surfaceRing)),
    ringVertex: joinOffsets(geometries.map(({ ringVertex }) => ringVertex)),
    lonLatDeg: joinNumbers(geometries, Float64Array, ({ lonLatDeg }) => lonLatDeg),
    elevationM: joinNumbers(geometries, Float32Array, ({ elevationM }) => elevationM),
    surfaceClass: joinNumbers(geometries, Uint8Array, ({ surfaceClass }) => surfaceClass),
    ...(hasColours ? { surfaceRgb: joinNumbers(colours, Uint8Array, (colour) => colour) } : {}),
  };
}

function refuseCrs(first: RawFeatures, other: RawFeatures): never {
  throw new ReadError(
    readerMessage('files-crs', {
      file: first.file,
      crs: first.crs ?? '?',
      other: other.file,
      otherCrs: other.crs ?? '?',
    }),
  );
}

function joinFields(parts: readonly RawFeatures[], problems: Problems): Field[] {
  const joined = new Map<string, Field>();
  let firstRow = 0;
  for (const { file, fields, count } of parts) {
    for (const field of fields) {
      const known = joined.get(field.name);
      const into = known ?? new Field(field.name, 1024);
      joined.set(field.name, into);
      if (!known) into.unit = field.unit;
      else if (into.unit !== field.unit && field.filled > 0)
        problems.report(
          'unit-mixed',
          () =>
            `${file}: ${field.name}: expected values in ${into.unit ?? 'no unit'}, got some in ${field.unit ?? 'none'}`,
        );
      const offset = firstRow;
      field.each(
        (row, value) => into.addNumber(row + offset, value),
        (row, text) => into.addString(row + offset, text),
      );
    }
    firstRow += count;
  }
  return [...joined.values()];
}

/** Offsets of one list after the other: each begins where the last ended. */
function joinOffsets(lists: readonly Uint32Array[]): Uint32Array {
  const length = lists.reduce((sum, list) => sum + list.length - 1, 1);
  const out = new Uint32Array(new SharedArrayBuffer(4 * length));
  let at = 0;
  let end = 0;
  for (const list of lists) {
    for (let i = 1; i < list.length; i++) out[at + i] = end + list[i];
    at += list.length - 1;
    end += list[list.length - 1];
  }
  return out;
}

function joinNumbers<P, T extends Float64Array | Float32Array | Uint32Array | Uint8Array>(
  parts: readonly P[],
  type: { new (buffer: SharedArrayBuffer): T; BYTES_PER_ELEMENT: number },
  of: (part: P, index: number) => T,
): T {
  const lists = parts.map(of);
  const length = lists.reduce((sum, list) => sum + list.length, 0);
  const out = new type(new SharedArrayBuffer(type.BYTES_PER_ELEMENT * length));
  let at = 0;
  for (const list of lists) {
    out.set(list, at);
    at += list.length;
  }
  return out;
}
