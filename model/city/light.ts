import * as v from 'valibot';
import type { SkyPlace } from '../geo/sun.ts';
import { parseAs } from './grid.ts';

/**
 * The baked light of a city: `light.json` beside a PNG of four channels in the frame of the city's plane, rows from the south. It is made of
 * ground, buildings and crowns alone, for one drawn sun, so that courts, streets and the feet of walls are dark without a pass a frame.
 *
 * Red: share of the sky that the ground sees. Green: share of the drawn sun on the ground. Blue: how high above the ground shadow reaches
 * (`shadowCode`). Alpha: on land the share of the sky that a roof sees, on water the distance to the shore (`SHORE_M`).
 *
 * A second picture of the same cells is for the hours of lamps. Red: light of street lamps on the ground, `LAMP_FULL` at most, 1 under a lamp.
 * Green: how high what stands there reaches above the ground (`shadowCode`), which is what water mirrors. Blue: light of street lamps on the decks
 * of bridges, as red is on the ground.
 */
const Metres = v.pipe(v.number(), v.finite());
const Count = v.pipe(v.number(), v.integer(), v.minValue(1));

const LightHead = v.object({
  format: v.literal(1),
  file: v.string(),
  westM: Metres,
  southM: Metres,
  cellM: v.pipe(v.number(), v.minValue(0.1)),
  columns: Count,
  rows: Count,
  /** The sun that the shadows are of. */
  sun: v.object({ azimuthDeg: Metres, altitudeDeg: Metres }),
  /** Name of the picture for the hours of lamps; absent in a city baked before there was one. */
  night: v.optional(v.string()),
});

/** Frame and sun of a city's baked light, as `light.json` has them. */
export type LightHead = v.InferOutput<typeof LightHead>;

/** Parses `light.json`; throws GridError that names the place, what was expected and what came. */
export function parseLight(json: unknown, file = 'light.json'): LightHead {
  return parseAs(LightHead, json, file);
}

/** The atlas's own sun by day (LOOK §9), of which the baked shadows are. */
export const DRAWN_DAY: SkyPlace = { azimuthDeg: 140, altitudeDeg: 36 };

/** Light of lamps at which the red of the night's picture is full: that under one lamp, and half as much from its neighbours. */
export const LAMP_FULL = 1.5;

/** Distance to the shore at which the alpha of water is full. */
export const SHORE_M = 64;

/** Steps of a byte for the root of a height in metres: 255 is 254 m, and near the ground a step is centimetres. */
const SHADOW_STEPS = 16;

/** A height of shadow above the ground as a byte. */
export function shadowCode(heightM: number): number {
  return Math.min(255, Math.round(SHADOW_STEPS * Math.sqrt(Math.max(0, heightM))));
}

/** The height that a byte stands for, metres. */
export function shadowHeightM(code: number): number {
  return (code / SHADOW_STEPS) ** 2;
}
