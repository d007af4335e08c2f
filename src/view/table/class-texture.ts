import { DataTexture, FloatType, RGBAFormat } from 'three';
import type { ColourStop } from '../colour-stop.ts';
import type { UnitRgb } from '../tokens.ts';

/** Classes that a map may have. */
export const TABLE_CLASSES = 8;

/** Colour and lower limit of each class, in one row; red below 0: nothing is drawn. */
export function classTexture(stops: readonly ColourStop[], colourOf: (token: string) => UnitRgb): DataTexture {
  const texels = new Float32Array(4 * TABLE_CLASSES);
  for (let i = 0; i < TABLE_CLASSES; i++) {
    const { from, token } = stops[i] ?? { from: 1e30, token: null };
    texels.set([...(token ? colourOf(token) : [-1, 0, 0]), Math.max(-1e30, from)], 4 * i);
  }
  const texture = new DataTexture(texels, TABLE_CLASSES, 1, RGBAFormat, FloatType);
  texture.needsUpdate = true;
  return texture;
}
