import { PIPE_RULES_FILE } from '../model/pipes/clearance-rules.ts';
import type { CityInput, LayerInput, PlanInput } from '../tiles/model.ts';
import type { DemoCity } from './demo-city.ts';
import { floodWorksOf } from './flood/flood-works.ts';
import { type Tree, treeLayer, treesOf } from './green/trees.ts';
import { walkableOf } from './people/walkable.ts';
import { drainNetwork } from './pipes/drains.ts';
import { type Inlet, inletsOf, type Manhole, manholeLayers, manholesOf } from './pipes/manholes.ts';
import { buildPipeNetwork, type PipeNetwork, pipeRules } from './pipes/network.ts';
import { pipeLayers } from './pipes/pipe-layers.ts';
import { pipeRulesFile } from './pipes/pipe-rules.ts';
import { planFiles } from './plans/plan-files.ts';
import { buildParcels, type Parcel, planLayers } from './plans/plans.ts';
import { type Camera, cameraLayer, camerasFile, camerasOf } from './sensors/cameras.ts';
import { populationFile, resourceLayer, resourcesFile } from './sensors/resources.ts';
import { type Sensor, sensorLayer, sensorsFile, sensorsOf } from './sensors/sensors.ts';
import { siteLayers } from './site/site.ts';
import { SITE_BOXES, SITE_CASE, siteBoxes, siteCase } from './site/site-case.ts';
import { siteScheduleXml } from './site/site-schedule.ts';
import { type Lamp, lampLayer, lampsOf } from './streets/lamps.ts';
import { metroLayers } from './streets/metro.ts';
import { roadNetworkFile } from './streets/road-network-file.ts';
import { labelsOf, tourOf } from './tour/tour.ts';

/** What part of the city is not ground, roads, houses or green: nets, plans, people's tools; and the words about it all. */
export interface Civic {
  layers: LayerInput[];
  plans: PlanInput[];
  files: Record<string, string>;
  tour: CityInput['tour'];
  labels: CityInput['labels'];
  /** What the layers were made of, for those who ask more than a layer tells. */
  parts: {
    network: PipeNetwork;
    manholes: Manhole[];
    inlets: Inlet[];
    lamps: Lamp[];
    trees: Tree[];
    sensors: Sensor[];
    cameras: Camera[];
    parcels: Parcel[];
  };
}

export const SITE_SCHEDULE = 'site-1.xml';

export function buildCivic(city: DemoCity): Civic {
  const network = buildPipeNetwork(city);
  const manholes = manholesOf(city, network);
  const inlets = inletsOf(city, manholes);
  const lamps = lampsOf(city);
  const trees = treesOf(city, network.pipes, lamps);
  const sensors = sensorsOf({ city, network, manholes, lamps });
  const cameras = camerasOf(city);
  const parcels = buildParcels(city.plan, city.blocks);
  return {
    layers: [
      ...pipeLayers(city.ground, network),
      ...manholeLayers(city, network, manholes, inlets),
      lampLayer(lamps),
      ...metroLayers(city),
      ...siteLayers(city),
      treeLayer(trees),
      sensorLayer(city, sensors),
      cameraLayer(cameras),
      resourceLayer(city),
      ...planLayers(city.plan, parcels),
    ],
    files: {
      // What was planted: the clearances that page and command line find are held against it (`validate -- pipes`, the end-to-end test of the pipes).
      'pipe-conflicts.json': jsonOf(network.conflicts),
      [PIPE_RULES_FILE]: jsonOf(pipeRulesFile(pipeRules(city.plan))),
      'drain-network.json': jsonOf(drainNetwork(city, network, manholes, inlets)),
      'flood-works.json': jsonOf(floodWorksOf(city)),
      'walkable.json': jsonOf(walkableOf(city)),
      'road-network.json': jsonOf(roadNetworkFile(city.roads, city)),
      'sensors.json': jsonOf(sensorsFile(city, sensors)),
      'cameras.json': jsonOf(camerasFile(city, cameras)),
      'resources.json': jsonOf(resourcesFile(city)),
      'population.json': jsonOf(populationFile(city)),
      'scenario-anchors.json': jsonOf(city.plan.scenarios),
      [SITE_SCHEDULE]: siteScheduleXml(city.plan),
      [SITE_CASE]: jsonOf(siteCase(city, network.pipes, SITE_SCHEDULE)),
      [SITE_BOXES]: siteBoxes(city),
    },
    plans: planFiles(city.plan, parcels),
    tour: tourOf(city),
    labels: labelsOf(city),
    parts: { network, manholes, inlets, lamps, trees, sensors, cameras, parcels },
  };
}

/** One line an entry of the outermost lists: a file that can be read and compared. */
const jsonOf = (value: unknown): string => `${linesOf(value)}\n`;

function linesOf(value: unknown): string {
  if (Array.isArray(value)) return `[\n${value.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${linesOf(item)}`);
  return `{\n${parts.join(',\n')}\n}`;
}
