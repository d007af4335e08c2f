import type { GeoTIFFImage } from 'geotiff';
import type { Crs } from '../../model/geo/crs.ts';
import { crsOf } from '../shared/crs.ts';
import { readerMessage } from '../shared/messages.ts';
import { Problems, ReadError } from '../shared/problems.ts';
import { type BesideRaster, crsOfImage, maskImageOf, NOTHING_BESIDE, OPACITY } from './geotiff.ts';
import { northWestFirst, type Placement, placementOf } from './placement.ts';
import { boundStrips } from './strips.ts';

/** A photograph of the ground, turned so that its rows run from north to south and its columns from west to east. */
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

/**
 * An orthophoto in GeoTIFF (OGC 19-008r4) of eight bits a band: grey, RGB, palette, CMYK or YCbCr, with opacity or without. Pixels of the
 * value that the file gives for "none", and those that its mask covers, are clear. Nothing is unpacked before a window is read.
 */
export async function openPhoto(
  bytes: Uint8Array,
  file: string,
  named: string | undefined,
  beside: BesideRaster = NOTHING_BESIDE,
  problems: Problems = new Problems(),
): Promise<GroundPhoto> {
  const geotiff = await import('geotiff');
  boundStrips(geotiff);
  try {
    const copy = new ArrayBuffer(bytes.length);
    new Uint8Array(copy).set(bytes);
    const tiff = await geotiff.fromArrayBuffer(copy);
    const image = await tiff.getImage();
    for (let band = 0; band < image.getSamplesPerPixel(); band++)
      if (image.getBitsPerSample(band) !== 8)
        throw new ReadError(readerMessage('photo-bits', { file, got: image.getBitsPerSample(band) }));
    const crs = await crsOf(named ?? (await crsOfImage(image, file, beside.prj, problems)), file);
    const { x0, y0, stepX, stepY, ...turn } = placementOf(image, file, beside.world);
    const opened: OpenPhoto = { image, mask: await maskImageOf(tiff, image, file, problems), file, ...turn };
    return {
      file,
      crs,
      columns: image.getWidth(),
      rows: image.getHeight(),
      west: x0 - stepX / 2,
      north: y0 + stepY / 2,
      pixelX: stepX,
      pixelY: stepY,
      read: (window) => pixelsOf(opened, window),
    };
  } catch (error) {
    if (error instanceof ReadError) throw error;
    throw new ReadError(
      readerMessage('tiff', { file, reason: error instanceof Error ? error.message : String(error) }),
    );
  }
}

interface OpenPhoto extends Pick<Placement, 'isMirrored' | 'isSouthUp'> {
  image: GeoTIFFImage;
  mask: GeoTIFFImage | null;
  file: string;
}

type Window = Parameters<GroundPhoto['read']>[0];

/** The window of the file that lies where one of the photograph does. */
function windowInFile({ image, isMirrored, isSouthUp }: OpenPhoto, [left, top, right, bottom]: Window): Window {
  const columns = image.getWidth();
  const rows = image.getHeight();
  return [
    isMirrored ? columns - right : left,
    isSouthUp ? rows - bottom : top,
    isMirrored ? columns - left : right,
    isSouthUp ? rows - top : bottom,
  ];
}

async function pixelsOf(photo: OpenPhoto, shown: Window): Promise<Uint8Array> {
  const { image, mask, file } = photo;
  const window = [...windowInFile(photo, shown)];
  const columns = window[2] - window[0];
  const count = columns * (window[3] - window[1]);
  const bands = image.getSamplesPerPixel();
  const extra = Number(image.fileDirectory.getValue('ExtraSamples')?.[0] ?? 0);
  const clear = image.getGDALNoData();
  const bandOf = (from: GeoTIFFImage, sample: number) =>
    from.readRasters({ window, samples: [sample], interleave: true });
  try {
    const rgb = await image.readRGB({ window, interleave: true });
    const opacity = OPACITY.has(extra) ? await bandOf(image, bands - 1) : null;
    const covered = mask && (await bandOf(mask, 0));
    const out = new Uint8Array(4 * count);
    const step = rgb.length / count;
    for (let i = 0; i < count; i++) {
      for (let c = 0; c < 3; c++) out[4 * i + c] = rgb[step * i + c];
      const isNone = covered?.[i] === 0 || (opacity === null && clear !== null && isClear(rgb, step * i, clear));
      out[4 * i + 3] = isNone ? 0 : (opacity?.[i] ?? 255);
    }
    return northWestFirst(out, columns, photo, 4);
  } catch (error) {
    throw new ReadError(
      readerMessage('tiff', { file, reason: error instanceof Error ? error.message : String(error) }),
    );
  }
}

/** "None" is none in every band. */
const isClear = (rgb: ArrayLike<number>, at: number, value: number): boolean =>
  rgb[at] === value && rgb[at + 1] === value && rgb[at + 2] === value;
