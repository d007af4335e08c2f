import type { CandidatesUsed } from '../../model/city/given-data.ts';
import type { SiteSelectionRequest } from '../../model/questions/site-selection.ts';
import { MessageError } from '../../model/text/message.ts';
import { facilitiesOf } from '../shared/facilities.ts';
import type { WalkedCity } from '../shared/walked-city.ts';
import type { WayPlace } from '../shared/way-index.ts';
import type { FilterStep } from './candidate-filter.ts';
import { candidatesOf, standingSites } from './candidates.ts';
import { sitingMessage } from './messages.ts';
import type { SitePlace } from './site-place.ts';
import type { SitingCase } from './siting-models.ts';
import { keptState } from './siting-models.ts';
import type { Travel } from './travel.ts';

/** Pairs of site and demand at most: their times and options take about 16 bytes each. */
const MAX_PAIRS = 40_000_000;

/** A question on the ways of a city: sites that stand come first, then candidates. */
export interface PlacedCase {
  of: SitingCase;
  places: SitePlace[];
  /** How much each site takes; null: any amount. */
  capacity: Float64Array | null;
  /** What each site costs, 0 where it stands. */
  cost: Float64Array;
  /** Seconds between each two sites, the shorter way; null: the aim does not ask for them. */
  apart: Float32Array | null;
  ways: WayPlace[];
  standing: number;
  /** Places where something is to be served, and the amount at those that no site can serve, which are not in `of`. */
  demands: number;
  unservable: number;
  /** Sites that stand with no way in reach. */
  offWay: number;
  /** Layers that the candidates were taken from, by their role; null: they were named or described. */
  used: CandidatesUsed | null;
  /** How many candidates each condition took away, in their order. */
  removed: FilterStep[];
}

interface DemandPlace {
  atM: readonly [number, number];
  amount: number;
}

/** Finds sites and demands on the ways; the generator makes the table of times between them and yields how much of it is done. */
export async function placedCase(
  city: WalkedCity,
  travel: Travel,
  request: SiteSelectionRequest,
): Promise<Generator<number, PlacedCase>> {
  const { placeOf } = travel;
  const demands = await demandsOf(city, request);
  if (demands.length === 0) throw new MessageError(sitingMessage('no-demand', {}));
  const stood: readonly SitePlace[] = request.existing ? await standingSites(city.known, request.existing.of) : [];
  const standing = placedOn(stood, placeOf);
  const found = await candidatesOf(city, travel, request);
  const candidates = placedOn(found.places, placeOf);
  const removed: FilterStep[] = [...found.removed, { by: 'way', count: found.places.length - candidates.length }];
  if (candidates.length === 0) throw new MessageError(noCandidate(request, removed));
  const sites = [...standing, ...candidates];
  const others = request.aim === 'dispersion' ? Math.max(sites.length, demands.length) : demands.length;
  if (sites.length * others > MAX_PAIRS)
    throw new MessageError(sitingMessage('too-many', { sites: sites.length, demands: others, most: MAX_PAIRS }));
  const met = placedOn(demands, placeOf);
  const offAmount = amountOf(demands) - amountOf(met.map(({ place }) => place));
  return caseOf(travel, request, {
    sites,
    standing: standing.length,
    met,
    offAmount,
    offWay: stood.length - standing.length,
    used: found.used,
    removed,
  });
}

interface OnWay<T> {
  place: T;
  way: WayPlace;
}

function* caseOf(
  travel: Travel,
  request: SiteSelectionRequest,
  found: {
    sites: OnWay<SitePlace>[];
    standing: number;
    met: OnWay<DemandPlace>[];
    offAmount: number;
    offWay: number;
    used: CandidatesUsed | null;
    removed: FilterStep[];
  },
): Generator<number, PlacedCase> {
  const { sites, standing, met, offAmount, offWay, used, removed } = found;
  const ways = sites.map(({ way }) => way);
  const demandWays = met.map(({ way }) => way);
  const table = yield* travel.table(ways, demandWays);
  const served = servableRows(request, table, met);
  if (served.length === 0) throw new MessageError(sitingMessage('nobody-reached', { limitMin: request.limitMin }));
  const times = new Float32Array(ways.length * served.length);
  for (let site = 0; site < ways.length; site++)
    for (const [row, from] of served.entries()) times[site * served.length + row] = table[site * met.length + from];
  const weights = Float64Array.from(served, (row) => met[row].place.amount);
  const kept = request.existing?.may === 'stay' ? Array.from({ length: standing }, (_, site) => site) : [];
  return {
    of: { sites: ways.length, rows: served.length, times, weights, state: keptState(ways.length, kept) },
    places: sites.map(({ place }) => place),
    capacity: capacitiesOf(request, sites),
    cost: Float64Array.from(sites, ({ place: { cost } }, site) => (site < standing ? 0 : (cost ?? request.siteCost))),
    apart: request.aim === 'dispersion' ? apartOf(yield* travel.table(ways, ways), 60 * request.farMin) : null,
    ways,
    standing,
    demands: met.length,
    unservable: offAmount + amountOf(met.map(({ place }) => place)) - weights.reduce((sum, one) => sum + one, 0),
    offWay,
    used,
    removed,
  };
}

/** Why nothing is left to choose from: the way alone, or conditions with what each took away. */
function noCandidate({ reachM }: SiteSelectionRequest, removed: readonly FilterStep[]) {
  const taken = removed.filter(({ by, count }) => by !== 'way' && count > 0);
  return taken.length === 0
    ? sitingMessage('no-candidate', { reachM })
    : sitingMessage('all-filtered', { removed: taken.map(({ by, count }) => `${by} ${count}`).join(', '), reachM });
}

/** Rooms in whole numbers: a part of a place is none. */
const capacitiesOf = ({ capacity }: SiteSelectionRequest, sites: readonly OnWay<SitePlace>[]): Float64Array | null =>
  capacity === 0 ? null : Float64Array.from(sites, ({ place }) => Math.max(0, Math.floor(place.capacity ?? capacity)));

/** The shorter of both ways between two sites; no way counts as far. */
function apartOf(table: Float32Array, farS: number): Float32Array {
  const sites = Math.sqrt(table.length);
  return table.map((time, at) => {
    const back = table[(at % sites) * sites + Math.floor(at / sites)];
    return Math.min(time, back, farS);
  });
}

/**
 * Rows that an answer can serve: those with a way to any site; where everybody is to be within a limit, to one that near; where the longest
 * way counts, those on the part of the network where most people can be reached from one site.
 */
function servableRows(
  { aim, limitMin }: SiteSelectionRequest,
  table: Float32Array,
  met: readonly OnWay<DemandPlace>[],
): number[] {
  const rows = met.length;
  const sites = table.length / rows;
  const isMet = new Uint8Array(rows);
  const mostS = aim === 'all' ? 60 * limitMin : Number.MAX_VALUE;
  let most = -1;
  for (let site = 0; site < sites; site++) {
    let amount = 0;
    for (let row = 0; row < rows; row++) if (table[site * rows + row] <= mostS) amount += met[row].place.amount;
    if (aim === 'centre' && amount <= most) continue;
    if (aim === 'centre') isMet.fill(0);
    most = amount;
    for (let row = 0; row < rows; row++) if (table[site * rows + row] <= mostS) isMet[row] = 1;
  }
  return [...met.keys()].filter((row) => isMet[row] === 1);
}

const amountOf = (demands: readonly DemandPlace[]): number => demands.reduce((sum, { amount }) => sum + amount, 0);

function placedOn<T extends { atM: readonly [number, number] }>(
  places: readonly T[],
  placeOf: (at: readonly [number, number]) => WayPlace | null,
): OnWay<T>[] {
  return places.flatMap((place) => {
    const way = placeOf(place.atM);
    return way ? [{ place, way }] : [];
  });
}

/** All that is to be served, class by class, in the order of the layers' rows. */
async function demandsOf(city: WalkedCity, { demand }: SiteSelectionRequest): Promise<DemandPlace[]> {
  const places: DemandPlace[] = [];
  for (const one of demand) {
    const things = one.by === 'residents' ? (await city.population()).homes : await facilitiesOf(city.known, one.of);
    for (const { atM, residents } of things) {
      const amount = one.weight * (one.by === 'residents' ? Math.round(residents) : 1);
      if (amount > 0) places.push({ atM, amount });
    }
  }
  return places;
}
