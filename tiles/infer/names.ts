import { boundsOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { centroidOf, isInRing, middleAtLevel } from '../../model/geo/plane/ring.ts';
import type { Text } from '../../model/text/text.ts';
import { textAt } from '../columns.ts';
import type { InputColumn, LayerInput, LineGeometry, PolygonGeometry } from '../model.ts';
import type { Ground } from '../shape/ground.ts';

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
  /** Which way a line runs where its name stands, clockwise from north, 0 to 180; null: not a line. */
  bearingDeg: number | null;
  /** Length of a line, area of a polygon, in metres and square metres. */
  size: number;
  /** Height of a solid above its ground, metres; 0 = none known. */
  heightM: number;
  /** Year of its building, where the data states it. */
  year: number | null;
}

/** Features of layers that stand today, lines and polygons; of buildings without a name those alone that stand out. */
export function namedFeatures(layers: readonly LayerInput[], ground: Ground): NamedFeature[] {
  return layers.filter(({ state }) => state === 'existing').flatMap((layer) => featuresOf(layer, ground));
}

function featuresOf(layer: LayerInput, ground: Ground): NamedFeature[] {
  const { geometry, columns, count } = layer.features;
  if (geometry.kind !== 'line' && geometry.kind !== 'polygon') return [];
  const nameOf = namesOf(columns);
  const year = columns.find(({ name }) => YEAR_COLUMNS.includes(name.toLowerCase()));
  const out: NamedFeature[] = [];
  const standsOut = layer.kind === 'building' && geometry.kind === 'polygon' ? outstanding(geometry, ground) : null;
  for (let row = 0; row < count; row++) {
    const name = nameOf(row);
    const built = year ? yearAt(year, row) : null;
    if (name || !standsOut || standsOut(row, built))
      out.push(new ExtendedFeature(layer, geometry, row, name, built, ground));
  }
  return out;
}

/**
 * Tells of one building after the other whether it is as high, as large or as old as all before it. A tour looks for no others that nobody named:
 * some hundred of New York's hundred thousand.
 */
function outstanding(geometry: PolygonGeometry, ground: Ground): (row: number, built: number | null) => boolean {
  let highestM = 0;
  let largestM2 = 0;
  let oldest = Number.POSITIVE_INFINITY;
  return (row, built) => {
    const heightM = heightOf(geometry, row);
    const areaM2 = polygonAreaM2(geometry, row, ground);
    if (heightM < highestM && areaM2 < largestM2 && (built === null || built > oldest)) return false;
    highestM = Math.max(highestM, heightM);
    largestM2 = Math.max(largestM2, areaM2);
    oldest = Math.min(oldest, built ?? Number.POSITIVE_INFINITY);
    return true;
  };
}

/** A class, since an object of its own with a getter costs a microsecond for each house of a city; size and place are of use to few. */
class ExtendedFeature implements NamedFeature {
  readonly layer: LayerInput;
  readonly row: number;
  readonly name: Text | null;
  readonly heightM: number;
  readonly year: number | null;
  readonly #geometry: LineGeometry | PolygonGeometry;
  readonly #ground: Ground;
  #size = Number.NaN;

  constructor(
    layer: LayerInput,
    geometry: LineGeometry | PolygonGeometry,
    row: number,
    name: Text | null,
    year: number | null,
    ground: Ground,
  ) {
    this.layer = layer;
    this.row = row;
    this.name = name;
    this.heightM = geometry.kind === 'polygon' ? heightOf(geometry, row) : 0;
    this.year = year;
    this.#geometry = geometry;
    this.#ground = ground;
  }

  get at(): Point {
    const geometry = this.#geometry;
    if (geometry.kind === 'polygon') return inPolygon(geometry, this.row, this.#ground);
    const { points, lengthM } = longestLine(geometry, this.row, this.#ground);
    return pointAtM(points, lengthM / 2);
  }

  get bearingDeg(): number | null {
    const geometry = this.#geometry;
    if (geometry.kind === 'polygon') return null;
    const { points, lengthM } = longestLine(geometry, this.row, this.#ground);
    return bearingAtMiddle(points, lengthM);
  }

  get size(): number {
    if (Number.isNaN(this.#size)) {
      const geometry = this.#geometry;
      this.#size =
        geometry.kind === 'line'
          ? lineLengthM(geometry, this.row, this.#ground)
          : polygonAreaM2(geometry, this.row, this.#ground);
    }
    return this.#size;
  }
}

/** What a row is called in both languages, one name standing for the other where only one is told; null: nobody named it. */
export function namesOf(columns: readonly InputColumn[]): (row: number) => Text | null {
  const zhOf = textsOf(columns, NAME_ZH_COLUMNS);
  const enOf = textsOf(columns, NAME_EN_COLUMNS);
  return (row) => {
    const zh = zhOf(row);
    const en = enOf(row);
    return zh || en ? { zh: zh || en, en: en || zh } : null;
  };
}

/** The first of the columns that says something of a row. */
function textsOf(columns: readonly InputColumn[], names: readonly string[]): (row: number) => string {
  const texts = names.flatMap((name) => {
    const column = columns.find((one) => one.name.toLowerCase() === name);
    return column?.type === 'string' ? [column.values] : [];
  });
  return (row) => {
    for (const values of texts) {
      if (values.offsets[row] === values.offsets[row + 1]) continue;
      const text = textAt(values, row).trim();
      if (text !== '') return text;
    }
    return '';
  };
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

/** Returns the length of all lines of a feature. */
function lineLengthM({ featureLine, lineVertex, lonLatDeg }: LineGeometry, row: number, ground: Ground): number {
  let size = 0;
  for (let line = featureLine[row]; line < featureLine[row + 1]; line++)
    size += lengthOf(pointsOf(lonLatDeg, lineVertex[line], lineVertex[line + 1], ground));
  return size;
}

/** Returns the longest line of a feature, metres east and north, and its length. */
function longestLine(
  { featureLine, lineVertex, lonLatDeg }: LineGeometry,
  row: number,
  ground: Ground,
): { points: Point[]; lengthM: number } {
  let longest: { points: Point[]; lengthM: number } = { points: [], lengthM: -1 };
  for (let line = featureLine[row]; line < featureLine[row + 1]; line++) {
    const points = pointsOf(lonLatDeg, lineVertex[line], lineVertex[line + 1], ground);
    const lengthM = lengthOf(points);
    if (lengthM > longest.lengthM) longest = { points, lengthM };
  }
  return longest;
}

/** Metres either side of a line's middle that its direction is taken from: a name is about so long. */
const BEARING_REACH_M = 40;

/** Which way a line runs at its middle, clockwise from north, 0 to 180: a name has no start. */
function bearingAtMiddle(points: readonly Point[], lengthM: number): number {
  const reachM = Math.min(BEARING_REACH_M, lengthM / 2);
  const [ax, ay] = pointAtM(points, lengthM / 2 - reachM);
  const [bx, by] = pointAtM(points, lengthM / 2 + reachM);
  return Math.round(((Math.atan2(bx - ax, by - ay) * 180) / Math.PI + 360) % 180);
}

/** Returns the area of all outer rings of a feature, holes not taken off. */
function polygonAreaM2(
  { featurePart, partRing, ringVertex, lonLatDeg }: PolygonGeometry,
  row: number,
  ground: Ground,
): number {
  let size = 0;
  for (let part = featurePart[row]; part < featurePart[row + 1]; part++) {
    const ring = partRing[part];
    size += ringAreaM2(lonLatDeg, ringVertex[ring], ringVertex[ring + 1], ground);
  }
  return size;
}

/** Returns a place in the largest outer ring of a feature. */
function inPolygon(
  { featurePart, partRing, ringVertex, lonLatDeg }: PolygonGeometry,
  row: number,
  ground: Ground,
): Point {
  let largestM2 = -1;
  let largest = 0;
  for (let part = featurePart[row]; part < featurePart[row + 1]; part++) {
    const ring = partRing[part];
    const areaM2 = ringAreaM2(lonLatDeg, ringVertex[ring], ringVertex[ring + 1], ground);
    if (areaM2 <= largestM2) continue;
    largestM2 = areaM2;
    largest = ring;
  }
  return placeIn(pointsOf(lonLatDeg, ringVertex[largest], ringVertex[largest + 1], ground));
}

const corner = new Float64Array(3);

function ringAreaM2(lonLatDeg: Float64Array, from: number, to: number, ground: Ground): number {
  let sumM2 = 0;
  let firstX = 0;
  let firstY = 0;
  let lastX = 0;
  let lastY = 0;
  for (let v = from; v < to; v++) {
    ground.enu(lonLatDeg[2 * v], lonLatDeg[2 * v + 1], ground.originElevationM, corner, 0);
    if (v === from) {
      firstX = corner[0];
      firstY = corner[1];
    }
    const x = corner[0] - firstX;
    const y = corner[1] - firstY;
    sumM2 += lastX * y - x * lastY;
    lastX = x;
    lastY = y;
  }
  return Math.abs(sumM2) / 2;
}

function pointsOf(lonLatDeg: Float64Array, from: number, to: number, ground: Ground): Point[] {
  const points: Point[] = [];
  for (let v = from; v < to; v++) {
    ground.enu(lonLatDeg[2 * v], lonLatDeg[2 * v + 1], ground.originElevationM, corner, 0);
    points.push([corner[0], corner[1]]);
  }
  return points;
}

const lengthOf = (points: readonly Point[]): number =>
  points.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - points[i][0], y - points[i][1]), 0);

/** Returns the point so far along a line, metres. */
function pointAtM(points: readonly Point[], farM: number): Point {
  let leftM = farM;
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
  if (isInRing(ring, centre[0], centre[1])) return centre;
  const { minY, maxY } = boundsOf(ring);
  return middleAtLevel(ring, (minY + maxY) / 2) ?? centre;
}
