import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import type { Text } from '../../model/text/text.ts';
import type { InputColumn, LayerInput, LineGeometry, PolygonGeometry } from '../model.ts';
import type { Point } from '../plane/line.ts';
import { areaOf, boundsOf, centroidOf, isInside } from '../plane/polygon.ts';
import { textAt } from './street-net.ts';

const NAME_COLUMNS = ['name', 'name:zh', 'name_zh', '名称'];
const NAME_ZH_COLUMNS = ['name:zh', 'name_zh', 'namezh', ...NAME_COLUMNS];
const NAME_EN_COLUMNS = ['name:en', 'name_en', 'nameen', ...NAME_COLUMNS];
const YEAR_COLUMNS = ['year', 'built', 'start_date', 'construction_year', 'baujahr'];

/** What a feature of a layer is called, where it is and how large: all that names and tours are made of. */
export interface NamedFeature {
  layer: LayerInput;
  row: number;
  /** Null: nobody named it. */
  name: Text | null;
  /** Where its name stands: in the polygon, on the line. Metres east and north. */
  at: Point;
  /** Length of a line, area of a polygon, in metres and square metres. */
  size: number;
  /** Of a solid above its ground, metres; 0 = none known. */
  heightM: number;
  /** Of its building, where the data tells. */
  year: number | null;
}

/** All features of layers that stand today and have an extent: lines and polygons. */
export function namedFeatures(layers: readonly LayerInput[], origin: LonLat): NamedFeature[] {
  return layers.filter(({ state }) => state === 'existing').flatMap((layer) => featuresOf(layer, origin));
}

function featuresOf(layer: LayerInput, origin: LonLat): NamedFeature[] {
  const { geometry, columns, count } = layer.features;
  if (geometry.kind !== 'line' && geometry.kind !== 'polygon') return [];
  const zh = textsOf(columns, NAME_ZH_COLUMNS);
  const en = textsOf(columns, NAME_EN_COLUMNS);
  const year = columns.find(({ name }) => YEAR_COLUMNS.includes(name.toLowerCase()));
  const out: NamedFeature[] = [];
  for (let row = 0; row < count; row++) {
    const extent = geometry.kind === 'line' ? onLine(geometry, row, origin) : inPolygon(geometry, row, origin);
    if (!extent) continue;
    const name = { zh: zh(row) || en(row), en: en(row) || zh(row) };
    out.push({
      layer,
      row,
      name: name.zh ? name : null,
      ...extent,
      heightM: geometry.kind === 'polygon' ? heightOf(geometry, row) : 0,
      year: year ? yearAt(year, row) : null,
    });
  }
  return out;
}

/** The first of the columns that says something of a row. */
function textsOf(columns: readonly InputColumn[], names: readonly string[]): (row: number) => string {
  const texts = names.flatMap((name) => {
    const column = columns.find((one) => one.name.toLowerCase() === name);
    return column?.type === 'string' ? [column.values] : [];
  });
  return (row) => texts.map((values) => textAt(values, row).trim()).find((text) => text !== '') ?? '';
}

function yearAt(column: InputColumn, row: number): number | null {
  const value = column.type === 'string' ? Number(/^\d{4}/.exec(textAt(column.values, row))?.[0]) : column.values[row];
  return value >= 1 && value <= 2200 ? Math.round(value) : null;
}

function heightOf({ featurePart, partTopM, partRoofM }: PolygonGeometry, row: number): number {
  let heightM = 0;
  for (let part = featurePart[row]; part < featurePart[row + 1]; part++) {
    const topM = (partTopM?.[part] ?? Number.NaN) + (partRoofM?.[part] ?? 0);
    if (topM > heightM) heightM = topM;
  }
  return heightM;
}

/** The middle of the longest of its lines, and the length of all. */
function onLine({ featureLine, lineVertex, lonLatDeg }: LineGeometry, row: number, origin: LonLat) {
  let size = 0;
  let longestM = 0;
  let at: Point | null = null;
  for (let line = featureLine[row]; line < featureLine[row + 1]; line++) {
    const points = pointsOf(lonLatDeg, lineVertex[line], lineVertex[line + 1], origin);
    const lengthM = lengthOf(points);
    size += lengthM;
    if (lengthM <= longestM) continue;
    longestM = lengthM;
    at = middleOf(points, lengthM);
  }
  return at ? { at, size } : null;
}

/** A place in the largest of its outer rings, and the area of all, holes not taken off. */
function inPolygon({ featurePart, partRing, ringVertex, lonLatDeg }: PolygonGeometry, row: number, origin: LonLat) {
  let size = 0;
  let largestM2 = 0;
  let at: Point | null = null;
  for (let part = featurePart[row]; part < featurePart[row + 1]; part++) {
    const ring = partRing[part];
    const points = pointsOf(lonLatDeg, ringVertex[ring], ringVertex[ring + 1], origin);
    const areaM2 = Math.abs(areaOf(points));
    size += areaM2;
    if (areaM2 <= largestM2) continue;
    largestM2 = areaM2;
    at = placeIn(points);
  }
  return at ? { at, size } : null;
}

function pointsOf(lonLatDeg: Float64Array, from: number, to: number, origin: LonLat): Point[] {
  const points: Point[] = [];
  for (let v = from; v < to; v++) {
    const place = { lonDeg: lonLatDeg[2 * v], latDeg: lonLatDeg[2 * v + 1], heightM: origin.heightM };
    const [x, y] = enuFromLonLat(origin, place);
    points.push([x, y]);
  }
  return points;
}

const lengthOf = (points: readonly Point[]): number =>
  points.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - points[i][0], y - points[i][1]), 0);

function middleOf(points: readonly Point[], lengthM: number): Point {
  let leftM = lengthM / 2;
  for (let i = 1; i < points.length; i++) {
    const [ax, ay] = points[i - 1];
    const [bx, by] = points[i];
    const stepM = Math.hypot(bx - ax, by - ay);
    if (stepM >= leftM && stepM > 0) return [ax + ((bx - ax) * leftM) / stepM, ay + ((by - ay) * leftM) / stepM];
    leftM -= stepM;
  }
  return points[points.length - 1];
}

/** The centroid; of a bent shape that does not hold it, the middle of the widest stretch at half its height. */
function placeIn(ring: readonly Point[]): Point {
  const centre = centroidOf(ring);
  if (isInside(ring, centre[0], centre[1])) return centre;
  const { minY, maxY } = boundsOf(ring);
  const y = (minY + maxY) / 2;
  const crossings: number[] = [];
  for (const [i, [bx, by]] of ring.entries()) {
    const [ax, ay] = ring[(i + ring.length - 1) % ring.length];
    if (ay > y !== by > y) crossings.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
  }
  crossings.sort((a, b) => a - b);
  let widest: Point = centre;
  let widthM = 0;
  for (let i = 0; i + 1 < crossings.length; i += 2)
    if (crossings[i + 1] - crossings[i] > widthM) {
      widthM = crossings[i + 1] - crossings[i];
      widest = [(crossings[i] + crossings[i + 1]) / 2, y];
    }
  return widest;
}
