import type { Text } from '../../model/city/manifest.ts';
import { boundsOf } from '../../model/geo/plane/box.ts';
import { directionAt, type Line, lineOf, nearestOn, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import type { LayerInput } from '../../tiles/model.ts';
import { type AreaRow, areaLayer, type Field, nameFields, quantity, text, whole } from '../emit.ts';
import { CODE_LABEL, componentCode } from '../names/codes.ts';
import { FREIGHT_YARD, textOf } from '../names/words.ts';
import type { Plan, RoadClass } from '../plan.ts';
import type { CityGround } from '../terrain/ground.ts';
import type { Deck, Trench } from './decks.ts';
import type { ParkingLot } from './parking.ts';
import { band, isUsable, ribbon } from './ribbon.ts';
import type { RoadNetwork, RoadSegment } from './roads.ts';
import type { Site } from './sites.ts';

const CLASSES: Record<RoadClass, Text> = {
  expressway: { zh: '快速路', en: 'Expressway' },
  arterial: { zh: '主干路', en: 'Arterial' },
  collector: { zh: '次干路', en: 'Collector' },
  local: { zh: '支路', en: 'Local street' },
  lane: { zh: '街巷', en: 'Lane' },
};
const LEVELS: Record<RoadSegment['level'], Text> = {
  ground: { zh: '地面', en: 'At grade' },
  ramp: { zh: '引道', en: 'Approach' },
  deck: { zh: '桥面', en: 'On a deck' },
  trench: { zh: '下穿', en: 'Underpass' },
};

/** A carriageway: a segment between two junctions with the ring it is drawn as. */
interface Carriageway extends AreaRow {
  segment: RoadSegment;
  code: string;
}

interface SegmentArea extends AreaRow {
  segment: RoadSegment;
}

const roadNameFields: Field<{ segment: RoadSegment }>[] = [
  text('name', { zh: '道路名称', en: 'Road' }, (row) => row.segment.name.zh),
  text('nameEn', { zh: '英文名称', en: 'English name' }, (row) => row.segment.name.en),
];

/** The expressway's own carriageways at the foot of the viaduct, and roads beside a trench, keep this from its edge. */
const SIDE_ROAD_M = 9;

/** The slab's top over its ground (`bridges.ts`), and the road on it. */
const COVER_TOP_M = 0.12;

/** Where the roads at the viaduct's foot end: at the levee's toe and at the railway's. */
const RIVER_CLEAR_M = 222;
const RAIL_CLEAR_M = 24;

/** A deck's surface is cut every so many metres, so that it follows the deck's level. */
const DECK_STEP_M = 12;

const CARRIAGEWAY_FIELDS: Field<Carriageway>[] = [
  ...roadNameFields,
  {
    name: 'class',
    type: 'code',
    label: { zh: '等级', en: 'Class' },
    values: CLASSES,
    of: (row) => row.segment.class,
  },
  quantity('redLine', 'm', { zh: '红线宽度', en: 'Red line' }, (row) => row.segment.redLineM),
  quantity('width', 'm', { zh: '车行道宽', en: 'Carriageway' }, (row) => row.segment.carriagewayM),
  whole('lanes', '1', { zh: '车道数', en: 'Lanes' }, (row) => row.segment.lanes),
  quantity('length', 'm', { zh: '长度', en: 'Length' }, (row) => row.segment.lengthM),
  { name: 'level', type: 'code', label: { zh: '形式', en: 'Form' }, values: LEVELS, of: (row) => row.segment.level },
  text('code', CODE_LABEL, (row) => row.code),
];

const SEGMENT_FIELDS: Field<SegmentArea>[] = [
  ...roadNameFields,
  text('segment', { zh: '路段', en: 'Segment' }, (row) => row.segment.id),
];

/** What the segments are drawn as. */
interface RoadRows {
  carriageways: Carriageway[];
  walks: SegmentArea[];
  medians: SegmentArea[];
}

/** Carriageways, footways and medians of all segments; what lies on a deck follows its level, what lies in a trench has no footway. */
export function roadLayers(
  network: RoadNetwork,
  decks: Deck[],
  trenches: Trench[],
  ground: CityGround,
  rail: Line,
): LayerInput[] {
  const rows: RoadRows = { carriageways: [], walks: [], medians: [] };
  const covers = coveredParts(trenches);
  for (const [i, segment] of network.segments.entries()) addSegment(rows, segment, i, decks, covers);
  const { carriageways, walks, medians } = rows;
  carriageways.push(
    ...sideRoads(network, trenches),
    ...roadsOverCovers(network, covers),
    ...serviceRoads(network, decks, ground, rail),
  );
  const common = { kind: 'area', group: 'road', shownAtStart: true } as const;
  return [
    areaLayer(
      {
        ...common,
        id: 'sidewalks',
        label: { zh: '人行道', en: 'Footways' },
        cimLevel: 3,
        colour: { token: 'sunken' },
        liftM: 0.1,
      },
      walks,
      SEGMENT_FIELDS,
    ),
    areaLayer(
      {
        ...common,
        id: 'roads',
        label: { zh: '道路', en: 'Roads' },
        cimLevel: 2,
        colour: { token: 'map-road' },
        liftM: 0.16,
      },
      carriageways,
      CARRIAGEWAY_FIELDS,
    ),
    areaLayer(
      {
        ...common,
        id: 'medians',
        group: 'green',
        label: { zh: '道路绿化带', en: 'Planted medians' },
        cimLevel: 3,
        colour: { token: 'map-green' },
        liftM: 0.22,
      },
      medians,
      SEGMENT_FIELDS,
    ),
  ];
}

function addSegment(
  rows: RoadRows,
  segment: RoadSegment,
  i: number,
  decks: readonly Deck[],
  covers: ReturnType<typeof coveredParts>,
): void {
  const code = componentCode('road', i + 1);
  if (segment.level === 'deck') {
    const deck = decks.find(({ id }) => id === segment.on);
    if (deck) rows.carriageways.push({ id: segment.id, segment, code, ...deckSurface(segment, deck) });
    return;
  }
  const stretches = outsideCovers(segment, covers);
  const rings = stretches.map((points) => ribbon(points, segment.carriagewayM)).filter(isUsable);
  if (rings.length === 0) return;
  rows.carriageways.push({ id: segment.id, segment, code, rings: [rings[0]] });
  rings.slice(1).forEach((ring, k) => {
    rows.carriageways.push({ id: `${segment.id}-${k + 2}`, segment, code: '', rings: [ring] });
  });
  if (segment.level !== 'trench' && segment.class !== 'lane') addBesides(rows, segment, stretches);
}

/** Footways of a segment's stretches, and the planted median of its first where it is wide and long enough. */
function addBesides({ walks, medians }: RoadRows, segment: RoadSegment, stretches: readonly Point[][]): void {
  stretches.forEach((points, k) => {
    const suffix = k === 0 ? '' : `-${k + 1}`;
    const ring = ribbon(points, segment.redLineM);
    if (isUsable(ring)) walks.push({ id: `walk${segment.id.slice(3)}${suffix}`, segment, rings: [ring] });
    if (segment.carriagewayM < 28 || segment.lengthM < 60 || k > 0) return;
    const line = lineOf(points);
    const median = ribbon(inner(line, 26), 3);
    if (isUsable(median)) medians.push({ id: `median${segment.id.slice(3)}`, segment, rings: [median] });
  });
}

/** The line without its ends, where junctions are. */
function inner(line: Line, byM: number): Point[] {
  const out: Point[] = [pointAt(line, byM)];
  line.points.forEach((p, i) => {
    if (line.chainageM[i] > byM && line.chainageM[i] < line.lengthM - byM) out.push(p);
  });
  out.push(pointAt(line, line.lengthM - byM));
  return out;
}

/** Left and right edges at the deck's level. */
function deckSurface(segment: RoadSegment, deck: Deck): { rings: Point[][]; elevationM: number[] } {
  const left: Point[] = [];
  const right: Point[] = [];
  const level: number[] = [];
  const steps = Math.max(1, Math.ceil(segment.lengthM / DECK_STEP_M));
  const half = segment.carriagewayM / 2;
  for (let k = 0; k <= steps; k++) {
    const s = segment.startM + (segment.lengthM * k) / steps;
    const [x, y] = pointAt(deck.line, s);
    const [dx, dy] = directionAt(deck.line, s);
    left.push([x - dy * half, y + dx * half]);
    right.push([x + dy * half, y - dx * half]);
    level.push(deck.levelAt(s) + 0.06);
  }
  return { rings: [[...right, ...left.reverse()]], elevationM: [...level, ...[...level].reverse()] };
}

interface Cover {
  road: string;
  /** Top of the slab over the covered middle, and that part's ring. */
  topM: number;
  slab: Point[];
  ring: Point[];
  box: ReturnType<typeof boundsOf>;
}

/** Ground that an underpass opens: roads that pass over it lie on its cover, not on the terrain. */
function coveredParts(trenches: Trench[]): Cover[] {
  return trenches.map((trench) => {
    const ring = ribbon(
      [pointAt(trench.line, trench.atM - trench.reachM), pointAt(trench.line, trench.atM + trench.reachM)],
      trench.halfWidthM * 2 + 2,
    );
    const half = trench.underpass.coveredM / 2;
    const slab = ribbon(
      [pointAt(trench.line, trench.atM - half), pointAt(trench.line, trench.atM + half)],
      trench.halfWidthM * 2 + 4.4,
    );
    const topM = trench.underpass.groundM + COVER_TOP_M;
    return { road: trench.underpass.road, ring, box: boundsOf(ring), topM, slab };
  });
}

/** The stretches of a segment off the trenches of other roads. */
function outsideCovers(segment: RoadSegment, covers: Cover[]): Point[][] {
  let stretches: Point[][] = [segment.points];
  for (const cover of covers) {
    if (cover.road === segment.road || !isNear(segment.points, cover)) continue;
    stretches = stretches.flatMap((points) => cutByRing(points, cover.ring));
  }
  return stretches;
}

function isNear(points: Point[], { box }: Cover): boolean {
  const own = boundsOf(points);
  return own.maxX > box.minX && own.minX < box.maxX && own.maxY > box.minY && own.minY < box.maxY;
}

function cutByRing(points: Point[], ring: Point[]): Point[][] {
  const line = lineOf(points);
  const inside = (s: number) => isInRing(ring, ...pointAt(line, s));
  const stepM = 0.5;
  const runs: [number, number][] = [];
  let from = -1;
  for (let s = 0; s <= line.lengthM; s += stepM) {
    if (!inside(s)) {
      if (from < 0) from = s;
      continue;
    }
    if (from >= 0) runs.push([from, s - stepM]);
    from = -1;
  }
  if (from >= 0) runs.push([from, line.lengthM]);
  if (runs.length === 1 && runs[0][0] === 0 && runs[0][1] === line.lengthM) return [points];
  return runs
    .filter(([a, b]) => b - a > 3)
    .map(([a, b]) => [
      pointAt(line, a),
      ...points.filter((_, i) => line.chainageM[i] > a && line.chainageM[i] < b),
      pointAt(line, b),
    ]);
}

/** Where a road passes over an underpass it lies on the slab. */
function roadsOverCovers(network: RoadNetwork, covers: Cover[]): Carriageway[] {
  const out: Carriageway[] = [];
  for (const cover of covers) {
    for (const segment of network.segments) {
      if (segment.road === cover.road || segment.level !== 'ground' || !isNear(segment.points, cover)) continue;
      const line = lineOf(segment.points);
      const on: number[] = [];
      for (let s = 0; s <= line.lengthM; s += 0.5) {
        if (isInRing(cover.slab, ...pointAt(line, s))) on.push(s);
      }
      if (on.length < 4) continue;
      const points = [pointAt(line, on[0]), pointAt(line, on[on.length - 1])];
      const ring = ribbon(points, Math.min(segment.carriagewayM, 80));
      const id = `${segment.id}-over${out.length + 1}`;
      out.push({ id, segment, code: '', rings: [ring], elevationM: ring.map(() => cover.topM + 0.08) });
    }
  }
  return out;
}

/** Two lanes on both sides of the viaduct's foot, not between the levees nor through the railway's bank. */
function serviceRoads(network: RoadNetwork, decks: Deck[], ground: CityGround, rail: Line): Carriageway[] {
  const out: Carriageway[] = [];
  for (const deck of decks) {
    if (!deck.id.startsWith('el-')) continue;
    const segment = network.segments.find(({ road, level }) => road === deck.road && level === 'ground');
    if (!segment) continue;
    const stepM = 20;
    let run: Point[] = [];
    const close = () => {
      if (run.length > 2) {
        for (const [side, sign] of [
          ['l', 1],
          ['r', -1],
        ] as const) {
          const from = sign * (deck.widthM / 2 + 3);
          out.push({
            id: `seg-${deck.road}-s${`${Math.floor(out.length / 2) + 1}`.padStart(2, '0')}${side}`,
            segment: { ...segment, carriagewayM: SIDE_ROAD_M, lanes: 2 },
            code: '',
            rings: [band(run, from, from + sign * SIDE_ROAD_M)],
          });
        }
      }
      run = [];
    };
    for (let s = deck.fromM; s <= deck.toM; s += stepM) {
      const [x, y] = pointAt(deck.line, s);
      const river = Math.abs(ground.nearestMain(x, y).offsetM) < RIVER_CLEAR_M;
      if (river || Math.abs(nearestOn(rail, x, y).offsetM) < RAIL_CLEAR_M) close();
      else run.push([x, y]);
      if (run.length > 20) {
        const last = run[run.length - 1];
        close();
        run.push(last);
      }
    }
    close();
  }
  return out;
}

/** At grade on both sides of a trench (the red line of B1 is 76 m there) traffic passes without going under. */
function sideRoads(network: RoadNetwork, trenches: Trench[]): Carriageway[] {
  const out: Carriageway[] = [];
  for (const trench of trenches) {
    const segment = network.segments.find(({ on }) => on === trench.underpass.id);
    if (!segment) continue;
    const points = [pointAt(trench.line, trench.atM - trench.reachM), pointAt(trench.line, trench.atM + trench.reachM)];
    for (const [side, sign] of [
      ['l', 1],
      ['r', -1],
    ] as const) {
      const from = sign * (trench.halfWidthM + 4);
      out.push({
        id: `${segment.id}-${side}`,
        segment: { ...segment, level: 'ground', carriagewayM: SIDE_ROAD_M, lanes: 2 },
        code: '',
        rings: [band(points, from, from + sign * SIDE_ROAD_M)],
      });
    }
  }
  return out;
}

// ---- paths, squares, railway, car parks -------------------------------------------------------------------------------

export interface Path extends AreaRow {
  name: Text;
  kind: 'levee' | 'park' | 'boardwalk' | 'square' | 'yard';
}

const PATHS: Record<Path['kind'], Text> = {
  levee: { zh: '堤顶路', en: 'Levee crest path' },
  park: { zh: '园路', en: 'Park path' },
  boardwalk: { zh: '栈道', en: 'Boardwalk' },
  square: { zh: '广场', en: 'Square' },
  yard: { zh: '场地', en: 'Yard' },
};

export function pathLayer(paths: Path[]): LayerInput {
  const fields: Field<Path>[] = [
    ...nameFields<Path>(),
    { name: 'kind', type: 'code', label: { zh: '类别', en: 'Kind' }, values: PATHS, of: (row) => row.kind },
  ];
  return areaLayer(
    {
      id: 'paths',
      kind: 'area',
      group: 'road',
      label: { zh: '广场与步道', en: 'Squares and paths' },
      cimLevel: 3,
      shownAtStart: true,
      colour: {
        token: 'surface',
        attribute: 'kind',
        tokens: { levee: 'line-2', park: 'line', boardwalk: 'line-2', square: 'line', yard: 'line' },
      },
      liftM: 0.14,
    },
    paths,
    fields,
  );
}

export function parkingLayer(lots: ParkingLot[]): LayerInput {
  const fields: Field<ParkingLot & AreaRow>[] = [
    ...nameFields<ParkingLot & AreaRow>(),
    whole('spaces', '1', { zh: '车位', en: 'Spaces' }, (row) => row.spaces),
    {
      name: 'public',
      type: 'code',
      label: { zh: '开放', en: 'Open to' },
      values: { public: { zh: '公共', en: 'Public' }, private: { zh: '专用', en: 'Private' } },
      of: (row) => (row.isPublic ? 'public' : 'private'),
    },
    text('code', CODE_LABEL, (row) => row.code),
  ];
  return areaLayer(
    {
      id: 'parking',
      kind: 'area',
      group: 'road',
      label: { zh: '停车场', en: 'Car parks' },
      cimLevel: 4,
      shownAtStart: true,
      colour: { token: 'map-road' },
      liftM: 0.18,
    },
    lots.map((lot) => ({ ...lot, rings: [lot.ring] })),
    fields,
  );
}

interface RailRow extends AreaRow {
  name: Text;
  kind: 'track' | 'siding';
}

/** Ballast under two running tracks, and the freight yard's sidings. */
export function railLayer(plan: Plan, gaps: { fromM: number; toM: number }[], sites: Site[]): LayerInput {
  const rail = lineOf(plan.rail.points);
  const rows: RailRow[] = [];
  const cuts = [0, ...gaps.flatMap((gap) => [gap.fromM, gap.toM]), rail.lengthM].sort((a, b) => a - b);
  for (let k = 0; k + 1 < cuts.length; k += 2) {
    const count = Math.max(1, Math.round((cuts[k + 1] - cuts[k]) / 400));
    for (let n = 0; n < count; n++) {
      const a = cuts[k] + ((cuts[k + 1] - cuts[k]) * n) / count;
      const b = cuts[k] + ((cuts[k + 1] - cuts[k]) * (n + 1)) / count;
      const points = [
        pointAt(rail, a),
        ...rail.points.filter((_, i) => rail.chainageM[i] > a && rail.chainageM[i] < b),
        pointAt(rail, b),
      ];
      const id = `rail-${`${rows.length + 1}`.padStart(3, '0')}`;
      rows.push({ id, name: textOf(plan.rail), kind: 'track', rings: [ribbon(points, 12)] });
    }
  }
  const yard = sites.find((site) => site.kind === 'yard');
  if (yard) {
    for (let k = 0; k < plan.rail.station.sidings; k++) {
      const y = plan.rail.station.at[1] - 26 - k * 6.5;
      const points: Point[] = [
        [-2120 + k * 24, y],
        [-1380 - k * 24, y],
      ];
      rows.push({ id: `siding-${k + 1}`, name: FREIGHT_YARD, kind: 'siding', rings: [ribbon(points, 4)] });
    }
  }
  return areaLayer(
    {
      id: 'railway',
      kind: 'area',
      group: 'road',
      label: { zh: '铁路', en: 'Railway' },
      cimLevel: 2,
      shownAtStart: true,
      colour: { token: 'line-2' },
      liftM: 0.2,
    },
    rows,
    [
      ...nameFields<RailRow>(),
      {
        name: 'kind',
        type: 'code',
        label: { zh: '类别', en: 'Kind' },
        values: { track: { zh: '正线', en: 'Running line' }, siding: { zh: '到发线', en: 'Siding' } },
        of: (row) => row.kind,
      },
    ],
  );
}
