import { anticlockwise } from '../geo/plane/ring.ts';
import { basementAreaM2, basementSpaces, basementsOf } from './basements.ts';
import type { MetricId } from './metric-basis.ts';
import {
  EDGE_CLASSES,
  type EdgeClass,
  type Scheme,
  type SchemeAssumptions,
  type SchemeBuilding,
  type SchemeParcel,
  type SchemeRoad,
} from './scheme.ts';
import { roadAreaM2 } from './scheme-roads.ts';
import {
  dwellingsIn,
  floorAreaM2,
  SERVICE_MINUTES,
  type ServiceFigures,
  type ServiceKind,
  type SiteFigures,
} from './site-figures.ts';
import { areaM2, edgeOf, ringToEdgeM } from './site-geometry.ts';

/** Figures by metric; null: there is nothing to measure. */
export type SchemeMetrics = Readonly<Record<MetricId, number | null>>;

/** A limit of a parcel, what the design comes to, and whether it holds. */
export interface LimitVerdict {
  metric: MetricId;
  limit: number;
  got: number;
  isMet: boolean;
}

/** A parcel of a scheme with its own figures. */
interface ParcelMetrics {
  parcel: SchemeParcel;
  metrics: SchemeMetrics;
  verdicts: LimitVerdict[];
}

/** Figures of float64 on rings of some hundred metres. */
const TOLERANCE_RATIO = 1e-6;

/** All figures of a scheme, over all its parcels; `site`: what was found of it on the city's ground and ways, null while it is not known. */
export const metricsOf = (
  { parcels, buildings, roads = [] }: Scheme,
  assumed: SchemeAssumptions,
  site: SiteFigures | null = null,
): SchemeMetrics => ({
  ...figuresOf(parcels, buildings, assumed, site),
  ...serviceMetrics(site?.services ?? [], assumed),
  ...roadMetrics(parcels, roads),
  sunLost: site?.sun?.lostWindows ?? null,
});

/** Each parcel by itself, held against its limits. */
export function parcelMetrics(
  { parcels, buildings }: Scheme,
  assumed: SchemeAssumptions,
  site: SiteFigures | null = null,
): ParcelMetrics[] {
  return parcels.map((parcel) => {
    const own = buildings.filter((building) => building.parcel === parcel.id);
    const metrics = {
      ...figuresOf([parcel], own, assumed, site),
      ...serviceMetrics([], assumed),
      ...roadMetrics([parcel], []),
      sunLost: null,
    };
    return { parcel, metrics, verdicts: verdictsOf(parcel, metrics) };
  });
}

function figuresOf(
  parcels: readonly SchemeParcel[],
  buildings: readonly SchemeBuilding[],
  assumed: SchemeAssumptions,
  site: SiteFigures | null,
): Omit<SchemeMetrics, ServiceMetric | RoadMetric | 'sunLost'> {
  const siteM2 = sum(parcels.map(({ ringM }) => areaM2(ringM)));
  const gfaM2 = floorAreaM2(buildings, () => true);
  const homesM2 = floorAreaM2(buildings, (use) => use === 'residential');
  const footprintM2 = sum(buildings.filter(({ baseM }) => baseM === 0).map(({ ringM }) => areaM2(ringM)));
  const openM2 = siteM2 - footprintM2;
  const greenM2 = openM2 * (1 - assumed.pavedPct / 100);
  const dwellings = dwellingsIn(homesM2, assumed);
  const population = dwellings * assumed.personsPerDwelling;
  const basements = basementsOf({ parcels, buildings });
  const basementM2 = basementAreaM2(basements);
  const far = ratio(gfaM2 + basementAreaM2(basements.filter(({ isInFar }) => isInFar)), siteM2);
  const gsi = ratio(footprintM2, siteM2);
  return {
    siteM2,
    gfaM2,
    homesM2,
    basementM2,
    far,
    footprintM2,
    densityPct: gsi && 100 * gsi,
    greenM2,
    greenPct: siteM2 > 0 ? (100 * greenM2) / siteM2 : null,
    dwellings,
    population,
    parking: Math.ceil(
      dwellings * assumed.spacesPerDwelling + ((gfaM2 - homesM2) / 100) * assumed.spacesPer100M2 - TOLERANCE_RATIO,
    ),
    basementSpaces: basementSpaces(basementM2, assumed),
    heightM: buildings.length > 0 ? Math.max(...buildings.map(({ baseM, heightM }) => baseM + heightM)) : null,
    meanStoreys: ratio(gfaM2, footprintM2),
    spaciousness: ratio(openM2, gfaM2),
    openPerPersonM2: ratio(openM2, population),
    setbackStreetM: setbackM(parcels, buildings, 'street'),
    setbackSideM: setbackM(parcels, buildings, 'side'),
    setbackRearM: setbackM(parcels, buildings, 'rear'),
    ...earthworkMetrics(parcels, site, basements.length > 0, assumed),
  };
}

/** Cut and fill are null where no ground is graded, digging where basements are not measured; the surplus is of both. */
function earthworkMetrics(
  parcels: readonly SchemeParcel[],
  site: SiteFigures | null,
  hasBasements: boolean,
  { fillPerCutRatio }: SchemeAssumptions,
): Pick<SchemeMetrics, 'cutM3' | 'fillM3' | 'dugM3' | 'backfillM3' | 'surplusM3'> {
  const isOwn = ({ parcel }: { parcel: string }) => parcels.some(({ id }) => id === parcel);
  const moved = site?.earthwork.filter(isOwn) ?? [];
  const dug = site?.excavations.filter(isOwn) ?? [];
  const isGraded = moved.length > 0;
  const isDug = dug.length > 0;
  const cutM3 = sum(moved.map((one) => one.cutM3));
  const fillM3 = sum(moved.map((one) => one.fillM3));
  const dugM3 = sum(dug.map((one) => one.dugM3));
  const backfillM3 = sum(dug.map((one) => one.backfillM3));
  const isMeasured = isDug || !hasBasements;
  return {
    cutM3: isGraded ? cutM3 : null,
    fillM3: isGraded ? fillM3 : null,
    dugM3: isMeasured ? dugM3 : null,
    backfillM3: isMeasured ? backfillM3 : null,
    surplusM3: isGraded || isDug ? (cutM3 + dugM3) * fillPerCutRatio - fillM3 - backfillM3 : null,
  };
}

type RoadMetric = 'roadM2' | 'roadPct';

/** Null where the scheme draws no road. */
function roadMetrics(parcels: readonly SchemeParcel[], roads: readonly SchemeRoad[]): Pick<SchemeMetrics, RoadMetric> {
  if (roads.length === 0) return { roadM2: null, roadPct: null };
  const roadM2 = sum(roads.map(roadAreaM2));
  const siteM2 = sum(parcels.map(({ ringM }) => areaM2(ringM)));
  const share = ratio(roadM2, siteM2 + roadM2);
  return { roadM2, roadPct: share && 100 * share };
}

type ServiceMetric = `${ServiceKind}${'Min' | '15Pct' | 'Load'}`;

/** Null where the city does not tell, or nobody lives in the scheme. */
function serviceMetrics(
  services: readonly ServiceFigures[],
  assumed: SchemeAssumptions,
): Pick<SchemeMetrics, ServiceMetric> {
  const of = (kind: ServiceKind) => {
    const found = services.find((one) => one.kind === kind);
    const near = found?.within.find(({ minutes }) => minutes === SERVICE_MINUTES)?.residents ?? 0;
    const used = found?.loads.filter(({ ofScheme }) => ofScheme > 0) ?? [];
    return {
      meanMin: found?.meanMin ?? null,
      sharePct: found ? ratio(100 * near, found.residents) : null,
      load: used.length > 0 ? (Math.max(...used.map(({ after }) => after)) * demandOf(kind, assumed)) / 1000 : null,
    };
  };
  const school = of('school');
  const health = of('health');
  return {
    schoolMin: school.meanMin,
    school15Pct: school.sharePct,
    schoolLoad: school.load,
    healthMin: health.meanMin,
    health15Pct: health.sharePct,
    healthLoad: health.load,
  };
}

/** What a thousand residents ask of a kind of service. */
export const demandOf = (kind: ServiceKind, { pupilsPer1000, bedsPer1000 }: SchemeAssumptions): number =>
  kind === 'school' ? pupilsPer1000 : bedsPer1000;

/** The least distance from a building to an edge of the class of its own parcel; null: no such edge, or no building. */
function setbackM(
  parcels: readonly SchemeParcel[],
  buildings: readonly SchemeBuilding[],
  of: EdgeClass,
): number | null {
  let least = Number.POSITIVE_INFINITY;
  for (const parcel of parcels)
    for (const [i, edge] of parcel.edges.entries()) {
      if (edge !== of) continue;
      for (const building of buildings)
        if (building.parcel === parcel.id)
          least = Math.min(least, ringToEdgeM(building.ringM, edgeOf(parcel.ringM, i)));
    }
  return Number.isFinite(least) ? least : null;
}

const SETBACKS = { street: 'setbackStreetM', side: 'setbackSideM', rear: 'setbackRearM' } as const satisfies Record<
  EdgeClass,
  MetricId
>;

/** A parcel's limits against its own figures; a floor-area ratio is a limit from above. */
function verdictsOf({ controls }: SchemeParcel, metrics: SchemeMetrics): LimitVerdict[] {
  const most = (metric: MetricId, limit: number): LimitVerdict => {
    const got = metrics[metric] ?? 0;
    return { metric, limit, got, isMet: got <= limit * (1 + TOLERANCE_RATIO) };
  };
  const least = (metric: MetricId, limit: number): LimitVerdict => {
    const got = metrics[metric] ?? Number.POSITIVE_INFINITY;
    return { metric, limit, got, isMet: got >= limit * (1 - TOLERANCE_RATIO) };
  };
  const setbacks = EDGE_CLASSES.filter((edge) => metrics[SETBACKS[edge]] !== null);
  return [
    most('far', controls.far),
    most('densityPct', controls.densityMaxPct),
    most('heightM', controls.heightMaxM),
    least('greenPct', controls.greenMinPct),
    ...setbacks.map((edge) => least(SETBACKS[edge], controls.setbackM[edge])),
  ];
}

/** Land by code over the parcels of a scheme; shares sum up to 100. */
export function landBalance({
  parcels,
  buildings,
}: Scheme): { code: string; siteM2: number; sharePct: number; gfaM2: number }[] {
  const rows = new Map<string, { siteM2: number; gfaM2: number }>();
  for (const { id, ringM, controls } of parcels) {
    const row = rows.get(controls.code) ?? { siteM2: 0, gfaM2: 0 };
    row.siteM2 += areaM2(ringM);
    for (const building of buildings)
      if (building.parcel === id) row.gfaM2 += areaM2(building.ringM) * building.storeys;
    rows.set(controls.code, row);
  }
  const wholeM2 = sum([...rows.values()].map(({ siteM2 }) => siteM2));
  return [...rows]
    .map(([code, row]) => ({ code, ...row, sharePct: (100 * row.siteM2) / wholeM2 }))
    .sort((a, b) => a.code.localeCompare(b.code));
}

/** A ring as a parcel has it: its inside to the left, and a class for each edge. */
export function parcelRing(ringM: readonly (readonly [number, number])[]): Pick<SchemeParcel, 'ringM' | 'edges'> {
  const ring = anticlockwise(ringM).map(([x, y]): [number, number] => [x, y]);
  return { ringM: ring, edges: usualEdges(ring) };
}

/** The longest edge faces the street, the one that lies opposite to it is the rear; a guess that can be changed edge by edge. */
function usualEdges(ring: readonly [number, number][]): EdgeClass[] {
  const edges = ring.map((_, i) => edgeOf(ring, i));
  const lengths = edges.map(([[ax, ay], [bx, by]]) => Math.hypot(bx - ax, by - ay));
  const front = lengths.indexOf(Math.max(...lengths));
  const headings = edges.map(([[ax, ay], [bx, by]]) => Math.atan2(by - ay, bx - ax));
  return headings.map((heading) => {
    const across = Math.cos(heading - headings[front]);
    if (across > Math.SQRT1_2) return 'street';
    return across < -Math.SQRT1_2 ? 'rear' : 'side';
  });
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
