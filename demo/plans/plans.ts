import type { Text } from '../../model/city/manifest.ts';
import { type BoundsXY, boundsOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { anticlockwise, centroidOf, isInRing, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import type { LayerInput } from '../../tiles/model.ts';
import type { Block } from '../buildings/blocks.ts';
import { areaLayer, type Field, nameFields, quantity, text } from '../emit.ts';
import { CODE_LABEL, componentCode } from '../names/codes.ts';
import { partOf, textOf } from '../names/words.ts';
import type { District, Landmark, Plan, PlannedShape, Typology, Zone } from '../plan.ts';
import { isConvex, outsideOf, overlapArea } from '../shape/convex.ts';
import { insetAll } from '../shape/cut-rings.ts';
import { type Random, randomOf, uniform } from '../shape/random.ts';
import { rectangle } from '../shape/rings.ts';

/** A shape of a sectoral plan, as far as the rules of conflict look at it. */
type PlanShape = Pick<PlannedShape, 'id' | 'layer' | 'code' | 'polygon'> &
  Partial<Pick<PlannedShape, 'heightLimitM' | 'roadRedLine' | 'topM' | 'bottomM'>>;

interface PlanConflict {
  rule: string;
  shape: string;
  zone: string;
  areaM2: number;
}

/**
 * All conflicts of shapes with the zones of the plan, by its sixteen rules. A rule looks at one kind of shape and one kind
 * of zone; only `outside` (of the urban boundary) and `code` (against the district's uses) are no plain overlap. Parks (14)
 * and utilities (13) are not building land; a street's red line is judged by T15 alone. Below `toleranceM2` is a sliver.
 */
export function findPlanConflicts(plan: Plan, shapes: readonly PlanShape[]): PlanConflict[] {
  const { rules, zones, allowedCodes, toleranceM2 } = plan.plans;
  const out: PlanConflict[] = [];
  const boundaries = zones.filter((zone) => zone.kind === 'UGB');
  const boxes = new Map(shapes.map((shape) => [shape.id, boundsOf(shape.polygon)]));
  const shared = (of: { polygon: Point[] }, shape: PlanShape) => {
    const box = boxes.get(shape.id);
    return box && meets(box, boxOf(of)) ? overlapArea(of.polygon, shape.polygon) : 0;
  };
  for (const [rule, , layer, kind, how] of rules)
    for (const shape of shapes) {
      if (shape.layer !== layer.replace('+', '')) continue;
      if (layer === 'KG') {
        const open = shape.code?.startsWith('13') || shape.code?.startsWith('14');
        if (open || (rule === 'T15') !== (shape.roadRedLine === true)) continue;
      }
      const note = (zone: string, areaM2: number) => {
        if (areaM2 > toleranceM2) out.push({ rule, shape: shape.id, zone, areaM2 });
      };
      if (how === 'outside') {
        const within = boundaries.reduce((sum, zone) => sum + shared(zone, shape), 0);
        note('UGB', Math.abs(signedAreaM2(shape.polygon)) - within);
        continue;
      }
      if (how === 'code') {
        for (const district of plan.districts) {
          const allowed = allowedCodes[district.kind];
          if (!allowed || allowed.some((code) => shape.code?.startsWith(code))) continue;
          note(`USE-${district.id}`, shared(district, shape));
        }
        continue;
      }
      for (const zone of zones) {
        if (zone.kind !== kind || !bites(rule, how, shape, zone)) continue;
        note(zone.id, shared(zone, shape));
      }
    }
  return out;
}

const meets = (a: BoundsXY, b: BoundsXY) => a.minX < b.maxX && a.maxX > b.minX && a.minY < b.maxY && a.maxY > b.minY;

const BOXES = new WeakMap<object, BoundsXY>();

function boxOf(of: { polygon: readonly Point[] }): BoundsXY {
  const box = BOXES.get(of) ?? boundsOf(of.polygon);
  BOXES.set(of, box);
  return box;
}

/** What a rule asks beside an overlap in plan. */
function bites(rule: string, how: string, shape: PlanShape, zone: Zone): boolean {
  if (how === 'height') return (shape.heightLimitM ?? 0) > (zone.limitM ?? Number.POSITIVE_INFINITY);
  if (how === 'intersection and depth')
    return (shape.bottomM ?? 0) < (zone.topM ?? 0) && (shape.topM ?? 0) > (zone.bottomM ?? 0);
  return rule !== 'T16' || shape.code?.startsWith('07') === true;
}

/** Land use codes of plan.json (待核), with the statutory colour that each is drawn in. */
export const LAND_USES: Readonly<Record<string, Text & { token: string }>> = {
  '0701': { zh: '城镇住宅用地', en: 'urban residential', token: 'lu-r' },
  '0702': { zh: '城镇社区服务设施用地', en: 'community services', token: 'lu-r' },
  '0703': { zh: '农村宅基地', en: 'rural homestead', token: 'lu-r' },
  '0801': { zh: '机关团体用地', en: 'administration', token: 'lu-a' },
  '0802': { zh: '科研用地', en: 'research', token: 'lu-a' },
  '0803': { zh: '文化用地', en: 'culture', token: 'lu-a' },
  '0804': { zh: '教育用地', en: 'education', token: 'lu-a' },
  '0805': { zh: '体育用地', en: 'sports', token: 'lu-a' },
  '0806': { zh: '医疗卫生用地', en: 'health', token: 'lu-a' },
  '09': { zh: '商业服务业用地', en: 'commerce', token: 'lu-b' },
  '0901': { zh: '商业用地', en: 'retail', token: 'lu-b' },
  '1001': { zh: '工业用地', en: 'industry', token: 'lu-m' },
  '1101': { zh: '物流仓储用地', en: 'logistics', token: 'lu-w' },
  '1207': { zh: '城镇村道路用地', en: 'street', token: 'lu-s' },
  '13': { zh: '公用设施用地', en: 'utilities', token: 'lu-u' },
  '1301': { zh: '供水排水用地', en: 'water utilities', token: 'lu-u' },
  '14': { zh: '绿地与开敞空间', en: 'green and open space', token: 'lu-g' },
  '1401': { zh: '公园绿地', en: 'park', token: 'lu-g' },
};

/** What a typology becomes in the control plan, first choice first; the district's own list has the last word. */
const USE_OF: Readonly<Record<Typology, readonly string[]>> = {
  lane: ['0701', '0702'],
  village: ['0703', '0701'],
  slab: ['0701'],
  tower: ['0701'],
  podium: ['09'],
  office: ['0802', '09'],
  factory: ['1001', '0802', '09'],
  shed: ['1101', '1001', '09'],
  campus: ['0804', '0802', '0806'],
  hall: ['0803', '0801', '0805', '09'],
};

const USE_OF_LANDMARK: Readonly<Record<string, string>> = {
  stadium: '0805',
  hospital: '0806',
  government: '0801',
  command: '0801',
  police: '0801',
  exhibition: '0803',
  museum: '0803',
  heritage: '0803',
  university: '0804',
  school: '0804',
  tower: '09',
  mall: '09',
  market: '09',
  petrol: '09',
  fire: '13',
  substation: '13',
  heat: '13',
  telecom: '13',
  waterworks: '13',
  sewage: '13',
};

export interface Parcel extends PlanShape {
  district: string;
  name: Text;
  far: number;
  densityPct: number;
  greenPct: number;
}

/** Parcels keep this far from every zone and planted shape, so that they add no conflict (CITY.md §9). */
const PLANS_APART_M = 5;
const SMALLEST_PARCEL_M2 = 400;

/** A ring to keep out of: convex parts with the distance kept already added, and whether its inside is closed too. */
interface Keepout {
  box: BoundsXY;
  parts: { ring: Point[]; box: BoundsXY }[];
  /** Pieces with their middle inside are dropped. */
  closed: readonly Point[] | undefined;
}

function keepout(polygon: readonly Point[], closedInside: boolean): Keepout {
  const ring = anticlockwise(polygon);
  const d = PLANS_APART_M + 0.1;
  const wide = isConvex(ring) && closedInside ? insetAll(ring, -d) : null;
  const strips = ring.map((a, i) => {
    const b = ring[(i + 1) % ring.length];
    const h = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const deg = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
    return rectangle((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, h + 2 * d, 2 * d, deg);
  });
  const parts = (wide ? [wide] : strips).map((part) => ({ ring: part, box: boundsOf(part) }));
  const box = boundsOf(parts.flatMap((part) => part.ring));
  return { box, parts, closed: closedInside && !wide ? ring : undefined };
}

/** The largest piece of a block that keeps its distance from everything planned; undefined where nothing worth it is left. */
function clear(ring: readonly Point[], keepouts: readonly Keepout[]): Point[] | undefined {
  let best = [...ring];
  for (const out of keepouts) {
    if (!meets(boundsOf(best), out.box)) continue;
    for (const part of out.parts) {
      if (!meets(boundsOf(best), part.box) || overlapArea(best, part.ring) < 1e-6) continue;
      const pieces = outsideOf(best, part.ring).sort((a, b) => Math.abs(signedAreaM2(b)) - Math.abs(signedAreaM2(a)));
      if (pieces.length === 0 || Math.abs(signedAreaM2(pieces[0])) < SMALLEST_PARCEL_M2) return undefined;
      best = pieces[0];
    }
    if (out.closed && isInRing(out.closed, ...centroidOf(best))) return undefined;
  }
  return best;
}

/** The control plan's parcels: one a built block, one a landmark's ground. */
export function buildParcels(plan: Plan, blocks: readonly Block[]): Parcel[] {
  const { zones, planted, decoys, allowedCodes } = plan.plans;
  const boundaries = zones.filter((zone) => zone.kind === 'UGB');
  const keepouts = [
    ...zones.map((zone) => keepout(zone.polygon, zone.kind !== 'UGB')),
    ...[...planted, ...decoys].map((shape) => keepout(shape.polygon, true)),
  ];
  const out: Parcel[] = [];
  const counts = new Map<string, number>();
  const add = (district: District, ring: readonly Point[], codes: readonly string[], name?: Text) => {
    const allowed = allowedCodes[district.kind];
    const code = codes.find((c) => allowed?.some((prefix) => c.startsWith(prefix)));
    if (!allowed || code === undefined) return;
    const polygon = clear(anticlockwise(ring), keepouts);
    if (!polygon) return;
    const middle = centroidOf(polygon);
    if (!boundaries.some((zone) => isInRing(zone.polygon, ...middle))) return;
    const n = (counts.get(district.id) ?? 0) + 1;
    const id = `kg-${district.id}-${String(n).padStart(3, '0')}`;
    const random = randomOf(plan.city.seed, 'parcels', id);
    const parcel: Parcel = {
      id,
      layer: 'KG',
      code,
      polygon,
      district: district.id,
      name:
        name ?? partOf(textOf(district), `${String(n).padStart(3, '0')}号地块`, `parcel ${String(n).padStart(3, '0')}`),
      ...limitsOf(district, code, random),
    };
    // Cutting a hollow block by half planes can leave a bridge across a boundary: such a parcel is none.
    if (findPlanConflicts(plan, [parcel]).length > 0) return;
    counts.set(district.id, n);
    out.push(parcel);
  };
  const districts = new Map(plan.districts.map((d) => [d.id, d]));
  for (const block of blocks)
    if (block.use === 'built' && block.typology) add(block.district, block.ring, USE_OF[block.typology]);
  for (const landmark of plan.landmarks) {
    const district = districts.get(landmark.district);
    const code = USE_OF_LANDMARK[landmark.kind];
    if (district && code) add(district, siteOf(landmark), [code], textOf(landmark));
  }
  return out;
}

const siteOf = ({ at, sizeM }: Landmark) => rectangle(at[0], at[1], sizeM[0] + 8, sizeM[1] + 8);

/** Floor area ratio within the district's range, height by it, density and green by use; all rounded as plans are. */
function limitsOf(district: District, code: string, random: Random) {
  const far = Math.round(uniform(random, district.far[0], district.far[1]) * 10) / 10;
  const low = code.startsWith('10') || code.startsWith('11') || code.startsWith('13');
  const densityPct = Math.min(60, Math.round(district.densityPct + uniform(random, -3, 5)));
  const storeys = Math.max(2, (far / Math.max(densityPct, 12)) * 100);
  return {
    far,
    densityPct,
    greenPct: low ? 15 : Math.round(uniform(random, 25, 38)),
    heightLimitM: low ? 24 : Math.max(12, Math.ceil((storeys * 3.6 * 1.4) / 6) * 6),
  };
}

const KINDS: Readonly<Record<string, Text & { token: string }>> = {
  UGB: { zh: '城镇开发边界', en: 'urban growth boundary', token: 'lu-b' },
  PBF: { zh: '永久基本农田', en: 'permanent basic farmland', token: 'lu-farm' },
  ERL: { zh: '生态保护红线', en: 'ecological red line', token: 'lu-eco' },
  VC: { zh: '视线廊道', en: 'view corridor', token: 'lu-e' },
  HIS: { zh: '历史文化街区紫线', en: 'historic district', token: 'lu-w' },
  FOR: { zh: '林地', en: 'forest land', token: 'lu-g' },
  WET: { zh: '重要湿地', en: 'important wetland', token: 'lu-e' },
  RMR: { zh: '河道管理范围', en: 'river management range', token: 'lu-e' },
  DET: { zh: '蓄滞洪区', en: 'flood detention area', token: 'lu-u' },
  MPZ: { zh: '轨道交通控制保护区', en: 'metro protection zone', token: 'lu-s' },
  UTT: { zh: '综合管廊', en: 'utility tunnel', token: 'lu-u' },
  UGS: { zh: '地下空间', en: 'underground space', token: 'lu-m' },
};

interface ZoneRow {
  id: string;
  rings: readonly (readonly Point[])[];
  kind: string;
  name: Text;
  areaHa: number;
  planted: string | undefined;
  limitM: number | undefined;
  topM: number | undefined;
  bottomM: number | undefined;
}

/** Width of the band that stands for a boundary; the urban growth boundary is a line, not a colour over half the map. */
const BAND_M = 9;

function zoneRow(shape: Zone | PlanShape, kind: string, plannedFor: string | undefined): ZoneRow {
  const ring = anticlockwise(shape.polygon);
  const hole = kind === 'UGB' ? insetAll(ring, BAND_M) : null;
  return {
    id: shape.id,
    rings: hole ? [ring, [...hole].reverse()] : [ring],
    kind,
    name: 'nameZh' in shape ? textOf(shape, KINDS[kind].en) : KINDS_TEXT[kind],
    areaHa: Math.abs(signedAreaM2(ring)) / 1e4,
    planted: plannedFor,
    limitM: 'limitM' in shape ? shape.limitM : undefined,
    topM: shape.topM,
    bottomM: shape.bottomM,
  };
}

const zoneFields = (authority: Text): Field<ZoneRow>[] => [
  ...nameFields<ZoneRow>(),
  { name: 'kind', type: 'code', label: { zh: '类别', en: 'Kind' }, values: KINDS_TEXT, of: (row) => row.kind },
  quantity('area', 'har', { zh: '面积', en: 'Area' }, (row) => row.areaHa),
  quantity('limit', 'm', { zh: '限高', en: 'Height limit' }, (row) => row.limitM),
  quantity('top', 'm', { zh: '顶标高（相对地面）', en: 'Top, from ground' }, (row) => row.topM),
  quantity('bottom', 'm', { zh: '底标高（相对地面）', en: 'Bottom, from ground' }, (row) => row.bottomM),
  text('authority', { zh: '编制部门', en: 'Authority' }, () => authority.zh),
];

const KINDS_TEXT: Record<string, Text> = Object.fromEntries(
  Object.entries(KINDS).map(([kind, { zh, en }]) => [kind, { zh, en }]),
);

const LAND_USES_TEXT: Record<string, Text> = Object.fromEntries(
  Object.entries(LAND_USES).map(([code, { zh, en }]) => [code, { zh: `${code} ${zh}`, en: `${code} ${en}` }]),
);

export const AUTHORITIES: Readonly<Record<string, Text>> = {
  GT: { zh: '自然资源（国土空间总体规划）', en: 'Natural resources (territorial plan)' },
  KG: { zh: '自然资源（控制性详细规划）', en: 'Planning (regulatory plan)' },
  LY: { zh: '林业', en: 'Forestry' },
  SW: { zh: '水务', en: 'Water' },
  UG: { zh: '住建（地下空间与轨道）', en: 'Construction (underground and metro)' },
};

/** Layers of zones: which authority, which kinds lie together in one, and how high above the ground they are drawn. */
const ZONE_LAYERS: readonly { id: string; label: Text; authority: string; kinds: readonly string[]; liftM: number }[] =
  [
    { id: 'plan-sw', label: { zh: '水务规划', en: 'Water plan' }, authority: 'SW', kinds: ['RMR', 'DET'], liftM: 0.45 },
    {
      id: 'plan-ly',
      label: { zh: '林业与湿地', en: 'Forest and wetland' },
      authority: 'LY',
      kinds: ['FOR', 'WET'],
      liftM: 0.5,
    },
    {
      id: 'plan-gt',
      label: { zh: '三区三线', en: 'Farmland and ecology lines' },
      authority: 'GT',
      kinds: ['PBF', 'ERL'],
      liftM: 0.55,
    },
    {
      id: 'plan-ug',
      label: { zh: '地下空间与轨道', en: 'Underground and metro' },
      authority: 'UG',
      kinds: ['MPZ', 'UTT'],
      liftM: 0.6,
    },
    {
      id: 'plan-ugs',
      label: { zh: '地下空间地块', en: 'Underground parcels' },
      authority: 'UG',
      kinds: ['UGS'],
      liftM: 0.65,
    },
    {
      id: 'plan-heritage',
      label: { zh: '视廊与紫线', en: 'View corridor and heritage' },
      authority: 'GT',
      kinds: ['VC', 'HIS'],
      liftM: 0.7,
    },
    {
      id: 'plan-ugb',
      label: { zh: '城镇开发边界', en: 'Urban growth boundary' },
      authority: 'GT',
      kinds: ['UGB'],
      liftM: 0.85,
    },
  ];

interface ParcelRow extends PlanShape {
  rings: readonly (readonly Point[])[];
  name: Text;
  district: string | undefined;
  far: number | undefined;
  densityPct: number | undefined;
  greenPct: number | undefined;
  component: string;
}

const PARCEL_FIELDS: Field<ParcelRow>[] = [
  ...nameFields<ParcelRow>({ zh: '地块', en: 'Parcel' }),
  {
    name: 'use',
    type: 'code',
    label: { zh: '用地性质（代码待核）', en: 'Land use (codes unverified)' },
    values: LAND_USES_TEXT,
    of: (row) => row.code ?? undefined,
  },
  quantity('area', 'm2', { zh: '面积', en: 'Area' }, (row) => Math.abs(signedAreaM2(row.polygon))),
  quantity('far', '1', { zh: '容积率上限', en: 'Floor area ratio, at most' }, (row) => row.far),
  quantity('limit', 'm', { zh: '建筑限高', en: 'Height limit' }, (row) => row.heightLimitM),
  quantity('density', '%', { zh: '建筑密度上限', en: 'Site coverage, at most' }, (row) => row.densityPct),
  quantity('green', '%', { zh: '绿地率下限', en: 'Green ratio, at least' }, (row) => row.greenPct),
  { name: 'district', type: 'code', label: { zh: '片区', en: 'District' }, of: (row) => row.district },
  text('authority', { zh: '编制部门', en: 'Authority' }, () => AUTHORITIES.KG.zh),
  text('code', CODE_LABEL, (row) => row.component),
];

/** Layers of all authorities, planted shapes and decoys among their own kind, as a planner would get them. */
export function planLayers(plan: Plan, parcels: readonly Parcel[]): LayerInput[] {
  const { zones, planted, decoys } = plan.plans;
  const shapes: PlanShape[] = [...planted, ...decoys];
  const layers = ZONE_LAYERS.map(({ id, label, authority, kinds, liftM }) => {
    const rows = [
      ...zones.filter((zone) => kinds.includes(zone.kind)).map((zone) => zoneRow(zone, zone.kind, undefined)),
      ...shapes.filter((shape) => kinds.includes(shape.layer)).map((shape) => zoneRow(shape, shape.layer, 'planted')),
    ];
    const tokens = Object.fromEntries(kinds.map((kind) => [kind, KINDS[kind].token]));
    const fields = zoneFields(AUTHORITIES[authority]).filter((field) =>
      rows.some((row) => field.of(row) !== undefined),
    );
    return areaLayer(
      {
        id,
        kind: 'area',
        group: 'plan',
        label,
        cimLevel: 4,
        state: 'planned',
        liftM,
        colour: { attribute: 'kind', tokens },
      },
      rows,
      fields,
    );
  });
  const rows = [...shapes.filter((shape) => shape.layer === 'KG'), ...parcels].map((shape, i): ParcelRow => {
    const parcel = 'district' in shape ? (shape as Parcel) : undefined;
    return {
      ...shape,
      rings: [anticlockwise(shape.polygon)],
      name: parcel?.name ?? { zh: shape.id, en: shape.id },
      district: parcel?.district,
      far: parcel?.far,
      densityPct: parcel?.densityPct,
      greenPct: parcel?.greenPct,
      component: componentCode('parcel', i + 1),
    };
  });
  const tokens = Object.fromEntries(Object.entries(LAND_USES).map(([code, { token }]) => [code, token]));
  const control = areaLayer(
    {
      id: 'plan-kg',
      kind: 'area',
      group: 'plan',
      label: { zh: '控制性详细规划', en: 'Regulatory plan' },
      cimLevel: 4,
      state: 'planned',
      liftM: 0.4,
      colour: { attribute: 'use', tokens },
    },
    rows,
    PARCEL_FIELDS,
  );
  return [control, ...layers];
}
