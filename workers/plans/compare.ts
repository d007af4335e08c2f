import type { PlanInfo } from '../../model/plans/plan.ts';
import type { PlanRule, PlanRules } from '../../model/plans/plan-rules.ts';
import { sha256 } from '../shared/sha256.ts';
import type { Crew } from './crew.ts';
import { ellipsoidalAreaM2 } from './ellipsoid.ts';
import type { FoundPlace, OverlayAnswer, OverlayJob } from './overlay.ts';
import { jobsOf, sidesOf } from './pairs.ts';
import type { ConflictSide, PlanConflict, PlanNote, PlanReport, PlanRequest, RuleTally } from './plan-types.ts';
import { boxesOf, type PlanShape, type PlanShapes } from './shapes.ts';

/** What is compared, and by what. */
interface Comparison {
  infos: readonly PlanInfo[];
  shapes: PlanShapes;
  rules: PlanRules;
  request: PlanRequest;
}

/** A job of a rule, and what it came to. */
interface Done {
  rule: PlanRule;
  job: OverlayJob;
  answer: OverlayAnswer;
}

/**
 * Typed conflicts of plans: candidates by their boxes, areas by GEOS in the crew's threads, put together in the order of the rules, so that
 * the result is the same for any number of threads. Null: stopped.
 */
export async function comparePlans(
  comparison: Comparison,
  crew: Crew,
  hear: (doneRatio: number) => void,
): Promise<PlanReport | null> {
  const { shapes, rules, request } = comparison;
  const boxes = boxesOf(shapes.arrays);
  const inForce = rules.rules.filter(({ id }) => request.rules === null || request.rules.includes(id));
  const planned = inForce.flatMap((rule) =>
    sidesOf(rule, shapes).flatMap((sides) => jobsOf(rule, shapes, boxes, sides, request).map((job) => ({ rule, job }))),
  );
  const answers = await crew.run(
    planned.map(({ job }) => job),
    hear,
  );
  if (answers === null) return null;
  const done = planned.map((one, i): Done => ({ ...one, answer: answers[i] }));
  return reportOf(comparison, inForce, done);
}

function reportOf(comparison: Comparison, inForce: readonly PlanRule[], done: readonly Done[]): PlanReport {
  const { infos, shapes, rules, request } = comparison;
  const conflicts = done.flatMap((one) => conflictsOf(comparison, one));
  const met = new Set(done.map(({ rule }) => rule.id));
  return {
    plans: infos,
    rules: inForce,
    edition: rules.edition,
    plane: shapes.plane.name,
    request,
    conflicts,
    tallies: inForce.filter(({ id }) => met.has(id)).map((rule) => tallyOf(rule, conflicts, done)),
    notes: notesOf(comparison, done),
    shapes: shapes.shapes.length,
    inputHash: hashOf({ plans: infos.map(({ id, hash }) => [id, hash]), rules: inForce, request }),
    hash: hashOf(
      conflicts.map(({ id, areaM2, at }) => [id, Math.round(areaM2 * 1e4), at.map((deg) => deg.toFixed(9))]),
    ),
  };
}

const hashOf = (value: unknown): string => sha256([new TextEncoder().encode(JSON.stringify(value))]);

function conflictsOf({ infos, shapes }: Comparison, { rule, job, answer }: Done): PlanConflict[] {
  const side = (i: number): ConflictSide => sideOf(infos, shapes.shapes[i]);
  return answer.found.map((place) => {
    const a = side(job.a[place.i]);
    const b = place.pair === null ? null : side(job.b[place.pair]);
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
}

function sideOf(infos: readonly PlanInfo[], { plan, id, code, heightMaxM, farMax }: PlanShape): ConflictSide {
  return {
    plan: infos[plan].id,
    shape: id,
    ...(code === undefined ? {} : { code }),
    ...(heightMaxM === undefined ? {} : { heightMaxM }),
    ...(farMax === undefined ? {} : { farMax }),
  };
}

/** 0.1 mm: degrees of a conflict's corners. */
const DEGREE_DIGITS = 1e9;

function placed(
  { plane, shiftM }: PlanShapes,
  { areaM2, widthM, atM, polygons }: FoundPlace,
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

function tallyOf(rule: PlanRule, conflicts: readonly PlanConflict[], done: readonly Done[]): RuleTally {
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
  for (const { rule: its, answer } of done) {
    if (its.id !== rule.id) continue;
    tally.droppedCount += answer.droppedCount;
    tally.droppedM2 += answer.droppedM2;
    tally.ownM2 += sumOf(answer.own);
    tally.sharedM2 += sumOf(answer.shared);
    tally.leftM2 += sumOf(answer.left);
    tally.twiceM2 += sumOf(answer.twice);
    for (const off of answer.off) tally.offM2 = Math.max(tally.offM2, Math.abs(off));
  }
  const { ownM2, sharedM2, leftM2, twiceM2 } = tally;
  if (ownM2 > 0) tally.errorRatio = Math.abs(sharedM2 - twiceM2 + leftM2 - ownM2) / ownM2;
  return tally;
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** Shapes that GEOS refuses, and parcels whose use is not known: by plan, with the first of them. */
function notesOf({ infos, shapes: { shapes }, request }: Comparison, done: readonly Done[]): PlanNote[] {
  const invalid = new Set(done.flatMap(({ answer }) => answer.invalid));
  return infos.flatMap(({ id }, plan) => {
    const of = (is: (shape: PlanShape, i: number) => boolean) =>
      shapes.filter((shape, i) => shape.plan === plan && is(shape, i));
    const note = <Code extends PlanNote['code']>(code: Code, list: readonly PlanShape[]) =>
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
    ];
  });
}
