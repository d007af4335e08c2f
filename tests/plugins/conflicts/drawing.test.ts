import { expect, test } from 'vitest';
import { geometryOf, openDrawing } from '../../../src/plugins/conflicts/drawing.ts';
import type { ShapeNow } from '../../../workers/plans/proposals.ts';

const square = (west: number, shape: string): ShapeNow => ({
  plan: 'p',
  shape,
  hash: '',
  state: {
    properties: { kind: 'parcel' },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [west, 0],
          [west + 1, 0],
          [west + 1, 1],
          [west, 1],
          [west, 0],
        ],
      ],
    },
  },
});

const CORNER = { part: 0, ring: 0, corner: 1 };

function drawing() {
  const steps: (number | null)[] = [];
  const drawn = openDrawing((step) => steps.push(step));
  drawn.begin('a', square(0, 's'), [square(2, 't')]);
  return { drawn, steps, ring: () => drawn.shape()?.parts[0][0] };
}

test('a corner that is moved near to a corner or an edge of a neighbour lies exactly on it, farther away where it was put', () => {
  const { drawn, ring } = drawing();
  drawn.move(CORNER, [1.97, 0.02], 0.1);
  expect(ring()?.[1]).toEqual([2, 0]);
  expect(drawn.shape()?.snap).toBe('corner');
  drawn.move(CORNER, [1.97, 0.5], 0.1);
  expect(ring()?.[1]).toEqual([2, 0.5]);
  expect(drawn.shape()?.snap).toBe('edge');
  drawn.move(CORNER, [1.5, 0.5], 0.1);
  expect(ring()?.[1]).toEqual([1.5, 0.5]);
  expect(drawn.shape()?.snap).toBeNull();
});

test('an edge is split in its middle, and three corners stay whatever is removed', () => {
  const { drawn, ring, steps } = drawing();
  drawn.split({ part: 0, ring: 0, corner: 3 });
  expect(ring()?.[4]).toEqual([0, 0.5]);
  for (let i = 0; i < 4; i++) drawn.remove({ part: 0, ring: 0, corner: 0 });
  expect(ring()).toHaveLength(3);
  const geometry = drawn.shape() && geometryOf(drawn.shape() ?? expect.fail('drawn'));
  expect(geometry?.coordinates[0]).toHaveLength(4);
  drawn.end();
  expect(drawn.shape()).toBeNull();
  expect(steps.at(-1)).toBeNull();
});
