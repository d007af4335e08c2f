import { type Block, buildBlocks } from './buildings/blocks.ts';
import type { BuildingFacts } from './buildings/building-layers.ts';
import { type Building, buildBuildings } from './buildings/buildings.ts';
import { type LandmarkSolid, landmarkSolids } from './buildings/landmark-solids.ts';
import { landmarkMasses } from './buildings/landmarks.ts';
import { buildGreen, buildPaths, type Green } from './green/parks.ts';
import { componentCode } from './names/codes.ts';
import { type Plan, plan } from './plan.ts';
import { type Bridge, buildBridges } from './streets/bridges.ts';
import { type Deck, decksOf, type Trench, trenchesOf } from './streets/decks.ts';
import { buildParking, type ParkingLot } from './streets/parking.ts';
import { type RailGap, railGaps } from './streets/railway.ts';
import type { Path } from './streets/road-layers.ts';
import { alignmentRoads, buildRoadNetwork, type RoadNetwork } from './streets/roads.ts';
import { type Site, sitesOf } from './streets/sites.ts';
import { type CityGround, cityGround } from './terrain/ground.ts';
import { buildWater, type WaterBody } from './terrain/rivers.ts';

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
  bridges: Bridge[];
  /** Openings of the railway's embankment. */
  gaps: RailGap[];
  lots: ParkingLot[];
  green: Green[];
  paths: Path[];
  water: WaterBody[];
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
    address: solid.name,
    code: componentCode('building', buildings.length + i + 1),
    sillM: 0.3,
    floorM2: 0,
    dwellings: 0,
    residents: 0,
    jobs: 0,
  }));
  const gaps = railGaps(plan, trenches);
  return {
    plan,
    ground,
    sites,
    decks,
    trenches,
    roads,
    blocks,
    buildings,
    solids,
    gaps,
    bridges: buildBridges(plan, ground, decks, trenches, gaps),
    lots: buildParking(plan, blocks, buildings, sites),
    green: buildGreen(plan, ground, blocks, sites),
    paths: buildPaths(plan, ground, sites),
    water: buildWater(plan, ground),
  };
}
