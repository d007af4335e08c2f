import type { Box } from '../../model/geo/plane/box.ts';
import { MessageError } from '../../model/text/message.ts';
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
    const check = (bytes: Uint8Array) => checkTiff(url, bytes);
    const file = await download({ url, maxBytes: MAX_TILE_BYTES, check }, to).catch((error: unknown) => {
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

function checkTiff(url: string, bytes: Uint8Array): void {
  const mark = String.fromCharCode(...bytes.subarray(0, 4));
  if (/^(II[*+]\0|MM\0[*+])/.test(mark)) return;
  const got = oneLine(new TextDecoder().decode(bytes.subarray(0, 2000)));
  throw new MessageError(bakeMessage('elevation-body', { url: withoutSecrets(url), got }));
}
