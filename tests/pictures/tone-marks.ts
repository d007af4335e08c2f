/** What share of a picture may be paper white, and how dark its darkest twentieth must be: marks of the picture's tones by view. */
interface ToneMark {
  /** Of all pixels, per cent with a luminance of 250 or more. */
  whitePct: number;
  /** The 5th percentile of luminance, 0–255. */
  p5Luminance: number;
}

/** The only place where the marks stand: the command that measures, its test and the guide read them here. */
export const TONE_MARKS = {
  home: { whitePct: 1, p5Luminance: 135 },
  street: { whitePct: 1, p5Luminance: 115 },
} as const satisfies Record<string, ToneMark>;

/** A view whose tones have marks. */
export type ToneView = keyof typeof TONE_MARKS;

/** As bright as this, a surface says nothing any more: on paper and on a projector it is the ground itself. */
export const WHITE_LUMINANCE = 250;

/** Luminance 0–255 of a colour 0xRRGGBB: 0.2126 R + 0.7152 G + 0.0722 B of the stored values, rounded (weights of ITU-R BT.709). */
export function luminanceOf(colour: number): number {
  return Math.round(0.2126 * (colour >> 16) + 0.7152 * ((colour >> 8) & 255) + 0.0722 * (colour & 255));
}

/** The two figures of a picture's histogram. */
export function tonesOf(histogram: readonly number[]): ToneMark {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  const white = histogram.slice(WHITE_LUMINANCE).reduce((sum, count) => sum + count, 0);
  let below = 0;
  let p5Luminance = 0;
  while (p5Luminance < 255 && below + histogram[p5Luminance] < 0.05 * total) below += histogram[p5Luminance++];
  return { whitePct: (100 * white) / total, p5Luminance };
}

/** Marks of the picture's matter, each a most: the only place where they stand. */
export const MATTER_MARKS = {
  /** Mean saturation of what is green, 0–1: lawns and crowns recede behind what a plan says. */
  vegetationSaturation: 0.45,
  /** Of the sky's pixels, per cent that lie on an edge between two flat stripes. */
  skyBandedPct: 0.5,
  /** Of the water's blocks of 8 × 8 pixels, per cent without any texture. */
  waterFlatPct: 5,
  /** Pairs of words that lie on one another, of 200 views. */
  labelCollisions: 0,
} as const;

/** A picture's pixels, row by row, red, green, blue and alpha of each 0–255. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** How many pixels of a picture have each luminance. */
export function histogramOf({ rgba }: Pixels): number[] {
  const counts = new Array<number>(256).fill(0);
  for (let at = 0; at < rgba.length; at += 4) counts[luminanceAt(rgba, at)]++;
  return counts;
}

const luminanceAt = (rgba: Uint8Array, at: number): number =>
  luminanceOf((rgba[at] << 16) | (rgba[at + 1] << 8) | rgba[at + 2]);

/** Hues of leaves and lawns in degrees, and how grey or dark a pixel may be that still counts as one. */
const LEAF_HUES_DEG = [65, 165] as const;
const LEAST_SATURATION = 0.1;
const LEAST_VALUE = 0.15;

/** The mean saturation (HSV) of a picture's green pixels; 0: it has none. */
export function vegetationSaturationOf({ rgba }: Pixels): number {
  let sum = 0;
  let count = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    const [hueDeg, saturation, value] = hsvOf(rgba[at] / 255, rgba[at + 1] / 255, rgba[at + 2] / 255);
    if (hueDeg < LEAF_HUES_DEG[0] || hueDeg > LEAF_HUES_DEG[1]) continue;
    if (saturation < LEAST_SATURATION || value < LEAST_VALUE) continue;
    sum += saturation;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

function hsvOf(red: number, green: number, blue: number): [hueDeg: number, saturation: number, value: number] {
  const value = Math.max(red, green, blue);
  const range = value - Math.min(red, green, blue);
  if (range === 0) return [0, 0, value];
  const sixth =
    value === red
      ? ((green - blue) / range + 6) % 6
      : value === green
        ? (blue - red) / range + 2
        : (red - green) / range + 4;
  return [60 * sixth, range / value, value];
}

/** An edge between stripes: so many levels at once, with so many flat pixels above and below it. */
const BAND_LEVELS = 2;
const FLAT_RUN_PX = 4;

/** Per cent of the pixels of the uppermost rows where a smooth sky breaks into stripes. */
export function bandedPctOf({ width, rgba }: Pixels, rows: number): number {
  let banded = 0;
  const level = (x: number, y: number) => luminanceAt(rgba, 4 * (y * width + x));
  for (let x = 0; x < width; x++) {
    let run = 0;
    for (let y = 1; y < rows - FLAT_RUN_PX; y++) {
      const step = Math.abs(level(x, y) - level(x, y - 1));
      if (step === 0) {
        run++;
        continue;
      }
      if (step >= BAND_LEVELS && run >= FLAT_RUN_PX && isFlatBelow(level, x, y)) banded++;
      run = 0;
    }
  }
  return (100 * banded) / (width * rows);
}

function isFlatBelow(level: (x: number, y: number) => number, x: number, y: number): boolean {
  for (let k = 1; k <= FLAT_RUN_PX; k++) if (level(x, y + k) !== level(x, y)) return false;
  return true;
}

const BLOCK_PX = 8;
/** A block whose luminance spreads less than this about its mean (standard deviation, levels) is a flat tone. */
const FLAT_SPREAD = 0.6;
/** A pixel is the thing's where the picture without it differs by so many levels in one channel. */
const DIFFERENT_LEVELS = 6;

/** Per cent of flat blocks among those that a thing fills, by the picture with it and the one without; null: it fills none. */
export function flatPctOf(shown: Pixels, hidden: Pixels): number | null {
  let blocks = 0;
  let flat = 0;
  for (let top = 0; top + BLOCK_PX <= shown.height; top += BLOCK_PX)
    for (let left = 0; left + BLOCK_PX <= shown.width; left += BLOCK_PX) {
      const spread = spreadWithin(shown, hidden, left, top);
      if (spread === null) continue;
      blocks++;
      if (spread < FLAT_SPREAD) flat++;
    }
  return blocks === 0 ? null : (100 * flat) / blocks;
}

/** The spread of a block's luminance; null: the thing does not fill it. */
function spreadWithin(shown: Pixels, hidden: Pixels, left: number, top: number): number | null {
  let sum = 0;
  let squares = 0;
  for (let y = top; y < top + BLOCK_PX; y++)
    for (let x = left; x < left + BLOCK_PX; x++) {
      const at = 4 * (y * shown.width + x);
      const isThing = [0, 1, 2].some((k) => Math.abs(shown.rgba[at + k] - hidden.rgba[at + k]) >= DIFFERENT_LEVELS);
      if (!isThing) return null;
      const level = luminanceAt(shown.rgba, at);
      sum += level;
      squares += level * level;
    }
  const count = BLOCK_PX * BLOCK_PX;
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}

/** A word's box in the window. */
interface WordBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How many pairs of words lie on one another. */
export function collisionsOf(boxes: readonly WordBox[]): number {
  let count = 0;
  for (const [i, a] of boxes.entries())
    for (const b of boxes.slice(i + 1))
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) count++;
  return count;
}
