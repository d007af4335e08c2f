import * as v from 'valibot';
import { SegmentClosure } from '../roads/road-state.ts';
import { ServingPlaces } from './facilities.ts';
import { choice, quantity, rising } from './field.ts';
import { numberBetween } from './parts.ts';

/** What service areas on foot ask. Points are east and north in the city's plane. */
export const ServiceAreaRequest = v.strictObject({
  facilities: ServingPlaces,
  /** The 15-minute circle of life is the last of the usual ones. */
  minutes: v.optional(rising(numberBetween(1, 120), 1, 6), [5, 10, 15]),
  /** People walk to the facility, or somebody from it to them: hills make a difference. */
  direction: choice({ to: 'service.to', from: 'service.from' }, { usual: 'to', word: 'service.direction' }),
  /** Wait at every junction with a wide road that a way passes: an assumption. */
  crossingWaitS: quantity({ min: 0, max: 300, step: 5, unit: 's', usual: 20, word: 'service.wait' }),
  /** Farther from every way nobody is served. */
  reachM: quantity({ min: 1, max: 500, unit: 'm', usual: 200 }),
  /** Cell size of the map of times. */
  cellM: quantity({ min: 5, max: 200, unit: 'm', usual: 20 }),
  /** What one resident asks of a facility: pupils per resident, say. */
  demandPerResident: quantity({ min: 0.0001, max: 10, step: 0.01, usual: 1, word: 'service.demand' }),
  /** Nobody walks along a segment that is closed; one that is closed one way is open to people on foot. Left out: all are open. */
  closed: v.optional(v.array(SegmentClosure)),
});
/** A request with its defaults filled in. */
export type ServiceAreaRequest = v.InferOutput<typeof ServiceAreaRequest>;
