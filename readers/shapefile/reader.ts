import type { FileStart, Reader } from '../reader.ts';
import { isOpenArchive, namesAtStart } from '../shared/zip-entries.ts';

/** ESRI Shapefile: zipped, or a `.shp` with its `.dbf`, `.prj` and `.cpg` beside it. */
export const shapefileReader: Reader = {
  id: 'shapefile',
  name: 'Shapefile',
  order: 36,
  extensions: ['shp', 'shp.zip', 'zip'],
  mimeTypes: ['application/vnd.shp', 'application/x-shapefile', 'application/zip'],
  gives: ['features'],
  geometries: ['polygon', 'line', 'point'],
  coordinates: 'stated',
  accepts: (start) => isShpStart(start) || namesAtStart(start).some((name) => PART.test(name)),
  // An archive may begin with hundreds of pictures or with a table of many megabytes.
  isUndecided: (start) => isOpenArchive(start, KNOWN_PART),
  async read(source, wish, problems) {
    const { readShapefile } = await import('./shapefile.ts');
    const { geometry = 'polygon', properties = { all: true }, keepZ = false } = wish;
    const isPlaced = wish.crs !== undefined;
    return {
      gives: 'features',
      raw: await readShapefile(source, { ...wish, geometry, properties, keepZ, isPlaced }, problems),
    };
  },
};

const PART = /\.(shp|shx|dbf)$/;
/** What tells an archive's format: parts of a shapefile, a document of KML or of a workbook. */
const KNOWN_PART = /\.(shp|shx|dbf|prj|kml)$|^\[content_types\]\.xml$|^xl\//;

const isShpStart = ({ text }: FileStart): boolean => text.startsWith("\u0000\u0000'\n") && text.length >= 100;
