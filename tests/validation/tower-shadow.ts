import { buildingLayers } from '../../demo/buildings/building-layers.ts';
import type { DemoCity } from '../../demo/demo-city.ts';
import { siteLayers, TOWER_LAYER } from '../../demo/site/site.ts';
import { buildElevation } from '../../demo/terrain/elevation.ts';
import type { Manifest } from '../../model/city/manifest.ts';
import type { SunStudyRequest } from '../../model/questions/sun-study.ts';
import { bakePrisms } from '../../tiles/grid/prisms.ts';
import { groundOf } from '../../tiles/shape/ground.ts';
import type { Machine } from '../../workers/shared/engine.ts';
import { engine } from '../../workers/sun/engine.ts';
import type { SunBuildingRow, SunResult } from '../../workers/sun/engine-types.ts';
import { smallCity } from '../model/city/small-city.ts';

const MACHINE: Machine = {
  kernel: null,
  helpers: 0,
  nowMs: () => 0,
  dispatch: () => {},
  yield: async () => {},
  helperPorts: () => [],
};

/** What the engine of sunlight answers of the demo city as it is generated: its volumes are those that its bake writes. */
export async function demoSunlight(city: DemoCity, request: SunStudyRequest): Promise<SunResult> {
  const { plan, ground, decks, trenches, buildings, solids } = city;
  const { origin, datum } = plan.city;
  const place = { lonDeg: origin.lonDeg, latDeg: origin.latDeg, heightM: origin.ellipsoidHeightM };
  const raster = buildElevation(plan, ground, decks, trenches);
  const layers = [
    ...buildingLayers(plan, buildings, solids),
    ...siteLayers(city).filter(({ id }) => id === TOWER_LAYER),
  ];
  const { files, facts } = bakePrisms({ layers }, groundOf(place, datum.geoidUndulationM, raster));
  const manifest: Manifest = {
    ...smallCity().city,
    origin: place,
    datum: { vertical: datum.vertical, geoidUndulationM: datum.geoidUndulationM },
    layers: [],
    // Walls alone: the ground about the site is flat.
    grids: null,
    facts: facts.prisms ? { prisms: facts.prisms } : {},
  };
  const site = await engine.open(
    {
      manifest,
      read: async (path) => bytesOf(files[path]),
      readJson: async (path) => JSON.parse(String(files[path])),
      findJson: async (path) => (files[path] === undefined ? null : JSON.parse(String(files[path]))),
    },
    MACHINE,
  );
  const result = await engine.questions(site).analyse(request, () => {});
  if (!result) throw new Error('study: expected it played to its end');
  return { ...result, buildings: result.buildings.map((row) => named(row, city)) };
}

/** A layer without tables names its rows by their numbers. */
const named = (row: SunBuildingRow, { buildings, solids }: DemoCity): SunBuildingRow => ({
  ...row,
  id: (row.layer === 'buildings' ? buildings : solids)[row.row]?.id ?? row.id,
});

/** The front that looks south: its window of least sun today, what that keeps with the tower, and how many fall below the rule. */
export function southFrontOf({ buildings, windows, rules }: SunResult, id: string) {
  const at = buildings.findIndex((row) => row.id === id);
  if (at < 0) throw new Error(`${id}: expected a building of the study`);
  const front = Array.from({ length: windows.count }, (_, w) => w).filter(
    (w) => windows.building[w] === at && windows.placesM[5 * w + 4] < -0.99,
  );
  const least = front.reduce((low, w) => (windows.beforeMin[w] < windows.beforeMin[low] ? w : low));
  const { minMinutes } = rules;
  return {
    beforeH: windows.beforeMin[least] / 60,
    afterH: windows.afterMin[least] / 60,
    lost: front.filter((w) => windows.beforeMin[w] >= minMinutes && windows.afterMin[w] < minMinutes).length,
    windows: front.length,
  };
}

const bytesOf = (file: string | Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(file));
