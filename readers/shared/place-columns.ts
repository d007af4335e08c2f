import { readerMessage } from './messages.ts';
import { ReadError } from './problems.ts';

/** Columns of a table that say where its rows lie, by their names. */
export interface PlaceFields {
  x?: string | undefined;
  y?: string | undefined;
  wkt?: string | undefined;
}

/** Pairs that are usual, east before north; degrees before metres. */
const PAIRS: readonly (readonly [x: readonly string[], y: readonly string[]])[] = [
  [
    [
      'lon',
      'lng',
      'long',
      'longitude',
      'londeg',
      'londd',
      'lonwgs84',
      'wgs84lon',
      'wgs84lng',
      'lngwgs84',
      '经度',
      '東經',
      '东经',
      '经度°',
    ],
    ['lat', 'latitude', 'latdeg', 'latdd', 'latwgs84', 'wgs84lat', '纬度', '緯度', '北纬', '纬度°'],
  ],
  [
    [
      'x',
      'easting',
      'east',
      'pointx',
      'xcoord',
      'coordx',
      'xcoordinate',
      'eastingm',
      'xm',
      '东坐标',
      '横坐标',
      'x坐标',
      '坐标x',
    ],
    [
      'y',
      'northing',
      'north',
      'pointy',
      'ycoord',
      'coordy',
      'ycoordinate',
      'northingm',
      'ym',
      '北坐标',
      '纵坐标',
      'y坐标',
      '坐标y',
    ],
  ],
];
const WKT_NAMES: readonly string[] = [
  'wkt',
  'wktgeom',
  'wktgeometry',
  'geometry',
  'geom',
  'thegeom',
  'shapewkt',
  'wkb',
  'wkbgeometry',
  'ewkb',
  '几何',
  '几何信息',
  '空间位置',
];

const plain = (name: string): string => name.toLowerCase().replace(/[\s_\-.()（）[\]"]/g, '');

/** Which columns the places are in, by their indices; null where no usual name is among them. */
export function defaultPlaces(names: readonly string[]): { x: number; y: number } | { wkt: number } | null {
  const all = names.map(plain);
  const wkt = all.findIndex((name) => WKT_NAMES.includes(name));
  if (wkt >= 0) return { wkt };
  for (const [xs, ys] of PAIRS) {
    const x = all.findIndex((name) => xs.includes(name));
    const y = all.findIndex((name) => ys.includes(name));
    if (x >= 0 && y >= 0) return { x, y };
  }
  return null;
}

/** The same where somebody may have named them; a ReadError lists the columns that there are. */
export function placesIn(
  names: readonly string[],
  { x, y, wkt }: PlaceFields,
  file: string,
): { x: number; y: number } | { wkt: number } {
  const at = (name: string): number => {
    const index = names.indexOf(name);
    if (index >= 0) return index;
    throw new ReadError(readerMessage('place-column', { file, got: JSON.stringify(name), names: listed(names) }));
  };
  if (wkt !== undefined) return { wkt: at(wkt) };
  if (x !== undefined && y !== undefined) return { x: at(x), y: at(y) };
  const usual = defaultPlaces(names);
  if (usual) return usual;
  throw new ReadError(readerMessage('place-columns', { file, names: listed(names) }));
}

const MAX_LISTED = 30;
const listed = (names: readonly string[]): string =>
  names.slice(0, MAX_LISTED).join(', ') + (names.length > MAX_LISTED ? ', …' : '');
