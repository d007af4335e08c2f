import { boundsOf } from '../../model/geo/plane/box.ts';
import {
  crossings,
  directionAt,
  interpolate,
  type Line,
  lineOf,
  nearestOn,
  pointAt,
} from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { lonLatColumn, utf8Column } from '../columns.ts';
import type { LayerInput } from '../model.ts';
import { surfaceGeometry } from '../shape/face-geometry.ts';
import type { Ground } from '../shape/ground.ts';
import { railing } from '../shape/slender-parts.ts';
import { type Face, prism, sweep, type Xyz } from '../shape/solid.ts';
import { overBed, type SpanLevels } from './road-levels.ts';
import { linesOf, type NetStreet, roadLayers, streetNet } from './street-net.ts';

/** Own marks of a common bridge: nobody said how these were built. */
const STATION_M = 5;
const PIER_SPACING_M = 25;
/** A pier stands where so much air is under the deck, its foot so deep in the ground. */
const PIER_FROM_M = 3;
const PIER_FOOT_M = 1.5;
const PIER_M = 1.2;
/** A wide deck stands on two columns. */
const TWO_COLUMNS_FROM_M = 12;
/** Depth of the deck of a street, and of a path. */
const DECK_M = 1.2;
const PATH_DECK_M = 0.5;
const PATH_UP_TO_M = 4;
/** The deck lies so little under its carriageway that nothing is seen between them. */
const UNDER_ROAD_M = 0.06;
/** Beams along both edges, outside the carriageway, which carry the railings. */
const EDGE = { lowM: -0.5, highM: 0.2, insideM: 0.1, outsideM: 0.5 } as const;
/** A pier keeps so far off what passes under it. */
const BESIDE_ROAD_M = 1.5;
/** Where less is between a deck's top and a way beneath, the levels are too rough for a structure: it would stand across that way. */
const MIN_CLEARANCE_M = 3;
const CELL_M = 100;

const ID = 'bridges';

interface Span {
  street: NetStreet;
  line: Line;
  depthM: number;
  levelAt(chainageM: number): number;
  /** Chainages of its piers. */
  piersM: number[];
  /** No room for what passes beneath. */
  isFlat: boolean;
}

/** A line on the ground that may pass beneath. */
interface Way {
  points: readonly Point[];
  widthM: number;
  /** Junctions; none of what is no street. */
  from?: number;
  to?: number;
}

/**
 * Decks with beams, railings and piers under the carriageways that the data calls bridges, so that these do not hang in the air; null: there
 * is none, or the city has bridges of its own. Levels are those of `spanLevels`; a pier stands on no street or track that passes beneath, and
 * a bridge whose levels leave that no room stays a carriageway alone.
 */
export function inferBridges(layers: readonly LayerInput[], levelOf: SpanLevels, ground: Ground): LayerInput | null {
  if (layers.some(({ id, kind }) => kind === 'bridge' || id === ID)) return null;
  const { streets } = streetNet(layers, ground.origin);
  const all = streets.flatMap((street) => (street.isBridge ? spanOf(street, levelOf, ground) : []));
  const tracks = layers.filter(isTrack).flatMap((layer) => linesOf(layer, ground.origin));
  giveWay(all, [...streets.filter(({ isBridge, isTunnel }) => !isBridge && !isTunnel), ...tracks], ground);
  const spans = all.filter(({ isFlat }) => !isFlat);
  if (spans.length === 0) return null;
  const rows = spans.map((span) => ({ ...span.street, faces: facesOf(span, ground) }));
  const counts = {
    bridges: spans.length,
    piers: spans.reduce((sum, { piersM }) => sum + piersM.length, 0),
    flat: all.length - spans.length,
    spacingM: PIER_SPACING_M,
    deckM: DECK_M,
    clearM: MIN_CLEARANCE_M,
  };
  return {
    id: ID,
    kind: 'bridge',
    group: 'road',
    label: { zh: '桥梁结构（推断）', en: 'Bridge structures (inferred)' },
    cimLevel: 2,
    state: 'existing',
    shownAtStart: true,
    features: {
      count: rows.length,
      ids: utf8Column(idsOf(spans)),
      geometry: surfaceGeometry(rows, (vertices) => lonLatColumn(vertices, ground.origin)),
      columns: [
        { name: 'name', type: 'string', values: utf8Column(rows.map(({ name }) => name)) },
        { name: 'nameEn', type: 'string', values: utf8Column(rows.map(({ nameEn }) => nameEn)) },
        { name: 'length', type: 'float32', values: Float32Array.from(spans, ({ line }) => line.lengthM) },
        { name: 'width', type: 'float32', values: Float32Array.from(rows, ({ widthM }) => widthM) },
      ],
    },
    attributes: [
      { name: 'name', type: 'string', label: { zh: '道路名称', en: 'Road' } },
      { name: 'nameEn', type: 'string', label: { zh: '英文名称', en: 'English name' } },
      { name: 'length', type: 'number', unit: 'm', label: { zh: '长度', en: 'Length' } },
      { name: 'width', type: 'number', unit: 'm', label: { zh: '路面宽', en: 'Width of the carriageway' } },
    ],
    colour: { token: 'map-build' },
    source: roadLayers(layers)[0].source,
    assumptions: [{ code: 'bridges-of-roads', values: counts }],
    problems: [],
  };
}

/** An id stays its street's for life, whatever other bridges come; where two layers count their streets alike, the second is told apart. */
function idsOf(spans: readonly Span[]): string[] {
  const times = new Map<string, number>();
  return spans.map(({ street: { id } }) => {
    const time = (times.get(id) ?? 0) + 1;
    times.set(id, time);
    return time === 1 ? `bridge-${id}` : `bridge-${id}~${time}`;
  });
}

function spanOf(street: NetStreet, levelOf: SpanLevels, ground: Ground): Span[] {
  const { points, widthM } = street;
  const levels = points.map((at) => levelOf(at, false));
  if (widthM <= 0 || levels.some((level) => level === undefined)) return [];
  const line = lineOf(points);
  const profile = levels.map((level, i): Point => [line.chainageM[i], level ?? 0]);
  const levelAt = (s: number) => overBed(interpolate(profile, s), ground.elevationAt(...pointAt(line, s)));
  const depthM = widthM <= PATH_UP_TO_M ? PATH_DECK_M : DECK_M;
  // A centimetre over is no further pier.
  const count = Math.max(1, Math.ceil(line.lengthM / PIER_SPACING_M - 0.01));
  const piersM = Array.from({ length: count - 1 }, (_, k) => ((k + 1) * line.lengthM) / count).filter(
    (s) => levelAt(s) - ground.elevationAt(...pointAt(line, s)) >= PIER_FROM_M,
  );
  return [{ street, line, depthM, levelAt, piersM, isFlat: false }];
}

/** Railways and the like: drawn on the ground, and passed over by streets. */
const isTrack = ({ kind, group, state, features }: LayerInput): boolean =>
  kind === 'area' && group === 'facility' && state === 'existing' && features.geometry.kind === 'line';

/** Takes away piers that would stand on a way, and tells which bridges leave a way no room. */
function giveWay(spans: readonly Span[], ways: readonly Way[], ground: Ground): void {
  const byCell = new Map<string, Span[]>();
  for (const span of spans)
    for (const key of cellsOf(span.line.points)) byCell.set(key, [...(byCell.get(key) ?? []), span]);
  if (byCell.size === 0) return;
  for (const way of ways) {
    const near = new Set<Span>();
    for (let i = 1; i < way.points.length; i++)
      for (const key of cellsOf(way.points.slice(i - 1, i + 1)))
        for (const span of byCell.get(key) ?? []) near.add(span);
    const line = near.size > 0 ? lineOf(way.points) : null;
    if (line) for (const span of near) giveWayTo(span, way, line, ground);
  }
}

function giveWayTo(span: Span, { widthM, from, to }: Way, way: Line, ground: Ground): void {
  const { street, line, levelAt } = span;
  const meets = [street.from, street.to].some((end) => end === from || end === to);
  if (!meets)
    span.isFlat ||= crossings(line, way).some(
      ({ at, onA }) => levelAt(onA) - ground.elevationAt(...at) < MIN_CLEARANCE_M,
    );
  span.piersM = span.piersM.filter((s) => {
    const { offsetM } = nearestOn(way, ...pointAt(line, s));
    return Math.abs(offsetM) >= widthM / 2 + BESIDE_ROAD_M;
  });
}

/** Returns the cells of a grid that the bounds of some points touch. */
function cellsOf(points: readonly Point[]): string[] {
  const { minX, minY, maxX, maxY } = boundsOf(points);
  const keys: string[] = [];
  for (let row = Math.floor(minY / CELL_M); row <= Math.floor(maxY / CELL_M); row++)
    for (let column = Math.floor(minX / CELL_M); column <= Math.floor(maxX / CELL_M); column++)
      keys.push(`${column},${row}`);
  return keys;
}

function facesOf(span: Span, ground: Ground): Face[] {
  const { street, line, depthM, levelAt, piersM } = span;
  const half = street.widthM / 2;
  const stations = stationsOf(line);
  const along = (sectionAt: (z: number) => Point[]) =>
    sweep(stations.map(({ s, at, direction }) => ({ at, direction, section: sectionAt(levelAt(s) - UNDER_ROAD_M) })));
  const deck = along((z) => [
    [half * 0.8, z - depthM],
    [-half * 0.8, z - depthM],
    [-half, z - depthM * 0.6],
    [-half, z],
    [half, z],
    [half, z - depthM * 0.6],
  ]);
  const edges = [1, -1].flatMap((sign) => {
    const ends = [sign * (half - EDGE.insideM), sign * (half + EDGE.outsideM)];
    const [right, left] = ends.sort((a, b) => a - b);
    return along((z) => [
      [left, z + EDGE.lowM],
      [right, z + EDGE.lowM],
      [right, z + EDGE.highM],
      [left, z + EDGE.highM],
    ]);
  });
  const outM = half + (EDGE.outsideM - EDGE.insideM) / 2;
  const railings = [1, -1].flatMap((sign) =>
    railing(
      stations.map(({ s, at: [x, y], direction: [dx, dy] }): Xyz => {
        const d = sign * outM;
        return [x - dy * d, y + dx * d, levelAt(s) - UNDER_ROAD_M + EDGE.highM];
      }),
    ),
  );
  return [...deck, ...edges, ...railings, ...piersM.flatMap((s) => pier(span, s, ground))];
}

/** Its corners, where the way turns by halves, and places between them. */
function stationsOf(line: Line): { s: number; at: Point; direction: Point }[] {
  return line.points.flatMap((at, i) => {
    const s = line.chainageM[i];
    const next = line.chainageM[i + 1];
    const before = directionAt(line, Math.max(0, s - 0.01));
    const after = directionAt(line, Math.min(line.lengthM, s + 0.01));
    const sum: Point = [before[0] + after[0], before[1] + after[1]];
    const length = Math.hypot(...sum);
    const direction: Point = length < 0.1 ? after : [sum[0] / length, sum[1] / length];
    if (next === undefined) return [{ s, at, direction }];
    const between = Math.ceil((next - s) / STATION_M);
    return [
      { s, at, direction },
      ...Array.from({ length: between - 1 }, (_, k) => {
        const middle = s + ((k + 1) * (next - s)) / between;
        return { s: middle, at: pointAt(line, middle), direction: directionAt(line, middle) };
      }),
    ];
  });
}

function pier({ street, line, depthM, levelAt }: Span, s: number, ground: Ground): Face[] {
  const [x, y] = pointAt(line, s);
  const [dx, dy] = directionAt(line, s);
  const apart = street.widthM > TWO_COLUMNS_FROM_M ? street.widthM * 0.24 : 0;
  return (apart > 0 ? [-apart, apart] : [0]).flatMap((side) => {
    const at: Point = [x - dy * side, y + dx * side];
    const corner = (u: number, v: number): Point => [
      at[0] + ((dx * u - dy * v) * PIER_M) / 2,
      at[1] + ((dy * u + dx * v) * PIER_M) / 2,
    ];
    const ring = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
    return prism(ring, ground.elevationAt(...at) - PIER_FOOT_M, levelAt(s) - UNDER_ROAD_M - depthM);
  });
}
