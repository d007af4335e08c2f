import { Color, DataTexture, type IUniform, RGBAFormat, UnsignedByteType, Vector3 } from 'three';
import type { UnitRgb } from '../tokens.ts';
import { type GapUniforms, gapUniforms } from './gaps.ts';

/** Texels a row of the paint; 2,048 is the least that every WebGL 2 has. */
export const PAINT_TEXELS = 2048;

/** What all plaster of one table shares: each value stands once, and every material reads it. */
export interface TableUniforms extends GapUniforms {
  readonly u_selected: IUniform<number>;
  readonly u_hovered: IUniform<number>;
  readonly u_accent: IUniform<Color>;
  readonly u_night: IUniform<number>;
  readonly u_lit: IUniform<number>;
  /** Strengths of the worn style, each 0 to 1; haze is none of a room's. */
  readonly u_facade: IUniform<number>;
  readonly u_ground: IUniform<number>;
  readonly u_edges: IUniform<number>;
  readonly u_ambient: IUniform<number>;
  readonly u_colour: IUniform<number>;
  readonly u_water: IUniform<number>;
  readonly u_trees: IUniform<number>;
  /** Season of leaves: young ones, the colours of autumn, and how many have fallen. */
  readonly u_season: IUniform<Vector3>;
  /** 1 while the lens draws houses as their footprints. */
  readonly u_flat: IUniform<number>;
  /** 1 while the ground is seen through. */
  readonly u_pale: IUniform<number>;
  /** How deep one looks, metres below the ground. */
  readonly u_deep: IUniform<number>;
  /** Metres by which pipes are thicker than they are, so that they can be seen. */
  readonly u_swell: IUniform<number>;
  /** Height of the table's zero in the city's frame. */
  readonly u_baseUp: IUniform<number>;
  readonly u_paint: IUniform<DataTexture>;
  readonly u_isPainted: IUniform<number>;
}

export function tableUniforms(): TableUniforms {
  return {
    u_selected: { value: -1 },
    u_hovered: { value: -1 },
    u_accent: { value: new Color() },
    u_night: { value: 0 },
    u_lit: { value: 0 },
    u_facade: { value: 1 },
    u_ground: { value: 1 },
    u_edges: { value: 1 },
    u_ambient: { value: 1 },
    u_colour: { value: 1 },
    u_water: { value: 1 },
    u_trees: { value: 1 },
    u_season: { value: new Vector3() },
    u_flat: { value: 0 },
    u_pale: { value: 0 },
    u_deep: { value: 0 },
    u_swell: { value: 0 },
    u_baseUp: { value: 0 },
    u_paint: { value: paintTexture(new Uint8Array(4)) },
    u_isPainted: { value: 0 },
    ...gapUniforms(),
  };
}

/** RGBA8 by gid, see `Catalogue.paint`. */
export function paintTexture(rgba: Uint8Array): DataTexture {
  const rows = Math.max(1, Math.ceil(rgba.length / (4 * PAINT_TEXELS)));
  const texels = new Uint8Array(4 * PAINT_TEXELS * rows).fill(254);
  texels.set(rgba);
  const texture = new DataTexture(texels, PAINT_TEXELS, rows, RGBAFormat, UnsignedByteType);
  texture.needsUpdate = true;
  return texture;
}

/** A colour as a style sheet writes it, for a material. */
export function colourOf([red, green, blue]: UnitRgb): Color {
  return new Color().setRGB(red, green, blue, 'srgb');
}
