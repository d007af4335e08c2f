import { expect, test } from 'vitest';
import { LOWEST } from '../../../tiles/grid/light/heights.ts';
import { skyView } from '../../../tiles/grid/light/sky-view.ts';
import { seeded } from '../../../workers/shared/random.ts';

test.each([
  [61, 47],
  [16, 80],
  [129, 3],
])('the kernel sees the sky over %i × %i cells as its oracle does', (columns, rows) => {
  const random = seeded(columns);
  // Over the whole range of heights: what falls off the lowest stays there.
  const heights = Int16Array.from({ length: columns * rows }, () =>
    random() < 0.7 ? LOWEST + 1 + Math.floor(600 * random()) : Math.floor(65535 * random()) + LOWEST,
  );
  const size = { columns, rows, cellM: 2 };
  const sky = skyView(size, heights);
  expect(sky).toEqual(skyView(size, heights, true));
  expect(Math.min(...sky)).toBeLessThan(100);
  expect(Math.max(...sky)).toBe(255);
});
