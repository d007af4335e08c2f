import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { textAt } from '../columns.ts';
import type { Features, InputColumn, LayerInput, LineGeometry } from '../model.ts';

/** A piece of a road's centre line between two junctions, as the data has it. */
export interface NetStreet {
  /** Id of the road, and which piece of it this is. */
  id: string;
  /** Id of the line in the data. */
  road: string;
  /** `highway` of OpenStreetMap or its like, in lower case; empty where the data does not tell. */
  class: string;
  name: string;
  nameEn: string;
  isBridge: boolean;
  isTunnel: boolean;
  /** What its columns say of it, by name in lower case; nothing where there is no such column. */
  attributeOf(name: string): string;
  /** Width of the carriageway or path. */
  widthM: number;
  points: Point[];
  from: number;
  to: number;
}

interface StreetNet {
  streets: NetStreet[];
  junctions: Point[];
  /** Lines without length, and parts of lines that end where they begin: no street can be made of either. */
  endless: RoadLine[];
}

/** Columns that tell a road's class, the first that is there. */
export const CLASS_COLUMNS = ['highway', 'class', 'fclass', 'road_class', 'roadclass', 'type'];
const NAME_COLUMNS = ['name', 'name:zh', 'name_zh'];
const NAME_EN_COLUMNS = ['nameen', 'name:en', 'name_en'];

/** Lines of roads and paths that are there, of all layers. */
export const roadLayers = (layers: readonly LayerInput[]): LayerInput[] =>
  layers.filter(
    ({ group, state, features }) => group === 'road' && state === 'existing' && features.geometry.kind === 'line',
  );

/**
 * Cuts all road lines where they share a vertex: what crosses without one (a bridge over a street) does not meet. Vertices nearer than a
 * centimetre are one. Junctions are numbered in the order of the lines.
 */
export function streetNet(layers: readonly LayerInput[], origin: LonLat): StreetNet {
  const all = roadLayers(layers).flatMap((layer) => linesOf(layer, origin, 1));
  const lines = all.filter(({ points }) => points.length > 1);
  const endless = all.filter(({ points }) => points.length === 1);
  const uses = new Map<string, number>();
  for (const { points } of lines)
    for (const [i, point] of points.entries()) {
      const isEnd = i === 0 || i === points.length - 1;
      const key = keyOf(point);
      uses.set(key, (uses.get(key) ?? 0) + (isEnd ? 2 : 1));
    }
  const junctions: Point[] = [];
  const numbers = new Map<string, number>();
  const junctionAt = (point: Point): number => {
    const key = keyOf(point);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, junctions.length);
    junctions.push(point);
    return junctions.length - 1;
  };
  const streets: NetStreet[] = [];
  for (const { points, ...road } of lines) {
    let first = 0;
    let piece = 0;
    for (let i = 1; i < points.length; i++) {
      // A ring that meets nothing is cut in its middle: a street has two ends.
      const isMiddle = i === points.length >> 1 && keyOf(points[0]) === keyOf(points[points.length - 1]);
      if ((uses.get(keyOf(points[i])) ?? 0) < 2 && !isMiddle) continue;
      const part = points.slice(first, i + 1);
      const from = junctionAt(part[0]);
      const to = junctionAt(part[part.length - 1]);
      if (from !== to) streets.push({ ...road, id: `${road.id}-${++piece}`, points: part, from, to });
      else endless.push({ ...road, points: part });
      first = i;
    }
  }
  return { streets, junctions, endless };
}

export const keyOf = ([x, y]: Point): string => `${Math.round(x * 100)},${Math.round(y * 100)}`;

export type RoadLine = Omit<NetStreet, 'from' | 'to'>;

/** Lines of a layer as it has them, not cut at junctions; those of fewer vertices than `minPoints` are left out. */
export function linesOf(layer: LayerInput, origin: LonLat, minPoints = 2): RoadLine[] {
  const features = layer.features as Features<LineGeometry>;
  const { geometry, ids, columns } = features;
  const classOf = texts(columns, CLASS_COLUMNS);
  const nameOf = texts(columns, NAME_COLUMNS);
  const nameEnOf = texts(columns, NAME_EN_COLUMNS);
  const { isBridge, isTunnel } = structuresOf(columns);
  const out: RoadLine[] = [];
  for (let row = 0; row < features.count; row++)
    for (let line = geometry.featureLine[row]; line < geometry.featureLine[row + 1]; line++) {
      const points: Point[] = [];
      for (let v = geometry.lineVertex[line]; v < geometry.lineVertex[line + 1]; v++) {
        const [lonDeg, latDeg] = geometry.lonLatDeg.subarray(2 * v, 2 * v + 2);
        const [x, y] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
        if (points.length === 0 || keyOf(points[points.length - 1]) !== keyOf([x, y])) points.push([x, y]);
      }
      const part = line - geometry.featureLine[row];
      const road = textAt(ids, row);
      const id = `${road}${part > 0 ? `.${part + 1}` : ''}`;
      if (points.length >= minPoints)
        out.push({
          id,
          road,
          class: classOf(row).toLowerCase(),
          name: nameOf(row),
          nameEn: nameEnOf(row),
          isBridge: isBridge(row),
          isTunnel: isTunnel(row),
          attributeOf: (name) => texts(columns, [name])(row),
          widthM: geometry.widthM[line],
          points,
        });
    }
  return out;
}

/** Which rows are bridges, which tunnels; a passage through a house is at the street's level and neither. */
export function structuresOf(
  columns: readonly InputColumn[],
): Record<'isBridge' | 'isTunnel', (row: number) => boolean> {
  const bridgeOf = texts(columns, ['bridge']);
  const tunnelOf = texts(columns, ['tunnel']);
  return {
    isBridge: (row) => isYes(bridgeOf(row)),
    isTunnel: (row) => isYes(tunnelOf(row)) && tunnelOf(row) !== 'building_passage',
  };
}

/** OpenStreetMap also has kinds of bridges in place of a yes. */
const isYes = (value: string): boolean => value !== '' && !['no', 'false', '0'].includes(value.toLowerCase());

/** Reads the first column that bears one of the names, numbers as text; nothing where there is none. */
export function texts(columns: readonly InputColumn[], names: readonly string[]): (row: number) => string {
  for (const name of names) {
    const column = columns.find((one) => one.name.toLowerCase() === name);
    if (column?.type === 'string') return (row) => textAt(column.values, row);
    if (column) return (row) => (Number.isNaN(column.values[row]) ? '' : `${column.values[row]}`);
  }
  return () => '';
}
