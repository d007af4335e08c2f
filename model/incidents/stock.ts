import type { ActOf } from './incident-entry.ts';
import type { OrderFacts } from './incident-state.ts';

/** What an order takes from stores. */
type Taken = NonNullable<ActOf<'order'>['takes']>[number];

/** What is left in a store, of one item. */
export interface StockLeft {
  store: string;
  item: string;
  /** As the city's list says; null: it knows no such item there. */
  had: number | null;
  /** By orders that were neither refused nor recalled before they set out. */
  taken: number;
  /** Negative: more was ordered than there is. Null: nobody knows what there was. */
  left: number | null;
}

/** A fifth of what there was, and less, is little: the project's own limit. */
const LOW_STOCK_RATIO = 0.2;

const keyOf = ({ store, item }: Pick<Taken, 'store' | 'item'>): string => JSON.stringify([store, item]);

/**
 * The stock of stores less what orders take from them, item by item, in the order of the list; a pure function of the orders. What orders
 * take of stores and items that the list does not have comes last, with nothing known of what is left.
 */
export function stockLeft(
  stores: readonly { id: string; stock: Readonly<Record<string, number>> }[],
  orders: readonly OrderFacts[],
): StockLeft[] {
  const taken = new Map<string, Taken>();
  for (const { act, state, onWayMs } of orders) {
    if (state === 'refused' || (state === 'recalled' && onWayMs === null)) continue;
    for (const one of act.takes ?? [])
      taken.set(keyOf(one), { ...one, amount: one.amount + (taken.get(keyOf(one))?.amount ?? 0) });
  }
  const known = stores.flatMap(({ id: store, stock }) =>
    Object.entries(stock).map(([item, had]) => {
      const key = keyOf({ store, item });
      const used = taken.get(key)?.amount ?? 0;
      taken.delete(key);
      return { store, item, had, taken: used, left: had - used };
    }),
  );
  const unknown = [...taken.values()].map(({ store, item, amount }) => ({
    store,
    item,
    had: null,
    taken: amount,
    left: null,
  }));
  return [...known, ...unknown];
}

/** What is to be said of an item: more was ordered than there is, nobody knows whether there is any, little is left; null: nothing. */
export function stockWarning({ had, left }: StockLeft): 'over' | 'unknown' | 'low' | null {
  if (had === null || left === null) return 'unknown';
  if (left < 0) return 'over';
  return left <= had * LOW_STOCK_RATIO ? 'low' : null;
}

/** By how much a new order asks for more than is left, item by item; empty: there is enough of all that it takes. */
export function shortfalls(
  takes: readonly Taken[],
  rows: readonly StockLeft[],
): { store: string; item: string; left: number; short: number }[] {
  const requested = new Map<string, Taken>();
  for (const one of takes)
    requested.set(keyOf(one), { ...one, amount: one.amount + (requested.get(keyOf(one))?.amount ?? 0) });
  return [...requested.values()].flatMap(({ store, item, amount }) => {
    const left = Math.max(0, rows.find((row) => row.store === store && row.item === item)?.left ?? 0);
    return amount > left ? [{ store, item, left, short: amount - left }] : [];
  });
}
