import { expect, test } from 'vitest';
import { orderLine } from '../../../src/plugins/incident-log/order-lines.ts';

const draft = { resource: 'vh-1', name: '移动泵', task: '排水', rangeMs: [54_000, 81_000] as const };

test('the way of an order is in whole millimetres, driven at its mean speed, two points of one place once', () => {
  const line = [
    [0, 0],
    [30, 0],
    [30, 0],
    [30, 10],
  ] as const;
  expect(orderLine({ ...draft, line, travelMs: 60_000 }, 'order-0001', null)).toMatchObject({
    resource: 'vh-1',
    etaMs: 60_000,
    etaRangeMs: [54_000, 81_000],
    route: [
      [0, 0, 0],
      [30_000, 0, 45_000],
      [30_000, 10_000, 60_000],
    ],
  });
});

test('a way of many points is thinned, its ends kept; of one without a time nothing is driven', () => {
  const line = Array.from({ length: 20_001 }, (_, i) => [i, 0] as const);
  const { route } = orderLine({ ...draft, line, travelMs: 20_000_000 }, 'order-0001', null);
  expect([route.length, route[0], route.at(-1)]).toEqual([5000, [0, 0, 0], [20_000_000, 0, 20_000_000]]);
  expect(orderLine({ ...draft, line, travelMs: null }, 'order-0001', null).route).toEqual([]);
});
