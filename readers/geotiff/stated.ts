import type { Stated } from '../shared/stated.ts';

/** Attributes of GeoTIFF that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const GEOTIFF_STATED: Stated = [
  ['ModelPixelScale, ModelTiepoint', 'scale', 'converted', 'tiff-rows'],
  ['ModelTransformation', 'rotation', 'converted', 'tiff-turned'],
  ['several tie points', 'rotation', 'tiff-place'],
  ['world file (.tfw) beside it', 'scale', 'converted', 'tiff-turned'],
  ['direction of rows and columns', 'rotation', 'converted'],
  ['Orientation', 'rotation', 'tiff-orientation'],
  ['GTRasterTypeGeoKey', 'shift', 'converted'],
  ['GTModelTypeGeoKey, ProjectedCSTypeGeoKey, GeographicTypeGeoKey', 'reference', 'converted', 'tiff-crs'],
  ['.prj beside it', 'reference', 'converted', 'crs-text'],
  ['ProjLinearUnitsGeoKey', 'unit', 'converted', 'tiff-linear-unit'],
  ['GeogAngularUnitsGeoKey', 'unit', 'tiff-crs'],
  ['GeogPrimeMeridianLongGeoKey', 'reference', 'converted'],
  ['GeogTOWGS84GeoKey', 'reference', 'converted'],
  ['GDAL_METADATA role scale', 'scale', 'converted'],
  ['GDAL_METADATA role offset', 'shift', 'converted'],
  ['GDAL_METADATA role unittype', 'unit', 'converted', 'raster-unit', 'raster-units'],
  ['VerticalUnitsGeoKey, VerticalCSTypeGeoKey', 'unit', 'converted', 'raster-unit'],
  ['third numbers of ModelPixelScale and ModelTiepoint', 'scale', 'converted', 'raster-height-scale'],
  ['no unit of heights', 'unit', 'terrain-height-unit'],
  ['GDAL_NODATA', 'mask', 'converted'],
  ['mask directory (NewSubfileType 4)', 'mask', 'converted'],
  ['ExtraSamples opacity', 'mask', 'converted'],
  ['Predictor', 'shift', 'converted', 'tiff-predictor'],
  ['PhotometricInterpretation', 'mask', 'converted', 'tiff-picture'],
];
