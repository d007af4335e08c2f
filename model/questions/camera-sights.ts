import * as v from 'valibot';
import { quantity } from './field.ts';

/** How far around a place the cameras of a city are asked about: what they cover, and who sees an event. */
export const CameraRadii = v.strictObject({
  coverageRadiusM: quantity({ unit: 'm', min: 50, max: 1000, step: 50, usual: 300, word: 'cameras.radius' }),
  eventRadiusM: quantity({ unit: 'm', min: 5, max: 500, step: 5, usual: 60, word: 'cameras.event' }),
});
