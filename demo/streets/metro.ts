import type { Text } from '../../model/city/manifest.ts';
import { directionAt, interpolate, type Line, lineOf, offsetLine, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { LayerInput } from '../../tiles/model.ts';
import type { Xyz } from '../../tiles/shape/solid.ts';
import { type Face, prism } from '../../tiles/shape/solid.ts';
import type { DemoCity } from '../demo-city.ts';
import {
  type Field,
  type LineRow,
  lineLayer,
  nameFields,
  quantity,
  type SurfaceRow,
  surfaceLayer,
  text,
} from '../emit.ts';
import { CODE_LABEL, componentCode } from '../names/codes.ts';
import { partOf, textOf } from '../names/words.ts';
import type { MetroStation } from '../plan.ts';

/** Between the axes of the two tubes (CITY.md §5), and from the rail up to a tube's axis. */
export const TRACKS_APART_M = 14;
const AXIS_OVER_RAIL_M = 1.8;

/** Lengths of tube that are objects of their own. */
const RING_RUN_M = 160;

/** Concrete of station walls, floors and roofs. */
const WALL_M = 0.8;
const SLAB_M = 0.7;

/** The box's floor lies this far under the rail. */
const FLOOR_UNDER_RAIL_M = 1.3;

/**
 * Rail level of line 2 by northing: level through the station under construction (floor 362.42), then 3.2 % down to pass
 * under line 1's tubes with 1.3 m between the rings, level under the river, and up with the terraces. The plan gives
 * only the station's floor; the rest is this recipe's and 待核.
 */
const LINE2_RAIL: readonly Point[] = [
  [-3000, 366],
  [-1082, 358.5],
  [300, 354.6],
  [520, 354.6],
  [772, 362.6],
  [1000, 362.8],
  [1600, 365.5],
  [3000, 382],
];

/** Rail level of line 2 at a place. */
export const secondLineRailM = ([, y]: Point): number => interpolate(LINE2_RAIL, y);

interface TubeRow extends LineRow {
  name: Text;
  track: string;
  railM: number;
  coverM: number;
  lengthM: number;
  code: string;
}

const TUBE_FIELDS: Field<TubeRow>[] = [
  ...nameFields<TubeRow>({ zh: '区间', en: 'Section' }),
  {
    name: 'track',
    type: 'code',
    label: { zh: '线别', en: 'Track' },
    values: { left: { zh: '左线', en: 'left' }, right: { zh: '右线', en: 'right' } },
    of: (row) => row.track,
  },
  quantity('rail', 'm', { zh: '轨面标高', en: 'Rail level' }, (row) => row.railM),
  quantity('cover', 'm', { zh: '覆土', en: 'Cover' }, (row) => row.coverM),
  quantity('length', 'm', { zh: '长度', en: 'Length' }, (row) => row.lengthM),
  text('code', CODE_LABEL, (row) => row.code),
];

/** Both tubes of a line between the gaps that its stations fill. */
function tubes(
  city: DemoCity,
  line: Line,
  railAt: (s: number) => number,
  gaps: readonly (readonly [number, number])[],
  prefix: string,
  name: Text,
  codeFrom: number,
): TubeRow[] {
  const outer = city.plan.metro.tunnelOuterM;
  const out: TubeRow[] = [];
  const edges = [0, ...gaps.flat(), line.lengthM];
  for (const [track, d] of [
    ['left', TRACKS_APART_M / 2],
    ['right', -TRACKS_APART_M / 2],
  ] as const) {
    const own = offsetLine(line, d);
    for (let i = 0; i + 1 < edges.length; i += 2) {
      const from = edges[i];
      const to = edges[i + 1];
      const parts = Math.max(1, Math.round((to - from) / RING_RUN_M));
      for (let k = 0; k < parts; k++) {
        const s0 = from + ((to - from) * k) / parts;
        const s1 = from + ((to - from) * (k + 1)) / parts;
        const stops = [s0, ...line.chainageM.filter((s) => s > s0 + 2 && s < s1 - 2), s1];
        const axis = stops.map(
          (s): Xyz => [...pointAt(own, (s / line.lengthM) * own.lengthM), railAt(s) + AXIS_OVER_RAIL_M],
        );
        const middle = (s0 + s1) / 2;
        out.push({
          id: `${prefix}-${track === 'left' ? 'L' : 'R'}-${String(out.length + 1).padStart(3, '0')}`,
          axis,
          widthM: outer,
          boxHeightM: 0,
          name,
          track,
          railM: railAt(middle),
          coverM: city.ground.elevationAt(...pointAt(line, middle)) - railAt(middle) - AXIS_OVER_RAIL_M - outer / 2,
          lengthM: s1 - s0,
          code: componentCode('metro', codeFrom + out.length),
        });
      }
    }
  }
  return out;
}

interface PartRow extends SurfaceRow {
  name: Text;
  part: string;
  levelM: number | undefined;
  widthM: number | undefined;
  code: string;
}

const PART_WORDS = {
  box: { zh: '车站主体', en: 'station box' },
  roof: { zh: '顶板', en: 'roof slab' },
  platform: { zh: '站台', en: 'platform' },
  concourse: { zh: '站厅', en: 'concourse' },
  entrance: { zh: '出入口', en: 'entrance' },
} as const;

/** Axes of a station's box: along the line and to its left. */
function frameOf(line: Line, station: MetroStation) {
  const u = directionAt(line, station.chainageM);
  const n: Point = [-u[1], u[0]];
  const [x, y] = station.at;
  return (a: number, b: number): Point => [x + u[0] * a + n[0] * b, y + u[1] * a + n[1] * b];
}

/** The point of the box's long side that an entrance's passage runs to: straight across where it can. */
export function sideFacing(line: Line, station: MetroStation, [x, y]: Point): Point {
  const u = directionAt(line, station.chainageM);
  const dx = x - station.at[0];
  const dy = y - station.at[1];
  const reach = station.boxM[0] / 2 - 12;
  const along = Math.min(Math.max(dx * u[0] + dy * u[1], -reach), reach);
  const across = Math.sign(u[0] * dy - u[1] * dx) * (station.boxM[1] / 2);
  return [station.at[0] + u[0] * along - u[1] * across, station.at[1] + u[1] * along + u[0] * across];
}

function boxFaces(
  at: (a: number, b: number) => Point,
  length: number,
  width: number,
  low: number,
  high: number,
): Face[] {
  const l = length / 2;
  const w = width / 2;
  const slab = (a0: number, a1: number, b0: number, b1: number, z0: number, z1: number) =>
    prism([at(a0, b0), at(a1, b0), at(a1, b1), at(a0, b1)], z0, z1);
  return [
    ...slab(-l, l, -w, w, low - SLAB_M, low),
    ...slab(-l, l, -w, -w + WALL_M, low, high),
    ...slab(-l, l, w - WALL_M, w, low, high),
    ...slab(-l, -l + WALL_M, -w + WALL_M, w - WALL_M, low, high),
    ...slab(l - WALL_M, l, -w + WALL_M, w - WALL_M, low, high),
  ];
}

/** An entrance's shaft: walls from the concourse's level to the sill, and the canopy over it. */
function entranceFaces(at: Point, toward: Point, widthM: number, lowM: number, sillM: number): Face[] {
  const h = Math.hypot(toward[0] - at[0], toward[1] - at[1]);
  const ux = (toward[0] - at[0]) / h;
  const uy = (toward[1] - at[1]) / h;
  const corner = (a: number, b: number): Point => [at[0] + ux * a - uy * b, at[1] + uy * a + ux * b];
  const w = widthM / 2 + 0.4;
  const passage = Math.max(8, h);
  const slab = (a0: number, a1: number, b0: number, b1: number, z0: number, z1: number) =>
    prism([corner(a0, b0), corner(a1, b0), corner(a1, b1), corner(a0, b1)], z0, z1);
  return [
    ...slab(-4, 4, -w, -w + 0.4, lowM, sillM + 1.1),
    ...slab(-4, 4, w - 0.4, w, lowM, sillM + 1.1),
    ...slab(-4, -3.6, -w + 0.4, w - 0.4, lowM, sillM),
    ...slab(-4, passage, -w, w, lowM - 0.5, lowM),
    ...slab(4, passage, -w, -w + 0.4, lowM, lowM + 3.4),
    ...slab(4, passage, w - 0.4, w, lowM, lowM + 3.4),
    ...slab(4, passage, -w, w, lowM + 3.4, lowM + 3.9),
    ...slab(-5, 5, -w - 0.6, w + 0.6, sillM + 3.6, sillM + 3.9),
    ...slab(-4.6, -4.3, -w, -w + 0.3, sillM, sillM + 3.6),
    ...slab(-4.6, -4.3, w - 0.3, w, sillM, sillM + 3.6),
    ...slab(4.3, 4.6, -w, -w + 0.3, sillM + 1.1, sillM + 3.6),
    ...slab(4.3, 4.6, w - 0.3, w, sillM + 1.1, sillM + 3.6),
  ];
}

function stationRows(city: DemoCity, line: Line, codeFrom: number): PartRow[] {
  const out: PartRow[] = [];
  const add = (
    id: string,
    name: Text,
    part: keyof typeof PART_WORDS,
    faces: Face[],
    levelM?: number,
    widthM?: number,
  ) => out.push({ id, name, part, faces, levelM, widthM, code: componentCode('metro', codeFrom + out.length) });
  for (const station of city.plan.metro.stations) {
    const at = frameOf(line, station);
    const [length, width] = station.boxM;
    const low = station.railM - FLOOR_UNDER_RAIL_M;
    const roof = station.groundM - station.roofCoverM;
    const slab = (l: number, w: number, z0: number, z1: number) =>
      prism([at(-l / 2, -w / 2), at(l / 2, -w / 2), at(l / 2, w / 2), at(-l / 2, w / 2)], z0, z1);
    const name = textOf(station);
    add(station.id, name, 'box', boxFaces(at, length, width, low, roof - SLAB_M), station.railM);
    add(
      `${station.id}-roof`,
      partOf(name, '顶板', 'roof slab'),
      'roof',
      slab(length, width, roof - SLAB_M, roof),
      roof,
    );
    const [pl, pw] = station.platformSizeM;
    add(
      `${station.id}-platform`,
      partOf(name, '站台', 'platform'),
      'platform',
      slab(pl, pw, low, station.platformM),
      station.platformM,
    );
    const inner = width - 2 * WALL_M;
    const hall = slab(length - 40, inner, station.concourseM - SLAB_M, station.concourseM);
    add(`${station.id}-concourse`, partOf(name, '站厅', 'concourse'), 'concourse', hall, station.concourseM);
    for (const entrance of station.entrances) {
      const side = sideFacing(line, station, entrance.at);
      const faces = entranceFaces(entrance.at, side, entrance.widthM, station.concourseM, entrance.sillM);
      // The house over the stairs is a building and carries the plan's id.
      add(
        `${entrance.id}-shaft`,
        partOf(name, `${entrance.id.slice(-1)}口`, `entrance ${entrance.id.slice(-1)}`),
        'entrance',
        faces,
        entrance.sillM,
        entrance.widthM,
      );
    }
  }
  return out;
}

/** Tubes and stations of line 1, and line 2's tubes as planned. */
export function metroLayers(city: DemoCity): LayerInput[] {
  const { metro } = city.plan;
  const line = lineOf(metro.points);
  const half = metro.stations[0].boxM[0] / 2;
  const gaps = metro.stations.map(({ chainageM }) => [chainageM - half, chainageM + half] as const);
  const rail = (s: number) => interpolate(metro.railProfile, s);
  const first = tubes(city, line, rail, gaps, 'mt-1', partOf(textOf(metro), '区间', 'tunnel'), 1);
  const stations = stationRows(city, line, first.length + 1);
  const line2 = lineOf([...metro.line2.points].reverse());
  const rail2 = (s: number) => secondLineRailM(pointAt(line2, s));
  const { stationBox } = city.plan.construction.pit;
  const ys = stationBox.map((p) => p[1] + 3000);
  const gap2 = [[Math.min(...ys), Math.max(...ys)] as const];
  const second = tubes(
    city,
    line2,
    rail2,
    gap2,
    'mt-2',
    { zh: '轨道交通2号线区间', en: 'Metro Line 2 tunnel' },
    first.length + stations.length + 1,
  );
  const head = { kind: 'tunnel', group: 'underground', cimLevel: 5, colour: { token: 'ink-3' } } as const;
  return [
    lineLayer({ ...head, id: 'metro', label: { zh: '地铁1号线隧道', en: 'Metro line 1 tunnels' } }, first, TUBE_FIELDS),
    surfaceLayer({ ...head, id: 'metro-stations', label: { zh: '地铁车站', en: 'Metro stations' } }, stations, [
      ...nameFields<PartRow>(),
      {
        name: 'part',
        type: 'code',
        label: { zh: '部位', en: 'Part' },
        values: { ...PART_WORDS },
        of: (row) => row.part,
      },
      quantity('level', 'm', { zh: '标高（轨面/板面/门槛）', en: 'Level (rail, slab or sill)' }, (row) => row.levelM),
      quantity('width', 'm', { zh: '出入口宽', en: 'Entrance width' }, (row) => row.widthM),
      text('code', CODE_LABEL, (row) => row.code),
    ]),
    lineLayer(
      {
        ...head,
        id: 'metro-line2',
        state: 'planned',
        label: { zh: '地铁2号线隧道（规划）', en: 'Metro line 2 tunnels (planned)' },
      },
      second,
      TUBE_FIELDS,
    ),
  ];
}
