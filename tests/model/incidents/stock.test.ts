import { expect, test } from 'vitest';
import type { IncidentAct } from '../../../model/incidents/incident-entry.ts';
import { factsOf } from '../../../model/incidents/incident-state.ts';
import { shortfalls, stockLeft, stockWarning } from '../../../model/incidents/stock.ts';
import { handLog, MIN, OPENED_MS, opening, order, orderState } from './log.ts';

const takes = (id: string, amount: number, item = '沙袋', store = 'st-1'): IncidentAct =>
  ({ ...order(id, `truck-${id}`), takes: [{ store, item, amount }] }) as IncidentAct;
const recalled = (id: string): IncidentAct => ({
  kind: 'order-state',
  order: `order-${id}`,
  state: 'recalled',
  text: '',
});
const STORES = [{ id: 'st-1', stock: { 沙袋: 350, 水泵: 4 } }];

test('stores are counted down by orders that take from them, unless they were refused', () => {
  const log = handLog([
    [0, opening()],
    [1, takes('a', 300)],
    [2, takes('b', 900)],
    [3, orderState('b', 'refused')],
    [4, takes('c', 100)],
  ]);
  expect(stockLeft(STORES, factsOf(log.timeline).orders)).toEqual([
    { store: 'st-1', item: '沙袋', had: 350, taken: 400, left: -50 },
    { store: 'st-1', item: '水泵', had: 4, taken: 0, left: 4 },
  ]);
});

test('a replay gives back what a moment had left: 350, 100, 350 after a recall before it set out, 150, 150 after one on the way', () => {
  const { timeline } = handLog([
    [0, opening()],
    [1, takes('a', 250)],
    [2, recalled('a')],
    [3, takes('b', 200)],
    [4, orderState('b', 'on-way')],
    [5, recalled('b')],
  ]);
  const left = (min: number) => {
    const state = timeline.seek(OPENED_MS + Math.round(min * MIN));
    return stockLeft(STORES, factsOf(timeline, state).orders)[0].left;
  };
  const minutes = [0.5, 1.5, 2.5, 3.5, 5.5];
  expect(minutes.map(left)).toEqual([350, 100, 350, 150, 150]);
  expect(minutes.toReversed().map(left)).toEqual([150, 150, 350, 100, 350]);
});

test('little is a fifth and less, over is below nought, and what the list does not have is unknown', () => {
  const row = (left: number) => ({ store: 'st-1', item: 'x', had: 50, taken: 50 - left, left });
  expect([11, 10, 0, -1].map((left) => stockWarning(row(left)))).toEqual([null, 'low', 'low', 'over']);
  const log = handLog([
    [0, opening()],
    [1, takes('a', 3, 'y')],
    [1, takes('b', 4, '沙袋', 'st-9')],
  ]);
  const rows = stockLeft(STORES, factsOf(log.timeline).orders).slice(2);
  expect(rows).toEqual([
    { store: 'st-1', item: 'y', had: null, taken: 3, left: null },
    { store: 'st-9', item: '沙袋', had: null, taken: 4, left: null },
  ]);
  expect(rows.map(stockWarning)).toEqual(['unknown', 'unknown']);
});

test('what a new order asks for beyond what is left is told, two lines of one item together', () => {
  const rows = stockLeft(STORES, []);
  const asked = (amount: number, item = '沙袋') => ({ store: 'st-1', item, amount });
  expect(shortfalls([asked(350)], rows)).toEqual([]);
  expect(shortfalls([asked(200), asked(160), asked(4, '水泵')], rows)).toEqual([
    { store: 'st-1', item: '沙袋', left: 350, short: 10 },
  ]);
  expect(shortfalls([asked(1, 'y')], rows)).toEqual([{ store: 'st-1', item: 'y', left: 0, short: 1 }]);
});
