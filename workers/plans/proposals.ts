import { STOCK_PLAN } from '../../model/plans/plan.ts';
import { type PlanEdit, type PlanShapeState, shapeHash, shapeKey } from '../../model/plans/plan-edits.ts';
import { MessageError } from '../../model/text/message.ts';
import { GeosArena, loadGeos, ROUNDING_M2 } from '../shared/geos.ts';
import { type EditedPlans, type PublishedPlans, stateOf } from './edited.ts';
import { planMessage } from './messages.ts';
import type { ConflictSide, PlanConflict } from './plan-types.ts';
import type { FormerComparison } from './recheck.ts';
import { geometryOf, partsOf, shapeArrays } from './shapes.ts';

/** What proposals are made from: the plans with the edits of the last comparison. */
export interface Drafting {
  published: PublishedPlans;
  kept: FormerComparison;
}

/** A shape as it is now, for who edits it. */
export interface ShapeNow {
  plan: string;
  shape: string;
  state: PlanShapeState;
  hash: string;
}

/** Null: there is no such shape now. */
export function shapeNow({ published, kept }: Drafting, side: Pick<ConflictSide, 'plan' | 'shape'>): ShapeNow | null {
  const { plan, shape } = side;
  const state = stateOf(published, kept.plans, shapeKey({ plan, shape }));
  return state && { plan, shape, state, hash: shapeHash(state) };
}

/** A shape as it is now, and how large. */
export interface MeasuredShape extends ShapeNow {
  areaM2: number;
}

/** Shapes with their areas in the plane; those that are gone are left out. */
export async function shapesNow(
  drafting: Drafting,
  sides: readonly Pick<ConflictSide, 'plan' | 'shape'>[],
): Promise<MeasuredShape[]> {
  const { plans } = drafting.kept;
  const arena = new GeosArena(await loadGeos());
  return sides.flatMap((side) => {
    const now = shapeNow(drafting, side);
    if (!now) return [];
    const shape = arena.shape(...plans.source(numberOf(plans, side)));
    const areaM2 = arena.area(shape);
    arena.geos.GEOSGeom_destroy(shape);
    return [{ ...now, areaM2 }];
  });
}

/**
 * A side gives up its part of a conflict, by GEOS' exact difference: what it shares with the other shape, or what it has outside those that
 * it should lie in. Nothing is left of a shape that lies in the conflict as a whole: it is taken away.
 */
export async function giveUp(drafting: Drafting, conflict: PlanConflict, loser: 'a' | 'b'): Promise<PlanEdit> {
  const { plans } = drafting.kept;
  const side = conflict[loser];
  if (side?.plan === STOCK_PLAN) throw new MessageError(planMessage('stock-stays', { id: side.shape }));
  const now = side && shapeNow(drafting, side);
  if (!side || !now) throw new MessageError(planMessage('no-shape', { id: side?.shape ?? '—' }));
  const bench = new GeosArena(await loadGeos());
  const { geos } = bench;
  const own = bench.shape(...plans.source(numberOf(plans, side)));
  const others = othersOf(drafting, conflict, loser).map((i) => bench.shape(...plans.source(i)));
  const collection = bench.collection(others);
  const union = bench.need(geos.GEOSUnaryUnion(collection), 'a union');
  const left = bench.need(
    conflict.b === null ? geos.GEOSIntersection(own, union) : geos.GEOSDifference(own, union),
    'a difference',
  );
  const polygons = bench.polygons(left, ROUNDING_M2);
  for (const geometry of [own, collection, union, left]) geos.GEOSGeom_destroy(geometry);
  const { plan, shape } = side;
  if (polygons.length === 0) return { plan, shape, was: now.hash, next: null };
  return { plan, shape, was: now.hash, next: { ...now.state, geometry: geometryOf(plans, polygons) } };
}

function numberOf(plans: EditedPlans, { plan, shape }: Pick<ConflictSide, 'plan' | 'shape'>): number {
  const i = plans.numbers.get(shapeKey({ plan, shape }));
  if (i === undefined) throw new MessageError(planMessage('no-shape', { id: shape }));
  return i;
}

/** Shapes on the other side; of what is left of a, those that a was laid over. */
function othersOf({ kept }: Drafting, conflict: PlanConflict, loser: 'a' | 'b'): readonly number[] {
  const other = loser === 'a' ? conflict.b : conflict.a;
  if (other) return [numberOf(kept.plans, other)];
  const a = numberOf(kept.plans, conflict.a);
  const laid = kept.laid.find((one) => one.a === a && one.rule.id === conflict.rule);
  return laid?.b ?? [];
}

/** What is there to say of a shape that somebody draws. */
export interface DraftCheck {
  isValid: boolean;
  areaM2: number;
}

/** Area and validity of a shape as it is being drawn. */
export async function checkDraft({ kept }: Drafting, geometry: PlanShapeState['geometry']): Promise<DraftCheck> {
  const { plane, shiftM } = kept.plans;
  const arrays = shapeArrays([partsOf(geometry)], (lon, lat) => plane.fromLonLat(lon, lat), shiftM);
  const bench = new GeosArena(await loadGeos());
  const shape = bench.shape(arrays, 0);
  const check = { isValid: bench.geos.GEOSisValid(shape) === 1, areaM2: bench.area(shape) };
  bench.geos.GEOSGeom_destroy(shape);
  return check;
}

/** What edges snap to: shapes that lie beside one. */
export function neighboursOf(drafting: Drafting, side: Pick<ConflictSide, 'plan' | 'shape'>): ShapeNow[] {
  const { plans } = drafting.kept;
  const { boxes, shapes } = plans;
  const own = numberOf(plans, side);
  const reachM = 50;
  const near: ShapeNow[] = [];
  for (const [i, { plan, id, isGone }] of shapes.entries()) {
    if (i === own || isGone) continue;
    if (boxes[4 * i] > boxes[4 * own + 2] + reachM || boxes[4 * i + 2] < boxes[4 * own] - reachM) continue;
    if (boxes[4 * i + 1] > boxes[4 * own + 3] + reachM || boxes[4 * i + 3] < boxes[4 * own + 1] - reachM) continue;
    const now = shapeNow(drafting, { plan: drafting.published.plans[plan].info.id, shape: id });
    if (now) near.push(now);
  }
  return near;
}
