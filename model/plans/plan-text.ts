import type { PlanFeature } from './plan.ts';

/** Degrees of plans are written to 1e-11°: 1 µm, so that what was cut meets what it was cut from. */
export const DEGREE_DIGITS = 1e11;
/** Features that become text at once: the text of a large plan is longer than a string may be. */
const FEATURES_A_PIECE = 1000;

/** A plan's file: GeoJSON with a feature a line, so that two versions can be compared. */
export function planBytes(features: readonly PlanFeature[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const pieces = [encoder.encode('{"type":"FeatureCollection","features":[\n')];
  for (let i = 0; i < features.length; i += FEATURES_A_PIECE) {
    const lines = features.slice(i, i + FEATURES_A_PIECE).map((feature) => JSON.stringify(feature, rounded));
    const isLast = i + FEATURES_A_PIECE >= features.length;
    pieces.push(encoder.encode(`${lines.join(',\n')}${isLast ? '' : ',\n'}`));
  }
  pieces.push(encoder.encode('\n]}\n'));
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function rounded(key: string, value: unknown): unknown {
  if (key !== 'coordinates') return value;
  const round = (deep: unknown): unknown =>
    typeof deep === 'number' ? Math.round(deep * DEGREE_DIGITS) / DEGREE_DIGITS : (deep as unknown[]).map(round);
  return round(value);
}
