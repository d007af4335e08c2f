import {
  type FloodArea,
  type FloodQuestion,
  type FloodRain,
  type FloodScenario,
  type StageObservations,
  waterAt,
} from '../../model/questions/flood.ts';
import { isByGauge, liveRates } from '../../model/questions/flood-case.ts';
import { S_PER_H } from '../../model/time.ts';
import type { SiteGauge } from './city/gauges.ts';
import type { RiverStage } from './city/rivers.ts';
import type { CityFloodRequest } from './city.ts';
import type { Scheme } from './core/flood-input.ts';
import type { RainRequest } from './rain/rain-request.ts';
import type { Work } from './works/works.ts';

const SCHEMES: Record<FloodQuestion['scheme'], Scheme> = {
  second: { kind: 'full', order: 2 },
  first: { kind: 'full', order: 1 },
  fast: { kind: 'fast' },
};

/** What cases on a DEM and questions on a city say alike, as a run takes it: seconds in place of hours. */
export const runOf = ({
  scheme,
  endH,
  frameEveryMin,
  maximaEveryS,
}: Pick<FloodScenario, 'scheme' | 'endH' | 'frameEveryMin' | 'maximaEveryS'>) => ({
  scheme: SCHEMES[scheme],
  endS: endH * S_PER_H,
  frameEveryS: frameEveryMin * 60,
  ...(maximaEveryS === undefined ? {} : { maximaEveryS }),
});

/** A question on a city as a run takes it; `rain` with its grids read. Pumps that are off are so by all the city's supplies. */
export function cityRequestOf(
  question: FloodQuestion,
  rain: RainRequest,
  { supplies }: { supplies: readonly string[] },
): CityFloodRequest {
  const { area, cellM, raisedBuildingsM, riverYears, riverFromH, breaches, walls, gauges } = question;
  const reading = question.rain.kind === 'live' && isByGauge(question) ? question.rain.reading : null;
  return {
    box: area,
    cellM,
    raisedBuildings: raisedBuildingsM === null ? null : { heightM: raisedBuildingsM },
    rain,
    riverYears: reading ? null : riverYears,
    riverFromH,
    ...(reading ? { riverStages: reading.stages.map(stageOf) } : {}),
    breaches,
    walls,
    works: worksOf(question),
    gauges,
    drains: question.drains
      ? {
          blocked: { '*': question.blockedInletsRatio, ...question.blockedInlets },
          failed: question.pumpsOff ? supplies : question.failedSupplies,
        }
      : null,
    ...runOf(question),
  };
}

const stageOf = ({ river, gauge, at, timesS, levelsM }: StageObservations): RiverStage => ({
  river,
  gauge,
  at,
  levelM: { timesS, values: levelsM },
});

/** A city's own gauges whose water lies in a box: their levels are watched in a run. */
export const watchedIn = (
  { westM, southM, eastM, northM }: FloodArea,
  gauges: readonly SiteGauge[],
): FloodQuestion['gauges'] =>
  gauges.flatMap(({ id, watched }) => {
    if (!watched) return [];
    const [x, y] = watched.at;
    return x > westM && x < eastM && y > southM && y < northM ? [{ id: waterAt(id), at: watched.at }] : [];
  });

/** Rain as a run takes it; grids are read by whoever has them. */
export function rainRequestOf(rain: Exclude<FloodRain, { kind: 'grids' }>): RainRequest {
  if (rain.kind === 'live') return seriesOf(rain.reading.stepS, liveRates(rain));
  if (rain.kind === 'series') return seriesOf(rain.stepMin * 60, rain.ratesMmPerH);
  if (rain.kind !== 'moving') return rain;
  const { hours, ...storm } = rain;
  return { kind: 'field', field: { ...storm, fromS: 0, toS: hours * S_PER_H } };
}

const seriesOf = (stepS: number, ratesMmPerH: readonly number[]): RainRequest => ({
  kind: 'series',
  hyetograph: { stepS, ratesMmPerH },
});

/** Works of a case as a run takes them: seconds in place of hours. */
export function worksOf({ works }: Pick<FloodScenario, 'works'>): Work[] {
  return works.map((work): Work => {
    switch (work.kind) {
      case 'crest': {
        const { fromH, ...crest } = work;
        return { ...crest, ...(fromH ? { fromS: fromH * 3600 } : {}) };
      }
      case 'inflow':
        return { ...work, dischargeM3ps: seconds(work.dischargeM3ps) };
      case 'gate':
        return { ...work, openRatio: seconds(work.openRatio) };
      case 'pump': {
        const { offH, ...pump } = work;
        return { ...pump, ...(offH ? { offS: offH.map(([from, to]) => [from * 3600, to * 3600] as const) } : {}) };
      }
      default:
        return work;
    }
  });
}

/** The same of a series. */
export const seconds = ({ timesH, values }: { timesH: number[]; values: number[] }) => ({
  timesS: timesH.map((hour) => hour * 3600),
  values,
});
