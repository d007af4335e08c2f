import { describe, expect, test } from 'vitest';
import { DAY, GROUND_DAY } from '../../src/view/globe/sky/look.ts';
import {
  bandedPctOf,
  collisionsOf,
  flatPctOf,
  luminanceOf,
  type Pixels,
  TONE_MARKS,
  tonesOf,
  vegetationSaturationOf,
  WHITE_LUMINANCE,
} from '../pictures/tone-marks.ts';

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

/** A picture by the colour 0xRRGGBB of each pixel. */
function picture(width: number, height: number, colourAt: (x: number, y: number) => number): Pixels {
  const rgba = new Uint8Array(4 * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const colour = colourAt(x, y);
      rgba.set([colour >> 16, (colour >> 8) & 255, colour & 255, 255], 4 * (y * width + x));
    }
  return { width, height, rgba };
}
const grey = (level: number) => level * 0x010101;

test('green is judged by green alone', () => {
  const half = picture(2, 1, (x) => (x === 0 ? 0x40803f : 0x3f3fff));
  expect(vegetationSaturationOf(half)).toBeCloseTo((0x80 - 0x3f) / 0x80, 3);
  expect(vegetationSaturationOf(picture(2, 1, () => 0xffffff))).toBe(0);
});

test('stripes of a sky are counted, a gradient and a cloud are none', () => {
  const striped = picture(10, 40, (_, y) => grey(y < 20 ? 200 : 203));
  expect(bandedPctOf(striped, 40)).toBeCloseTo(100 / 40, 6);
  expect(
    bandedPctOf(
      picture(10, 40, (_, y) => grey(200 + Math.floor(y / 3))),
      40,
    ),
  ).toBe(0);
  expect(
    bandedPctOf(
      picture(10, 40, (_, y) => grey(200 + (y > 10 && y < 20 ? 3 * (y - 10) : 0))),
      40,
    ),
  ).toBe(0);
});

test('water is what differs from the picture without it, and flat where nothing moves on it', () => {
  const bed = picture(32, 8, () => grey(90));
  const half = picture(32, 8, (x, y) => (x < 8 ? grey(90) : x < 16 ? grey(140) : grey(140 + ((x + y) % 3))));
  expect(flatPctOf(half, bed)).toBeCloseTo(100 / 3, 6);
  expect(flatPctOf(bed, bed)).toBeNull();
});

test('words that touch in an area collide, those beside one another do not', () => {
  const word = (left: number, top: number) => ({ left, top, right: left + 10, bottom: top + 4 });
  expect(collisionsOf([word(0, 0), word(9, 3), word(20, 0), word(0, -4)])).toBe(1);
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
