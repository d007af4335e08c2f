import type { Crs } from '../../../../model/geo/crs.ts';
import type { PlanFeature } from '../../../../model/plans/plan.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { readersOf, selectReader } from '../../../../readers/listed-readers.ts';
import type { Reader, ReadOptions } from '../../../../readers/reader.ts';
import { blobSource } from '../../../../readers/shared/byte-source.ts';
import { crsOf } from '../../../../readers/shared/crs.ts';
import { Problems } from '../../../../readers/shared/problems.ts';
import type { RawFeatures, RawSurfaces } from '../../../../readers/shared/raw-features.ts';
import { SeveralTables } from '../../../../readers/shared/table-of.ts';
import { unpacked } from '../../../../readers/unpacked.ts';
import { crsOfNumbers, WGS84 } from '../../../../tiles/read/crs-of-numbers.ts';
import { joinOverDateline, MAX_LON_DEG } from '../../../../tiles/read/dateline.ts';
import { AREA_FAULTS, mendedArea, plainRings } from '../../../../tiles/read/mend-areas.ts';
import { reportPlaceDoubts } from '../../../../tiles/read/place-doubts.ts';
import { looksLikeDegrees } from '../../../../tiles/read/validate-features.ts';
import { conflictsMessage } from '../messages.ts';
import type { PlanCrsOrigin, PlanFileLook, PlanFileOptions, PlanFileParts } from './plan-file-types.ts';

/** The shapes of a file in degrees, as they lie in it: rings that cross themselves too. */
export interface ShapesOfFile extends Pick<PlanFileLook, 'format' | 'tables' | 'table' | 'read' | 'crs' | 'crsOrigin'> {
  file: string;
  /** Id of the reader that took it. */
  readerId: string;
  raw: RawFeatures;
  geometries: { row: number; geometry: PlanFeature['geometry'] }[];
  problems: Problems;
}

/** Formats that areas come in. */
const PLAN_READERS = readersOf('features', 'surfaces').filter(
  ({ geometries, gives }) => gives.includes('surfaces') || geometries?.includes('polygon'),
);
const MAX_PLAN_BYTES = 512 << 20;

/** Reads the areas of a file of any format that gives some; a refusal names what was expected. */
export async function readPlanFile(files: PlanFileParts, wish: PlanFileOptions): Promise<ShapesOfFile> {
  const [main] = files;
  const file = main.name;
  if (files.reduce((sum, { blob }) => sum + blob.size, 0) > MAX_PLAN_BYTES)
    throw new MessageError(conflictsMessage('file-large', { file, mostMb: MAX_PLAN_BYTES >> 20 }));
  const source = await unpacked(blobSource(main.blob, file, files.slice(1)));
  const reader = await selectReader(source, PLAN_READERS);
  if (!reader) throw new MessageError(conflictsMessage('file-unknown', { file }));
  const problems = new Problems();
  const { read, tables, table } = await readTable(reader, wish, (own) => reader.read(source, own, problems));
  const total = (count: number) => count + problems.leftOut;
  const known = { file, readerId: reader.id, format: reader.name, tables, table, problems };
  if (read.gives === 'surfaces') {
    const { raw, crs } = read;
    reportPlaceDoubts(crs, file, read.geometry.lonLatDeg, problems);
    const crsOrigin: PlanCrsOrigin = wish.crs === undefined ? 'file' : 'given';
    return usable({ ...known, raw, read: total(raw.count), crs: crs.name, crsOrigin, geometries: ofSurfaces(read) });
  }
  if (read.gives !== 'features') throw new MessageError(conflictsMessage('file-empty', { file }));
  const { raw } = read;
  const count = total(raw.count);
  const { name, crsOrigin } = systemOf(reader, raw, wish, problems);
  const crs = await crsOf(name, file);
  toDegrees(crs, raw, problems);
  const geometries = ofFeatures(raw, problems);
  return usable({ ...known, raw, read: count, crs: crs.name, crsOrigin, geometries });
}

function usable(shapes: ShapesOfFile): ShapesOfFile {
  if (shapes.geometries.length > 0) return shapes;
  throw new MessageError(conflictsMessage('file-empty', { file: shapes.file }));
}

/** The layer of a file that is asked for, of several the first. */
async function readTable(
  reader: Reader,
  { crs, encoding, table }: PlanFileOptions,
  read: (wish: ReadOptions) => ReturnType<Reader['read']>,
) {
  const gives = reader.gives.includes('features') ? 'features' : 'surfaces';
  const wish: ReadOptions = {
    gives,
    geometry: 'polygon',
    properties: { all: true },
    ...(crs === undefined ? {} : { crs }),
    ...(encoding === undefined ? {} : { encoding }),
  };
  try {
    return { read: await read({ ...wish, table }), tables: [], table: table ?? null };
  } catch (error) {
    if (!(error instanceof SeveralTables)) throw error;
    const [first] = error.names;
    return { read: await read({ ...wish, table: first }), tables: error.names, table: first };
  }
}

/** By the form, the file, its numbers, or what the format usually is in. */
function systemOf(
  { coordinates }: Reader,
  raw: RawFeatures,
  wish: PlanFileOptions,
  problems: Problems,
): { name: string; crsOrigin: PlanCrsOrigin } {
  if (coordinates === 'wgs84') return { name: WGS84, crsOrigin: 'format' };
  if (wish.crs !== undefined) return { name: wish.crs, crsOrigin: 'given' };
  if (raw.crs !== null) return { name: raw.crs, crsOrigin: 'file' };
  const shown = crsOfNumbers(raw, coordinates === 'stated', problems);
  return shown === null ? { name: WGS84, crsOrigin: 'usual' } : { name: shown, crsOrigin: 'numbers' };
}

function toDegrees(crs: Crs, raw: RawFeatures, problems: Problems): void {
  const { xy, file } = raw;
  const isDegrees = looksLikeDegrees(raw);
  const values = { file, name: crs.name, x: xy[0] ?? 0, y: xy[1] ?? 0 };
  if (!crs.geographic && isDegrees && !crs.name.startsWith('+proj'))
    throw new MessageError(conflictsMessage('file-degrees', values));
  if (crs.geographic && !isDegrees && Math.abs(values.x) > 180)
    throw new MessageError(conflictsMessage('file-metres', values));
  crs.toLonLat(xy, 0, xy.length / 2);
  joinOverDateline(xy);
  reportPlaceDoubts(crs, file, xy, problems);
}

const RING_CORNERS = 4;
/** What is said of a ring that is left out. */
const BAD_RING = 'ring: expected three corners or more in degrees, got other numbers';

/** Rings closed; a shape goes with its outer rings, a hole that is none is left out alone. */
function ofFeatures(raw: RawFeatures, problems: Problems): ShapesOfFile['geometries'] {
  const { featurePart, partRing, ringVertex, xy, line, file } = raw;
  const geometries: ShapesOfFile['geometries'] = [];
  for (let row = 0; row < raw.count; row++) {
    const parts: number[][][][] = [];
    for (let part = featurePart[row]; part < featurePart[row + 1]; part++) {
      const rings: number[][][] = [];
      for (let ring = partRing[part]; ring < partRing[part + 1]; ring++) {
        const corners = ringOf(xy, ringVertex[ring], ringVertex[ring + 1]);
        if (corners) rings.push(corners);
        else problems.report('ring-short', () => `${file}:${line[row]}: ${BAD_RING}`);
        if (!corners && rings.length === 0) break;
      }
      if (rings.length > 0) parts.push(rings);
    }
    const geometry = geometryOfParts(asMeant(parts, `${file}:${line[row]}`, problems));
    if (geometry) geometries.push({ row, geometry });
  }
  return geometries;
}

/** Holes and parts as the baker takes them; a shape with a ring that crosses itself is left to the planner. */
function asMeant(parts: number[][][][], place: string, problems: Problems): number[][][][] {
  if (parts.length < 2 && (parts[0]?.length ?? 0) < 2) return parts;
  const plain = parts.flatMap((rings) => [plainRings(rings) ?? []]);
  if (plain.some((rings) => rings.length === 0)) return parts;
  const { parts: meant, found } = mendedArea(plain, null);
  for (const code of found) problems.report(code, () => `${place}: ${AREA_FAULTS[code]}`);
  return meant?.map((rings) => rings.map(closedRing)) ?? parts;
}

/** Surfaces that lie flat: each is a part of its object's area; walls are none. */
function ofSurfaces({ raw, geometry: surfaces }: RawSurfaces): ShapesOfFile['geometries'] {
  const { featureSurface, surfaceRing, ringVertex, lonLatDeg, surfaceClass } = surfaces;
  const geometries: ShapesOfFile['geometries'] = [];
  for (let row = 0; row < raw.count; row++) {
    const parts: number[][][][] = [];
    for (let surface = featureSurface[row]; surface < featureSurface[row + 1]; surface++) {
      if (surfaceClass[surface] === WALL_CLASS) continue;
      const rings: number[][][] = [];
      for (let ring = surfaceRing[surface]; ring < surfaceRing[surface + 1]; ring++) {
        const corners = ringOf(lonLatDeg, ringVertex[ring], ringVertex[ring + 1]);
        if (corners) rings.push(corners);
      }
      if (rings.length > 0) parts.push(rings);
    }
    const geometry = geometryOfParts(parts);
    if (geometry) geometries.push({ row, geometry });
  }
  return geometries;
}

/** Class of a surface that is a wall. */
const WALL_CLASS = 2;

function ringOf(xy: Float64Array, from: number, to: number): number[][] | null {
  const corners: number[][] = [];
  for (let vertex = from; vertex < to; vertex++) {
    const lonDeg = xy[2 * vertex];
    const latDeg = xy[2 * vertex + 1];
    if (!(Math.abs(lonDeg) <= MAX_LON_DEG && Math.abs(latDeg) <= 90)) return null;
    corners.push([lonDeg, latDeg]);
  }
  const first = corners[0];
  const last = corners.at(-1);
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) corners.push([...first]);
  return corners.length < RING_CORNERS ? null : corners;
}

function closedRing(ring: Float64Array): number[][] {
  const corners = Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i], ring[2 * i + 1]]);
  return [...corners, corners[0]];
}

function geometryOfParts(parts: number[][][][]): PlanFeature['geometry'] | null {
  if (parts.length === 0) return null;
  return parts.length === 1 ? { type: 'Polygon', coordinates: parts[0] } : { type: 'MultiPolygon', coordinates: parts };
}
