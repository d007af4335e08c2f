import { DRAWN_DAY, LAMP_FULL, SHORE_M, shadowCode } from '../../../model/city/light.ts';
import type { ElevationRaster } from '../../model.ts';
import type { Plane } from '../../tileset/strip-png.ts';
import type { GridFrame } from '../bed.ts';
import { addCrowns, type Crowns } from './crowns.ts';
import { type Blocks, type HeightField, heightField, rowFiller } from './height-field.ts';
import { STEPS_PER_M } from './heights.ts';
import { lampLight } from './lamp-light.ts';
import type { Lamps } from './lamps.ts';
import { eachShadow } from './shadow-height.ts';
import { shoreDistanceM } from './shore.ts';
import { skyView } from './sky-view.ts';
import { roofBorder, soften, spreadIntoGround, spreadIntoRoofs } from './spread.ts';

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
const EDGE = Math.round(1.6 * STEPS_PER_M);
const BELOW = Math.round(0.6 * STEPS_PER_M);

/** Steps of 255 that the channels are kept in; a coarser one is not seen and packs better. */
const SKY_STEP = 4;
const SUN_STEP = 8;
const HEIGHT_STEP = 4;
const ROOF_STEP = 8;
const LAMP_STEP = 4;

/** Bytes of heights in steps; what is higher than the last has its byte. */
const HEIGHT_CODES = Uint8Array.from({ length: 256 * STEPS_PER_M }, (_, step) => shadowCode(step / STEPS_PER_M));
/** Bytes of the sun's share by how many steps the shadow reaches above where it begins to fade. */
const SUN_FADE = Uint8Array.from({ length: EDGE + 1 }, (_, step) => Math.round(255 * (1 - step / EDGE)));

/** Ground and blocks of a city as both pictures of its light are made of them. */
export function lightField({ frame, elevation, originElevationM, blocks }: LightSource): HeightField {
  return heightField(frame, elevation, originElevationM, blocks);
}

/** The picture for the hours of lamps: a byte a cell from the south-west for each channel (`model/city/light.ts`). */
export function nightPlanes({ frame, lamps }: LightSource, { ground, top, isRoof }: HeightField): Plane[] {
  const lit = new Uint8Array(top.length);
  const heights = new Uint8Array(top.length);
  const decks = new Uint8Array(top.length);
  for (let i = 0; i < heights.length; i++) if (isRoof[i] === 1) heights[i] = heightCode(top[i] - ground[i]);
  if (lamps.eastNorthHeightM.length > 0) {
    writeBytes(lit, lampLight(frame, ground, top, lamps.eastNorthHeightM));
    soften(frame, lit);
    spreadIntoRoofs(frame, [lit], isRoof, roofBorder(frame, isRoof), GROUND_RINGS, 0);
  }
  if (lamps.deckEastNorthHeightM.length > 0) {
    // Over a deck nothing stands between a lamp and the road.
    const open = new Int16Array(top.length);
    writeBytes(decks, lampLight(frame, open, open, lamps.deckEastNorthHeightM));
    soften(frame, decks);
  }
  return [
    { values: lit, step: LAMP_STEP },
    { values: heights, step: HEIGHT_STEP },
    { values: decks, step: LAMP_STEP },
  ];
}

/** The picture for the day, as that for the night. */
export function dayPlanes({ frame, crowns, water }: LightSource, field: HeightField): Plane[] {
  const { top, isRoof } = field;
  const sky = skyView(frame, top);
  const border = roofBorder(frame, isRoof);
  const roofs = new Uint8Array(top.length).fill(255);
  for (let i = 0; i < roofs.length; i++) if (isRoof[i] === 1) roofs[i] = sky[i];
  spreadIntoGround(frame, roofs, isRoof, border, ROOF_RINGS);
  const { sunlit, shadows } = shade(frame, field);
  spreadIntoRoofs(frame, [sky, sunlit], isRoof, border, GROUND_RINGS, 255);
  addCrowns(frame, crowns, DRAWN_DAY, sky, sunlit);
  soften(frame, sunlit);
  writeShores(roofs, frame, water, isRoof);
  return [
    { values: sky, step: SKY_STEP },
    { values: sunlit, step: SUN_STEP },
    { values: shadows, step: HEIGHT_STEP },
    { values: roofs, step: ROOF_STEP },
  ];
}

/** Share of the sun on the ground, and how far up it is shaded. */
function shade(frame: GridFrame, field: HeightField): { sunlit: Uint8Array; shadows: Uint8Array } {
  const sunlit = new Uint8Array(field.top.length).fill(255);
  const shadows = new Uint8Array(field.top.length);
  eachShadow(frame, field, DRAWN_DAY, -BELOW, (cell, up) => {
    sunlit[cell] = SUN_FADE[Math.min(EDGE, up + BELOW)];
    if (up > 0) shadows[cell] = heightCode(up);
  });
  return { sunlit, shadows };
}

const heightCode = (steps: number): number => HEIGHT_CODES[Math.min(Math.max(0, steps), HEIGHT_CODES.length - 1)];

function writeBytes(bytes: Uint8Array, lit: Float32Array): void {
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.min(255, Math.round((255 / LAMP_FULL) * lit[i]));
}

/** Water has no roofs: their channel says how far its shore is. */
function writeShores(roofs: Uint8Array, frame: GridFrame, water: LightSource['water'], isRoof: Uint8Array): void {
  const isWater = waterCells(frame, water);
  if (!isWater) return;
  const shoreM = shoreDistanceM(frame, isWater, SHORE_M);
  for (let i = 0; i < isWater.length; i++)
    if (isWater[i] === 1 && isRoof[i] === 0) roofs[i] = 255 * Math.min(1, Math.max(0, shoreM[i] / SHORE_M));
}

/** Null: the city has no water. */
function waterCells(frame: GridFrame, water: Omit<Blocks, 'topM'>): Uint8Array | null {
  if (water.ringOf.length < 2) return null;
  const isWater = new Uint8Array(frame.columns * frame.rows);
  const fill = rowFiller(frame, water);
  for (let p = 0; p + 1 < water.ringOf.length; p++) fill(p, (from, to) => isWater.fill(1, from, to));
  return isWater;
}
