import { readersOf, selectReader } from '../../../../readers/listed-readers.ts';
import type { ReadOptions } from '../../../../readers/reader.ts';
import { blobSource } from '../../../../readers/shared/byte-source.ts';
import { crsOf } from '../../../../readers/shared/crs.ts';
import { Problems, ReadError } from '../../../../readers/shared/problems.ts';
import type { RawFeatures } from '../../../../readers/shared/raw-features.ts';
import { SeveralTables } from '../../../../readers/shared/table-of.ts';
import { sourceMessage } from '../messages.ts';

/** A list of places with what its columns say, as texts: any format that points can be read from. */
export interface SensorTable {
  columns: { name: string; texts: string[] }[];
  /** Longitude, latitude of each row, WGS 84. */
  lonLatDeg: Float64Array;
  /** Line of each row in the file; rows that have no place that can be read are missing. */
  lines: number[];
  unplaced: number[];
}

/** Coordinate system of a table of degrees that names none. */
const DEGREES_CRS = 'EPSG:4326';

/** Reads a list of at most `most` rows. `crs`: of its coordinates, where it names none. */
export async function readSensorTable(blob: Blob, name: string, crs: string, most: number): Promise<SensorTable> {
  const source = blobSource(blob, name);
  const reader = await selectReader(source, readersOf('features'));
  if (!reader?.geometries?.includes('point')) throw new ReadError(sourceMessage('list-format', { file: name }));
  const problems = new Problems();
  const wish: ReadOptions = {
    gives: 'features',
    geometry: 'point',
    properties: { all: true },
    ...(crs ? { crs } : {}),
  };
  const read = await reader.read(source, wish, problems).catch((error: unknown) => {
    // Of a workbook the first sheet is the list.
    if (!(error instanceof SeveralTables)) throw error;
    return reader.read(source, { ...wish, table: error.names[0] }, problems);
  });
  if (read.gives !== 'features' || read.raw.count === 0)
    throw new ReadError(sourceMessage('list-empty', { file: name }));
  const { raw } = read;
  if (raw.count > most) throw new ReadError(sourceMessage('list-long', { file: name, most, got: raw.count }));
  const system = await crsOf((reader.coordinates === 'wgs84' ? null : crs || raw.crs) || DEGREES_CRS, name);
  const lonLatDeg = Float64Array.from(
    { length: 2 * raw.count },
    (_, i) => raw.xy[2 * firstVertex(raw, i >> 1) + (i & 1)],
  );
  system.toLonLat(lonLatDeg, 0, raw.count);
  const lines = [...raw.line.subarray(0, raw.count)];
  return { columns: columnsOf(raw), lonLatDeg, lines, unplaced: gapsIn(lines, problems.leftOut) };
}

const firstVertex = ({ featurePart, partRing, ringVertex }: RawFeatures, row: number): number =>
  ringVertex[partRing[featurePart[row]]];

function columnsOf({ fields, count }: RawFeatures): SensorTable['columns'] {
  return fields
    .filter(({ name, filled }) => name !== '' && filled > 0)
    .map((field) => {
      const words = field.words(count);
      return { name: field.name, texts: Array.from({ length: count }, (_, row) => words.text(row)) };
    });
}

/** Lines between those that were read, and behind the last one, as many as were left out. */
function gapsIn(lines: readonly number[], leftOut: number): number[] {
  const known = new Set(lines);
  const gaps: number[] = [];
  // A table has its head in the first line.
  for (let line = Math.min(2, lines[0]); gaps.length < leftOut; line++) if (!known.has(line)) gaps.push(line);
  return gaps;
}
