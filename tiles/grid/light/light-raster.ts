import { DRAWN_DAY, LAMP_FULL, SHORE_M, shadowCode } from '../../../model/city/light.ts';
import type { ElevationRaster } from '../../model.ts';
import type { GridFrame } from '../bed.ts';
import { addCrowns, type Crowns } from './crowns.ts';
import { type Blocks, type HeightField, heightField, rowFiller } from './height-field.ts';
import { lampLight } from './lamp-light.ts';
import type { Lamps } from './lamps.ts';
import { shadowTopM } from './shadow-height.ts';
import { shoreDistanceM } from './shore.ts';
import { skyView } from './sky-view.ts';
import { soften, spread } from './spread.ts';

/** All that the light of a city is made of, as a worker thread takes it. */
export interface LightSource {
  frame: GridFrame;
  elevation: ElevationRaster | null;
  originElevationM: number;
  blocks: Blocks;
  crowns: Crowns;
  /** Rings of the water's surfaces, each a thing of its own. */
  water: Omit<Blocks, 'topM'>;
  lamps: Lamps;
}

/** What light and lamps are told in, four bytes a cell from the south-west (`model/city/light.ts`). */
interface LightRasters {
  day: Uint8Array;
  night: Uint8Array;
}

/** Rings of cells that values are carried over a wall's line. */
const GROUND_RINGS = 3;
const ROOF_RINGS = 2;

/** A shadow fades over so much of its height, from this below the ground on: cells are no knife. */
const EDGE_M = 1.6;
const BELOW_M = 0.6;

/** Steps of 255 that the channels are kept in; a coarser one is not seen and packs better. */
const SKY_STEP = 4;
const SUN_STEP = 8;
const HEIGHT_STEP = 4;
const ROOF_STEP = 8;
const LAMP_STEP = 4;

/** Both pictures of a city's light. */
export function lightRasters(source: LightSource): LightRasters {
  const { frame, elevation, originElevationM, blocks } = source;
  const field = heightField(frame, elevation, originElevationM, blocks);
  const isGround = field.isRoof.map((roof) => 1 - roof);
  return { day: dayRaster(source, field, isGround), night: nightRaster(source, field, isGround) };
}

function nightRaster({ frame, lamps }: LightSource, { groundM, topM }: HeightField, isGround: Uint8Array): Uint8Array {
  const lit = lampLight(frame, groundM, topM, lamps.eastNorthHeightM);
  soften(frame, lit);
  spread(frame, lit, isGround, GROUND_RINGS, 0);
  // Over a deck nothing stands between a lamp and the road.
  const open = new Float32Array(lit.length);
  const deckLit = lampLight(frame, open, open, lamps.deckEastNorthHeightM);
  soften(frame, deckLit);
  const rgba = new Uint8Array(4 * lit.length);
  for (let i = 0; i < lit.length; i++) {
    rgba[4 * i] = byteOf(lit[i] / LAMP_FULL, LAMP_STEP);
    rgba[4 * i + 1] = stepped(shadowCode(topM[i] - groundM[i]), HEIGHT_STEP);
    rgba[4 * i + 2] = byteOf(deckLit[i] / LAMP_FULL, LAMP_STEP);
    rgba[4 * i + 3] = 255;
  }
  return rgba;
}

function dayRaster(
  { frame, crowns, water }: LightSource,
  { groundM, topM, isRoof }: HeightField,
  isGround: Uint8Array,
): Uint8Array {
  const sky = skyView(frame, topM);
  const shadowM = shadowTopM(frame, topM, DRAWN_DAY);
  for (let i = 0; i < shadowM.length; i++) shadowM[i] -= groundM[i];
  const sunlit = Float32Array.from(shadowM, (m) => 1 - Math.min(1, Math.max(0, (m + BELOW_M) / EDGE_M)));
  const roofSky = sky.slice();
  spread(frame, roofSky, isRoof, ROOF_RINGS, 1);
  spread(frame, sky, isGround, GROUND_RINGS, 1);
  spread(frame, sunlit, isGround, GROUND_RINGS, 1);
  addCrowns(frame, crowns, DRAWN_DAY, sky, sunlit);
  soften(frame, sunlit);
  const isWater = waterCells(frame, water);
  const shoreM = isWater && shoreDistanceM(frame, isWater, SHORE_M);
  const rgba = new Uint8Array(4 * groundM.length);
  for (let i = 0; i < groundM.length; i++) {
    const isWet = isWater?.[i] === 1 && isRoof[i] === 0;
    rgba[4 * i] = byteOf(sky[i], SKY_STEP);
    rgba[4 * i + 1] = byteOf(sunlit[i], SUN_STEP);
    rgba[4 * i + 2] = stepped(shadowCode(shadowM[i]), HEIGHT_STEP);
    rgba[4 * i + 3] = byteOf(isWet ? (shoreM?.[i] ?? 0) / SHORE_M : roofSky[i], ROOF_STEP);
  }
  return rgba;
}

/** Null: the city has no water. */
function waterCells(frame: GridFrame, water: Omit<Blocks, 'topM'>): Uint8Array | null {
  if (water.ringOf.length < 2) return null;
  const isWater = new Uint8Array(frame.columns * frame.rows);
  const fill = rowFiller(frame, water);
  for (let p = 0; p + 1 < water.ringOf.length; p++) fill(p, (from, to) => isWater.fill(1, from, to));
  return isWater;
}

const stepped = (byte: number, step: number): number => Math.min(255, Math.round(byte / step) * step);

const byteOf = (ratio: number, step: number): number => stepped(255 * Math.min(1, Math.max(0, ratio)), step);
