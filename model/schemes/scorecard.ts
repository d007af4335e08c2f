import type { Grading } from '../questions/terrain-analysis.ts';
import { basementAreaM2, basementsOf } from './basements.ts';
import { basisOf, METRIC_IDS, type MetricId } from './metric-basis.ts';
import type { SchemeMetrics } from './metrics.ts';
import type { Scheme, SchemeParcel, SchemeRoad } from './scheme.ts';
import { areaM2 } from './site-geometry.ts';

/** How much each figure counts; 0: it does not. */
export type MetricWeights = Readonly<Partial<Record<MetricId, number>>>;

/** Where nobody chose: each figure counts the same, so that no kind of scheme is favoured. */
export const DEFAULT_WEIGHTS: MetricWeights = {
  gfaM2: 1,
  densityPct: 1,
  greenPct: 1,
  spaciousness: 1,
  heightM: 1,
  parking: 1,
};

/** Figures that say which of two schemes is better. */
export const JUDGED_METRICS: readonly MetricId[] = METRIC_IDS.filter((id) => basisOf(id).better !== null);

/** One figure over all schemes. */
interface ScoreRow {
  metric: MetricId;
  weight: number;
  values: (number | null)[];
  /** Points of each scheme: 1 the best of those compared, 0 the worst, straight between. */
  points: number[];
}

/** Same figures of several schemes, and what they come to. */
export interface Scorecard {
  rows: ScoreRow[];
  /** 0 to 100, by scheme. */
  scores: number[];
  /** Place of the first one; null: two share it. */
  best: number | null;
  sensitivity: Sensitivity[];
}

/** How far a weight may go before another scheme is first, all others as they are; null: none does. */
export interface Sensitivity {
  metric: MetricId;
  weight: number;
  /** Below or above this another one is first. */
  turnsBelow: number | null;
  turnsAbove: number | null;
}

/** Weights are looked at up to this many times as much. */
const MAX_WEIGHT_RATIO = 10;
const SAME = 1e-9;
/** No weight is below nothing: a turn that would need one is none. */
const MIN_WEIGHT = 0.01;

/**
 * Weighted sum of figures that are each laid between the worst and the best of the schemes compared. It ranks these schemes among each other:
 * with another one beside them points change, so the figures themselves stand beside the points.
 */
export function scorecardOf(metrics: readonly SchemeMetrics[], weights: MetricWeights): Scorecard {
  const rows = JUDGED_METRICS.filter((metric) => (weights[metric] ?? 0) > 0).map((metric): ScoreRow => {
    const values = metrics.map((one) => one[metric]);
    return { metric, weight: weights[metric] ?? 0, values, points: pointsOf(metric, values) };
  });
  const scores = scoresOf(rows, metrics.length);
  return {
    rows,
    scores,
    best: firstOf(scores),
    sensitivity: rows.map((row) => sensitivityOf(rows, row, metrics.length)),
  };
}

/** Which scheme is first, by how many points before the next, and the figures that bring it there, the heaviest first; null: two share the place. */
export function leadOf({
  best,
  scores,
  rows,
}: Scorecard): { best: number; margin: number; metrics: MetricId[] } | null {
  if (best === null) return null;
  const others = scores.filter((_, i) => i !== best);
  const second = scores.indexOf(Math.max(...others));
  const metrics = rows
    .map(({ metric, weight, points }) => ({
      metric,
      gain: weight * (points[best] - points[second]),
      isBest: points[best] === 1,
    }))
    .filter(({ gain, isBest }) => isBest && gain > SAME)
    .sort((a, b) => b.gain - a.gain)
    .map(({ metric }) => metric);
  return { best, margin: scores[best] - scores[second], metrics };
}

function pointsOf(metric: MetricId, values: readonly (number | null)[]): number[] {
  const known = values.filter((value) => value !== null);
  const low = Math.min(...known);
  const high = Math.max(...known);
  const isMore = basisOf(metric).better === 'more';
  return values.map((value) => {
    if (value === null) return 0;
    if (high - low <= SAME * Math.max(Math.abs(high), 1)) return 1;
    return isMore ? (value - low) / (high - low) : (high - value) / (high - low);
  });
}

function scoresOf(rows: readonly ScoreRow[], schemes: number): number[] {
  const whole = rows.reduce((sum, { weight }) => sum + weight, 0);
  return Array.from({ length: schemes }, (_, s) =>
    whole > 0 ? (100 * rows.reduce((sum, { weight, points }) => sum + weight * points[s], 0)) / whole : 0,
  );
}

function firstOf(scores: readonly number[]): number | null {
  const most = Math.max(...scores);
  const first = scores.flatMap((score, i) => (score >= most - SAME ? [i] : []));
  return first.length === 1 ? first[0] : null;
}

/** Sums are straight in each weight, so two schemes change places at one weight, which is reckoned and not sought. */
function sensitivityOf(rows: readonly ScoreRow[], row: ScoreRow, schemes: number): Sensitivity {
  const { metric, weight, points } = row;
  const rest = Array.from({ length: schemes }, (_, s) =>
    rows.reduce((sum, other) => (other === row ? sum : sum + other.weight * other.points[s]), 0),
  );
  const best = firstOf(scoresOf(rows, schemes));
  let turnsBelow: number | null = null;
  let turnsAbove: number | null = null;
  for (let other = 0; best !== null && other < schemes; other++) {
    const slope = points[best] - points[other];
    if (other === best || Math.abs(slope) < SAME) continue;
    const at = (rest[other] - rest[best]) / slope;
    if (at >= MIN_WEIGHT && at < weight) turnsBelow = Math.max(turnsBelow ?? 0, at);
    if (at > weight && at <= MAX_WEIGHT_RATIO * weight) turnsAbove = Math.min(turnsAbove ?? at, at);
  }
  return { metric, weight, turnsBelow, turnsAbove };
}

/** What differs between two schemes: parcels by name, and the controls that are not the same. */
interface SchemeDifference {
  parcel: string;
  kind: 'only-first' | 'only-second' | 'changed';
  fields: { name: string; first: string; second: string }[];
}

/** Parcels are the same where they have the same id, as in a copy, or lie on the same shape of a plan. */
export function differencesOf(first: Scheme, second: Scheme): SchemeDifference[] {
  const twinOf = (of: Scheme, { id, source }: Scheme['parcels'][number]) =>
    of.parcels.find(
      (one) => one.id === id || (source && one.source?.plan === source.plan && one.source.shape === source.shape),
    );
  const found: SchemeDifference[] = [];
  for (const parcel of first.parcels) {
    const other = twinOf(second, parcel);
    if (!other) found.push({ parcel: parcel.name, kind: 'only-first', fields: [] });
    else {
      const fields = changedFields(flat(parcel, first), flat(other, second));
      if (fields.length > 0) found.push({ parcel: parcel.name, kind: 'changed', fields });
    }
  }
  for (const parcel of second.parcels)
    if (!twinOf(first, parcel)) found.push({ parcel: parcel.name, kind: 'only-second', fields: [] });
  return [...found, ...roadDifferences(first.roads ?? [], second.roads ?? [])];
}

function roadDifferences(first: readonly SchemeRoad[], second: readonly SchemeRoad[]): SchemeDifference[] {
  const flatRoad = (road: SchemeRoad): Fields => ({
    roadClass: road.class,
    roadWidth: `${road.widthM} m`,
    line: JSON.stringify(road.lineM),
  });
  const of = (roads: readonly SchemeRoad[], id: string) => roads.find((road) => road.id === id);
  return [
    ...first.flatMap((road): SchemeDifference[] => {
      const other = of(second, road.id);
      if (!other) return [{ parcel: road.name, kind: 'only-first', fields: [] }];
      const fields = changedFields(flatRoad(road), flatRoad(other));
      return fields.length === 0 ? [] : [{ parcel: road.name, kind: 'changed', fields }];
    }),
    ...second.flatMap(({ id, name }): SchemeDifference[] =>
      of(first, id) ? [] : [{ parcel: name, kind: 'only-second', fields: [] }],
    ),
  ];
}

type Fields = Record<string, string>;

/** Controls by name, those of setbacks by class; its ground, what is built under it, and its volumes by number, floor area and height. */
function flat(parcel: SchemeParcel, { buildings }: Scheme): Fields {
  const { id, controls: all, edges, ringM, grading } = parcel;
  const { setbackM, ...controls } = all;
  const { street, side, rear } = setbackM;
  const own = buildings.filter(({ parcel }) => parcel === id);
  const gfaM2 = own.reduce((sum, one) => sum + areaM2(one.ringM) * one.storeys, 0);
  const heightM = own.reduce((most, one) => Math.max(most, one.baseM + one.heightM), 0);
  const volumes = `${own.length} · ${gfaM2.toFixed(0)} m² · ${heightM.toFixed(1)} m`;
  const ground = grading ? [grading.by, ...gradingNumbers(grading)].join(' ') : 'kept';
  const fields = {
    ...controls,
    street,
    side,
    rear,
    edges: edges.join(' '),
    ring: JSON.stringify(ringM),
    ground,
    basement: basementText(parcel, own),
    volumes,
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
}

/** What the parcel asks for, and the area that it comes to with what buildings have of their own. */
function basementText(parcel: SchemeParcel, buildings: Scheme['buildings']): string {
  const basements = basementsOf({ parcels: [parcel], buildings });
  const { basement } = parcel;
  if (!basement && basements.length === 0) return 'no-basement';
  const area = `${basementAreaM2(basements).toFixed(0)} m²`;
  if (!basement) return area;
  const { under, storeys, storeyM, outsetM, isInFar } = basement;
  const count = isInFar ? 'in-far' : 'not-in-far';
  return `under-${under} ${storeys} × ${storeyM} m · ${outsetM < 0 ? '' : '+'}${outsetM} m · ${area} · ${count}`;
}

const gradingNumbers = (grading: Grading): string[] => [
  ...(grading.elevationM === null ? [] : [`${grading.elevationM} m`]),
  ...(grading.by === 'plane' ? [`${grading.fallPct} %`, `${grading.bearingDeg}°`] : []),
];

const changedFields = (first: Fields, second: Fields): SchemeDifference['fields'] =>
  Object.keys(first).flatMap((name) =>
    first[name] === second[name] ? [] : [{ name, first: first[name], second: second[name] }],
  );
