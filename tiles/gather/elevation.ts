import { basename } from 'node:path';
import type { Box } from '../../model/geo/plane/box.ts';
import { MessageError } from '../../model/text/message.ts';
import { hgtReader } from '../../readers/hgt/reader.ts';
import { endingOf, readersOf } from '../../readers/listed-readers.ts';
import { fileStart } from '../../readers/reader.ts';
import { bytesSource } from '../../readers/shared/byte-source.ts';
import { Problems } from '../../readers/shared/problems.ts';
import { unpacked } from '../../readers/unpacked.ts';
import { bakeMessage } from '../messages.ts';
import { type Downloader, download, oneLine, Refused, withoutSecrets } from './download.ts';

/** A degree of GLO-30 is 30 to 50 MB. */
const MAX_TILE_BYTES = 1 << 28;

/** Elevation tiles of a box, and how many its host has not: the open sea has none. */
interface ElevationTiles {
  files: string[];
  absent: number;
}

/**
 * Tiles of a degree each from a host that somebody named, by their south-western corner: `{NS}` and `{EW}` are letters, `{lat}` two digits
 * and `{lon}` three, as Copernicus GLO-30 has them.
 */
export async function askElevation(template: string, box: Box, to: Downloader): Promise<ElevationTiles> {
  if (!/\{lat\}/.test(template) || !/\{lon\}/.test(template))
    throw new MessageError(bakeMessage('elevation-template', { got: template }));
  const files: string[] = [];
  let absent = 0;
  for (const url of urlsOf(template, box)) {
    const name = basename(new URL(url).pathname);
    const check = (bytes: Uint8Array) => checkRaster(url, name, bytes);
    const request = { url, maxBytes: MAX_TILE_BYTES, check, ...(TIFF_NAME.test(name) ? {} : { name }) };
    const file = await download(request, to).catch((error: unknown) => {
      if (error instanceof Refused && error.status === 404) return null;
      throw error;
    });
    if (file === null) absent++;
    else files.push(file);
  }
  return { files, absent };
}

function urlsOf(template: string, [west, south, east, north]: Box): string[] {
  const urls: string[] = [];
  for (let lat = Math.floor(south); lat < north; lat++)
    for (let lon = Math.floor(west); lon < east; lon++)
      urls.push(
        template
          .replaceAll('{NS}', lat < 0 ? 'S' : 'N')
          .replaceAll('{EW}', lon < 0 ? 'W' : 'E')
          .replaceAll('{lat}', String(Math.abs(lat)).padStart(2, '0'))
          .replaceAll('{lon}', String(Math.abs(lon)).padStart(3, '0')),
      );
  return urls;
}

/** A TIFF is known by its bytes alone. */
const TIFF_NAME = /^[^.]*$|\.tiff?$/i;

/** Refuses what no reader of rasters knows, as a page in place of a tile; a sheet of SRTM, which has no head, is known by its name and size. */
async function checkRaster(url: string, name: string, bytes: Uint8Array): Promise<void> {
  const source = await unpacked(bytesSource(bytes, name));
  const readers = readersOf('raster');
  const start = fileStart(await source.start());
  if (readers.some(({ accepts }) => accepts(start))) return;
  if (endingOf(source.name, hgtReader.extensions) !== null) {
    await hgtReader.read(source, {}, new Problems());
    return;
  }
  const got = oneLine(new TextDecoder().decode(bytes.subarray(0, 2000)));
  const expected = readers.map((reader) => reader.name).join(' / ');
  throw new MessageError(bakeMessage('elevation-body', { url: withoutSecrets(url), expected, got }));
}
