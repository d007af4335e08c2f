import { type PlanEdit, type PlanShapeState, shapeHash, shapeKey } from '../../model/plans/plan-edits.ts';
import type { ShapeArrays } from '../shared/geos.ts';
import {
  boxesOf,
  classOf,
  joinedArrays,
  type PlanShape,
  type PlanShapes,
  partsOf,
  type ReadPlan,
  type ShapeSource,
  shapeArrays,
} from './shapes.ts';

/** Plans as they were published, ready to be edited. */
export interface PublishedPlans extends PlanShapes {
  plans: readonly ReadPlan[];
  boxes: Float64Array;
  /** Number of a shape by its key. */
  numbers: ReadonlyMap<string, number>;
}

/** The same with edits in force. Numbers of published shapes stay; new shapes follow them. */
export interface EditedPlans extends Omit<PlanShapes, 'arrays'> {
  source: ShapeSource;
  boxes: Float64Array;
  /** The edits by key, in the order of their keys. */
  edits: ReadonlyMap<string, PlanEdit>;
  numbers: ReadonlyMap<string, number>;
  /** Edits that were made from another shape than the published one: none of them is in force. */
  stale: readonly PlanEdit[];
}

export function publishedPlans(plans: readonly ReadPlan[], shapes: PlanShapes): PublishedPlans {
  const numbers = new Map<string, number>();
  for (const [i, { plan, id }] of shapes.shapes.entries())
    numbers.set(shapeKey({ plan: plans[plan].info.id, shape: id }), i);
  return { ...shapes, plans, boxes: boxesOf(shapes.arrays), numbers };
}

/** `edits`: one a shape, in the order of their keys (`foldedEdits`). */
export function editedPlans(published: PublishedPlans, edits: readonly PlanEdit[]): EditedPlans {
  const { arrays, plane, shiftM, crosswalk } = published;
  const count = published.shapes.length;
  const shapes: PlanShape[] = [...published.shapes];
  const numbers = new Map(published.numbers);
  const inForce = new Map<string, PlanEdit>();
  const places = new Map<number, number>();
  const states: PlanShapeState[] = [];
  const stale: PlanEdit[] = [];
  for (const edit of edits) {
    const key = shapeKey(edit);
    const plan = published.plans.findIndex(({ info }) => info.id === edit.plan);
    if (plan < 0) continue;
    if (publishedHash(published, key) !== edit.was) {
      stale.push(edit);
      continue;
    }
    inForce.set(key, edit);
    const i = numbers.get(key) ?? shapes.length;
    numbers.set(key, i);
    if (!edit.next) {
      shapes[i] = { ...shapes[i], isGone: true };
      continue;
    }
    const { properties } = edit.next;
    const use = classOf(crosswalk, published.plans[plan].info.codes, properties);
    shapes[i] = { ...properties, id: edit.shape, plan, use };
    places.set(i, states.length);
    states.push(edit.next);
  }
  const own = shapeArrays(
    states.map(({ geometry }) => partsOf(geometry)),
    (lon, lat) => plane.fromLonLat(lon, lat),
    shiftM,
  );
  const source: ShapeSource = (i) => {
    const place = places.get(i);
    return place === undefined ? [arrays, i] : [own, place];
  };
  const boxes = new Float64Array(4 * shapes.length);
  boxes.set(published.boxes.subarray(0, 4 * count));
  const ownBoxes = boxesOf(own);
  for (const [i, place] of places) boxes.set(ownBoxes.subarray(4 * place, 4 * place + 4), 4 * i);
  return { plane, shiftM, shapes, crosswalk, source, boxes, edits: inForce, numbers, stale };
}

/** All shapes in one place, for threads. */
export const arraysOf = ({ source, shapes, edits }: EditedPlans): ShapeArrays =>
  edits.size === 0 && shapes.length > 0 ? source(0)[0] : joinedArrays(source, shapes.length);

/** What a shape is with the edits in force; null: it is none, or was taken away. */
export function stateOf(published: PublishedPlans, edited: EditedPlans, key: string): PlanShapeState | null {
  const edit = edited.edits.get(key);
  return edit ? edit.next : publishedState(published, key);
}

function publishedState({ plans, shapes, numbers }: PublishedPlans, key: string): PlanShapeState | null {
  const i = numbers.get(key);
  if (i === undefined) return null;
  // Shapes of a plan follow each other in the order of its features.
  const { plan } = shapes[i];
  let first = 0;
  for (let p = 0; p < plan; p++) first += plans[p].features.length;
  const { properties, geometry } = plans[plan].features[i - first];
  return { properties, geometry };
}

function publishedHash(published: PublishedPlans, key: string): string | null {
  const state = publishedState(published, key);
  return state ? shapeHash(state) : null;
}
