import { crsOf } from '../shared/crs.ts';
import { readerMessage } from '../shared/messages.ts';
import { ReadError } from '../shared/problems.ts';
import { MAX_NODES, type RasterTile } from '../shared/raster-tile.ts';
import { parseEsriGrid } from './esri-grid.ts';

/** An ESRI ASCII grid as a raster in a system; the format names none, so the caller must. */
export async function readEsriRaster(bytes: Uint8Array, file: string, named: string | undefined): Promise<RasterTile> {
  if (!named) throw new ReadError(readerMessage('grid-crs', { file }));
  const { columns, rows, cell, west, south, values } = parseEsriGrid(bytes, file, MAX_NODES, ReadError);
  const crs = await crsOf(named, file);
  return {
    file,
    crs,
    columns,
    rows,
    x0: west,
    y0: south + (rows - 1) * cell,
    stepX: cell,
    stepY: cell,
    values,
  };
}
