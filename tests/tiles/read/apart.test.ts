import { expect, test } from 'vitest';
import { refuseApart } from '../../../tiles/read/apart.ts';

/** A box of about a kilometre, so many degrees east of the first. */
const box = (id: string, eastDeg: number, sizeDeg = 0.01) => ({
  id,
  bounds: [5 + eastDeg, 45, 5 + eastDeg + sizeDeg, 45 + sizeDeg] as [number, number, number, number],
});

test('layers of two towns far from each other stop with both names', () => {
  expect(() => refuseApart([box('buildings', 0), box('roads', 0.1), box('rail', 6)])).toThrow(
    /^roads and rail: expected layers of one city, got 4\d\d km of nothing between them/,
  );
});

test('layers that lie beside each other, or are joined by one between them, are one city', () => {
  refuseApart([box('buildings', 0), box('trees', 0.5)]);
  refuseApart([box('west', 0), box('east', 1), box('river', 0, 1.1)]);
  refuseApart([]);
});
