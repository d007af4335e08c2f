import { CITY_FACTS, type CityFact } from '../../model/city/facts.ts';
import type { CityContents, LayerInput } from '../model.ts';
import type { Ground } from '../shape/ground.ts';
import { inferBridges } from './bridges.ts';
import { drainsOfPipes } from './drains-of-pipes.ts';
import { type DrainStorm, drainsOfStreets } from './drains-of-streets.ts';
import { groundBetweenHouses } from './ground-between-houses.ts';
import { houseWalls } from './house-walls.ts';
import { inferPopulation, withResidents } from './residents.ts';
import { inferResources } from './resources.ts';
import { spanLevels, spannedRoads } from './road-levels.ts';
import { inferRoadNetwork } from './road-network.ts';
import { inferWalkable } from './walkable.ts';

type InferredFact = 'walkable' | 'roads' | 'drains' | 'population' | 'resources';

/**
 * What a city's layers let engines work on where nobody gave it. Each fact says by which rule it came; a file that the recipe names takes
 * its place. Layers come back with the columns that were inferred.
 */
export function inferFacts(
  layers: readonly LayerInput[],
  ground: Ground,
  given: CityContents['facts'],
  requested: Partial<Record<InferredFact | 'bridges', boolean>>,
  storm: DrainStorm,
): Pick<CityContents, 'facts' | 'files' | 'layers'> {
  const out: Pick<CityContents, 'facts' | 'files' | 'layers'> = { facts: {}, files: {}, layers: [...layers] };
  const mayInfer = (fact: InferredFact) => requested[fact] !== false && given[fact] === undefined;
  const add = (fact: CityFact, code: string, values: Record<string, string | number>, content: unknown) => {
    out.facts[fact] = { state: 'inferred', code, values };
    out.files[CITY_FACTS[fact].file] = `${JSON.stringify(content)}\n`;
  };
  const levelOf = spanLevels(layers, ground);
  out.layers = spannedRoads(layers, levelOf, ground);
  const houses = houseWalls(layers, ground);
  if (mayInfer('walkable')) {
    const walked = inferWalkable(layers, ground.origin, houses);
    if (walked) {
      const { walkable, ...counts } = walked;
      add('walkable', 'walkable-of-streets', counts, walkable);
    }
    const open = walked ? null : groundBetweenHouses(layers, ground.origin, houses);
    if (open) {
      const { walkable, ...counts } = open;
      add('walkable', 'walkable-between-houses', counts, walkable);
    }
  }
  if (mayInfer('roads')) {
    const roads = inferRoadNetwork(layers, ground.origin, levelOf);
    if (roads) add('roads', 'roads-of-lines', roads.counts, roads.network);
  }
  // Water knows no fall on ground that nobody measured.
  if (mayInfer('drains') && ground.raster) {
    const ofPipes = drainsOfPipes(layers, ground, houses);
    const ofStreets = ofPipes ? null : drainsOfStreets(layers, ground, houses, storm);
    if (ofPipes) add('drains', 'drains-of-pipes', ofPipes.counts, ofPipes.network);
    if (ofStreets) add('drains', 'drains-of-streets', ofStreets.counts, ofStreets.network);
  }
  if (mayInfer('population')) {
    const people = withResidents(out.layers, ground.origin);
    out.layers = people.layers;
    if (people.residents > 0) {
      const { layers: _, given: source, ...counts } = people;
      if (source) {
        const { buildings, residents } = counts;
        const values = { ...source, buildings, residents };
        add('population', 'residents-of-layer', values, inferPopulation(residents + source.unhoused));
      } else add('population', 'residents-by-floor', counts, inferPopulation(people.residents));
    }
  }
  const forces = mayInfer('resources') ? inferResources(layers, ground.origin) : null;
  if (forces) {
    const { resources, counts } = forces;
    add('resources', 'forces-of-stations', counts, resources);
    const assumption = { code: 'forces-of-stations', values: counts } as const;
    out.layers = out.layers.map((layer) =>
      forces.layers.has(layer.id) ? { ...layer, assumptions: [...layer.assumptions, assumption] } : layer,
    );
  }
  const bridges = requested.bridges === false ? null : inferBridges(layers, levelOf, ground);
  if (bridges) out.layers.push(bridges);
  return out;
}
