import { lineOf } from '../model/geo/plane/line.ts';
import type { CityContents, CityDraft, LandCover, LayerInput } from '../tiles/model.ts';
import { tracksFile } from '../tiles/read/tracks.ts';
import { groundOf } from '../tiles/shape/ground.ts';
import { buildingLayers } from './buildings/building-layers.ts';
import { buildCivic, type Civic, SITE_SCHEDULE } from './civic.ts';
import { buildDemoCity, type DemoCity } from './demo-city.ts';
import { greenLayers } from './green/parks.ts';
import { SITE_CASE } from './site/site-case.ts';
import { pitRing } from './site/site-works.ts';
import { bridgeLayer } from './streets/bridges.ts';
import { parkingLayer, pathLayer, railLayer, roadLayers } from './streets/road-layers.ts';
import { trackFeatures } from './streets/tracks.ts';
import { addNoise, buildElevation } from './terrain/elevation.ts';
import { buildLandCover } from './terrain/land-cover.ts';
import { waterLayer } from './terrain/rivers.ts';

/** The plan tells all of it. */
const GIVEN = { state: 'given' } as const;

/**
 * 澄川 Chengchuan, the fictional city that ships with Shapan: every file of it is generated here from the plan's figures
 * and a seed, the same bytes each time.
 */
export function buildChengchuan(): CityDraft {
  const city = buildDemoCity();
  const { plan, ground, decks, trenches } = city;
  const { origin, datum, extent } = plan.city;
  const landCover = buildLandCover(city);
  const elevation = buildElevation(plan, ground, decks, trenches);
  addNoise(plan, ground, landCover, elevation);
  return {
    id: plan.city.id,
    name: { zh: plan.city.nameZh, en: plan.city.nameEn },
    about: {
      zh: '澄川是虚构的城市：地形、道路、建筑、管线、人口和规划均由程序按总图生成，不代表任何真实地点。',
      en: 'Chengchuan is a fictional city: ground, roads, buildings, pipes, people and plans are generated from a plan and stand for no real place.',
    },
    origin: { lonDeg: origin.lonDeg, latDeg: origin.latDeg, heightM: origin.ellipsoidHeightM },
    datum: { vertical: datum.vertical, geoidUndulationM: datum.geoidUndulationM },
    extentM: [extent.minX, extent.minY, extent.maxX, extent.maxY],
    elevation,
    elevationSource: {
      zh: '澄川规划：台地、山丘、洼地、河道工程、道路（虚构）',
      en: 'the plan of Chengchuan: terraces, hills, basins, river works, roads (fictional)',
    },
    contents: () => contentsOf(city, landCover),
  };
}

function contentsOf(city: DemoCity, landCover: LandCover): CityContents {
  const { plan } = city;
  const civic = buildCivic(city);
  const { origin, datum } = plan.city;
  const frame = { lonDeg: origin.lonDeg, latDeg: origin.latDeg, heightM: origin.ellipsoidHeightM };
  // Every level is told: no ground is read.
  const tracks = tracksFile(trackFeatures(city), plan.city.id, groundOf(frame, datum.geoidUndulationM, null), []);
  return {
    fictional: true,
    zone: plan.city.zone,
    home: { lonDeg: 108.7328, latDeg: 34.275, heightM: 1570, headingDeg: 18, pitchDeg: -24 },
    layers: layersOf(city, civic),
    tour: civic.tour,
    labels: civic.labels,
    landCover,
    plans: civic.plans,
    files: { ...civic.files, ...tracks.files },
    facts: {
      walkable: GIVEN,
      roads: GIVEN,
      drains: GIVEN,
      floodWorks: GIVEN,
      sensors: GIVEN,
      population: GIVEN,
      resources: GIVEN,
      cameras: GIVEN,
      ...tracks.facts,
    },
    schedule: SITE_SCHEDULE,
    pit: { ringM: pitRing(plan).map(([x, y]) => [x, y]), depthM: plan.construction.pit.stationDepthM },
    construction: SITE_CASE,
  };
}

export function layersOf(city: DemoCity, { layers }: Pick<Civic, 'layers'>): LayerInput[] {
  const { plan, ground, decks, trenches } = city;
  return [
    ...buildingLayers(plan, city.buildings, city.solids),
    ...roadLayers(city.roads, decks, trenches, ground, lineOf(plan.rail.points)),
    pathLayer(city.paths),
    parkingLayer(city.lots),
    railLayer(plan, city.gaps, city.sites),
    bridgeLayer(city.bridges),
    waterLayer(city.water),
    ...greenLayers(city.green),
    ...layers,
  ];
}
