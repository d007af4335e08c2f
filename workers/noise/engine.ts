import { type NoiseChange, NoiseRequest } from '../../model/questions/noise.ts';
import { sha256 } from '../../model/sha256.ts';
import { MessageError } from '../../model/text/message.ts';
import { defineAnalysis, type OwnQuestions } from '../shared/analysis.ts';
import { handedOver, type Pause } from '../shared/engine.ts';
import { populationKnown } from '../shared/population.ts';
import { givenLabel, hasRole } from '../shared/role-rows.ts';
import type { NoiseEngineTypes, NoiseFacts, NoiseRaster, NoiseResult } from './engine-types.ts';
import {
  bandsOf,
  type ExposedBuilding,
  excessOf,
  levelDb,
  meanChangeDb,
  quietOf,
  type ReceivedByPeriod,
} from './exposure.ts';
import { withGivenData } from './given-data.ts';
import { noiseMessage } from './messages.ts';
import { type NoiseLayout, type NoiseSite, openNoiseSite, pointsByBuilding } from './noise-site.ts';
import { noiseTables } from './noise-tables.ts';
import { facadeReceivers, type GridReceivers, gridReceivers } from './receivers.ts';
import { INFERRED_SPREAD_DB, loudestEnergies, PERIODS, type Period, roadEmissions } from './road-traffic.ts';
import { type Receiver, receivedEnergies, type Transfer, transferTo } from './transfer.ts';

/** Points at most of one map. */
const MAX_POINTS = 40_000;
/** Value of cells that are no ground of the area, as pictures take them. */
const NO_LEVEL = -2e30;

/** Noise of roads over a part of a city: CNOSSOS-EU on the city's own ground, walls and roads. */
export const engine = defineAnalysis({
  id: 'noise',
  question: NoiseRequest,
  open: openNoiseSite,
  facts: factsOf,
  analyse,
  tables: noiseTables,
  figures: ({ raster: _, request: __, hash: ___, ...figures }) => figures,
  more: (site): OwnQuestions<NoiseEngineTypes> => ({
    async lend(layers) {
      site.lend(layers);
      return factsOf(site);
    },
  }),
  copy: (result) => {
    const { values, elevationM, changeDb, ...place } = result.raster;
    const raster = {
      ...place,
      values: values.slice(),
      elevationM: elevationM.slice(),
      changeDb: changeDb?.slice() ?? null,
    };
    return handedOver({ ...result, raster }, [
      raster.values,
      raster.elevationM,
      ...(raster.changeDb ? [raster.changeDb] : []),
    ]);
  },
});

function factsOf(site: NoiseSite): NoiseFacts {
  return {
    roads: site.network && (site.files.manifest.facts?.roads ?? null),
    isFlat: site.isFlat,
    hasLandCover: site.hasLandCover,
    population: populationKnown(site.known),
    hasCounts: hasRole(site.known, 'counts'),
    weather: givenLabel(site.known, 'weather'),
  };
}

/** The points of a question, and the buildings that some of them stand before. */
async function layoutOf(site: NoiseSite, { ringM, spacingM, heightM }: NoiseRequest): Promise<NoiseLayout> {
  const grid = gridReceivers(site.scene, ringM, spacingM, heightM);
  if (grid.receivers.length === 0) throw new MessageError(noiseMessage('no-point', {}));
  const residents = await site.residents();
  const hasPeople = residents.some((one) => one > 0);
  const facades = site.city
    ? facadeReceivers(site.scene, site.city, ringM, heightM, (b) => !hasPeople || residents[b] > 0)
    : [];
  const receivers = [...grid.receivers, ...facades];
  if (receivers.length > MAX_POINTS)
    throw new MessageError(noiseMessage('too-many', { points: receivers.length, most: MAX_POINTS }));
  return { grid, receivers, exposed: exposedBuildings(site, receivers, grid.receivers.length, residents) };
}

async function analyse(site: NoiseSite, stated: NoiseRequest, pause: Pause): Promise<NoiseResult | null> {
  const given = withGivenData(stated, site.roads.segments, await site.counts(), await site.weather());
  const { request } = given;
  const { ringM, spacingM, heightM } = request;
  const { grid, receivers, exposed } = await site.layout(JSON.stringify({ ringM, spacingM, heightM }), () =>
    layoutOf(site, request),
  );
  const found = await transfersOf(site, request, receivers, pause);
  if (!found) return null;
  const { before, after, isKept } = found;
  if (before.road.length === 0) throw new MessageError(noiseMessage('no-roads', { reachM: request.reachM }));
  const counted = new Map(request.traffic?.map((one) => [one.segment, one]));
  const audibleRoads = [...before.audible].map((road) => site.roads.segments[road].id);
  const isInferred = audibleRoads.some((id) => !counted.has(id));
  const changes = request.change !== undefined || request.barrier !== undefined;
  const now = site.receivedUnchanged(before, JSON.stringify(request.traffic ?? []), () =>
    receivedBy(site, request, before, null),
  );
  const then = changes ? receivedBy(site, request, after, request.change ?? null) : now;
  const content = {
    points: grid.receivers.length,
    facades: receivers.length - grid.receivers.length,
    residents: exposed.reduce((sum, one) => sum + one.residents, 0),
    buildings: exposed.length,
    ...countsOf(request, exposed, now, changes ? then : null, isInferred),
    roads: {
      audible: audibleRoads.length,
      counted: audibleRoads.filter((id) => counted.has(id)).length,
      unknown: [...counted.keys()].filter((id) => !site.roads.segments.some((segment) => segment.id === id)),
    },
    spreadDb: isInferred ? INFERRED_SPREAD_DB : 0,
  };
  const raster = rasterOf(site, request, grid, changes ? now : null, then, isInferred);
  return {
    request: stated,
    ...content,
    paths: { ...after.paths, isKept },
    used: { population: (await site.population()).used, ...given.used },
    raster,
    hash: hashOf(content, raster),
  };
}

/** Transfers without and with the barrier; the same one where none is asked for. */
async function transfersOf(site: NoiseSite, request: NoiseRequest, receivers: readonly Receiver[], pause: Pause) {
  const { ringM, spacingM, heightM, reachM, reflects, favourablePct, airC, humidityPct, barrier } = request;
  const counted = new Set(request.traffic?.map(({ segment }) => segment));
  const air = { reachM, reflects, favourablePct, airC, humidityPct };
  const key = JSON.stringify({ ringM, spacingM, heightM, ...air, counted: [...counted].sort() });
  const half = barrier ? 0.5 : 1;
  const find = (scene: NoiseSite['scene'], from: number) => () => {
    const loudest = loudestEnergies(site.roads.segments, site.roads.slopePct, airC, counted);
    return transferTo(scene, site.roads, receivers, { ...air, loudest }, (done) => pause(from + half * done));
  };
  const before = await site.transfer(key, find(site.scene, 0));
  if (!before) return null;
  if (!barrier) return { before: before.transfer, after: before.transfer, isKept: before.isKept };
  const after = await site.transfer(`${key} ${JSON.stringify(barrier)}`, find(site.sceneWith(barrier), half));
  return after && { before: before.transfer, after: after.transfer, isKept: before.isKept && after.isKept };
}

/** A-weighted energies at every receiver in each part of the day. */
function receivedBy(
  { roads }: NoiseSite,
  { airC, traffic }: NoiseRequest,
  transfer: Transfer,
  change: NoiseChange | null,
): ReceivedByPeriod {
  const wish = { airC, counted: new Map(traffic?.map((one) => [one.segment, one])), change };
  const emissions = roadEmissions(roads.segments, roads.slopePct, transfer.audible, wish);
  const received = receivedEnergies(
    transfer,
    PERIODS.map((period) => emissions[period]),
  );
  return Object.fromEntries(PERIODS.map((period, at) => [period, received[at]])) as Record<Period, Float64Array>;
}

/** Buildings with their points among the receivers, in the order of their first point. */
function exposedBuildings(
  site: NoiseSite,
  receivers: readonly Receiver[],
  from: number,
  residents: Float64Array,
): ExposedBuilding[] {
  return [...pointsByBuilding(receivers, from)].map(([building, points]) => ({
    points,
    residents: residents[building],
    zone: points.some((point) => site.zoneAt(receivers[point].at) === '4a') ? '4a' : '2',
  }));
}

/** Residents by band, above the limits and with a quiet side, now and after the change; null: nothing changes. */
function countsOf(
  { period }: NoiseRequest,
  exposed: readonly ExposedBuilding[],
  now: ReceivedByPeriod,
  then: ReceivedByPeriod | null,
  isInferred: boolean,
) {
  const points = exposed.flatMap((building) => building.points);
  const listed = (received: ReceivedByPeriod, at: NoiseRequest['period'], isRounded: boolean) => {
    const levels = new Float64Array(now.day.length);
    for (const point of points) levels[point] = levelDb(received, at, point, isRounded);
    return (point: number) => levels[point];
  };
  const levels = (received: ReceivedByPeriod, at: NoiseRequest['period']) => listed(received, at, isInferred);
  const exact = (received: ReceivedByPeriod) => listed(received, period, false);
  const after = then ?? now;
  const quiet = quietOf(exposed, levels(after, period));
  return {
    bands: bandsOf(exposed, levels(after, period), then && levels(now, period)),
    excess: excessOf(
      exposed,
      (at) => levels(after, at),
      then && ((at) => levels(now, at)),
      isInferred ? INFERRED_SPREAD_DB : 0,
    ),
    quiet: { ...quiet, residentsBefore: then && quietOf(exposed, levels(now, period)).residents },
    meanChangeDb: then && Math.round(10 * meanChangeDb(exposed, exact(then), exact(now))) / 10,
  };
}

function rasterOf(
  site: NoiseSite,
  { period }: NoiseRequest,
  { place, cells }: GridReceivers,
  now: ReceivedByPeriod | null,
  then: ReceivedByPeriod,
  isInferred: boolean,
): NoiseRaster {
  const { westM, southM, cellM, columns, rows } = place;
  const values = new Float32Array(columns * rows).fill(NO_LEVEL);
  const changeDb = now && new Float32Array(columns * rows).fill(NO_LEVEL);
  const elevationM = new Float32Array(columns * rows);
  for (let cell = 0; cell < columns * rows; cell++) {
    const x = westM + ((cell % columns) + 0.5) * cellM;
    const y = southM + (Math.floor(cell / columns) + 0.5) * cellM;
    elevationM[cell] = site.elevationOf(site.upAt(x, y), x, y);
  }
  for (const [point, cell] of cells.entries()) {
    values[cell] = levelDb(then, period, point, isInferred);
    if (now && changeDb) changeDb[cell] = levelDb(then, period, point, false) - levelDb(now, period, point, false);
  }
  return { ...place, values, elevationM, changeDb };
}

/** Levels count by the tenth of a decibel: the last bit of a logarithm differs between machines. */
function hashOf(content: object, { values, changeDb }: NoiseRaster): string {
  const tenths = (levels: Float32Array | null) =>
    Int16Array.from(levels ?? [], (one) => (one < -1e29 ? -32768 : Math.round(10 * one)));
  return sha256([
    new TextEncoder().encode(JSON.stringify(content)),
    new Uint8Array(tenths(values).buffer),
    new Uint8Array(tenths(changeDb).buffer),
  ]);
}
