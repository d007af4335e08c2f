import type { Box } from '../../model/geo/plane/box.ts';
import type { PlanRule } from '../../model/plans/plan-rules.ts';
import { loadGeos } from '../shared/geos.ts';
import { type Comparison, rulesInForce } from './compare.ts';
import type { EditedPlans } from './edited.ts';
import { inOrder, type OverlaidShape, overlaidShapes } from './overlaid-shapes.ts';
import { Overlay } from './overlay.ts';
import { jobsOf, type Sides, sidesOf } from './pairs.ts';

/** What a comparison leaves, so that after an edit only what it touches is laid again. */
export interface FormerComparison {
  plans: EditedPlans;
  /** In the order of a report. */
  laid: readonly OverlaidShape[];
}

/**
 * The comparison after other edits: shapes that an edit touched before or touches now, and those whose boxes meet theirs, are laid again in
 * this thread; the others are kept. The same to the last bit as a whole comparison. Null: an edit changed which rules say anything at all
 * (the first or last shape of a kind), and everything is to be laid.
 */
export async function overlayChanges(
  kept: FormerComparison,
  next: Comparison,
  plans: EditedPlans,
): Promise<OverlaidShape[] | null> {
  const inForce = rulesInForce(next);
  const planned: { rule: PlanRule; group: number; sides: Sides }[] = [];
  for (const rule of inForce) {
    const sides = sidesOf(rule, plans.shapes);
    if (groupsOf(rule, sides, plans) !== groupsOf(rule, sidesOf(rule, kept.plans.shapes), kept.plans)) return null;
    planned.push(...sides.map((one, group) => ({ rule, group, sides: one })));
  }
  const changed = changedKeys(kept.plans, plans);
  const reachM = Math.max(0, ...inForce.map(({ distanceM }) => distanceM));
  const touched = touchedBy(changed, kept.plans, plans, reachM);
  const near = meeting(boxesAt(touched, plans.boxes), plans, reachM);
  const overlay = new Overlay(await loadGeos(), plans.source);
  const fresh = planned.flatMap(({ rule, group, sides }) => {
    const part = { a: sides.a.filter((i) => touched.has(i)), b: sides.b.filter((i) => near.has(i)) };
    if (part.a.length === 0 || (part.b.length === 0 && !leavesWhole(rule))) return [];
    return jobsOf(rule, plans.shapes, plans.boxes, part, next.request).flatMap((job) =>
      overlaidShapes(rule, group, job, overlay.run(job)),
    );
  });
  overlay.clear();
  const gone = touchedBy(changed, plans, kept.plans, reachM);
  const stay = withNumbers(
    kept.laid.filter(({ a }) => !gone.has(a)),
    renumbered(kept.plans, plans),
  );
  return inOrder([...stay, ...fresh], inForce);
}

/** What is left of a is a conflict: a counts where nothing meets it. */
const leavesWhole = ({ relation }: PlanRule): boolean => relation === 'outside' || relation === 'difference';

/** Which plans a rule lays over which. */
const groupsOf = (rule: PlanRule, sides: readonly Sides[], { shapes }: EditedPlans): string =>
  rule.relation === 'difference'
    ? sides.map(({ a, b }) => `${shapes[a[0]].plan} ${shapes[b[0]].plan}`).join()
    : String(sides.length);

/** Shapes that are not the same with these edits as with those. */
function changedKeys(before: EditedPlans, after: EditedPlans): string[] {
  const isSame = (key: string) => JSON.stringify(before.edits.get(key)) === JSON.stringify(after.edits.get(key));
  return [...new Set([...before.edits.keys(), ...after.edits.keys()])].filter((key) => !isSame(key));
}

/** Numbers, by `plans`, of the changed shapes and of those whose boxes come within reach of a changed one as it was or is. */
function touchedBy(changed: readonly string[], other: EditedPlans, plans: EditedPlans, reachM: number): Set<number> {
  const numbersIn = ({ numbers }: EditedPlans) => changed.flatMap((key) => numbers.get(key) ?? []);
  const boxes = [...boxesAt(numbersIn(other), other.boxes), ...boxesAt(numbersIn(plans), plans.boxes)];
  const touched = meeting(boxes, plans, reachM);
  for (const i of numbersIn(plans)) touched.add(i);
  return touched;
}

const boxesAt = (shapes: Iterable<number>, boxes: Float64Array): Box[] =>
  Array.from(shapes, (i) => [boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]]);

function meeting(list: readonly Box[], { boxes, shapes }: EditedPlans, reachM: number): Set<number> {
  const met = new Set<number>();
  const wide = list.map(([west, south, east, north]) => [west - reachM, south - reachM, east + reachM, north + reachM]);
  for (let i = 0; i < shapes.length; i++)
    for (const [west, south, east, north] of wide)
      if (boxes[4 * i] <= east && boxes[4 * i + 2] >= west && boxes[4 * i + 1] <= north && boxes[4 * i + 3] >= south) {
        met.add(i);
        break;
      }
  return met;
}

/** Shapes that edits added and whose numbers are others now; null: they are no more. Numbers of published shapes stay. */
function renumbered(before: EditedPlans, after: EditedPlans): Map<number, number | null> {
  const moved = new Map<number, number | null>();
  for (const key of before.edits.keys()) {
    const was = before.numbers.get(key);
    const is = after.numbers.get(key) ?? null;
    if (was !== undefined && was !== is) moved.set(was, is);
  }
  return moved;
}

function withNumbers(laid: readonly OverlaidShape[], moved: ReadonlyMap<number, number | null>): OverlaidShape[] {
  if (moved.size === 0) return [...laid];
  const of = (i: number) => moved.get(i) ?? i;
  return laid.flatMap((one) =>
    moved.get(one.a) === null
      ? []
      : [
          {
            ...one,
            a: of(one.a),
            b: one.b.map(of),
            invalid: one.invalid.map(of),
            found: one.found.map((place) => ({ ...place, b: place.b === null ? null : of(place.b) })),
          },
        ],
  );
}
