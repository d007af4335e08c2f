import type { PlanRule } from '../../model/plans/plan-rules.ts';
import type { FoundPlace, OverlayAnswer, OverlayJob } from './overlay.ts';

/** A shape laid over what may meet it: what one rule makes of it. Shapes by their numbers. */
export interface OverlaidShape {
  rule: PlanRule;
  /** Which pair of sides of the rule. */
  group: number;
  a: number;
  b: readonly number[];
  ownM2: number;
  leftM2: number;
  sharedM2: number;
  twiceM2: number;
  offM2: number;
  droppedCount: number;
  droppedM2: number;
  /** Those of the shapes above that are invalid. */
  invalid: readonly number[];
  found: readonly OverlaidPlace[];
}

/** A place that is a conflict; b null: what is left of a. */
export interface OverlaidPlace extends Pick<FoundPlace, 'areaM2' | 'widthM' | 'atM' | 'polygons'> {
  b: number | null;
}

/** What a job came to, a shape of its side a each. */
export function overlaidShapes(rule: PlanRule, group: number, job: OverlayJob, answer: OverlayAnswer): OverlaidShape[] {
  const invalid = new Set(answer.invalid);
  const found = new Map<number, OverlaidPlace[]>();
  for (const { i, pair, areaM2, widthM, atM, polygons } of answer.found) {
    const places = found.get(i) ?? [];
    places.push({ b: pair === null ? null : job.b[pair], areaM2, widthM, atM, polygons });
    found.set(i, places);
  }
  return Array.from(job.a, (a, i) => {
    const b = [...job.b.subarray(job.start[i], job.start[i + 1])];
    let sharedM2 = 0;
    for (let pair = job.start[i]; pair < job.start[i + 1]; pair++) sharedM2 += answer.shared[pair];
    return {
      rule,
      group,
      a,
      b,
      ownM2: answer.own[i],
      leftM2: answer.left[i],
      sharedM2,
      twiceM2: answer.twice[i],
      offM2: answer.off[i],
      droppedCount: answer.droppedCount[i],
      droppedM2: answer.droppedM2[i],
      invalid: invalid.size === 0 ? [] : [a, ...b].filter((shape) => invalid.has(shape)),
      found: found.get(i) ?? [],
    };
  });
}

/** The order of a report, whatever order shapes were laid in: by rule, pair of sides and shape. */
export function inOrder(laid: readonly OverlaidShape[], rules: readonly PlanRule[]): OverlaidShape[] {
  const orders = new Map(rules.map(({ id }, i) => [id, i]));
  const orderOf = ({ rule }: OverlaidShape) => orders.get(rule.id) ?? 0;
  return [...laid].sort((one, other) => orderOf(one) - orderOf(other) || one.group - other.group || one.a - other.a);
}
