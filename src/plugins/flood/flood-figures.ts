import { MIN_PER_H, MS_PER_MIN, MS_PER_S } from '../../../model/time.ts';
import type { Exposed, Impact, Span, Totals } from '../../../workers/flood/results/impact.ts';
import type { RunFigures, RunMoment } from '../../twin/runs.ts';

/**
 * What a flood run came to, for whoever compares runs. People in water: residents on wet storeys × depth over the ground floor at each
 * frame, in straight lines between frames; roads: minutes beyond the wading limit of cars, each road by itself; dwellings: on storeys that
 * water stood in when it stood highest. No loss is told of a run whose frames do not tell depths (a result file from before). A figure of
 * things that the city's data do not tell is left out.
 */
export function floodFigures({ buildings, roads, entrances, totals, exposed = ALL_EXPOSED }: Impact): RunFigures {
  const endS = totals.at(-1)?.timeS ?? 0;
  const personMMin = exposure(totals);
  const closedS = roads.reduce((sum, { closed }) => sum + lengthS(closed.cars, endS), 0);
  const dwellings = buildings.reduce((sum, { wetDwellings }) => sum + wetDwellings, 0);
  return {
    loss:
      personMMin === null
        ? null
        : {
            personMmMin: Math.round(1000 * personMMin),
            roadMin: Math.round(minutesOf(closedS)),
            dwellings: Math.round(dwellings),
          },
    more: [
      ...figure(
        'wetResidents',
        exposed.residents,
        buildings.reduce((sum, { wetResidents }) => sum + wetResidents, 0),
      ),
      ...figure('wetDwellings', exposed.dwellings, dwellings),
      ...figure('closedRoads', exposed.roads, roads.filter(({ closed }) => closed.cars.length > 0).length),
      ...figure('roadClosure', exposed.roads, minutesOf(closedS) / MIN_PER_H, 'h'),
      ...figure('wetEntrances', exposed.entrances, entrances.length),
      ...figure('deepest', hasDepths(totals), Math.max(0, ...totals.map(({ deepestM = 0 }) => deepestM)), 'm'),
    ],
  };
}

/** Facts that a run of a former version counts as known: nobody knows what its city lacked. */
const ALL_EXPOSED: Exposed = { buildings: true, dwellings: true, residents: true, roads: true, entrances: true };

const hasDepths = (totals: readonly Totals[]): boolean => totals.every(({ deepestM }) => deepestM !== undefined);

const figure = (name: RunFigures['more'][number]['name'], isKnown: boolean, value: number, unit = '1') =>
  isKnown ? [{ name, value, unit }] : [];

/** What a flood comes to at one of its frames, without what the city's data do not tell. */
export function floodMoment(
  { timeS, wetResidents, wetDwellings, closed, entrances, deepestM, pondedM2 }: Totals,
  exposed: Exposed = ALL_EXPOSED,
): RunMoment {
  return {
    timeS,
    figures: {
      ...(exposed.residents ? { wetResidents } : {}),
      ...(exposed.dwellings ? { wetDwellings } : {}),
      ...(exposed.roads ? { closedRoads: closed.cars } : {}),
      ...(exposed.entrances ? { wetEntrances: entrances } : {}),
      ...(deepestM === undefined ? {} : { deepest: deepestM }),
      ponded: pondedM2,
    },
  };
}

const minutesOf = (timeS: number): number => (timeS * MS_PER_S) / MS_PER_MIN;

/** Residents × metres × minutes; null: a frame does not tell it. */
function exposure(totals: readonly Totals[]): number | null {
  let sum = 0;
  for (const [i, { timeS, residentDepthM }] of totals.entries()) {
    if (residentDepthM === undefined) return null;
    const before = totals[i - 1];
    if (before) sum += minutesOf(timeS - before.timeS) * 0.5 * (residentDepthM + (before.residentDepthM ?? 0));
  }
  return totals.length > 0 ? sum : null;
}

/** One that has no end lasts until the last frame. */
const lengthS = (spans: readonly Span[], endS: number): number =>
  spans.reduce((sum, { fromS, toS }) => sum + Math.max(0, (toS ?? endS) - fromS), 0);
