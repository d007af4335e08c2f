import { S_PER_H } from '../time.ts';
import type { CityGround, FloodArea, FloodQuestion, FloodRain, FloodScenario } from './flood.ts';

/** A case on a baked city: what `shapan sim flood` takes. */
export type CityFloodScenario = FloodScenario & { ground: CityGround };

/** What a case leaves to its city. */
interface City {
  area: FloodArea;
  /** What feeds the pumps. */
  supplies: readonly string[];
}

/** The head of a case that was not opened from a file. */
const OWN_HEAD = { id: 'drawn', title: { zh: '页面中设置的洪涝推演', en: 'A flood set up in the page' } };

/** The question as a case, for `parseScenario` to read. Grids lie beside it by their names; what gauges told is a series. */
export function caseOfQuestion(question: FloodQuestion, { area, supplies }: City, city: string) {
  const { opened, riverFromH, breaches, walls, works, gauges, scheme, endH, frameEveryMin, maximaEveryS } = question;
  const years = isByGauge(question) ? null : question.riverYears;
  return {
    format: 1,
    kind: 'flood',
    ...(opened ?? OWN_HEAD),
    ground: {
      kind: 'city',
      id: city,
      ...(isWhole(question.area, area) ? {} : { boxM: boxOf(question.area) }),
      cellM: question.cellM,
      ...(question.raisedBuildingsM === null ? {} : { raisedBuildingsM: question.raisedBuildingsM }),
      ...(years !== null || riverFromH !== 0 ? { rivers: { years, fromH: riverFromH } } : {}),
      ...(question.drains ? { drains: drainsOf(question, supplies) } : {}),
    },
    rain: caseRain(question.rain),
    breaches,
    walls,
    works,
    gauges,
    scheme,
    endH,
    frameEveryMin,
    ...(maximaEveryS === undefined ? {} : { maximaEveryS }),
  };
}

/** The question of a case. Grids of rain are files beside it: whoever has them reads them. */
export function questionOfCase(scenario: CityFloodScenario, city: City): FloodQuestion {
  const { ground, rain, breaches, walls, works, gauges, scheme, endH, frameEveryMin, maximaEveryS } = scenario;
  const { id, title, about } = scenario;
  const { blocked = {}, failed = [] } = ground.drains ?? {};
  const { '*': blockedInletsRatio = 0, ...blockedInlets } = blocked;
  const pumpsOff = failed.length > 0 && isSame(new Set(city.supplies), new Set(failed));
  return {
    area: ground.boxM ? areaOf(ground.boxM) : city.area,
    cellM: ground.cellM,
    raisedBuildingsM: ground.raisedBuildingsM ?? null,
    rain: rain.kind === 'grids' ? { kind: 'none' } : rain,
    riverYears: ground.rivers?.years ?? null,
    riverFromH: ground.rivers?.fromH ?? 0,
    riverByGauge: false,
    breaches,
    walls,
    works,
    gauges,
    opened: { id, title, about },
    drains: ground.drains !== undefined,
    pit: null,
    pumpsOff,
    failedSupplies: pumpsOff ? [] : failed,
    blockedInletsRatio,
    blockedInlets,
    scheme,
    endH,
    frameEveryMin,
    maximaEveryS,
  };
}

/** The rivers' gauges drive them in place of a flood. */
export const isByGauge = ({ rain, riverByGauge }: FloodQuestion): boolean => rain.kind === 'live' && riverByGauge;

/** Rain step by step: what the gauges told, and on like that after it where the run goes beyond them, mm/h. */
export function liveRates({ reading, ahead }: Extract<FloodRain, { kind: 'live' }>): readonly number[] {
  if (!ahead) return reading.ratesMmPerH;
  const steps = Math.ceil((ahead.hours * S_PER_H) / reading.stepS);
  return [...reading.ratesMmPerH, ...Array<number>(steps).fill(ahead.rateMmPerH)];
}

function caseRain(rain: FloodRain): object {
  if (rain.kind === 'grids')
    return { kind: 'grids', grids: rain.grids.files.map((file, i) => ({ atH: (i * rain.stepMin) / 60, file })) };
  if (rain.kind !== 'live') return rain;
  return { kind: 'series', stepMin: rain.reading.stepS / 60, ratesMmPerH: liveRates(rain) };
}

const drainsOf = (
  { blockedInletsRatio, blockedInlets, pumpsOff, failedSupplies }: FloodQuestion,
  supplies: readonly string[],
) => ({
  blocked: { ...(blockedInletsRatio > 0 ? { '*': blockedInletsRatio } : {}), ...blockedInlets },
  failed: pumpsOff ? supplies : failedSupplies,
});

const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((each) => b.has(each));

const isWhole = (a: FloodArea, b: FloodArea): boolean => boxOf(a).every((side, i) => side === boxOf(b)[i]);

const boxOf = ({ westM, southM, eastM, northM }: FloodArea): [number, number, number, number] => [
  westM,
  southM,
  eastM,
  northM,
];

const areaOf = ([westM, southM, eastM, northM]: readonly [number, number, number, number]): FloodArea => ({
  westM,
  southM,
  eastM,
  northM,
});
