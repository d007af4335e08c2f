import type { RasterPlace } from '../../model/city/raster.ts';
import { AirRequest, type ReleaseRequest, type TraceRequest } from '../../model/questions/air.ts';
import { sha256 } from '../../model/sha256.ts';
import { MessageError } from '../../model/text/message.ts';
import { defineAnalysis, type OwnQuestions } from '../shared/analysis.ts';
import { mapPlace, readCityGround } from '../shared/city-solids.ts';
import type { Pause } from '../shared/engine.ts';
import { PeopledCity } from '../shared/peopled-city.ts';
import { populationKnown } from '../shared/population.ts';
import { givenLabel } from '../shared/role-rows.ts';
import { weatherOf } from '../shared/weather.ts';
import { airTables } from './air-tables.ts';
import type { AirEngineTypes, AirFacts, AirRaster, AirResult, ReleaseResult, TraceResult } from './engine-types.ts';
import { inGivenWind } from './given-wind.ts';
import { airMessage } from './messages.ts';
import { outlineOf, passageAt, reachedBy } from './reach.ts';
import { openRelease, type Passage, rounded } from './release.ts';
import { traceSource } from './source-tracing.ts';
import { comparedReadings, groundsOf, oddsOf, tracedReadings, windOf } from './trace.ts';

/** In less wind a plume has no direction. */
const MIN_WIND_MPS = 1;
/** Value of cells without one, as pictures take them. */
const NO_AIR_VALUE = -2e30;

/** Where a release goes, who is in it, and where a smell came from. */
export const engine = defineAnalysis({
  id: 'air',
  question: AirRequest,
  open: async (files) => new PeopledCity(files, null, await readCityGround(files)),
  facts: factsOf,
  analyse: (city, request, pause): Promise<AirResult | null> =>
    request.kind === 'release' ? release(city, request, pause) : trace(city, request, pause),
  tables: airTables,
  figures: figuresOf,
  more: (city): OwnQuestions<AirEngineTypes> => ({
    async lend(layers) {
      await city.lend(layers);
      return factsOf(city);
    },
  }),
});

function factsOf({ known }: PeopledCity): AirFacts {
  return { population: populationKnown(known), weather: givenLabel(known, 'weather') };
}

function figuresOf(result: AirResult): object {
  if (result.kind === 'trace') {
    const { grounds, rateGps, backgroundMgPerM3, misfit } = result;
    return { kind: result.kind, grounds, rateGps, backgroundMgPerM3, misfit };
  }
  const { stability, windMps, riseM, limits, highest, dense, residents, buildings, used } = result;
  return { kind: result.kind, stability, windMps, riseM, limits, highest, dense, residents, buildings, used };
}

function refuseCalm(windMps: number): void {
  if (windMps < MIN_WIND_MPS) throw new MessageError(airMessage('calm', { least: MIN_WIND_MPS, got: windMps }));
}

/** A raster over the city without a value yet. */
function emptyRaster(city: PeopledCity, place: RasterPlace): AirRaster {
  const { westM, southM, cellM, columns, rows } = place;
  const elevationM = Float32Array.from({ length: columns * rows }, (_, i) =>
    city.groundM(westM + ((i % columns) + 0.5) * cellM, southM + (Math.floor(i / columns) + 0.5) * cellM),
  );
  return { ...place, values: new Float32Array(columns * rows).fill(NO_AIR_VALUE), elevationM };
}

const hashOf = (content: object, { values }: AirRaster): string =>
  sha256([new TextEncoder().encode(JSON.stringify(content)), new Uint8Array(values.buffer)]);

async function release(city: PeopledCity, stated: ReleaseRequest, pause: Pause): Promise<ReleaseResult | null> {
  const { request, used: wind } = inGivenWind(stated, stated.wind === 'stated' ? null : await weatherOf(city.known));
  refuseCalm(request.windMps);
  const released = openRelease(request);
  const at = passageAt(released, request.atM);
  const raster = emptyRaster(city, mapPlace(city.files.manifest.extentM, request.cellM));
  if (await pause(0.1)) return null;
  const { homes, used } = await city.population();
  if (await pause(0.3)) return null;
  const reached = reachedBy(released, homes, at);
  const shown = shownOf(request, released.mapLimits[0].mgPerM3);
  const cellM2 = raster.cellM ** 2;
  let highest: ReleaseResult['highest'] | null = null;
  for (let row = 0; row < raster.rows; row++) {
    if (await pause(0.4 + (0.6 * row) / raster.rows)) return null;
    for (let column = 0; column < raster.columns; column++) {
      const eastM = raster.westM + (column + 0.5) * raster.cellM;
      const northM = raster.southM + (row + 0.5) * raster.cellM;
      const passing = at([eastM, northM]);
      if (!passing) continue;
      const { peakMgPerM3 } = passing;
      for (const limit of reached.limits) if (peakMgPerM3 >= limit.mgPerM3) limit.areaM2 += cellM2;
      raster.values[row * raster.columns + column] = shown(passing) ?? NO_AIR_VALUE;
      if (peakMgPerM3 > (highest?.mgPerM3 ?? 0))
        highest = {
          mgPerM3: peakMgPerM3,
          eastM,
          northM,
          load: loadOf(passing, released.loadExponent),
          loadExponent: released.loadExponent,
        };
    }
  }
  const content = {
    stability: released.stability,
    windMps: rounded(released.windMps),
    riseM: rounded(released.riseM),
    limits: reached.limits,
    outlines: released.mapLimits.map(({ id, mgPerM3 }) => ({ id, ringM: outlineOf(released, request.atM, mgPerM3) })),
    highest: highest ?? { mgPerM3: 0, eastM: request.atM[0], northM: request.atM[1], load: null, loadExponent: null },
    dense: released.dense,
    residents: homes.reduce((sum, { residents }) => sum + residents, 0),
    buildings: homes.filter(({ isPlace }) => !isPlace).length,
    homes: reached.homes,
  };
  return {
    kind: 'release',
    request: stated,
    ...content,
    mapLimits: [...released.mapLimits],
    isCold: released.isCold,
    used: { population: used, wind },
    windFromDeg: request.windFromDeg,
    wind10Mps: request.windMps,
    raster,
    hash: hashOf(content, raster),
  };
}

const loadOf = (passing: Passage, exponent: number | null): number | null =>
  exponent === null ? null : passing.load(exponent);

/** What the map shows of a place. */
function shownOf({ show, shownMin }: ReleaseRequest, lowestMgPerM3: number): (passing: Passage) => number | null {
  if (show === 'peak') return ({ peakMgPerM3 }) => peakMgPerM3;
  if (show === 'at') return (passing) => passing.mgPerM3At(shownMin);
  return (passing) => passing.arrivalMin(lowestMgPerM3);
}

async function trace(city: PeopledCity, request: TraceRequest, pause: Pause): Promise<TraceResult | null> {
  for (const reading of request.readings) refuseCalm(windOf(request, reading).windMps);
  if (request.readings.every(({ mgPerM3 }) => mgPerM3 === 0)) throw new MessageError(airMessage('nothing-read', {}));
  const readings = tracedReadings(request);
  const raster = emptyRaster(city, mapPlace(city.files.manifest.extentM, request.cellM));
  const traced = await traceSource(readings, raster, pause);
  if (!traced) return null;
  const [best] = traced.pieces;
  if (best.rateGps === 0) throw new MessageError(airMessage('nowhere-upwind', {}));
  oddsOf(traced, raster, raster.values);
  const content = {
    grounds: groundsOf(traced),
    rateGps: [rounded(traced.rateGps[0]), rounded(traced.rateGps[1])] as [number, number],
    backgroundMgPerM3: rounded(1000 * best.backgroundGPerM3),
    misfit: rounded(traced.misfit),
    readings: comparedReadings(request, readings, traced),
    middleM: [rounded(traced.meanM[0]), rounded(traced.meanM[1])] as [number, number],
  };
  return { kind: 'trace', request, ...content, raster, hash: hashOf(content, raster) };
}
