import { expect, test } from 'vitest';
import { openHiddenPaint } from '../../src/view/hidden-paint.ts';

const LAYERS = [
  { gidBase: 0, count: 2 },
  { gidBase: 2, count: 2 },
];
/** Of a row in its layer's own colour. */
const OWN = [254, 254, 254, 254];

test('what somebody hides is left out of the paint, whoever else hides and whatever is painted', () => {
  let changes = 0;
  const paint = openHiddenPaint(
    () => LAYERS,
    () => changes++,
  );
  expect(paint.now()).toBeNull();
  paint.hide('schemes', [1]);
  expect([...(paint.now() ?? [])]).toEqual([...OWN, 254, 254, 254, 0, ...OWN, ...OWN]);
  paint.hide('build', [3]);
  paint.paint(Uint8Array.from([9, 9, 9, 255, 8, 8, 8, 255]));
  expect([...(paint.now() ?? [])]).toEqual([9, 9, 9, 255, 8, 8, 8, 0, ...OWN, 254, 254, 254, 0]);
  expect([0, 1, 2, 3].map(paint.isHidden)).toEqual([false, true, false, true]);
  paint.hide('schemes', []);
  expect([...(paint.now() ?? [])].slice(4, 8)).toEqual([8, 8, 8, 255]);
  expect(changes).toBe(4);
  // Nobody hid anything: nothing is drawn anew.
  paint.hide('schemes', []);
  expect(changes).toBe(4);
});
