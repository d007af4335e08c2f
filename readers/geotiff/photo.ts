import type { GeoTIFFImage } from 'geotiff';
import type { Crs } from '../../model/geo/crs.ts';
import { crsOf } from '../shared/crs.ts';
import { readerMessage } from '../shared/messages.ts';
import { ReadError } from '../shared/problems.ts';
import { crsOfKeys } from './geotiff.ts';
import { boundStrips } from './strips.ts';

/** A photograph of the ground that lies as its system has it: rows from north to south, columns from west to east. */
export interface GroundPhoto {
  file: string;
  crs: Crs;
  columns: number;
  rows: number;
  /** Position of the north-western corner of the first pixel, and size of a pixel; in units of the system. */
  west: number;
  north: number;
  pixelX: number;
  pixelY: number;
  /** Red, green, blue, opacity of the pixels of a window, row by row from the north; columns and rows from … to, the last not included. */
  read(window: readonly [fromColumn: number, fromRow: number, toColumn: number, toRow: number]): Promise<Uint8Array>;
}

/** Opacity stands in its own band by this tag (TIFF 6.0, ExtraSamples); 1 and 2: multiplied in or not. */
const OPACITY = new Set([1, 2]);

/**
 * An orthophoto in GeoTIFF (OGC 19-008r4) of eight bits a band: grey, RGB, palette, CMYK or YCbCr, with opacity or without. Pixels of the
 * value that the file gives for "none" are clear. Nothing is unpacked before a window is read.
 */
export async function openPhoto(bytes: Uint8Array, file: string, named: string | undefined): Promise<GroundPhoto> {
  const geotiff = await import('geotiff');
  boundStrips(geotiff);
  try {
    const copy = new ArrayBuffer(bytes.length);
    new Uint8Array(copy).set(bytes);
    const image = await (await geotiff.fromArrayBuffer(copy)).getImage();
    for (let band = 0; band < image.getSamplesPerPixel(); band++)
      if (image.getBitsPerSample(band) !== 8)
        throw new ReadError(readerMessage('photo-bits', { file, got: image.getBitsPerSample(band) }));
    const crs = await crsOf(named ?? crsOfKeys({ ...image.getGeoKeys() }, file), file);
    const [west, north] = image.getOrigin();
    const [pixelX, stepY] = image.getResolution();
    if (!(pixelX > 0) || !(stepY < 0)) throw new ReadError(readerMessage('tiff-rows', { file, stepX: pixelX, stepY }));
    return {
      file,
      crs,
      columns: image.getWidth(),
      rows: image.getHeight(),
      west,
      north,
      pixelX,
      pixelY: -stepY,
      read: (window) => pixelsOf(image, window, file),
    };
  } catch (error) {
    if (error instanceof ReadError) throw error;
    throw new ReadError(
      readerMessage('tiff', { file, reason: error instanceof Error ? error.message : String(error) }),
    );
  }
}

async function pixelsOf(
  image: GeoTIFFImage,
  window: readonly [number, number, number, number],
  file: string,
): Promise<Uint8Array> {
  const count = (window[2] - window[0]) * (window[3] - window[1]);
  const bands = image.getSamplesPerPixel();
  const extra = Number(image.fileDirectory.getValue('ExtraSamples')?.[0] ?? 0);
  const clear = image.getGDALNoData();
  try {
    const rgb = await image.readRGB({ window: [...window], interleave: true });
    const opacity =
      OPACITY.has(extra) || clear !== null
        ? await image.readRasters({
            window: [...window],
            samples: [OPACITY.has(extra) ? bands - 1 : 0],
            interleave: true,
          })
        : null;
    const out = new Uint8Array(4 * count);
    const step = rgb.length / count;
    for (let i = 0; i < count; i++) {
      for (let c = 0; c < 3; c++) out[4 * i + c] = rgb[step * i + c];
      out[4 * i + 3] =
        opacity === null ? 255 : OPACITY.has(extra) ? opacity[i] : isClear(rgb, step * i, clear) ? 0 : 255;
    }
    return out;
  } catch (error) {
    throw new ReadError(
      readerMessage('tiff', { file, reason: error instanceof Error ? error.message : String(error) }),
    );
  }
}

/** "None" is none in every band. */
const isClear = (rgb: ArrayLike<number>, at: number, value: number | null): boolean =>
  rgb[at] === value && rgb[at + 1] === value && rgb[at + 2] === value;
