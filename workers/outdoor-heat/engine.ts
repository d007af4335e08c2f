import { OutdoorHeatRequest } from '../../model/questions/outdoor-heat.ts';
import { sha256 } from '../../model/sha256.ts';
import { NO_TENTHS, type PlacedTree } from '../../model/tables/heat.ts';
import { MessageError } from '../../model/text/message.ts';
import { defineAnalysis, type OwnQuestions } from '../shared/analysis.ts';
import { handedOver, type Pause } from '../shared/engine.ts';
import { populationKnown } from '../shared/population.ts';
import type { HeatEngineTypes, HeatFacts, HeatRaster, HeatResult } from './engine-types.ts';
import { type HeatMaps, playDay } from './heat-day.ts';
import { type HeatGround, heatGround } from './heat-ground.ts';
import { addCrowns, type HeatScene, NO_CROWN_M } from './heat-scene.ts';
import { type HeatArea, type HeatSite, openHeatSite, wantedIn } from './heat-site.ts';
import { heatTables } from './heat-tables.ts';
import { type HeatHour, heatHours, startOfDayMs } from './heat-weather.ts';
import { heatMessage } from './messages.ts';
import {
  type CountedGround,
  changeBetween,
  classesOf,
  hottestOf,
  hoursOver,
  meansOf,
  strongHoursOf,
  surfacesOf,
  worstOf,
} from './outcome.ts';
import { peopleNear } from './people-near.ts';
import { placeTrees } from './planting.ts';
import { surfaceNumber } from './surfaces.ts';

/** Outdoor heat over a part of a city: sunlight and warmth of sky, walls, crowns and ground on a standing person, hour by hour of a day. */
export const engine = defineAnalysis({
  id: 'outdoor-heat',
  question: OutdoorHeatRequest,
  open: openHeatSite,
  facts: factsOf,
  analyse,
  tables: heatTables,
  figures: ({ raster: _, request: __, hash: ___, ...figures }) => figures,
  more: (site): OwnQuestions<HeatEngineTypes> => ({
    async lend(layers) {
      await site.lend(layers);
      return factsOf(site);
    },
  }),
  copy: (result) => {
    const { elevationM, utciTenths, radiantTenths, beforeTenths, strongHours, ...place } = result.raster;
    const raster: HeatRaster = {
      ...place,
      elevationM: elevationM.slice(),
      utciTenths: utciTenths.map((one) => one.slice()),
      radiantTenths: radiantTenths.map((one) => one.slice()),
      beforeTenths: beforeTenths?.map((one) => one.slice()) ?? null,
      strongHours: strongHours.slice(),
    };
    return handedOver({ ...result, raster }, [
      raster.elevationM,
      raster.strongHours,
      ...raster.utciTenths,
      ...raster.radiantTenths,
      ...(raster.beforeTenths ?? []),
    ]);
  },
});

function factsOf(site: HeatSite): HeatFacts {
  return {
    buildings: site.city && (site.files.manifest.facts?.prisms ?? null),
    isFlat: site.isFlat,
    cover: site.coverKind,
    trees: site.treeCount,
    planned: site.planned,
    population: populationKnown(site.known),
  };
}

function checked(request: OutdoorHeatRequest): void {
  const { fromHour, toHour, coolestC, warmestC } = request;
  if (toHour < fromHour) throw new MessageError(heatMessage('hours-turned', { fromHour, toHour }));
  if (!request.weather && warmestC < coolestC)
    throw new MessageError(heatMessage('temperatures-turned', { coolestC, warmestC }));
}

/** A part of the work, of all of it. */
const partOf =
  (pause: Pause, from: number, to: number): Pause =>
  (done) =>
    pause(from + (to - from) * done);

async function analyse(site: HeatSite, request: OutdoorHeatRequest, pause: Pause): Promise<HeatResult | null> {
  checked(request);
  const area = site.areaOf(request);
  const { origin, zone } = site.files.manifest;
  const startMs = startOfDayMs(request.month, request.day, zone);
  const hours = heatHours(request, { ...origin, elevationM: site.originElevationM, startMs });
  const changes = Boolean(
    request.trees?.length || request.surfaces?.length || request.planned?.length || request.planting,
  );
  const half = changes ? 0.5 : 1;
  const before = await played(area.scene, area, hours, request, partOf(pause, 0, half));
  if (!before) return null;
  const counted = await countedOn(site, area, before.ground, request);
  let after = before;
  let placed: PlacedTree[] = [];
  if (changes) {
    const scene = changedScene(site, area.scene, request);
    if (request.planting) {
      const trees = await plantedOn(area, before, counted, hours, request, partOf(pause, 0.5, 0.6));
      if (!trees) return null;
      placed = trees;
      addCrowns(scene, placed.map(crownOf));
    }
    const next = await played(scene, area, hours, request, partOf(pause, 0.6, 1));
    if (!next) return null;
    after = next;
  }
  return resultOf(site, request, area, hours, counted, changes ? before : null, after, placed);
}

const crownOf = ({ eastM, northM, crownM, heightM }: PlacedTree) => ({
  atM: [eastM, northM] as const,
  crownM,
  heightM,
});

/** The day on a scene. */
interface Played {
  ground: HeatGround;
  maps: HeatMaps;
}

async function played(
  scene: HeatScene,
  { box }: HeatArea,
  hours: readonly HeatHour[],
  { fromHour, toHour, planting }: OutdoorHeatRequest,
  pause: Pause,
): Promise<Played | null> {
  const ground = await heatGround(scene, box, hours, partOf(pause, 0, 0.5));
  if (!ground) return null;
  const wanted = Array.from({ length: toHour - fromHour + 1 }, (_, i) => fromHour + i);
  const maps = await playDay(ground, hours, { hours: wanted, relief: planting !== undefined }, partOf(pause, 0.5, 1));
  return maps && { ground, maps };
}

/** The ground that counts, and who lives by it. @throws MessageError where there is none. */
async function countedOn(
  site: HeatSite,
  { place, isWanted }: HeatArea,
  { isFree, surface }: HeatGround,
  { ringM }: OutdoorHeatRequest,
): Promise<CountedGround & { residents: number }> {
  const water = surfaceNumber('water');
  const isOpen = isWanted.map((wanted, cell) => (wanted && isFree[cell] && surface[cell] !== water ? 1 : 0));
  if (!isOpen.includes(1)) throw new MessageError(heatMessage('no-ground', {}));
  return { place, isOpen, ...(await peopleNear(site, place, isOpen, ringM)) };
}

/** The scene with the planned buildings, trees and surfaces of a request. */
function changedScene(site: HeatSite, scene: HeatScene, { planned, trees, surfaces }: OutdoorHeatRequest): HeatScene {
  const changed = {
    ...scene,
    topM: scene.topM.slice(),
    isBuilt: scene.isBuilt.slice(),
    crownTopM: scene.crownTopM.slice(),
    crownFootM: scene.crownFootM.slice(),
    surface: scene.surface.slice(),
  };
  for (const { ringM, surface } of surfaces ?? []) {
    const isIn = wantedIn(scene, ringM);
    const number = surfaceNumber(surface);
    for (let cell = 0; cell < isIn.length; cell++) if (isIn[cell]) changed.surface[cell] = number;
  }
  if (planned?.length) site.addBuildings(changed, planned);
  addCrowns(changed, trees ?? []);
  return changed;
}

/** Trees where each helps most: on open ground of the area that is neither asphalt nor water and has no crown yet. */
async function plantedOn(
  { scene, box, place }: HeatArea,
  { ground, maps }: Played,
  { isOpen, people }: CountedGround,
  hours: readonly HeatHour[],
  { planting }: OutdoorHeatRequest,
  pause: Pause,
): Promise<PlacedTree[] | null> {
  if (!planting) return [];
  const asphalt = surfaceNumber('asphalt');
  const mayStand = isOpen.map((open, cell) => {
    const column = box.column + (cell % place.columns);
    const row = box.row + Math.floor(cell / place.columns);
    const hasCrown = scene.crownTopM[row * scene.columns + column] !== NO_CROWN_M;
    return open && !hasCrown && ground.surface[cell] !== asphalt ? 1 : 0;
  });
  const cellM2 = place.cellM * place.cellM;
  const weight = planting.weight === 'residents' ? people : Float32Array.from(isOpen, (open) => open * cellM2);
  const casts = maps.hours.map((hour) => (ground.lit[hour] ? hours[hour].casts : []));
  return placeTrees(
    { place, mayStand, isFree: ground.isFree, weight, reliefTenths: maps.reliefTenths, casts },
    planting,
    pause,
  );
}

async function resultOf(
  site: HeatSite,
  request: OutdoorHeatRequest,
  area: HeatArea,
  hours: readonly HeatHour[],
  counted: CountedGround & { residents: number },
  before: Played | null,
  { ground, maps }: Played,
  placed: PlacedTree[],
): Promise<HeatResult> {
  const { place } = area;
  const all = hoursOver(counted, hours, maps, before?.maps ?? null);
  const worst = worstOf(all);
  const after = maps.utciTenths[worst];
  const then = before?.maps.utciTenths[worst] ?? null;
  const strongHours = strongHoursOf(maps);
  const change = then && meansOf(counted, changeBetween(after, then));
  const content = {
    areaM2: counted.isOpen.reduce((sum, one) => sum + one, 0) * place.cellM * place.cellM,
    residents: Math.round(counted.residents),
    hours: all,
    worstHour: all[worst].hour,
    classes: classesOf(counted, after, then),
    surfaces: surfacesOf(counted, ground.surface, maps.surfaceC[worst]),
    hottest: hottestOf(counted, after, maps.radiantTenths[worst], strongHours, ground.surface),
    strongHours: meansOf(counted, (cell) => strongHours[cell]),
    change: change && { groundK: change.ground, residentsK: change.residents },
    placed,
  };
  const raster = rasterOf(site, area, counted, before, maps, strongHours);
  return {
    request,
    ...content,
    used: {
      population: (await site.population()).used,
      trees: area.trees.length,
      treesAssumed: area.trees.filter(({ isAssumed }) => isAssumed).length,
      unknownCoverPct: Math.round(area.unknownCoverPct),
    },
    raster,
    hash: hashOf(content, raster),
  };
}

/** Maps of the area with nothing where nobody walks, and the ground under them. */
function rasterOf(
  site: HeatSite,
  { place }: HeatArea,
  { isOpen }: CountedGround,
  before: Played | null,
  { utciTenths, radiantTenths }: HeatMaps,
  strongHours: Uint8Array,
): HeatRaster {
  const { westM, southM, cellM, columns, rows } = place;
  const elevationM = new Float32Array(columns * rows);
  for (let cell = 0; cell < elevationM.length; cell++)
    elevationM[cell] = site.groundM(
      westM + ((cell % columns) + 0.5) * cellM,
      southM + (Math.floor(cell / columns) + 0.5) * cellM,
    );
  const masked = (maps: Int16Array[]) => {
    for (const tenths of maps)
      for (let cell = 0; cell < tenths.length; cell++) if (!isOpen[cell]) tenths[cell] = NO_TENTHS;
    return maps;
  };
  return {
    ...place,
    elevationM,
    utciTenths: masked(utciTenths),
    radiantTenths: masked(radiantTenths),
    beforeTenths: before && masked(before.maps.utciTenths),
    strongHours: strongHours.map((hours, cell) => (isOpen[cell] ? hours : 0)),
  };
}

/** The maps count by the tenth of a degree: the last bit of a root differs between machines. */
const hashOf = (content: object, { utciTenths, radiantTenths, beforeTenths }: HeatRaster): string =>
  sha256([
    new TextEncoder().encode(JSON.stringify(content)),
    ...[...utciTenths, ...radiantTenths, ...(beforeTenths ?? [])].map((one) => new Uint8Array(one.buffer)),
  ]);
