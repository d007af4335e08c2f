import type { GeoTIFFImage } from 'geotiff';
import { inflateLimit } from '../../model/inflate-limit.ts';
import { MAX_WHOLE_BYTES } from '../shared/byte-source.ts';
import { crsOf } from '../shared/crs.ts';
import { readerMessage } from '../shared/messages.ts';
import { ReadError } from '../shared/problems.ts';
import type { RasterTile } from '../shared/raster-tile.ts';
import { boundLerc, boundStrips, LERC } from './strips.ts';

/**
 * The first band of a GeoTIFF (OGC 19-008r4), by `geotiff` without its worker pool. `named` stands before the system of its keys. Refused:
 * rotated rasters, rows from south to north, keys that name no system that is known.
 */
export async function readGeoTiff(bytes: Uint8Array, file: string, named: string | undefined): Promise<RasterTile> {
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
    if (compressionOf(image) === LERC) await boundLerc(geotiff);
    const keys: Record<string, unknown> = { ...image.getGeoKeys() };
    const crs = await crsOf(named ?? crsOfKeys(keys, file), file);
    const raster = await image.readRasters({ samples: [0], interleave: true });
    const values = new Float32Array(columns * rows);
    if (raster.length < values.length)
      throw new ReadError(readerMessage('tiff-values', { file, expected: values.length, got: raster.length }));
    for (let i = 0; i < values.length; i++) values[i] = raster[i];
    const noData = image.getGDALNoData();
    if (noData !== null) for (let i = 0; i < values.length; i++) if (raster[i] === noData) values[i] = Number.NaN;
    const [west, north] = image.getOrigin();
    const [stepX, stepY] = image.getResolution();
    if (!(stepX > 0) || !(stepY < 0)) throw new ReadError(readerMessage('tiff-rows', { file, stepX, stepY }));
    // GTRasterTypeGeoKey 2: the tie point is a value's place; else it is the corner of a cell.
    const half = keys.GTRasterTypeGeoKey === 2 ? 0 : 0.5;
    return {
      file,
      crs,
      columns,
      rows,
      x0: west + half * stepX,
      y0: north + half * stepY,
      stepX,
      stepY: -stepY,
      values,
    };
  } catch (error) {
    if (error instanceof ReadError) throw error;
    throw new ReadError(
      readerMessage('tiff', { file, reason: error instanceof Error ? error.message : String(error) }),
    );
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

/** The system that GeoTIFF keys name by code or spell out by parameters (transverse Mercator, Lambert with two parallels). */
export function crsOfKeys(keys: Record<string, unknown>, file: string): string {
  const key = (name: string): number | null => {
    const value = keys[name];
    return typeof value === 'number' && value !== 32767 ? value : null;
  };
  const code = key('ProjectedCSTypeGeoKey') ?? (key('GTModelTypeGeoKey') === 2 ? key('GeographicTypeGeoKey') : null);
  if (code) return `EPSG:${code}`;
  const a = key('GeogSemiMajorAxisGeoKey') ?? 6378137;
  const rf = key('GeogInvFlatteningGeoKey') ?? 298.257223563;
  const given = (name: string, otherwise: number): number => key(name) ?? otherwise;
  const tail = `+x_0=${given('ProjFalseEastingGeoKey', 0)} +y_0=${given('ProjFalseNorthingGeoKey', 0)} +a=${a} +rf=${rf} +towgs84=0,0,0,0,0,0,0 +units=m +no_defs`;
  const lat0 = given('ProjNatOriginLatGeoKey', 0);
  const lon0 = given('ProjNatOriginLongGeoKey', 0);
  const transform = key('ProjCoordTransGeoKey');
  if (transform === 1)
    return `+proj=tmerc +lat_0=${lat0} +lon_0=${lon0} +k=${given('ProjScaleAtNatOriginGeoKey', 1)} ${tail}`;
  if (transform === 8)
    return `+proj=lcc +lat_1=${given('ProjStdParallel1GeoKey', lat0)} +lat_2=${given('ProjStdParallel2GeoKey', lat0)} +lat_0=${given('ProjFalseOriginLatGeoKey', lat0)} +lon_0=${given('ProjFalseOriginLongGeoKey', lon0)} ${tail}`;
  throw new ReadError(readerMessage('tiff-crs', { file }));
}
