import type { PlanInfo } from '../../model/plans/plan.ts';
import { type PlanBasis, stampsOf } from '../../model/plans/plan-basis.ts';
import type { PlanEdit } from '../../model/plans/plan-edits.ts';
import type { PlanRule } from '../../model/plans/plan-rules.ts';
import { sha256 } from '../../model/sha256.ts';
import { ellipsoidalAreaM2 } from './ellipsoid.ts';
import { inOrder, type OverlaidPlace, type OverlaidShape, overlaidShapes } from './overlaid-shapes.ts';
import type { OverlayJob } from './overlay.ts';
import type { OverlayPool } from './overlay-pool.ts';
import { jobsOf, sidesOf } from './pairs.ts';
import type {
  ConflictCount,
  ConflictSide,
  PlanConflict,
  PlanNote,
  PlanReport,
  PlanRequest,
  RuleTally,
} from './plan-types.ts';
import type { PlanShape, PlanShapes } from './shapes.ts';

/** What is compared, and by what. */
export interface Comparison {
  infos: readonly PlanInfo[];
  shapes: Omit<PlanShapes, 'arrays'>;
  /** West, south, east, north of each shape. */
  boxes: Float64Array;
  basis: PlanBasis;
  request: PlanRequest;
  /** Edits that are not in force. */
  stale?: readonly PlanEdit[];
}

/** Jobs of a rule's pair of sides. */
interface PlannedJob {
  rule: PlanRule;
  group: number;
  job: OverlayJob;
}

/** The rules that were asked for and are switched on. */
export const rulesInForce = ({ basis, request }: Pick<Comparison, 'basis' | 'request'>): PlanRule[] =>
  basis.rules.rules.filter(({ id, isOff }) => !isOff && (request.rules === null || request.rules.includes(id)));

/**
 * Typed conflicts of plans: candidates by their boxes, areas by GEOS in the crew's threads, put together in the order of the rules, so that
 * the result is the same for any number of threads. Null: stopped.
 */
export async function comparePlans(
  comparison: Comparison,
  pool: OverlayPool,
  hear: (doneRatio: number) => void,
): Promise<PlanReport | null> {
  const laid = await layPlans(comparison, pool, hear);
  return laid && reportOf(comparison, laid);
}

/** Every shape laid over what may meet it, in the order of a report. Null: stopped. */
export async function layPlans(
  { shapes, boxes, basis, request }: Comparison,
  pool: OverlayPool,
  hear: (doneRatio: number) => void,
): Promise<OverlaidShape[] | null> {
  const inForce = rulesInForce({ basis, request });
  const planned = inForce.flatMap((rule) =>
    sidesOf(rule, shapes.shapes).flatMap((sides, group) =>
      jobsOf(rule, shapes.shapes, boxes, sides, request).map((job): PlannedJob => ({ rule, group, job })),
    ),
  );
  const answers = await pool.run(
    planned.map(({ job }) => job),
    hear,
  );
  if (answers === null) return null;
  return inOrder(
    planned.flatMap(({ rule, group, job }, i) => overlaidShapes(rule, group, job, answers[i])),
    inForce,
  );
}

/** How many conflicts shapes that were laid amount to. */
export function countOf(laid: readonly OverlaidShape[]): ConflictCount {
  const sum = (list: readonly OverlaidShape[]) => list.reduce((count, { found }) => count + found.length, 0);
  return { all: sum(laid), prohibited: sum(laid.filter(({ rule }) => rule.severity === 'prohibited')) };
}

/** What shapes that were laid amount to. `published`: what they amount to without the edits of the comparison. */
export function reportOf(
  comparison: Comparison,
  laid: readonly OverlaidShape[],
  published = countOf(laid),
): PlanReport {
  const { infos, shapes, basis } = comparison;
  const { basis: _, ...request } = comparison.request;
  const by = stampsOf(basis);
  const inForce = rulesInForce(comparison);
  const conflicts = allConflicts(comparison, laid);
  const met = new Set(laid.map(({ rule }) => rule.id));
  return {
    plans: infos,
    rules: inForce,
    basis,
    by,
    plane: shapes.plane.name,
    request,
    conflicts,
    published,
    tallies: inForce.filter(({ id }) => met.has(id)).map((rule) => tallyOf(rule, conflicts, laid)),
    notes: notesOf(comparison, laid),
    shapes: shapes.shapes.filter(({ isGone }) => !isGone).length,
    inputHash: hashOf({
      plans: infos.map(({ id, hash }) => [id, hash]),
      rules: by.rules.hash,
      crosswalk: by.crosswalk.hash,
      request,
    }),
    hash: hashOf(
      conflicts.map(({ id, areaM2, at }) => [id, Math.round(areaM2 * 1e4), at.map((deg) => deg.toFixed(9))]),
    ),
  };
}

/** The conflicts of shapes that were laid, in the order of a report. */
export const allConflicts = (comparison: Comparison, laid: readonly OverlaidShape[]): PlanConflict[] =>
  laid.flatMap((one) => conflictsOf(comparison, one));

const hashOf = (value: unknown): string => sha256([new TextEncoder().encode(JSON.stringify(value))]);

/** A place is made a conflict once: a recheck keeps those of shapes that nothing touched. */
const MADE = new WeakMap<OverlaidShape, PlanConflict[]>();

function conflictsOf({ infos, shapes }: Comparison, laid: OverlaidShape): PlanConflict[] {
  const made = MADE.get(laid);
  if (made) return made;
  const { rule } = laid;
  const side = (i: number): ConflictSide => sideOf(infos, shapes.shapes[i]);
  const conflicts = laid.found.map((place): PlanConflict => {
    const a = side(laid.a);
    const b = place.b === null ? null : side(place.b);
    return {
      id: [rule.id, a.plan, a.shape, ...(b ? [b.plan, b.shape] : [])].join('/'),
      rule: rule.id,
      type: rule.type,
      severity: rule.severity,
      a,
      b,
      ...placed(shapes, place),
    };
  });
  MADE.set(laid, conflicts);
  return conflicts;
}

function sideOf(infos: readonly PlanInfo[], shape: PlanShape): ConflictSide {
  const { plan, id, kind, use, name, code, heightM, heightFrom, heightMaxM, farMax } = shape;
  return {
    plan: infos[plan].id,
    shape: id,
    kind,
    use,
    ...(name === undefined ? {} : { name }),
    ...(heightM === undefined ? {} : { heightM }),
    ...(heightFrom === undefined ? {} : { heightFrom }),
    ...(code === undefined ? {} : { code }),
    ...(heightMaxM === undefined ? {} : { heightMaxM }),
    ...(farMax === undefined ? {} : { farMax }),
  };
}

/** 0.1 mm: degrees of a conflict's corners. */
const DEGREE_DIGITS = 1e9;

function placed(
  { plane, shiftM }: Pick<PlanShapes, 'plane' | 'shiftM'>,
  { areaM2, widthM, atM, polygons }: OverlaidPlace,
): Pick<PlanConflict, 'areaM2' | 'ellipsoidalM2' | 'meanWidthM' | 'at' | 'coordinates'> {
  const degrees = ([x, y]: readonly [number, number]): [number, number] => {
    const [lon, lat] = plane.toLonLat(x + shiftM[0], y + shiftM[1]);
    return [Math.round(lon * DEGREE_DIGITS) / DEGREE_DIGITS, Math.round(lat * DEGREE_DIGITS) / DEGREE_DIGITS];
  };
  return {
    areaM2,
    ellipsoidalM2: ellipsoidalAreaM2(polygons, plane, shiftM),
    meanWidthM: widthM,
    at: degrees(atM),
    coordinates: polygons.map((rings) => rings.map((ring) => [...ring, ring[0]].map(degrees))),
  };
}

function tallyOf(rule: PlanRule, conflicts: readonly PlanConflict[], laid: readonly OverlaidShape[]): RuleTally {
  const own = conflicts.filter((conflict) => conflict.rule === rule.id);
  const tally: RuleTally = {
    rule: rule.id,
    count: own.length,
    areaM2: own.reduce((sum, { areaM2 }) => sum + areaM2, 0),
    droppedCount: 0,
    droppedM2: 0,
    ownM2: 0,
    sharedM2: 0,
    leftM2: 0,
    twiceM2: 0,
    offM2: 0,
    errorRatio: 0,
  };
  for (const one of laid) {
    if (one.rule.id !== rule.id) continue;
    tally.droppedCount += one.droppedCount;
    tally.droppedM2 += one.droppedM2;
    tally.ownM2 += one.ownM2;
    tally.sharedM2 += one.sharedM2;
    tally.leftM2 += one.leftM2;
    tally.twiceM2 += one.twiceM2;
    tally.offM2 = Math.max(tally.offM2, Math.abs(one.offM2));
  }
  const { ownM2, sharedM2, leftM2, twiceM2 } = tally;
  if (ownM2 > 0) tally.errorRatio = Math.abs(sharedM2 - twiceM2 + leftM2 - ownM2) / ownM2;
  return tally;
}

/** Shapes that GEOS refuses, and parcels whose use is not known: by plan, with the first of them. */
function notesOf(
  { infos, shapes: { shapes }, request, stale = [] }: Comparison,
  laid: readonly OverlaidShape[],
): PlanNote[] {
  const invalid = new Set(laid.flatMap((one) => one.invalid));
  return infos.flatMap(({ id }, plan) => {
    const of = (is: (shape: PlanShape, i: number) => boolean) =>
      shapes.filter((shape, i) => shape.plan === plan && !shape.isGone && is(shape, i));
    const unused = stale.filter((edit) => edit.plan === id).map(({ shape }) => ({ id: shape }));
    const note = <Code extends PlanNote['code']>(code: Code, list: readonly { id: string }[]) =>
      list.length === 0 ? [] : [{ code, plan: id, count: list.length, example: list[0].id }];
    return [
      ...note(
        'invalid' as const,
        of((_, i) => invalid.has(i)),
      ).map((one) => ({ ...one, isRepaired: request.isRepairing })),
      ...note(
        'no-code' as const,
        of(({ kind, code }) => kind === 'parcel' && code === undefined),
      ),
      ...note(
        'unknown-code' as const,
        of(({ kind, code, use }) => kind === 'parcel' && code !== undefined && use === null),
      ),
      ...note('stale' as const, unused),
    ];
  });
}
