import type { Capability } from './vehicle-kinds.ts';

/** An order asks whoever it goes to to act, to hand out goods, to take people in, to treat them. */
export const ORDER_KINDS = ['act', 'supply', 'shelter', 'care'] as const;
/** One kind of orders. */
export type OrderKind = (typeof ORDER_KINDS)[number];

const KINDS: Readonly<Record<string, OrderKind>> = {
  store: 'supply',
  shelter: 'shelter',
  assembly_point: 'shelter',
  community_centre: 'shelter',
  school: 'shelter',
  hospital: 'care',
  clinic: 'care',
};

/** Returns the kind of orders that a resource can carry out, by the kind that its layer states; teams and whatever is not known act. */
export function orderKindOf(kind: unknown): OrderKind {
  return (typeof kind === 'string' && Object.hasOwn(KINDS, kind) && KINDS[kind]) || 'act';
}

/** Whether a resource can carry out an order; `able` null: nothing states what it can do, and it may be asked. */
export function canCarryOut(
  resource: { kind: OrderKind; able: readonly Capability[] | null },
  order: { kind: OrderKind; capability: Capability | null },
): boolean {
  if (resource.kind !== order.kind) return false;
  return order.kind !== 'act' || order.capability === null || (resource.able?.includes(order.capability) ?? true);
}
