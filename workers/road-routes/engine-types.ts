import type { FactOrigin } from '../../model/city/facts.ts';
import type { VehicleClass } from '../../model/roads/vehicles.ts';
import type { EngineTypes } from '../shared/engine.ts';

/** What a page must know before it asks for a way. */
export interface RoutingFacts {
  /** Null: the city has no road network. */
  origin: FactOrigin | null;
  segments: number;
}

/** Somebody who goes to a place, or to whom somebody goes from it. Points are east and north in metres of the city. */
export interface Journey {
  at: readonly [eastM: number, northM: number];
  vehicle: VehicleClass['id'];
  /** True: from the place to `at`. */
  isAway: boolean;
}

/** A way by road. The legs from the road to where one stands are not in the time. */
export interface Arrival {
  ms: number;
  lengthM: number;
  line: (readonly [eastM: number, northM: number])[];
  /** How far the road lies from `at`, and from the place. */
  offM: { at: number; place: number };
}

/** What crosses between a page and this engine. */
export interface RoutingEngineTypes extends EngineTypes {
  facts: RoutingFacts;
  questions: RoutingQuestions;
}

/** What a page asks of this engine; it plays no runs. */
interface RoutingQuestions {
  /** The quickest way of each journey, in their order; null where there is none. */
  arrivals(place: readonly [eastM: number, northM: number], journeys: readonly Journey[]): Promise<(Arrival | null)[]>;
}
