import * as v from 'valibot';
import { requirement } from '../text/requirements.ts';
import { quantity, rising, whole } from './field.ts';
import { arrayOf, Name, numberBetween, Place } from './parts.ts';

const elevation = { min: -12_000, max: 9000, step: 0.1, unit: 'm' };
const fall = { min: 0, max: 100, step: 0.1, unit: '%', word: 'terrain.fall' };
const bearing = { min: 0, max: 360, step: 5, unit: '°', word: 'terrain.bearing' };
const distance = { min: 0.1, max: 20_000, step: 10, unit: 'm', word: 'terrain.distance' };
const Elevation = quantity(elevation);
/** Usual values, in the form, of the numbers that a request must state. */
export const TerrainNumbers = v.strictObject({
  elevationM: quantity({ ...elevation, usual: 0 }),
  fallPct: quantity({ ...fall, usual: 1 }),
  bearingDeg: quantity({ ...bearing, usual: 180 }),
  distanceM: quantity({ ...distance, usual: 100 }),
});
const Ring = arrayOf(Place, 3, 2000);
const Line = arrayOf(Place, 2, 2000);

/** Cells of a raster that one request may hold. */
const MAX_TARGET_CELLS = 250_000;

/** Another surface: nodes row by row from the south-west, straight between them; null: it has no value there. */
const GridTarget = v.pipe(
  v.strictObject({
    by: v.literal('grid'),
    /** East and north of the south-western node. */
    fromM: Place,
    stepM: numberBetween(0.1, 10_000),
    columns: whole({ min: 2, max: 10_000 }),
    elevationM: arrayOf(v.nullable(Elevation), 4, MAX_TARGET_CELLS),
  }),
  v.check(({ columns, elevationM }) => elevationM.length % columns === 0, requirement('wholeRows')),
);

export const LevelTarget = v.strictObject({ by: v.literal('level'), elevationM: v.nullable(Elevation) });
/** A plane through an elevation at the first corner of the area, that falls so much towards a bearing (clockwise from north). */
export const PlaneTarget = v.strictObject({
  by: v.literal('plane'),
  elevationM: v.nullable(Elevation),
  fallPct: quantity(fall),
  bearingDeg: quantity(bearing),
});

/** Ground that is graded level or to a plane. An elevation of null is looked for: cut and fill balance there. */
export const Grading = v.variant('by', [LevelTarget, PlaneTarget]);
/** The same, parsed. */
export type Grading = v.InferOutput<typeof Grading>;

/** What the ground becomes: graded, or another surface. */
const EarthworkTarget = v.variant('by', [LevelTarget, PlaneTarget, GridTarget]);

/** Around what a buffer runs: something drawn, a thing of a layer, or all of a layer. */
const BufferSource = v.variant('of', [
  v.strictObject({ of: v.literal('point'), atM: Place }),
  v.strictObject({ of: v.literal('line'), lineM: Line }),
  v.strictObject({ of: v.literal('area'), ringM: Ring }),
  v.strictObject({ of: v.literal('object'), layer: Name, id: Name }),
  v.strictObject({ of: v.literal('layer'), layer: Name }),
]);

/** How steep the ground is, by Horn's method, in classes of degrees; `ringM`: null is the whole city. */
export const SlopeRequest = v.strictObject({
  kind: v.literal('slope'),
  ringM: v.optional(v.nullable(Ring), null),
  breaksDeg: v.optional(rising(numberBetween(0.01, 89), 1, 6), [2, 6, 15, 25]),
});

/** Where the ground faces, in eight directions; less steep than `flatBelowDeg` it faces nowhere. */
export const AspectRequest = v.strictObject({
  kind: v.literal('aspect'),
  ringM: v.optional(v.nullable(Ring), null),
  flatBelowDeg: quantity({ min: 0, max: 45, step: 0.5, unit: '°', usual: 1, word: 'terrain.flatBelow' }),
});

/** Cut and fill of an area; `fillPerCutRatio`: what a cubic metre that was cut fills (1: as much). */
export const EarthworkRequest = v.strictObject({
  kind: v.literal('earthwork'),
  ringM: Ring,
  target: EarthworkTarget,
  fillPerCutRatio: quantity({ min: 0.1, max: 3, step: 0.05, usual: 1, word: 'terrain.fillPerCut' }),
});

export const BufferRequest = v.strictObject({
  kind: v.literal('buffer'),
  source: BufferSource,
  distanceM: quantity(distance),
});

/** What an analysis of the ground asks, by its kind. Points are east and north in the city's plane. */
export const TerrainRequest = v.variant('kind', [
  SlopeRequest,
  AspectRequest,
  EarthworkRequest,
  BufferRequest,
  /** The section along a line: ground, buildings, pipes. */
  v.strictObject({ kind: v.literal('profile'), lineM: Line }),
]);
/** A request with its defaults filled in. */
export type TerrainRequest = v.InferOutput<typeof TerrainRequest>;
export type EarthworkTarget = v.InferOutput<typeof EarthworkTarget>;
export type BufferSource = v.InferOutput<typeof BufferSource>;
