import { PixelDatatype, PixelFormat, TextureUniform } from '@cesium/engine';
import { AS_THE_TILE, REACH_FROM_M, REACH_STEP_M, TABLE_WIDTH } from './table-size.ts';

/** Tasks of no plan at all: every element is built. */
export const NO_TASKS = new Uint8Array(8).fill(255);

/** Links of a layer that goes by its tiles' own, see `LayerShader.setLinks`. */
export function tileLinks(count: number): Uint8Array {
  return new Uint8Array(4 * count).map((_, i) => (i % 2 === 0 ? AS_THE_TILE >> 8 : AS_THE_TILE & 255));
}

/** Centimetres above −10,000 m in 24 bits: a float texture would need 32-bit samplers that phones may round. */
export function packMetres(upM: Float32Array): Uint8Array {
  const bytes = new Uint8Array(upM.length * 4);
  for (let i = 0; i < upM.length; i++) {
    const cm = Math.round((upM[i] + 10_000) * 100);
    bytes[4 * i] = cm >> 16;
    bytes[4 * i + 1] = (cm >> 8) & 255;
    bytes[4 * i + 2] = cm & 255;
  }
  return bytes;
}

/** Foot and top of each row in 16 bits each; nothing but zeros: unknown. */
export function packReach(heightsM: Float32Array): Uint8Array {
  const bytes = new Uint8Array(2 * heightsM.length);
  const stepOf = (m: number) => Math.min(65_535, Math.max(0, Math.round((m - REACH_FROM_M) / REACH_STEP_M)));
  for (const [i, m] of heightsM.entries()) {
    if (Number.isNaN(m)) continue;
    const step = stepOf(m);
    bytes[2 * i] = step >> 8;
    bytes[2 * i + 1] = step & 255;
  }
  return bytes;
}

/** A table that shaders look up by row: RGBA8, `TABLE_WIDTH` texels a row. */
export function tableOf(rgba: Uint8Array): TextureUniform {
  const height = Math.max(1, Math.ceil(rgba.length / 4 / TABLE_WIDTH));
  const typedArray = new Uint8Array(TABLE_WIDTH * height * 4);
  typedArray.set(rgba);
  return new TextureUniform({
    typedArray,
    width: TABLE_WIDTH,
    height,
    repeat: false,
    pixelFormat: PixelFormat.RGBA,
    pixelDatatype: PixelDatatype.UNSIGNED_BYTE,
  });
}
