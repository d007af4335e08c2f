import { type Message, MessageError } from '../../../model/text/message.ts';
import { type CityGround, type FloodScenario, parseScenario } from '../../../scenarios/scenario.ts';
import { liveRates } from './live-rates.ts';
import { floodFormMessage } from './messages.ts';
import type { FloodArea, FloodForm, FloodRain, FloodSite } from './slice.ts';

/** A case on a baked city: what `shapan sim flood` takes. */
type CityFloodScenario = FloodScenario & { ground: CityGround };

/** The head of a case that was not opened from a file. */
const OWN_HEAD = { id: 'drawn', title: { zh: '页面中设置的洪涝推演', en: 'A flood set up in the page' } };

/** The form as a case, and what of it no case can say, in words. */
export function caseOfForm(
  form: FloodForm,
  site: FloodSite,
  city: string,
): { scenario: CityFloodScenario; left: Message[] } {
  const { opened, riverYears, riverFromH, breaches, walls, works, gauges, scheme, endH, frameEveryMin } = form;
  const { id, title, about, maximaEveryS } = opened ?? { ...OWN_HEAD, about: undefined, maximaEveryS: undefined };
  const isByGauge = form.rain.kind === 'live' && form.riverByGauge;
  const years = isByGauge ? null : riverYears;
  const written = {
    format: 1,
    kind: 'flood',
    id,
    title,
    ...(about ? { about } : {}),
    ground: {
      kind: 'city',
      id: city,
      ...(isWhole(form.area, site.area) ? {} : { boxM: boxOf(form.area) }),
      cellM: form.cellM,
      ...(form.raisedBuildingsM === null ? {} : { raisedBuildingsM: form.raisedBuildingsM }),
      ...(years !== null || riverFromH !== 0 ? { rivers: { years, fromH: riverFromH } } : {}),
      ...(form.drains ? { drains: drainsOf(form, site) } : {}),
    },
    rain: caseRain(form.rain),
    breaches,
    walls,
    works,
    gauges,
    scheme,
    endH,
    frameEveryMin,
    ...(maximaEveryS === undefined ? {} : { maximaEveryS }),
  };
  return {
    scenario: cityCase(parseScenario(written, `${id}.json`), `${id}.json`, city),
    left: leftOut(form, isByGauge),
  };
}

/** The form of a case, and what of it the form has no place for. A case of another ground is refused by its name. */
export function formOfCase(
  json: unknown,
  file: string,
  city: string,
  site: FloodSite,
): { form: FloodForm; left: Message[] } {
  const scenario = cityCase(parseScenario(json, file), file, city);
  const { ground, rain, breaches, walls, works, gauges, scheme, endH, frameEveryMin } = scenario;
  const { id, title, about, maximaEveryS } = scenario;
  const { blocked = {}, failed = [] } = ground.drains ?? {};
  const { '*': blockedInletsRatio = 0, ...blockedInlets } = blocked;
  const pumpsOff = site.supplies.length > 0 && site.supplies.every((supply) => failed.includes(supply));
  const left: Message[] = [];
  if (rain.kind === 'grids')
    left.push(floodFormMessage('case-grids', { files: rain.grids.map((grid) => grid.file).join(', ') }));
  if (ground.drains && !site.hasDrains) left.push(floodFormMessage('case-drains', { city }));
  return {
    form: {
      area: ground.boxM ? areaOf(ground.boxM) : site.area,
      cellM: ground.cellM,
      raisedBuildingsM: ground.raisedBuildingsM ?? null,
      rain: rain.kind === 'grids' ? { kind: 'none' } : formRain(rain),
      riverYears: ground.rivers?.years ?? null,
      riverFromH: ground.rivers?.fromH ?? 0,
      riverByGauge: false,
      breaches,
      walls,
      works,
      gauges,
      opened: { id, title, about, maximaEveryS },
      drains: ground.drains !== undefined,
      pit: null,
      pumpsOff,
      failedSupplies: pumpsOff ? [] : failed,
      blockedInletsRatio,
      blockedInlets,
      scheme,
      endH,
      frameEveryMin,
    },
    left,
  };
}

function cityCase(scenario: FloodScenario, file: string, city: string): CityFloodScenario {
  const { ground } = scenario;
  if (ground.kind !== 'city') throw new MessageError(floodFormMessage('case-dem', { file }));
  if (ground.id !== city) throw new MessageError(floodFormMessage('case-city', { file, city, got: ground.id }));
  return { ...scenario, ground };
}

function leftOut({ rain, pit }: FloodForm, isByGauge: boolean): Message[] {
  return [
    ...(pit === null ? [] : [floodFormMessage('left-pit', {})]),
    ...(isByGauge ? [floodFormMessage('left-stages', {})] : []),
    ...(rain.kind === 'live' ? [floodFormMessage('left-live', {})] : []),
    ...(rain.kind === 'grids' ? [floodFormMessage('left-grids', { files: rain.grids.files.join(', ') })] : []),
  ];
}

function drainsOf({ blockedInletsRatio, blockedInlets, pumpsOff, failedSupplies }: FloodForm, { supplies }: FloodSite) {
  return {
    blocked: { ...(blockedInletsRatio > 0 ? { '*': blockedInletsRatio } : {}), ...blockedInlets },
    failed: pumpsOff ? supplies : failedSupplies,
  };
}

/** Grids lie beside the case by their names; what gauges told is a series. */
function caseRain(rain: FloodRain): object {
  if (rain.kind === 'grids')
    return {
      kind: 'grids',
      grids: rain.grids.files.map((file, i) => ({ atH: (i * rain.stepMin) / 60, file })),
    };
  if (rain.kind !== 'live') return rain;
  return { kind: 'series', stepMin: rain.reading.stepS / 60, ratesMmPerH: liveRates(rain) };
}

const formRain = (rain: Exclude<FloodScenario['rain'], { kind: 'grids' }>): FloodRain => rain;

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
