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

/** Ground and blocks of a city as both pictures of its light are made of them. */
export function lightField({ frame, elevation, originElevationM, blocks }: LightSource): HeightField {
  return heightField(frame, elevation, originElevationM, blocks);
}

/** The picture for the hours of lamps, four bytes a cell from the south-west (`model/city/light.ts`). */
export function nightRaster({ frame, lamps }: LightSource, { groundM, topM, isRoof }: HeightField): Uint8Array {
  const rgba = new Uint8Array(4 * topM.length);
  for (let i = 0; i < topM.length; i++) {
    if (topM[i] > groundM[i]) rgba[4 * i + 1] = stepped(shadowCode(topM[i] - groundM[i]), HEIGHT_STEP);
    rgba[4 * i + 3] = 255;
  }
  if (lamps.eastNorthHeightM.length > 0) {
    const lit = lampLight(frame, groundM, topM, lamps.eastNorthHeightM);
    soften(frame, lit);
    spread(frame, lit, othersOf(isRoof), GROUND_RINGS, 0);
    writeChannel(rgba, 0, lit, LAMP_FULL, LAMP_STEP);
  }
  if (lamps.deckEastNorthHeightM.length > 0) {
    // Over a deck nothing stands between a lamp and the road.
    const open = new Float32Array(topM.length);
    const lit = lampLight(frame, open, open, lamps.deckEastNorthHeightM);
    soften(frame, lit);
    writeChannel(rgba, 2, lit, LAMP_FULL, LAMP_STEP);
  }
  return rgba;
}

/** The picture for the day, as that for the night. Each channel is written as soon as it is known: a large city has 24 MB a raster. */
export function dayRaster({ frame, crowns, water }: LightSource, { groundM, topM, isRoof }: HeightField): Uint8Array {
  const isGround = othersOf(isRoof);
  const rgba = new Uint8Array(4 * topM.length);
  const sky = skyView(frame, topM);
  writeRoofs(rgba, frame, sky, isRoof);
  const sunlit = shadowTopM(frame, topM, DRAWN_DAY);
  for (let i = 0; i < sunlit.length; i++) {
    const shadowM = Math.fround(sunlit[i] - groundM[i]);
    if (shadowM > 0) rgba[4 * i + 2] = stepped(shadowCode(shadowM), HEIGHT_STEP);
    sunlit[i] = shadowM <= -BELOW_M ? 1 : 1 - Math.min(1, (shadowM + BELOW_M) / EDGE_M);
  }
  spread(frame, sky, isGround, GROUND_RINGS, 1);
  spread(frame, sunlit, isGround, GROUND_RINGS, 1);
  addCrowns(frame, crowns, DRAWN_DAY, sky, sunlit);
  soften(frame, sunlit);
  writeChannel(rgba, 0, sky, 1, SKY_STEP);
  writeChannel(rgba, 1, sunlit, 1, SUN_STEP);
  writeShores(rgba, frame, water, isRoof);
  return rgba;
}

function othersOf(isRoof: Uint8Array): Uint8Array {
  const others = new Uint8Array(isRoof.length);
  for (let i = 0; i < others.length; i++) others[i] = 1 - isRoof[i];
  return others;
}

function writeChannel(rgba: Uint8Array, channel: number, values: Float32Array, full: number, step: number): void {
  for (let i = 0, at = channel; i < values.length; i++, at += 4) rgba[at] = byteOf(values[i] / full, step);
}

function writeRoofs(rgba: Uint8Array, frame: GridFrame, sky: Float32Array, isRoof: Uint8Array): void {
  const roofSky = sky.slice();
  spread(frame, roofSky, isRoof, ROOF_RINGS, 1);
  writeChannel(rgba, 3, roofSky, 1, ROOF_STEP);
}

/** Water has no roofs: their channel says how far its shore is. */
function writeShores(rgba: Uint8Array, frame: GridFrame, water: LightSource['water'], isRoof: Uint8Array): void {
  const isWater = waterCells(frame, water);
  if (!isWater) return;
  const shoreM = shoreDistanceM(frame, isWater, SHORE_M);
  for (let i = 0; i < isWater.length; i++)
    if (isWater[i] === 1 && isRoof[i] === 0) rgba[4 * i + 3] = byteOf(shoreM[i] / SHORE_M, ROOF_STEP);
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
