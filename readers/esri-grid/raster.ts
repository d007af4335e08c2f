import type { ByteSource } from '../shared/byte-source.ts';
import { crsOf } from '../shared/crs.ts';
import { readerMessage } from '../shared/messages.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import { MAX_NODES, type RasterTile } from '../shared/raster-tile.ts';
import { usableCrs } from '../shared/wkt-crs.ts';
import { parseEsriGrid } from './esri-grid.ts';

/** An ESRI ASCII grid as a raster in a system. The format names none: the caller does, or a `.prj` beside it. */
export async function readEsriRaster(
  source: ByteSource,
  named: string | undefined,
  problems: Problems,
  assumed?: string,
): Promise<RasterTile> {
  const file = source.name;
  const crs = await crsOf(named ?? (await crsBeside(source, problems, assumed)), file);
  const { columns, rows, cell, cellY, west, south, values } = parseEsriGrid(
    await source.whole(),
    file,
    MAX_NODES,
    ReadError,
  );
  return {
    file,
    crs,
    columns,
    rows,
    x0: west,
    y0: south + (rows - 1) * cellY,
    stepX: cell,
    stepY: cellY,
    values,
    unit: null,
    vertical: null,
  };
}

const MAX_PRJ_BYTES = 100_000;

/** The system in the file beside; an old `.prj` of ArcInfo has no well-known text and is of no use. */
async function crsBeside(source: ByteSource, problems: Problems, assumed: string | undefined): Promise<string> {
  const beside = await source.sibling?.('prj');
  const text = beside ? new TextDecoder().decode((await beside.whole(MAX_PRJ_BYTES)).slice()) : null;
  const named = text === null ? null : await usableCrs(null, text, beside?.name ?? '', problems);
  const system = named ?? assumed;
  if (system === undefined) throw new ReadError(readerMessage('grid-crs', { file: source.name }));
  return system;
}
