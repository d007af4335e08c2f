import type { ByteSource } from '../shared/byte-source.ts';
import { reportUnreadable } from '../shared/encoding.ts';
import { FeatureBuilder, type FeatureOptions } from '../shared/feature-builder.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { RawFeatures, ReadWatch } from '../shared/raw-features.ts';
import { tableOf } from '../shared/table-of.ts';
import { heightUnitOf, usableCrs } from '../shared/wkt-crs.ts';
import { baseNameOf, type ZipEntry, zipEntries } from '../shared/zip-entries.ts';
import { DbfValues, encodingOfDbf, isDeleted, openDbf } from './dbf.ts';
import { shapefileMessage } from './messages.ts';
import { eachRecord, isShp, Shapes } from './shp.ts';

interface ShapefileWish extends FeatureOptions, ReadWatch {
  /** Which shapefile of an archive. */
  table?: string | undefined;
  encoding?: string | undefined;
  /** Somebody named the system, so that the `.prj` is of no use. */
  isPlaced: boolean;
}

/** The files of one shapefile. */
interface ShapeFiles {
  file: string;
  shp: Uint8Array;
  dbf: Uint8Array | null;
  prj: string | null;
  cpg: string | null;
}

const MAX_TEXT_BYTES = 100_000;

/** One shapefile: a `.shp` with the files beside it, or the one of an archive. */
export async function readShapefile(source: ByteSource, wish: ShapefileWish, problems: Problems): Promise<RawFeatures> {
  const bytes = await source.whole();
  const files = isShp(bytes)
    ? await filesBeside(source, bytes)
    : await filesIn(await zipEntries(bytes, source.name), source.name, wish.table);
  return await featuresOf(files, wish, problems);
}

async function filesBeside(source: ByteSource, shp: Uint8Array): Promise<ShapeFiles> {
  const textOf = async (ending: string): Promise<string | null> => {
    const sibling = await source.sibling?.(ending);
    return sibling ? new TextDecoder().decode((await sibling.whole(MAX_TEXT_BYTES)).slice()) : null;
  };
  const dbf = await source.sibling?.('dbf');
  return {
    file: source.name,
    shp,
    dbf: dbf ? await dbf.whole() : null,
    prj: await textOf('prj'),
    cpg: await textOf('cpg'),
  };
}

async function filesIn(entries: readonly ZipEntry[], file: string, wanted: string | undefined): Promise<ShapeFiles> {
  const shapes = entries.filter(({ name }) => /\.shp$/i.test(name) && !/^(__MACOSX\/|.*\/\._)/.test(name));
  if (shapes.length === 0) throw new ReadError(shapefileMessage('no-shp', { file }));
  const chosen = tableOf(
    shapes.map((entry) => ({ entry, name: baseNameOf(entry.name).replace(/\.shp$/i, '') })),
    wanted,
    file,
  ).entry;
  const stem = chosen.name.slice(0, -4).toLowerCase();
  const beside = (ending: string): ZipEntry | undefined =>
    entries.find(({ name }) => name.toLowerCase() === `${stem}.${ending}`);
  const textOf = async (ending: string): Promise<string | null> => {
    const entry = beside(ending);
    return entry && entry.sizeBytes <= MAX_TEXT_BYTES ? new TextDecoder().decode((await entry.bytes()).slice()) : null;
  };
  const dbf = beside('dbf');
  return {
    file: `${file}/${baseNameOf(chosen.name)}`,
    shp: await chosen.bytes(),
    dbf: dbf ? await dbf.bytes() : null,
    prj: await textOf('prj'),
    cpg: await textOf('cpg'),
  };
}

async function featuresOf(
  { file, shp, dbf, prj, cpg }: ShapeFiles,
  wish: ShapefileWish,
  problems: Problems,
): Promise<RawFeatures> {
  const table = dbf ? openDbf(dbf, file.replace(/\.shp$/i, '.dbf')) : null;
  if (!table)
    problems.report('dbf-missing', () => `${file}: expected a .dbf beside it, got none: shapes without attributes`);
  const builder = new FeatureBuilder(file, wish, problems, table?.rows ?? Math.ceil(shp.length / 200));
  const values = table ? new DbfValues(table, encodingOfDbf(table, wish.encoding, cpg, problems), builder) : null;
  const shapes = new Shapes(shp, builder);
  let records = 0;
  let deleted = 0;
  eachRecord(shp, file, (record) => {
    if ((records++ & 0x3fff) === 0) {
      wish.signal?.throwIfAborted();
      wish.onProgress?.(record.at / shp.length);
    }
    const row = records - 1;
    if (table && row < table.rows && isDeleted(table, row)) {
      deleted++;
      return;
    }
    builder.feature(record.number, () => {
      shapes.take(record);
      if (table && row < table.rows) values?.take(row);
    });
  });
  if (deleted > 0)
    problems.report(
      'row-deleted',
      () => `${file}: rows that the table marks as deleted; they are passed over`,
      deleted,
    );
  if (table && table.rows !== records)
    problems.report(
      'rows-differ',
      () => `${file}: expected as many rows in the .dbf as shapes (${records}), got ${table.rows}`,
    );
  reportShapes(shapes, file, problems);
  if (values) reportValues(values, file, problems);
  const crs = wish.isPlaced || prj === null ? null : await crsOfPrj(prj, file, problems);
  return builder.finish(crs, heightUnitOf(null, prj));
}

async function crsOfPrj(prj: string, file: string, problems: Problems): Promise<string | null> {
  const place = file.replace(/\.shp$/i, '.prj');
  const crs = await usableCrs(null, prj.replace(/^\ufeff/, ''), place, problems);
  if (crs === null)
    problems.report('crs-unread', () => `${place}: expected well-known text of a coordinate system, got other text`);
  return crs;
}

function reportShapes({ turned, lostHoles }: Shapes, file: string, problems: Problems): void {
  if (turned > 0)
    problems.report(
      'ring-turned',
      () =>
        `${file}: expected outer rings that run clockwise, got them the other way; which ring is which is told by where they lie`,
      turned,
    );
  if (lostHoles > 0)
    problems.report(
      'hole-outside',
      () => `${file}: expected a hole within its ring, got one outside; taken for a part of its own`,
      lostHoles,
    );
}

function reportValues(values: DbfValues, file: string, problems: Problems): void {
  const { unreadable, cut, overflown } = values;
  const place = file.replace(/\.shp$/i, '.dbf');
  reportUnreadable(unreadable, { label: values.label, isNamed: false }, place, problems);
  if (cut > 0)
    problems.report(
      'text-cut',
      () => `${place}: expected whole characters, got values cut within one by the width of their field; it is dropped`,
      cut,
    );
  if (overflown > 0)
    problems.report(
      'number-overflow',
      () => `${place}: expected numbers, got "*": they were too long for their field`,
      overflown,
    );
}
