import { type Block, buildBlocks } from './blocks.ts';
import type { BuildingFacts } from './building-layers.ts';
import { type Building, buildBuildings } from './buildings.ts';
import { componentCode } from './codes.ts';
import { type Deck, decksOf, type Trench, trenchesOf } from './decks.ts';
import { type CityGround, cityGround } from './ground.ts';
import { type LandmarkSolid, landmarkMasses, landmarkSolids } from './landmarks.ts';
import { type Plan, plan } from './plan.ts';
import { alignmentRoads, buildRoadNetwork, type RoadNetwork } from './roads.ts';
import { type Site, sitesOf } from './sites.ts';

/** What every layer of the demo city is built on: plan, ground, roads, blocks and buildings in metres from the origin. */
export interface DemoCity {
  plan: Plan;
  ground: CityGround;
  sites: Site[];
  decks: Deck[];
  trenches: Trench[];
  roads: RoadNetwork;
  blocks: Block[];
  buildings: Building[];
  solids: (LandmarkSolid & BuildingFacts)[];
}

export function buildDemoCity(): DemoCity {
  const ground = cityGround(plan);
  const sites = sitesOf(plan);
  const decks = decksOf(plan, ground);
  const trenches = trenchesOf(plan);
  const alignments = alignmentRoads(plan);
  const { blocks, streets } = buildBlocks(plan, ground, alignments, sites);
  const roads = buildRoadNetwork([...alignments, ...streets], decks, trenches);
  const buildings = buildBuildings(plan, blocks, roads, landmarkMasses(plan));
  const solids = landmarkSolids(plan).map((solid, i) => ({
    ...solid,
    name: solid.nameZh,
    address: solid.nameZh,
    code: componentCode('building', buildings.length + i + 1),
    floorM2: 0,
    dwellings: 0,
    residents: 0,
    jobs: 0,
  }));
  return { plan, ground, sites, decks, trenches, roads, blocks, buildings, solids };
}
