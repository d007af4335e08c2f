import type { Stated } from '../shared/stated.ts';

/** Attributes of GeoTIFF that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const GEOTIFF_STATED: Stated = {
  'ModelPixelScale, ModelTiepoint': ['scale', 'converted', 'tiff-rows'],
  GTRasterTypeGeoKey: ['shift', 'converted'],
  'GTModelTypeGeoKey, ProjectedCSTypeGeoKey, GeographicTypeGeoKey': ['reference', 'converted', 'tiff-crs'],
  GDAL_NODATA: ['mask', 'converted'],
  PhotometricInterpretation: ['mask', 'converted', 'tiff-picture'],
};
