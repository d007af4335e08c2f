import { aimsWith, canLimit, SiteSelectionRequest } from '../../model/questions/site-selection.ts';
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
import { defineAnalysis, type OwnQuestions } from '../shared/analysis.ts';
import type { Pause } from '../shared/engine.ts';
import { populationKnown } from '../shared/population.ts';
import { hasRole } from '../shared/role-rows.ts';
import { minutesMap, openWalkedCity, type WalkedCity } from '../shared/walked-city.ts';
import { type AimLimits, type AnswerAim, isCounted, openAim } from './answer.ts';
import { byRoad } from './by-road.ts';
import type { SitingEngineTypes, SitingFacts, SitingResult } from './engine-types.ts';
import { sitingMessage } from './messages.ts';
import { onFoot } from './on-foot.ts';
import { type PlacedCase, placedCase } from './placed-case.ts';
import { allottedOf, changes, loadOf, nearestOf, serviceLevel, unfitOf } from './service-level.ts';
import type { Travel } from './travel.ts';

/** Parts of the whole that the table of times, the search and the map take, for the bar of progress. */
const TABLE_RATIO = 0.3;
const SEARCH_RATIO = 0.6;
/** Other numbers of sites at most that the answer is compared with, and the part of the search that each of them gets. */
const MAX_FRONT = 12;
const FRONT_RATIO = 0.1;
/** A budget is compared with its eighths. */
const FRONT_BUDGETS = 8;
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
    hasPlans: known.manifest.plans !== undefined,
    hasPipes: known.manifest.facts?.tubes !== undefined,
  };
}

async function analyse(city: WalkedCity, request: SiteSelectionRequest, pause: Pause): Promise<SitingResult | null> {
  refuseLimits(request);
  const travel = request.vehicle === 'foot' ? onFoot(city, request) : byRoad(city, request);
  const { closed } = travel;
  const placed = await played(await placedCase(city, travel, request), pause, 0, TABLE_RATIO);
  if (!placed) return null;
  const { of, standing } = placed;
  const answerAim = openAim(request, placed);
  const { sites, budget } = request;
  const work = MILLION * request.searchMillions;
  const answer = await played(answerAim({ sites, budget, work }), pause, TABLE_RATIO, SEARCH_RATIO);
  if (answer === undefined) return null;
  if (!answer || answer.open.length === 0) throw new MessageError(nothingChosen(request, placed));
  const opened = answer.open.filter((site) => site >= standing);
  const cost = costOf(request, placed, answer.open);
  const front = await frontOf(request, placed, answerAim, { opened: opened.length, spent: cost ?? 0 }, pause);
  const raster = front && (await mapOf(city, travel, request, placed, answer.open, pause));
  if (!front || !raster) return null;
  const { objective } = answer;
  if (isCounted(request) || budget > 0) front.push({ sites: opened.length, cost, ...objective });
  const content = {
    ...servedBy(request, placed, answer.open),
    objective,
    amount: of.weights.reduce((sum, one) => sum + one, 0) + placed.unservable,
    demands: placed.demands,
    candidates: of.sites - standing,
    removed: placed.removed,
    unservable: placed.unservable,
    offWay: placed.offWay,
    cost,
    front: front.map((one) => ({ sites: one.sites, cost: one.cost, value: one.value, bound: one.bound })),
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

/** A capacity or a budget is not asked with every aim. */
function refuseLimits(request: SiteSelectionRequest): void {
  for (const field of ['capacity', 'budget'] as const) {
    const { aim, [field]: value } = request;
    if (value > 0 && !canLimit(field, aim))
      throw new MessageError(sitingMessage('no-such-limit', { field, aim, value, aims: aimsWith(field).join(', ') }));
  }
}

/** Why no site was chosen. */
function nothingChosen(request: SiteSelectionRequest, { of, cost, standing }: PlacedCase) {
  const { aim, budget, limitMin, chargePersonMin } = request;
  if (aim === 'dispersion') return sitingMessage('too-few-apart', { candidates: of.sites - standing });
  if (budget > 0) return sitingMessage('budget-too-small', { budget, least: Math.min(...cost.subarray(standing)) });
  return aim === 'charge'
    ? sitingMessage('not-worth', { charge: chargePersonMin })
    : sitingMessage('nobody-reached', { limitMin });
}

/** What the new sites of an answer cost; null: no budget was asked for. */
const costOf = ({ budget }: SiteSelectionRequest, { cost }: PlacedCase, open: readonly number[]): number | null =>
  budget === 0 ? null : open.reduce((sum, site) => sum + cost[site], 0);

/** Sites by what falls to them, service before and after, who gains or loses, and what does not fit. */
function servedBy(request: SiteSelectionRequest, placed: PlacedCase, open: readonly number[]) {
  const { of, places, standing, capacity, cost } = placed;
  const limitS = 60 * request.limitMin;
  const farS = 60 * request.farMin;
  const isCover = request.aim === 'cover';
  const serve = (sites: readonly number[]) => {
    const near = nearestOf(of, sites, limitS);
    const served = capacity ? allottedOf(of, sites, { capacity, limitS, farS, isCover }) : near;
    return { near, served, level: serviceLevel(served, near, { limitS, farS }) };
  };
  const after = serve(open);
  const siteOf = (site: number): ChosenSite => {
    const { id, name, atM } = places[site];
    const { served, ...load } = loadOf(of, after.near, after.served, site, open.includes(site) ? limitS : -1);
    return {
      id,
      name,
      atM,
      state: site >= standing ? 'new' : open.includes(site) ? 'kept' : 'closed',
      ...load,
      load: capacity && served,
      capacity: capacity?.[site] ?? null,
      cost: request.budget > 0 && site >= standing ? cost[site] : null,
    };
  };
  const stood = Array.from({ length: standing }, (_, site) => site);
  const before = standing > 0 ? serve(stood) : null;
  return {
    sites: [...open.filter((site) => site >= standing), ...stood].map(siteOf),
    before: before?.level ?? null,
    after: after.level,
    unfit: capacity && unfitOf(after.near, after.served, farS),
    ...(before ? changes(of, before.served, after.served, farS) : { gain: null, loss: null }),
  };
}

/** What fewer sites would bring, or less money: at most a dozen answers; null: stopped. */
async function frontOf(
  request: SiteSelectionRequest,
  placed: PlacedCase,
  answerAim: AnswerAim,
  { opened, spent }: { opened: number; spent: number },
  pause: Pause,
): Promise<FrontPoint[] | null> {
  const points: FrontPoint[] = [];
  for (const limits of lesserLimits(request, opened)) {
    const work = FRONT_RATIO * MILLION * request.searchMillions;
    const answer = await played(answerAim({ ...limits, work }), pause, TABLE_RATIO + SEARCH_RATIO, 0);
    if (answer === undefined) return null;
    if (!answer) continue;
    const sites = answer.open.filter((site) => site >= placed.standing).length;
    const { value, bound } = answer.objective;
    const cost = costOf(request, placed, answer.open);
    // A little more money may open no more.
    const isMore = cost === null || (cost > (points.at(-1)?.cost ?? 0) && cost < spent);
    if (isMore) points.push({ sites, cost, value, bound });
  }
  return points;
}

/** Budgets where there is one, otherwise numbers of sites below that of the answer, from the least on. */
function lesserLimits({ sites, budget, aim }: SiteSelectionRequest, opened: number): Omit<AimLimits, 'work'>[] {
  if (budget > 0)
    return Array.from({ length: FRONT_BUDGETS - 1 }, (_, i) => ({ sites, budget: ((i + 1) * budget) / FRONT_BUDGETS }));
  if (!isCounted({ aim })) return [];
  const every = Math.ceil(opened / MAX_FRONT);
  const counts = Array.from({ length: Math.max(0, Math.ceil(opened / every) - 1) }, (_, i) => (i + 1) * every);
  return counts.map((count) => ({ sites: count, budget }));
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
  const { objective, amount, demands, candidates, unservable, offWay, unfit, cost, gain, loss, closed, hash } = result;
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
      ...result.removed.map(({ by, count }): [string, number] => [`candidates_removed_by_${by}`, count]),
      ['unservable', unservable],
      ['standing_off_ways', offWay],
      ['unfit', unfit],
      ['cost', cost],
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
