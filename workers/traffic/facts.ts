import type { RoadFault } from '../../model/tables/road-faults.ts';
import { populationKnown } from '../shared/population.ts';
import type { WalkedCity } from '../shared/walked-city.ts';
import type { EquilibriumFacts } from './engine-types.ts';
import { roadFaults } from './network/road-faults.ts';

/** Returns what a form of traffic is made of. */
export function factsOf({ known, network }: WalkedCity): EquilibriumFacts {
  return {
    roads: network && (known.manifest.facts?.roads ?? null),
    population: populationKnown(known),
  };
}

/** Returns what is wrong with a city's road network. */
export const faultsOf = ({ network, files }: WalkedCity): RoadFault[] =>
  network ? roadFaults(network, files.manifest.origin) : [];
