import { type Grid, parseGrid } from '../../model/city/grid.ts';
import { MessageError } from '../../model/text/message.ts';
import { fetchLimited } from '../../readers/fetch-below.ts';
import { textOf } from '../../readers/shared/utf8.ts';
import type { ElevationRaster } from '../model.ts';

const MAX_HEAD_BYTES = 1 << 20;
const MAX_BED_BYTES = 1 << 30;

/** The ground of a baked city, as its engines have it, read over the wire: what a page adds stands on it. Null where the city has none: it is flat. */
export async function cityElevation(cityUrl: string, grids: string | null): Promise<ElevationRaster | null> {
  if (grids === null) return null;
  const read = fetchLimited(cityUrl, MessageError);
  const grid = parseGrid(JSON.parse(textOf(await read(grids, MAX_HEAD_BYTES))), grids);
  if (grid.flat) return null;
  return rasterOf(grid, await read(grids.replace(/[^/]*$/, grid.bed.file), MAX_BED_BYTES));
}

/** Cells are means; their middles are the nodes. */
function rasterOf({ westM, southM, cellM, columns, rows }: Grid, bytes: Uint8Array<ArrayBuffer>): ElevationRaster {
  return {
    westM: westM + cellM / 2,
    southM: southM + cellM / 2,
    cellM,
    columns,
    rows,
    elevationM: new Float32Array(bytes.buffer, bytes.byteOffset, columns * rows),
  };
}
