import { expect, test } from 'vitest';
import { type CloudLook, paintClouds } from '../../src/view/clouds.ts';

const SIGHT = { headingRad: 0, pitchRad: 0.2, halfTanX: 0.8, halfTanY: 0.45, rightTan: 0, upTan: 0 };
const LOOK: CloudLook = { coverRatio: 0.5, lit: [255, 255, 255], shade: [180, 190, 200], alphaRatio: 1, drift: 0 };
const [WIDTH, HEIGHT] = [160, 90];

function painted(look: Partial<CloudLook> = {}, sight: Partial<typeof SIGHT> = {}): Uint8Array {
  const rgba = new Uint8Array(4 * WIDTH * HEIGHT);
  paintClouds(new Uint8ClampedArray(rgba.buffer), WIDTH, HEIGHT, { ...SIGHT, ...sight }, { ...LOOK, ...look });
  return rgba;
}
const coverOf = (rgba: Uint8Array) =>
  rgba.reduce((sum, value, i) => sum + (i % 4 === 3 ? value : 0), 0) / (255 * WIDTH * HEIGHT);

test('a sky that is more closed shows more cloud, and none at all shows none', () => {
  const covers = [0, 0.25, 0.5, 0.75, 1].map((coverRatio) => coverOf(painted({ coverRatio })));
  expect(covers[0]).toBeLessThan(0.02);
  for (let i = 1; i < covers.length; i++) expect(covers[i]).toBeGreaterThan(covers[i - 1] + 0.03);
});

test('nothing is painted below the horizon, nor where one looks down', () => {
  const rgba = painted({ coverRatio: 1 }, { pitchRad: 0 });
  for (let i = 3 + 4 * WIDTH * (HEIGHT / 2); i < rgba.length; i += 4) expect(rgba[i]).toBe(0);
  expect(coverOf(painted({ coverRatio: 1 }, { pitchRad: -1 }))).toBe(0);
});

test('the same sky is the same bytes, and drift moves it', () => {
  expect(Buffer.compare(painted(), painted())).toBe(0);
  expect(Buffer.compare(painted({ drift: 1 }), painted())).not.toBe(0);
});

test('a cloud has a lit side and a shaded one, between the two colours', () => {
  const rgba = painted();
  const reds: number[] = [];
  for (let i = 0; i < rgba.length; i += 4) if (rgba[i + 3] > 128) reds.push(rgba[i]);
  expect(Math.min(...reds)).toBeGreaterThanOrEqual(180);
  expect(Math.max(...reds) - Math.min(...reds)).toBeGreaterThan(40);
});
