import { populationKnown } from '../shared/population.ts';
import type { WalkedCity } from '../shared/walked-city.ts';
import type { EquilibriumFacts } from './engine-types.ts';

/** Returns what a form of traffic is made of. */
export function factsOf({ known, network }: WalkedCity): EquilibriumFacts {
  return {
    roads: network && (known.manifest.facts?.roads ?? null),
    population: populationKnown(known),
  };
}
