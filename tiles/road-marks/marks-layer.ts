import type { Point } from '../../model/geo/plane/point.ts';
import { lonLatColumn, utf8Column } from '../columns.ts';
import type { CityInput, LayerInput, PolygonGeometry } from '../model.ts';
import { type Strip, TONES } from './strips.ts';

/** One feature a cell and tone: a feature a strip would be a hundred thousand. */
const CELL_M = 250;
/** Above what they are painted on. */
const ABOVE_M = 0.04;

/** Strips as a layer that nobody lists, finds or picks: it is drawn with the layer that it lies on; null without a strip. */
export function marksLayer(
  on: LayerInput,
  { id, label }: Pick<LayerInput, 'id' | 'label'>,
  strips: readonly Strip[],
  origin: CityInput['origin'],
): LayerInput | null {
  const groups = grouped(strips);
  if (groups.length === 0) return null;
  return {
    id,
    kind: 'area',
    group: 'road',
    label,
    cimLevel: on.cimLevel,
    state: 'existing',
    shownAtStart: true,
    features: {
      count: groups.length,
      ids: utf8Column(groups.map(({ key }) => `marks-${key}`)),
      geometry: geometryOf(groups, origin),
      columns: [{ name: 'tone', type: 'uint32', values: Uint32Array.from(groups, ({ tone }) => tone) }],
    },
    attributes: [],
    source: on.source,
    assumptions: [],
    problems: [],
    liftM: (on.liftM ?? 0) + ABOVE_M,
    decorates: on.id,
  };
}

interface Group {
  key: string;
  tone: number;
  strips: Strip[];
}

/** In the order of cells from the south-west, then of tones. */
function grouped(strips: readonly Strip[]): Group[] {
  const groups = new Map<string, Group & { order: [number, number, number] }>();
  for (const strip of strips) {
    const [x, y] = strip.ring[0];
    const column = Math.floor(x / CELL_M);
    const row = Math.floor(y / CELL_M);
    const tone = TONES.indexOf(strip.tone);
    const key = `${column}-${row}-${tone}`;
    const group = groups.get(key) ?? { key, tone, strips: [], order: [row, column, tone] };
    group.strips.push(strip);
    groups.set(key, group);
  }
  return [...groups.values()].sort(({ order: a }, { order: b }) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
}

function geometryOf(groups: readonly Group[], origin: CityInput['origin']): PolygonGeometry {
  const featurePart = [0];
  const ringVertex = [0];
  const corners: Point[] = [];
  for (const { strips } of groups) {
    for (const { ring } of strips) {
      corners.push(...ring);
      ringVertex.push(corners.length);
    }
    featurePart.push(ringVertex.length - 1);
  }
  const rings = ringVertex.length - 1;
  return {
    kind: 'polygon',
    featurePart: Uint32Array.from(featurePart),
    partRing: Uint32Array.from({ length: rings + 1 }, (_, i) => i),
    ringVertex: Uint32Array.from(ringVertex),
    lonLatDeg: lonLatColumn(corners, origin),
  };
}
