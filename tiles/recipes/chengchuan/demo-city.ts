import { type Block, buildBlocks, type Road } from './blocks.ts';
import { type Deck, decksOf, type Trench, trenchesOf } from './decks.ts';
import { type CityGround, cityGround } from './ground.ts';
import { type Plan, plan } from './plan.ts';
import { alignmentRoads, buildRoadNetwork, type RoadNetwork } from './roads.ts';
import { type Site, sitesOf } from './sites.ts';

/** What every layer of the demo city is built on: plan, ground, roads and blocks in metres from the origin. */
export interface DemoCity {
  plan: Plan;
  ground: CityGround;
  sites: Site[];
  decks: Deck[];
  trenches: Trench[];
  roads: RoadNetwork;
  blocks: Block[];
}

export function buildDemoCity(): DemoCity {
  const ground = cityGround(plan);
  const sites = sitesOf(plan);
  const decks = decksOf(plan, ground);
  const trenches = trenchesOf(plan);
  const alignments: Road[] = alignmentRoads(plan);
  const { blocks, streets } = buildBlocks(plan, ground, alignments, sites);
  const roads = buildRoadNetwork([...alignments, ...streets], decks, trenches);
  return { plan, ground, sites, decks, trenches, roads, blocks };
}
