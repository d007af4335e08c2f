import * as v from 'valibot';
import { flag, quantity } from './field.ts';
import { numberBetween } from './parts.ts';

/** Sides of a place: a way out lies on the one that it is farthest off to. */
export const SIDES = ['north', 'east', 'south', 'west'] as const;
export type Side = (typeof SIDES)[number];

const minutes = { unit: 'min', min: 0, max: 180 };

/** Fields of a look ahead at the water around an incident; its runs are floods. Their usual values are those that the form begins with. */
export const WaterLook = v.strictObject({
  horizonMin: quantity({ ...minutes, min: 1, offers: [30, 60, 120, 180], usual: 60, word: 'lookAhead.horizon' }),
  /** Half a side of the box around the place. */
  reachM: quantity({ unit: 'm', min: 100, max: 3000, step: 50, usual: 600, word: 'lookAhead.reach' }),
  /** Null: nobody chose; what the record has, else what gauges report where they do, else a design storm. */
  rain: v.optional(v.nullable(v.picklist(['record', 'live', 'design'])), null),
  depthMm: quantity({ unit: 'mm', min: 0, max: 1000, usual: 60 }),
  /** Empty: all levees hold. */
  breach: v.optional(v.string(), ''),
  breachMin: quantity({ ...minutes, usual: 0, word: 'lookAhead.breachIn' }),
  closedMin: quantity({ ...minutes, usual: 30, word: 'lookAhead.closedIn' }),
  factor: quantity({ unit: '×', min: 0, max: 5, step: 0.1, usual: 1.5, word: 'lookAhead.factor' }),
  isWithOrders: flag({ usual: true }),
  isHeavier: flag({ usual: true }),
  isClosed: flag({ usual: true }),
});
/** The same with all its values. */
export type WaterLook = v.InferOutput<typeof WaterLook>;

/** Fields of a look ahead at the people around an incident; its runs are crowds. */
export const PeopleLook = v.strictObject({
  isOn: flag({ usual: false }),
  reachM: quantity({ unit: 'm', min: 50, max: 600, step: 50, usual: 200, word: 'lookAhead.people.reach' }),
  /** As a stadium at a match or a full train at most: above 1 person/m² on open ground nobody walks freely. */
  perM2: quantity({
    unit: 'lookAhead.people.densityUnit',
    min: 0,
    max: 1,
    step: 0.01,
    usual: 0.02,
    word: 'lookAhead.people.density',
  }),
  seatedPct: quantity({ unit: '%', min: 0, max: 100, usual: 0, word: 'lookAhead.people.seated' }),
  laterMin: quantity({ unit: 'min', min: 1, max: 60, usual: 10, word: 'lookAhead.people.laterIn' }),
  isNow: flag({ usual: true }),
  isLater: flag({ usual: true }),
  shut: v.optional(v.picklist([...SIDES, 'none']), 'none'),
});
/** The same with all its values. */
export type PeopleLook = v.InferOutput<typeof PeopleLook>;

/** By which a look ahead at water goes on from the present, whatever is filled in: own marks of the program, which an office may set otherwise. */
export const LookAheadNumbers = v.strictObject({
  /** The rain goes on like the mean of so long. */
  persistMin: numberBetween(5, 60),
  /** Sandbags in a gap stand so much over the levee that was there. */
  closureM: numberBetween(0, 5),
  /** A pump begins at this depth over the ground at its place, and rests at the other. */
  pumpStartM: numberBetween(0, 5),
  pumpStopM: numberBetween(0, 5),
});
/** See the schema of the same name. */
export type LookAheadNumbers = v.InferOutput<typeof LookAheadNumbers>;

/** Persistence over half an hour; a closed gap half a metre over its levee; pumps between 5 and 10 cm. */
export const DEFAULT_LOOK_AHEAD: LookAheadNumbers = { persistMin: 30, closureM: 0.5, pumpStartM: 0.1, pumpStopM: 0.05 };
