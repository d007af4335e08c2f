import { SiteSelectionRequest } from '../../model/questions/site-selection.ts';
import { sha256 } from '../../model/sha256.ts';
import { type DataTable, parametersOf, tableOf } from '../../model/tables/data-table.ts';
import {
  CHOSEN_SITE,
  type ChosenSite,
  FRONT_POINT,
  type FrontPoint,
  SERVICE_LEVEL,
} from '../../model/tables/site-selection.ts';
import { MessageError } from '../../model/text/message.ts';
import { defineAnalysis, type OwnQuestions, type Pause } from '../shared/analysis.ts';
import { populationKnown } from '../shared/population.ts';
import { hasRole } from '../shared/role-rows.ts';
import { minutesMap, openWalkedCity, type WalkedCity } from '../shared/walked-city.ts';
import { type AnswerAim, isCounted, openAim } from './answer.ts';
import { byRoad } from './by-road.ts';
import type { SitingEngineTypes, SitingFacts, SitingResult } from './engine-types.ts';
import { sitingMessage } from './messages.ts';
import { onFoot } from './on-foot.ts';
import { type PlacedCase, placedCase } from './placed-case.ts';
import { changes, loadOf, nearestOf, serviceLevel } from './service-level.ts';
import type { Travel } from './travel.ts';

/** Parts of the whole that the table of times, the search and the map take, for the bar of progress. */
const TABLE_RATIO = 0.3;
const SEARCH_RATIO = 0.6;
/** Other numbers of sites at most that the answer is compared with, and the part of the search that each of them gets. */
const MAX_FRONT = 12;
const FRONT_RATIO = 0.1;
/** Comparisons that the question counts by. */
const MILLION = 1_000_000;

/** Chooses sites on a city's own ways, on foot or by road, with a proof of how good the choice is. */
export const engine = defineAnalysis({
  id: 'site-selection',
  question: SiteSelectionRequest,
  open: openWalkedCity,
  facts: factsOf,
  analyse,
  tables: tablesOf,
  figures: ({ raster: _, request, hash: __, sites, ...figures }) => ({
    aim: request.aim,
    chosen: sites.map(({ id, state }) => ({ id, state })),
    ...figures,
  }),
  more: (city): OwnQuestions<SitingEngineTypes> => ({
    async lend(layers) {
      await city.lend(layers);
      return factsOf(city);
    },
  }),
});

function factsOf({ known, network, layers, isFlat }: WalkedCity): SitingFacts {
  return {
    roads: network && (known.manifest.facts?.roads ?? null),
    layers,
    isFlat,
    population: populationKnown(known),
    hasCandidates: hasRole(known, 'candidates'),
  };
}

async function analyse(city: WalkedCity, request: SiteSelectionRequest, pause: Pause): Promise<SitingResult | null> {
  const travel = request.vehicle === 'foot' ? onFoot(city, request) : byRoad(city, request);
  const { closed } = travel;
  const placed = await played(await placedCase(city, travel, request), pause, 0, TABLE_RATIO);
  if (!placed) return null;
  const { of, standing } = placed;
  const answerAim = openAim(request, of, standing);
  const work = MILLION * request.searchMillions;
  const answer = await played(answerAim(request.sites, work), pause, TABLE_RATIO, SEARCH_RATIO);
  if (answer === undefined) return null;
  if (!answer) throw new MessageError(sitingMessage('nobody-reached', { limitMin: request.limitMin }));
  const front = await frontOf(request, answerAim, pause);
  const raster = front && (await mapOf(city, travel, request, placed, answer.open, pause));
  if (!front || !raster) return null;
  const { objective } = answer;
  if (isCounted(request)) front.push({ sites: answer.open.length - standing, ...objective });
  const content = {
    ...servedBy(request, placed, answer.open),
    objective,
    amount: of.weights.reduce((sum, one) => sum + one, 0) + placed.unservable,
    demands: placed.demands,
    candidates: of.sites - standing,
    unservable: placed.unservable,
    offWay: placed.offWay,
    front: front.map(({ sites, value, bound }) => ({ sites, value, bound })),
    closed,
  };
  return {
    request,
    ...content,
    used: { population: (await city.population()).used, candidates: placed.used },
    raster,
    searchedMillions: answer.work / MILLION,
    hash: sha256([new TextEncoder().encode(JSON.stringify(content)), new Uint8Array(raster.values.buffer)]),
  };
}

/** Plays work in slices, reporting from one part of the whole to another; undefined: stopped. */
async function played<T>(
  work: Generator<number, T>,
  pause: Pause,
  from: number,
  ratio: number,
): Promise<T | undefined> {
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
    if (await pause(from + ratio * next.value)) return undefined;
  }
}

/** Sites by what falls to them, service before and after, and who gains or loses. */
function servedBy(
  { limitMin, farMin }: SiteSelectionRequest,
  { of, places, standing }: PlacedCase,
  open: readonly number[],
) {
  const limitS = 60 * limitMin;
  const farS = 60 * farMin;
  const after = nearestOf(of, open, limitS);
  const siteOf = (site: number): ChosenSite => ({
    ...places[site],
    state: site >= standing ? 'new' : open.includes(site) ? 'kept' : 'closed',
    ...loadOf(of, after, site, open.includes(site) ? limitS : -1),
  });
  const stood = Array.from({ length: standing }, (_, site) => site);
  const before = standing > 0 ? nearestOf(of, stood, limitS) : null;
  return {
    sites: [...open.filter((site) => site >= standing), ...stood].map(siteOf),
    before: before && serviceLevel(of, before, farS),
    after: serviceLevel(of, after, farS),
    ...(before ? changes(of, before, after, farS) : { gain: null, loss: null }),
  };
}

/** What fewer sites would bring, at most a dozen numbers of them; null: stopped. */
async function frontOf(
  request: SiteSelectionRequest,
  answerAim: AnswerAim,
  pause: Pause,
): Promise<FrontPoint[] | null> {
  if (!isCounted(request)) return [];
  const every = Math.ceil(request.sites / MAX_FRONT);
  const points: FrontPoint[] = [];
  for (let sites = every; sites < request.sites; sites += every) {
    const work = FRONT_RATIO * MILLION * request.searchMillions;
    const answer = await played(answerAim(sites, work), pause, TABLE_RATIO + SEARCH_RATIO, 0);
    if (answer === undefined) return null;
    if (answer) points.push({ sites, value: answer.objective.value, bound: answer.objective.bound });
  }
  return points;
}

/** Minutes of each cell of the city to the nearest open site. */
function mapOf(
  city: WalkedCity,
  travel: Travel,
  { cellM }: SiteSelectionRequest,
  { ways }: PlacedCase,
  open: readonly number[],
  pause: Pause,
) {
  const from = TABLE_RATIO + SEARCH_RATIO;
  const minutesAt = travel.nearest(open.map((site) => ways[site]));
  return minutesMap(city, cellM, minutesAt, (ratio) => pause(from + (1 - from) * ratio));
}

function tablesOf({ request, sites, before, after, front, ...result }: SitingResult): Record<string, DataTable> {
  const levels = [...(before ? [{ when: 'before' as const, ...before }] : []), { when: 'after' as const, ...after }];
  const { objective, amount, demands, candidates, unservable, offWay, gain, loss, closed, hash } = result;
  return {
    sites: tableOf(CHOSEN_SITE, sites),
    service: tableOf(SERVICE_LEVEL, levels),
    numbers: tableOf(FRONT_POINT, front),
    parameters: parametersOf([
      ['request', JSON.stringify(request)],
      ['unit', objective.unit],
      ['value', objective.value],
      ['bound', objective.bound],
      ['gap_pct', objective.gapPct],
      ['proven', objective.isProven ? 'yes' : 'no'],
      ['amount', amount],
      ['demands', demands],
      ['candidates', candidates],
      ['candidates_by', result.used.candidates?.labels.map(({ en }) => en).join('; ') ?? null],
      ['candidates_too_small', result.used.candidates?.small ?? null],
      ['unservable', unservable],
      ['standing_off_ways', offWay],
      ['gain_amount', gain?.amount ?? null],
      ['gain_mean_min', gain?.meanMin ?? null],
      ['loss_amount', loss?.amount ?? null],
      ['loss_mean_min', loss?.meanMin ?? null],
      ['closed_ways', closed.ways],
      ['unknown_closed', closed.unknown.join(' ')],
      ['hash', hash],
    ]),
  };
}
