import { describe, expect, test } from 'vitest';
import { DAY, GROUND_DAY } from '../../src/view/globe/sky/look.ts';
import { luminanceOf, TONE_MARKS, tonesOf, WHITE_LUMINANCE } from '../pictures/tone-marks.ts';

const histogram = (counts: Record<number, number>) => Array.from({ length: 256 }, (_, at) => counts[at] ?? 0);

test('luminance weighs the channels as BT.709 does', () => {
  expect(luminanceOf(0xffffff)).toBe(255);
  expect(luminanceOf(0)).toBe(0);
  expect([luminanceOf(0xff0000), luminanceOf(0x00ff00), luminanceOf(0x0000ff)]).toEqual([54, 182, 18]);
});

test('white is counted from its limit on, the darkest twentieth ends where it is full', () => {
  const tones = tonesOf(histogram({ 40: 4, 90: 2, 200: 91, 249: 1, 250: 1, 255: 1 }));
  expect(tones.whitePct).toBe(2);
  expect(tones.p5Luminance).toBe(90);
});

test('the street is to be darker than the view from above', () => {
  expect(TONE_MARKS.street.p5Luminance).toBeLessThan(TONE_MARKS.home.p5Luminance);
});

describe('the script of the day', () => {
  const luminance = (rgb: readonly number[]) => 255 * (0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]);

  test('sun and sky make 1 on the flat, so that drawn colours keep what the tokens say', () => {
    for (const i of [0, 1, 2]) {
      const flat = DAY.ambient[i] + DAY.sun[i] * Math.sin((36 * Math.PI) / 180);
      expect(Math.abs(flat - 1)).toBeLessThan(0.03);
    }
  });

  test('no material is white in the sun', () => {
    const materials = [...DAY.wall, ...DAY.roof, DAY.deck, DAY.land, ...Object.values(GROUND_DAY)];
    for (const rgb of materials) expect(luminance(rgb ?? [1, 1, 1])).toBeLessThan(WHITE_LUMINANCE);
  });

  test('asphalt is darker than what people walk on', () => {
    const of = (key: string) => luminance(GROUND_DAY[key] ?? [1, 1, 1]);
    expect(of('road map-road')).toBeLessThan(of('road sunken') - 15);
  });

  test('shade is cool and deep: sky alone leaves two thirds, blue more than red', () => {
    const [red, , blue] = DAY.ambient;
    expect(red).toBeLessThan(0.65);
    expect(blue).toBeGreaterThan(red);
  });
});
