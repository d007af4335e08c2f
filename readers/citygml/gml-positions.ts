import { RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import { type Arc, arcThrough, wholeCircle } from '../../model/geo/plane/arc.ts';
import { arcStringPlaces, betweenEnds, type FilePlace, joinedPlaces } from '../shared/curve-places.ts';
import { attributeOf, type GmlNode } from './gml-node.ts';

/** Elements whose places are not those below them one behind the other. */
const CURVES: ReadonlySet<string> = new Set([
  'Ring',
  'Curve',
  'CompositeCurve',
  'OrientableCurve',
  'Arc',
  'ArcString',
  'Circle',
  'ArcByBulge',
  'ArcStringByBulge',
  'ArcByCenterPoint',
  'CircleByCenterPoint',
]);
/** Curves that are no lines and no arcs. */
const UNREAD = /^(?:CubicSpline|BSpline|Bezier|Clothoid|OffsetCurve|GeodesicString|Geodesic)$/;

/** How many numbers a position has by an element's own word; 0 where it does not say. */
export const dimensionOf = (node: GmlNode): number =>
  Number(attributeOf(node, 'srsDimension') ?? attributeOf(node, 'dimension') ?? 0);

/** Positions of GML's lines and curves (ISO 19136, 10.4), arcs as chords: three numbers each in the file's order of axes. */
export class GmlPositions {
  /** The last curve met that is taken by its vertices. */
  unread: string | null = null;

  /** All numbers below an element, in its direction. `dimension`: as what is around it says. */
  below(node: GmlNode, dimension: number): number[] {
    const values: number[] = [];
    this.#collect(node, dimension, values);
    return values;
  }

  #collect(node: GmlNode, dimension: number, values: number[]): void {
    const own = dimensionOf(node) || dimension;
    if (CURVES.has(node.name)) {
      for (const [x, y, z] of this.#curve(node, own)) values.push(x, y, z);
      return;
    }
    if (UNREAD.test(node.name)) this.unread = node.name;
    takePositions(node, own, values);
    for (const child of node.children) this.#collect(child, own, values);
  }

  #curve(node: GmlNode, dimension: number): FilePlace[] {
    const of = (child: GmlNode): FilePlace[] => placesOf(this.below(child, dimension));
    const places = joinedPlaces(node.children.map(of));
    switch (node.name) {
      case 'Arc':
      case 'ArcString':
        return arcStringPlaces(places);
      case 'Circle':
        return circleThrough(places);
      case 'ArcByBulge':
      case 'ArcStringByBulge':
        return arcStringPlaces(withMiddles(places, numbersIn(node, 'bulge'), numbersIn(node, 'normal')));
      case 'ArcByCenterPoint':
      case 'CircleByCenterPoint':
        return aboutCentre(places, node);
      case 'OrientableCurve':
        return attributeOf(node, 'orientation') === '-' ? places.toReversed() : places;
      default:
        return places;
    }
  }
}

function placesOf(values: readonly number[]): FilePlace[] {
  const places: FilePlace[] = [];
  for (let i = 0; i + 2 < values.length; i += 3) places.push([values[i], values[i + 1], values[i + 2]]);
  return places;
}

/** Numbers of `posList`, `pos`, `coordinates` and `coord`, all as triples; a position of two numbers stands at height 0. */
function takePositions(node: GmlNode, dimension: number, values: number[]): void {
  const { name, text, children } = node;
  if (name === 'coord')
    for (const axis of ['X', 'Y', 'Z']) values.push(Number(children.find((child) => child.name === axis)?.text ?? 0));
  else if (name === 'coordinates') {
    for (const [x, y, z = 0] of tuplesOf(node)) values.push(x, y, z);
  } else if (name === 'posList' || name === 'pos') {
    const numbers = text.trim().split(/\s+/).map(Number);
    const isFlat = dimension === 2 || (name === 'pos' && numbers.length === 2);
    if (!isFlat) for (const value of numbers) values.push(value);
    else for (let i = 0; i + 1 < numbers.length; i += 2) values.push(numbers[i], numbers[i + 1], 0);
  }
}

/** The tuples of GML 2's `coordinates`, by the marks that it states; blanks about a mark are none. */
function tuplesOf(node: GmlNode): number[][] {
  const mark = (name: string, usual: string): string => attributeOf(node, name) || usual;
  const decimal = mark('decimal', '.');
  const between = mark('cs', ',');
  const behind = mark('ts', ' ');
  const split = (text: string, at: string): string[] => text.trim().split(at.trim() === '' ? /\s+/ : at);
  const text = between === ',' ? node.text.replace(/\s*,\s*/g, ',') : node.text;
  return split(text, behind)
    .filter((tuple) => tuple.trim() !== '')
    .map((tuple) => split(tuple, between).map((number) => Number(number.trim().replace(decimal, '.'))));
}

const numbersIn = (node: GmlNode, name: string): number[] =>
  node.children.filter((child) => child.name === name).flatMap(({ text }) => text.trim().split(/\s+/).map(Number));

/** The whole circle through three places, from the first back to it. */
function circleThrough(places: readonly FilePlace[]): FilePlace[] {
  const [a, b, c] = places;
  const arc = places.length === 3 ? arcThrough([a[0], a[1]], [b[0], b[1]], [c[0], c[1]]) : null;
  if (!arc) return [...places];
  const { turnRad } = wholeCircle(arc.centre, [a[0], a[1]]);
  return [a, ...betweenEnds({ ...arc, turnRad: Math.sign(arc.turnRad) * turnRad }, a, a), a];
}

/** Bulges are the offsets of the middles of arcs from their chords, to the left where the normal is positive (ISO 19136, 10.4.7.9). */
function withMiddles(places: readonly FilePlace[], bulges: readonly number[], normals: readonly number[]): FilePlace[] {
  const through = places.slice(0, 1);
  for (let i = 1; i < places.length; i++) {
    const [x, y, z] = places[i - 1];
    const [toX, toY, toZ] = places[i];
    const chord = Math.hypot(toX - x, toY - y) || 1;
    const share = ((bulges[i - 1] ?? 0) * (normals[i - 1] ?? 1)) / chord;
    through.push([(x + toX) / 2 - share * (toY - y), (y + toY) / 2 + share * (toX - x), (z + toZ) / 2], places[i]);
  }
  return through;
}

/** An arc by its centre, its radius and the angles from the first axis at which it begins and ends; a circle has none. */
function aboutCentre([centre]: readonly FilePlace[], node: GmlNode): FilePlace[] {
  const [radius] = numbersIn(node, 'radius');
  if (!centre || radius === undefined) return [];
  const [startDeg = 0] = numbersIn(node, 'startAngle');
  const [endDeg = 360] = numbersIn(node, 'endAngle');
  const [x, y, z] = centre;
  const startRad = startDeg * RAD_PER_DEG;
  const arc: Arc = { centre: [x, y], radius, startRad, turnRad: endDeg * RAD_PER_DEG - startRad };
  const at = (rad: number): FilePlace => [x + radius * Math.cos(rad), y + radius * Math.sin(rad), z];
  const start = at(startRad);
  const end = Math.abs(endDeg - startDeg) === 360 ? start : at(startRad + arc.turnRad);
  return [start, ...betweenEnds(arc, start, end), end];
}
