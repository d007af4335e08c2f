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
