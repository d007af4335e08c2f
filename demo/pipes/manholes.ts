import type { Text } from '../../model/city/manifest.ts';
import { lineOf, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { LayerInput } from '../../tiles/model.ts';
import type { DemoCity } from '../demo-city.ts';
import { type Field, nameFields, type PointRow, pointLayer, quantity, text } from '../emit.ts';
import { CODE_LABEL, type CodeClass, componentCode } from '../names/codes.ts';
import { partOf, textOf } from '../names/words.ts';
import type { RoadSegment } from '../streets/roads.ts';
import type { SystemId } from './clearance.ts';
import type { PipeNetwork } from './network.ts';
import { numbered, SYSTEM_WORDS } from './pipes.ts';
import type { BranchNode } from './sewer.ts';

/** A manhole of the storm or sanitary net with its levels. */
export interface Manhole {
  id: string;
  system: 'YS' | 'WS';
  /** The trunk's id, or empty on a branch. */
  trunk: string;
  chainageM: number | undefined;
  at: Point;
  invertM: number;
  rimM: number;
  lift?: BranchNode['lift'];
}

export function manholesOf(city: DemoCity, network: PipeNetwork): Manhole[] {
  const { ground } = city;
  const systems = new Map(network.trunks.map(({ trunk }) => [trunk.id, trunk.system]));
  const out: Manhole[] = [];
  for (const m of network.trunkManholes)
    out.push({
      id: m.id,
      system: systems.get(m.trunk) === 'WS' ? 'WS' : 'YS',
      trunk: m.trunk,
      chainageM: m.chainageM,
      at: m.at,
      invertM: m.invertM,
      rimM: ground.elevationAt(...m.at),
    });
  for (const system of ['YS', 'WS'] as const)
    for (const { id, at, invertM, lift } of network.branchNodes[system])
      out.push({
        id,
        system,
        trunk: '',
        chainageM: undefined,
        at,
        invertM,
        rimM: ground.elevationAt(...at),
        ...(lift ? { lift } : {}),
      });
  return out;
}

/** A grate in the kerb. */
export interface Inlet {
  id: string;
  at: Point;
  headingDeg: number;
  rimM: number;
  /** The manhole it drains to. */
  node: string;
  segment: string;
}

/** Kerb heights: the gutter lies this far under the street's crown. */
const GUTTER_M = 0.12;

/** Distance between grates on one side, plan.json `inletSpacingM`. */
function spacingOf(city: DemoCity, segment: RoadSegment): number {
  const { arterial, collector, local } = city.plan.pipes.rules.inletSpacingM;
  if (segment.class === 'arterial') return arterial;
  return segment.class === 'collector' ? collector : local;
}

/** A grate drains to a manhole no farther than this. */
const LEAD_M = 60;

/**
 * Grates on both kerbs of every street that has a storm sewer in or beside it, by the plan's spacing; three together
 * where the street has its lowest point.
 */
export function inletsOf(city: DemoCity, manholes: readonly Manhole[]): Inlet[] {
  const { ground, roads } = city;
  const storm = manholes.filter((m) => m.system === 'YS');
  const cells = new Map<string, Manhole[]>();
  const key = (x: number, y: number) => `${Math.floor(x / LEAD_M)},${Math.floor(y / LEAD_M)}`;
  for (const m of storm) cells.set(key(...m.at), [...(cells.get(key(...m.at)) ?? []), m]);
  const nearest = ([x, y]: Point): Manhole | undefined => {
    let best: Manhole | undefined;
    let bestM = LEAD_M;
    for (const dx of [-LEAD_M, 0, LEAD_M])
      for (const dy of [-LEAD_M, 0, LEAD_M])
        for (const m of cells.get(key(x + dx, y + dy)) ?? []) {
          const d = Math.hypot(m.at[0] - x, m.at[1] - y);
          if (d >= bestM) continue;
          [best, bestM] = [m, d];
        }
    return best;
  };
  const out: Inlet[] = [];
  for (const segment of roads.segments) {
    if (segment.level !== 'ground' || segment.class === 'lane' || segment.class === 'expressway') continue;
    const line = lineOf(segment.points);
    const spacing = spacingOf(city, segment);
    const places: number[] = [];
    const clear = Math.min(12, line.lengthM / 4);
    const count = Math.max(1, Math.round((line.lengthM - 2 * clear) / spacing));
    for (let k = 0; k <= count; k++) places.push(clear + ((line.lengthM - 2 * clear) * k) / count);
    const sag = sagOf(places.map((s) => ground.elevationAt(...pointAt(line, s))));
    if (sag !== undefined) places.push(places[sag] - 8, places[sag] + 8);
    for (const s of places) {
      const [x, y] = pointAt(line, s);
      const [x1, y1] = pointAt(line, s + 0.5);
      const ux = (x1 - x) / 0.5;
      const uy = (y1 - y) / 0.5;
      for (const side of [1, -1]) {
        const d = side * (segment.carriagewayM / 2 - 0.3);
        const at: Point = [x - uy * d, y + ux * d];
        const node = nearest(at);
        if (!node) continue;
        out.push({
          id: `in-${String(out.length + 1).padStart(5, '0')}`,
          at,
          headingDeg: ((Math.atan2(ux, uy) * 180) / Math.PI + 360) % 360,
          rimM: ground.elevationAt(...at) - GUTTER_M,
          node: node.id,
          segment: segment.id,
        });
      }
    }
  }
  return out;
}

/** Index of the lowest of the levels when both neighbours stand at least 5 cm higher. */
function sagOf(levels: readonly number[]): number | undefined {
  const low = levels.indexOf(Math.min(...levels));
  if (low === 0 || low === levels.length - 1) return undefined;
  return levels[low - 1] - levels[low] > 0.05 && levels[low + 1] - levels[low] > 0.05 ? low : undefined;
}

interface FittingRow extends PointRow {
  kind: 'valve' | 'hydrant' | 'chamber';
  system: SystemId;
  line: string;
  code: string;
}

/** Valves of the gas burst scenario stand at these chainages of RQ-2 (plan.json `scenarios`); other trunks every 700 m. */
const RQ2_VALVES_M = [0, 280, 980, 1680, 2380, 3080];
const VALVE_SPACING_M = 700;
const HYDRANT_SPACING_M = 120;

function fittingsOf(city: DemoCity, network: PipeNetwork): FittingRow[] {
  const counts = new Map<string, number>();
  const next = (key: string) => {
    const n = (counts.get(key) ?? 0) + 1;
    counts.set(key, n);
    return n;
  };
  const out: FittingRow[] = [];
  const add = (kind: FittingRow['kind'], system: SystemId, line: string, at: Point) => {
    const classes = { valve: 'valve', hydrant: 'hydrant', chamber: `manhole-${chamberOf(system)}` } as const;
    out.push({
      id: numbered(`${{ valve: 'vl', hydrant: 'hy', chamber: 'ch' }[kind]}-${system}-`, next(kind + system)),
      at,
      model: kind === 'chamber' ? 'manhole' : kind,
      kind,
      system,
      line,
      code: componentCode(classes[kind] as CodeClass, next(classes[kind])),
    });
  };
  for (const t of network.trunks) {
    if (t.gravity) continue;
    const { system, id } = t.trunk;
    const places = id === 'RQ-2' ? RQ2_VALVES_M : everyM(t.line.lengthM, VALVE_SPACING_M);
    for (const s of places)
      add(system === 'JS' || system === 'RQ' ? 'valve' : 'chamber', system, id, pointAt(t.line, s));
  }
  // Where streets' mains begin a new length: a valve on water and gas, a chamber on heat, power and telecom.
  const seen = new Set<string>();
  for (const pipe of network.pipes) {
    if (pipe.trunk || pipe.nodes) continue;
    const { system } = pipe;
    const [x, y] = pipe.axis[0];
    const place = `${system}/${Math.round(x / 12)},${Math.round(y / 12)}`;
    if (seen.has(place)) continue;
    seen.add(place);
    add(system === 'JS' || system === 'RQ' ? 'valve' : 'chamber', system, pipe.line.split('/')[0], [x, y]);
  }
  for (const segment of city.roads.segments) {
    if (segment.class !== 'collector' || segment.level !== 'ground') continue;
    const line = lineOf(segment.points);
    for (const s of everyM(line.lengthM, HYDRANT_SPACING_M)) {
      const [x, y] = pointAt(line, s);
      const [x1, y1] = pointAt(line, s + 0.5);
      const d = segment.carriagewayM / 2 + 1;
      add('hydrant', 'JS', segment.id, [x + ((y1 - y) / 0.5) * d, y - ((x1 - x) / 0.5) * d]);
    }
  }
  return out;
}

const chamberOf = (system: SystemId) => (system === 'RL' ? 'heat' : system === 'DL' ? 'power' : 'telecom');

/** Places along a length, the spacing or a little less apart, half of it from the ends. */
export function everyM(lengthM: number, spacingM: number): number[] {
  const count = Math.floor(lengthM / spacingM + 0.5);
  return Array.from({ length: count }, (_, k) => (lengthM * (k + 0.5)) / count);
}

const SYSTEM_TEXT = Object.fromEntries(
  Object.entries(SYSTEM_WORDS).map(([id, { zh, en }]) => [id, { zh, en: en.toLowerCase() }]),
);

interface ManholeRow extends PointRow, Manhole {
  code: string;
}

const MANHOLE_FIELDS: Field<ManholeRow>[] = [
  { name: 'system', type: 'code', label: { zh: '系统', en: 'System' }, values: SYSTEM_TEXT, of: (row) => row.system },
  { name: 'line', type: 'code', label: { zh: '干管', en: 'Trunk' }, of: (row) => row.trunk || undefined },
  quantity('rim', 'm', { zh: '井盖标高', en: 'Rim' }, (row) => row.rimM),
  quantity('invert', 'm', { zh: '井底标高', en: 'Invert' }, (row) => row.invertM),
  quantity('depth', 'm', { zh: '井深', en: 'Depth' }, (row) => row.rimM - row.invertM),
  text('code', CODE_LABEL, (row) => row.code),
];

const FITTING_FIELDS: Field<ReturnType<typeof fittingsOf>[number]>[] = [
  {
    name: 'kind',
    type: 'code',
    label: { zh: '类别', en: 'Kind' },
    values: {
      valve: { zh: '阀门', en: 'valve' },
      hydrant: { zh: '消火栓', en: 'hydrant' },
      chamber: { zh: '井室', en: 'chamber' },
    },
    of: (row) => row.kind,
  },
  {
    name: 'system',
    type: 'code',
    label: { zh: '系统', en: 'System' },
    values: SYSTEM_TEXT,
    of: (row) => row.system,
  },
  text('line', { zh: '所在管线', en: 'On' }, (row) => row.line),
  text('code', CODE_LABEL, (row) => row.code),
];

/** Manholes, grates, and the valves, hydrants and chambers of the pressure nets. */
export function manholeLayers(
  city: DemoCity,
  network: PipeNetwork,
  manholes: readonly Manhole[],
  inlets: readonly Inlet[],
): LayerInput[] {
  const counts = { YS: 0, WS: 0 };
  const rows = manholes.map((m): ManholeRow => {
    counts[m.system]++;
    const kind = m.system === 'YS' ? 'manhole-storm' : 'manhole-sanitary';
    return { ...m, code: componentCode(kind, counts[m.system]) };
  });
  const head = { kind: 'point', group: 'underground', cimLevel: 5 } as const;
  const fittings = fittingsOf(city, network);
  return [
    pointLayer(
      { ...head, id: 'manholes', label: { zh: '检查井', en: 'Manholes' }, colour: { token: 'ink-2' } },
      ['manhole'],
      rows,
      MANHOLE_FIELDS,
    ),
    pointLayer(
      { ...head, id: 'inlets', label: { zh: '雨水口', en: 'Storm inlets' }, colour: { token: 'pipe-storm' } },
      ['inlet'],
      inlets.map((inlet, i) => ({ ...inlet, code: componentCode('inlet', i + 1) })),
      [
        quantity('rim', 'm', { zh: '箅面标高', en: 'Grate level' }, (row) => row.rimM),
        text('node', { zh: '接入检查井', en: 'Drains to' }, (row) => row.node),
        text('street', { zh: '路段', en: 'Street segment' }, (row) => row.segment),
        text('code', CODE_LABEL, (row) => row.code),
      ],
    ),
    pointLayer(
      { ...head, id: 'fittings', label: { zh: '阀门与井室', en: 'Valves and chambers' }, colour: { token: 'ink-2' } },
      ['valve', 'hydrant', 'manhole'],
      fittings,
      FITTING_FIELDS,
    ),
    facilityLayer(city, network),
  ];
}

/** Over the bottom of a lift station's well its pumps start, and stop. */
export const LIFT_START_M = 0.9;
export const LIFT_STOP_M = 0.3;

interface FacilityRow extends PointRow {
  kind: string;
  name: Text;
  rateM3ps: number | undefined;
  levelM: number | undefined;
  trunk: string | undefined;
  code: string;
}

const trunkText = (plan: DemoCity['plan'], id: string): Text => {
  const trunk = plan.pipes.trunks.find((t) => t.id === id);
  return trunk ? textOf(trunk) : { zh: id, en: id };
};

const FACILITY_FIELDS: Field<FacilityRow>[] = [
  ...nameFields<FacilityRow>(),
  {
    name: 'kind',
    type: 'code',
    label: { zh: '类别', en: 'Kind' },
    values: {
      'storm-pump': { zh: '雨水泵站', en: 'storm pumping station' },
      'sanitary-lift': { zh: '污水提升泵站', en: 'sanitary lift' },
      'street-lift': { zh: '路口提升井', en: 'lift station in a street' },
      'underpass-pump': { zh: '下穿泵房', en: 'underpass pumps' },
      outfall: { zh: '排口（带拍门）', en: 'outfall with flap gate' },
    },
    of: (row) => row.kind,
  },
  quantity('rate', 'm3/s', { zh: '设计流量', en: 'Design rate' }, (row) => row.rateM3ps),
  quantity('level', 'm', { zh: '启泵/管底/路面标高', en: 'Start, invert or road level' }, (row) => row.levelM),
  { name: 'line', type: 'code', label: { zh: '干管', en: 'Trunk' }, of: (row) => row.trunk },
  text('code', CODE_LABEL, (row) => row.code),
];

/** Pumping stations, outfalls with their flap gates, the creek lift. */
function facilityLayer(city: DemoCity, network: PipeNetwork): LayerInput {
  const rows = stationRows(city);
  addLiftRows(rows, network);
  addUnderpassRows(rows, city);
  addStreetLiftRows(rows, network);
  addOutfallRows(rows, city);
  return pointLayer(
    {
      id: 'drainage-facilities',
      kind: 'point',
      group: 'facility',
      label: { zh: '排水设施', en: 'Drainage facilities' },
      cimLevel: 5,
      colour: { token: 'info' },
    },
    ['pump', 'outfall'],
    rows,
    FACILITY_FIELDS,
  );
}

function stationRows({ plan }: DemoCity): FacilityRow[] {
  // The station's house carries the plan's id among the buildings; its pumps are an object of their own.
  return plan.pumpingStations.map((ps, i) => ({
    id: `${ps.id}-pumps`,
    at: ps.at,
    model: 'pump',
    kind: 'storm-pump',
    name: textOf(ps),
    rateM3ps: ps.m3ps,
    levelM: ps.startM,
    trunk: ps.trunk,
    code: componentCode('pump', i + 1),
  }));
}

function addLiftRows(rows: FacilityRow[], network: PipeNetwork): void {
  for (const { trunk } of network.trunks) {
    const lift = trunk.liftStation;
    if (!lift) continue;
    rows.push({
      id: `${lift.id}-pumps`,
      at: lift.at,
      model: 'pump',
      kind: 'sanitary-lift',
      name: textOf(lift),
      rateM3ps: lift.m3ps,
      levelM: undefined,
      trunk: trunk.id,
      code: componentCode('pump', rows.length + 1),
    });
  }
}

function addUnderpassRows(rows: FacilityRow[], { plan }: DemoCity): void {
  for (const under of plan.underpasses)
    rows.push({
      id: `${under.id}-pumps`,
      at: [under.at[0] + under.widthM / 2 + 6, under.at[1]],
      model: 'pump',
      kind: 'underpass-pump',
      name: partOf(textOf(under), '泵房', 'pumps'),
      rateM3ps: under.pumps.reduce((sum, q) => sum + q, 0),
      levelM: under.lowM,
      trunk: undefined,
      code: componentCode('pump', rows.length + 1),
    });
}

function addStreetLiftRows(rows: FacilityRow[], network: PipeNetwork): void {
  for (const system of ['YS', 'WS'] as const)
    for (const [i, { at, invertM, lift }] of network.branchNodes[system].filter((node) => node.lift).entries())
      rows.push({
        id: numbered(`ls-${system}-`, i + 1),
        at,
        model: 'pump',
        kind: 'street-lift',
        name: {
          zh: `${SYSTEM_WORDS[system].zh}提升井 ${i + 1}`,
          en: `${SYSTEM_WORDS[system].en} lift station ${i + 1}`,
        },
        rateM3ps: lift?.rateM3ps,
        levelM: invertM + LIFT_START_M,
        trunk: undefined,
        code: componentCode('pump', rows.length + 1),
      });
}

function addOutfallRows(rows: FacilityRow[], { plan }: DemoCity): void {
  for (const [i, of] of plan.outfalls.entries())
    rows.push({
      id: of.id,
      at: of.at,
      elevationM: of.invertM,
      model: 'outfall',
      kind: 'outfall',
      name: partOf(trunkText(plan, of.trunk), '排口', 'outfall'),
      rateM3ps: undefined,
      levelM: of.invertM,
      trunk: of.trunk,
      code: componentCode('outfall', i + 1),
    });
}
