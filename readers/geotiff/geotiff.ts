import type { GeoTIFF, GeoTIFFImage } from 'geotiff';
import { inflateLimit } from '../../model/inflate-limit.ts';
import { type ByteSource, MAX_WHOLE_BYTES } from '../shared/byte-source.ts';
import { crsOf } from '../shared/crs.ts';
import { readerMessage } from '../shared/messages.ts';
import { Problems, ReadError } from '../shared/problems.ts';
import type { RasterTile } from '../shared/raster-tile.ts';
import { usableCrs } from '../shared/wkt-crs.ts';
import { type Band, bandOf } from './band.ts';
import { crsOfKeys } from './geo-keys.ts';
import { northWestFirst, placementOf } from './placement.ts';
import { boundLerc, boundStrips, LERC } from './strips.ts';

/** Tells what stands beside a file: texts of its world file, of its system and of what GDAL knows of it besides; null where there is none. */
export interface BesideRaster {
  world: string | null;
  prj: string | null;
  aux: string | null;
  hasMask: boolean;
}

/** Nothing, as beside a file that comes alone. */
export const NOTHING_BESIDE: BesideRaster = { world: null, prj: null, aux: null, hasMask: false };
const MAX_BESIDE_BYTES = 1 << 20;

/** Reads what stands beside a raster: its world file, its `.prj`, GDAL's `.tif.aux.xml`; a mask there is only seen. */
export async function besideOf(source: ByteSource): Promise<BesideRaster> {
  const textOf = async (ending: string): Promise<string | null> => {
    const sibling = await source.sibling?.(ending);
    return sibling ? new TextDecoder().decode((await sibling.whole(MAX_BESIDE_BYTES)).slice()) : null;
  };
  const ending = source.name.split('.').at(-1) ?? 'tif';
  return {
    world: (await textOf('tfw')) ?? (await textOf('wld')),
    prj: await textOf('prj'),
    aux: await textOf(`${ending}.aux.xml`),
    hasMask: Boolean(await source.sibling?.(`${ending}.msk`)),
  };
}

/**
 * The first band of a GeoTIFF (OGC 19-008r4), by `geotiff` without its worker pool, as GDAL means it: with scale, offset, "no data" and mask,
 * whichever way its rows run. `named` stands before the system of its keys, `assumed` behind it. Refused: rasters that are turned against their system, and keys
 * that name no system that is known.
 */
export async function readGeoTiff(
  bytes: Uint8Array,
  file: string,
  named: string | undefined,
  beside: BesideRaster = NOTHING_BESIDE,
  problems: Problems = new Problems(),
  assumed?: string,
): Promise<RasterTile> {
  const geotiff = await import('geotiff');
  boundStrips(geotiff);
  try {
    const copy = new ArrayBuffer(bytes.length);
    new Uint8Array(copy).set(bytes);
    const tiff = await geotiff.fromArrayBuffer(copy);
    const image = await tiff.getImage();
    refusePicture(image, file);
    const columns = image.getWidth();
    const rows = image.getHeight();
    checkSize(image, bytes.length, file);
    await refusePredictor(image, file);
    await reportOrientation(image, file, problems);
    if (compressionOf(image) === LERC) await boundLerc(geotiff);
    const crs = await crsOf(named ?? (await crsOfImage(image, file, beside.prj, problems, assumed)), file);
    const { x0, y0, stepX, stepY, ...turn } = placementOf(image, file, beside.world);
    const band = await bandOf(image, file, beside.aux, problems);
    if (beside.hasMask)
      problems.report(
        'raster-mask',
        () => `${file}: expected its mask inside, got one beside it (.msk); it is not read`,
      );
    const raster = await image.readRasters({ samples: [0], interleave: true });
    if (raster.length < columns * rows)
      throw new ReadError(readerMessage('tiff-values', { file, expected: columns * rows, got: raster.length }));
    const values = valuesOf(raster, columns * rows, band, await maskOf(tiff, image, bytes.length, file, problems));
    return {
      file,
      crs,
      columns,
      rows,
      x0,
      y0,
      stepX,
      stepY,
      values: northWestFirst(values, columns, turn),
      unit: band.unit,
      vertical: band.vertical,
    };
  } catch (error) {
    if (error instanceof ReadError) throw error;
    throw new ReadError(
      readerMessage('tiff', { file, reason: error instanceof Error ? error.message : String(error) }),
    );
  }
}

/** Numbers of the band as values; NaN where it has none, or the mask covers it. */
function valuesOf(
  numbers: ArrayLike<number>,
  count: number,
  { scale, offset, noData }: Band,
  mask: ArrayLike<number> | null,
): Float32Array {
  const values = new Float32Array(count);
  // A file of single numbers may write its "no data" with more digits than they have.
  const none = noData === null ? Number.NaN : noData;
  const single = Math.fround(none);
  for (let i = 0; i < count; i++) {
    const isNone = numbers[i] === none || numbers[i] === single || (mask !== null && mask[i] === 0);
    values[i] = isNone ? Number.NaN : numbers[i] * scale + offset;
  }
  return values;
}

/** Bits of NewSubfileType: a smaller copy, and a mask. */
const REDUCED = 1;
const MASK = 4;
/** Opacity stands in its own band by this tag (TIFF 6.0, ExtraSamples); 1 and 2: multiplied in or not. */
export const OPACITY: ReadonlySet<number> = new Set([1, 2]);
/** Directories of a file that are looked through for a mask. */
const MAX_DIRECTORIES = 64;

/** The mask of an image: 0 where there is no value. A directory of its own (TIFF 6.0, NewSubfileType 4), or a second band of opacity. */
async function maskOf(tiff: GeoTIFF, image: GeoTIFFImage, fileBytes: number, file: string, problems: Problems) {
  const extra = Number(image.fileDirectory.getValue('ExtraSamples')?.[0] ?? 0);
  if (image.getSamplesPerPixel() === 2 && OPACITY.has(extra))
    return await image.readRasters({ samples: [1], interleave: true });
  const mask = await maskImageOf(tiff, image, file, problems);
  if (!mask) return null;
  checkSize(mask, fileBytes, file);
  return await mask.readRasters({ samples: [0], interleave: true });
}

/**
 * The directory that is the mask of an image; null where the file has none. Directories are asked for one by one: `getImageCount` never ends
 * where the last one leads back to the first.
 */
export async function maskImageOf(
  tiff: GeoTIFF,
  image: GeoTIFFImage,
  file: string,
  problems: Problems,
): Promise<GeoTIFFImage | null> {
  for (let i = 1; i < MAX_DIRECTORIES; i++) {
    const other = await directoryAt(tiff, i, file, problems);
    if (!other) return null;
    const kind = Number(other.fileDirectory.getValue('NewSubfileType') ?? 0);
    const isSame = other.getWidth() === image.getWidth() && other.getHeight() === image.getHeight();
    if ((kind & MASK) !== 0 && (kind & REDUCED) === 0 && isSame) return other;
  }
  return null;
}

/** A directory of a file; null behind the last one, and for one that is broken, which is told. */
async function directoryAt(tiff: GeoTIFF, i: number, file: string, problems: Problems): Promise<GeoTIFFImage | null> {
  try {
    return await tiff.getImage(i);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!reason.startsWith('No image at index'))
      problems.report('raster-mask', () => `${file}: directory ${i}: expected an image or the end, got "${reason}"`);
    return null;
  }
}

/** Numbers that hold the difference to the one before them are put together in the computer's order of bytes, which is the small end first. */
async function refusePredictor(image: GeoTIFFImage, file: string): Promise<void> {
  const predictor = Number((await image.fileDirectory.loadValue('Predictor')) ?? 1);
  if (predictor !== 1 && !image.littleEndian && image.getBitsPerSample() > 8)
    throw new ReadError(readerMessage('tiff-predictor', { file }));
}

/** GDAL and all that follow it take the rows as they lie, whatever the tag says of how a picture is shown. */
async function reportOrientation({ fileDirectory }: GeoTIFFImage, file: string, problems: Problems): Promise<void> {
  const orientation = Number((await fileDirectory.loadValue('Orientation')) ?? 1);
  if (orientation !== 1)
    problems.report(
      'tiff-orientation',
      () =>
        `${file}: expected rows from the top (Orientation 1), got ${orientation}; they are taken as they lie in the file`,
    );
}

/** The system by the keys; by the `.prj` beside it where they name none. */
export async function crsOfImage(
  image: GeoTIFFImage,
  file: string,
  prj: string | null,
  problems: Problems,
  assumed?: string,
): Promise<string> {
  try {
    return await crsOfKeys({ ...image.getGeoKeys() }, file);
  } catch (error) {
    const named = prj === null ? null : await usableCrs(null, prj, file.replace(/\.[^.]*$/, '.prj'), problems);
    const system = named ?? assumed;
    if (system === undefined) throw error;
    return system;
  }
}

/** Each strip or tile has its place and its length in the file, two bytes each or more. */
const MIN_ENTRY_BYTES = 4;

/** Refuses what a file of these bytes cannot hold, before memory is asked for: all tiles stand unpacked side by side. */
function checkSize(image: GeoTIFFImage, fileBytes: number, file: string): void {
  const tiles =
    Math.ceil(image.getWidth() / image.getTileWidth()) * Math.ceil(image.getHeight() / image.getTileHeight());
  const unpacked = tiles * image.getTileWidth() * image.getTileHeight() * image.getBytesPerPixel();
  const most = inflateLimit(fileBytes, MAX_WHOLE_BYTES);
  if (!(unpacked <= most)) throw new ReadError(readerMessage('tiff-large', { file, most, got: unpacked }));
  if (tiles * MIN_ENTRY_BYTES > fileBytes)
    throw new ReadError(
      readerMessage('tiff-tiles', { file, most: Math.floor(fileBytes / MIN_ENTRY_BYTES), got: tiles }),
    );
}

/** What the tag PhotometricInterpretation says of pictures (TIFF 6.0); 0 and 1 are grey, as grids of numbers are. */
const PICTURE_KINDS: Readonly<Record<number, string>> = { 2: 'RGB', 3: 'palette', 5: 'CMYK', 6: 'YCbCr', 8: 'CIELab' };
/** Tag Compression: JPEG, the old and the new way, and what GDAL writes as lossy WebP and JPEG XL. */
const LOSSY = new Set([6, 7, 50001, 50002]);

/** TIFF's number of it; 1: none. */
const compressionOf = ({ fileDirectory }: GeoTIFFImage): number => Number(fileDirectory.getValue('Compression') ?? 1);

/** An orthophoto has its colours in bytes, which would be baked as a plateau of 0 to 255 m. */
function refusePicture(image: GeoTIFFImage, file: string): void {
  const bands = image.getSamplesPerPixel();
  const { fileDirectory } = image;
  const kind = PICTURE_KINDS[Number(fileDirectory.getValue('PhotometricInterpretation') ?? 0)];
  if (kind || bands > 2)
    throw new ReadError(
      readerMessage('tiff-picture', { file, bands, kind: kind ?? { zh: '多波段', en: 'several of them' } }),
    );
  if (LOSSY.has(compressionOf(image))) throw new ReadError(readerMessage('tiff-lossy', { file }));
}
