import { CITY_FACTS, type CityFact } from '../../model/city/facts.ts';
import type { CityContents, LayerInput } from '../model.ts';
import type { Ground } from '../shape/ground.ts';
import { houseWalls } from './house-walls.ts';
import { inferPopulation, withResidents } from './residents.ts';
import { spannedRoads } from './road-levels.ts';
import { inferWalkable } from './walkable.ts';

/**
 * What a city's layers let engines work on where nobody gave it. Each fact says by which rule it came; a file that the recipe names takes
 * its place. Layers come back with the columns that were inferred.
 */
export function inferFacts(
  layers: readonly LayerInput[],
  ground: Ground,
  given: CityContents['facts'],
  asked: { walkable?: boolean; population?: boolean },
): Pick<CityContents, 'facts' | 'files' | 'layers'> {
  const out: Pick<CityContents, 'facts' | 'files' | 'layers'> = { facts: {}, files: {}, layers: [...layers] };
  const mayInfer = (fact: 'walkable' | 'population') => asked[fact] !== false && given[fact] === undefined;
  const add = (fact: CityFact, code: string, values: Record<string, number>, content: unknown) => {
    out.facts[fact] = { state: 'inferred', code, values };
    out.files[CITY_FACTS[fact].file] = `${JSON.stringify(content)}\n`;
  };
  out.layers = spannedRoads(layers, ground);
  if (mayInfer('walkable')) {
    const walked = inferWalkable(layers, ground.origin, houseWalls(layers, ground));
    if (walked) {
      const { walkable, ...counts } = walked;
      add('walkable', 'walkable-of-streets', counts, walkable);
    }
  }
  if (mayInfer('population')) {
    const people = withResidents(out.layers, ground.origin);
    out.layers = people.layers;
    if (people.residents > 0) {
      const { layers: _, ...counts } = people;
      add('population', 'residents-by-floor', counts, inferPopulation(people.residents));
    }
  }
  return out;
}
