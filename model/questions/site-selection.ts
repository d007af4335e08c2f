import * as v from 'valibot';
import { LAND_USE_CLASSES, type LandUseClass } from '../plans/land-use.ts';
import { SegmentClosure } from '../roads/road-state.ts';
import { ServingPlaces } from './facilities.ts';
import { area, choice, flag, quantity, whole } from './field.ts';
import { arrayOf, Name, numberBetween } from './parts.ts';

/** Sites at most that an answer opens beside those that stand. */
const MAX_SITES = 200;

const weight = whole({ min: 1, max: 1000, usual: 1 });

/** One class of those who are to be served; a weight of 2 counts each of them twice. */
const Demand = v.variant('by', [
  v.strictObject({ by: v.literal('residents'), weight }),
  /** Each thing of a layer counts as one. */
  v.strictObject({ by: v.literal('things'), of: ServingPlaces, weight }),
]);

/** Candidates every so many metres of the city, or of a part of it. */
export const Grid = v.strictObject({
  by: v.literal('grid'),
  spacingM: quantity({ min: 20, max: 2000, step: 10, unit: 'm', usual: 300, word: 'siting.spacing' }),
  /** Steeper ground is left out. */
  maxSlopePct: quantity({ min: 0.5, max: 100, step: 0.5, unit: '%', usual: 15, word: 'siting.slope' }),
  within: v.optional(area({})),
});

/** Candidates are the things of layers that have that role. */
export const GivenCandidates = v.strictObject({
  by: v.literal('given'),
  /** Places on less ground are left out, where the layer tells it or has areas. */
  minGroundM2: quantity({ min: 0, max: 1e7, step: 100, unit: 'm²', usual: 0, word: 'siting.ground' }),
});

/** A site may come every so many metres, at the junctions of ways, at places that are named, or at those that were given as candidates. */
const Candidates = v.variant('by', [
  Grid,
  v.strictObject({ by: v.literal('junctions'), within: v.optional(area({})) }),
  v.strictObject({ by: v.literal('places'), of: ServingPlaces }),
  GivenCandidates,
]);

const USES = Object.keys(LAND_USE_CLASSES) as LandUseClass[];

/** Cells of a raster of water at most, and lengths of its runs. */
const MAX_CELLS = 100_000_000;
const MAX_RUNS = 2_000_000;
const side = v.pipe(numberBetween(1, 10_000), v.integer());

/** A flood was deeper here than somebody allows, at any time; cells go row by row from the south-west. */
export const FloodedCells = v.strictObject({
  /** The run that it is of. */
  label: Name,
  maxDepthM: quantity({ min: 0, max: 10, step: 0.05, unit: 'm', usual: 0.15, word: 'siting.waterDepth' }),
  westM: numberBetween(-1e7, 1e7),
  southM: numberBetween(-1e7, 1e7),
  cellM: quantity({ min: 0.1, max: 1000, unit: 'm' }),
  columns: side,
  rows: side,
  /** Lengths of runs of cells: dry ones, flooded ones, dry ones and so on; what is left is dry. */
  runs: arrayOf(v.pipe(numberBetween(0, MAX_CELLS), v.integer()), 0, MAX_RUNS),
});

/** Candidates that do not meet each of these are left out, whatever they were taken from. */
export const CandidateFilter = v.strictObject({
  /** They lie on a parcel of the city's plans that is planned for one of these uses. */
  uses: v.optional(arrayOf(v.picklist(USES), 1, USES.length)),
  /** They lie on a parcel of the plans that is as large; 0: on any ground. */
  minParcelM2: quantity({ min: 0, max: 1e7, step: 500, unit: 'm²', usual: 0, word: 'siting.parcel' }),
  /** The ground is no steeper; 100: it may be. A grid has its own slope. */
  slopePct: quantity({ min: 0.5, max: 100, step: 0.5, unit: '%', usual: 100, word: 'siting.slope' }),
  /** They lie outside farmland, ecological lines, forest, wetland, rivers, detention areas and historic districts of the plans. */
  isOffProtected: flag({ usual: false, word: 'siting.offProtected' }),
  /** No pipe is nearer in plan; 0: pipes do not count. */
  pipeM: quantity({ min: 0, max: 200, step: 1, unit: 'm', usual: 0, word: 'siting.pipe' }),
  flooded: v.optional(FloodedCells),
});
/** The same with its defaults filled in. */
export type CandidateFilter = v.InferOutput<typeof CandidateFilter>;

/** These sites stand already; they stay, or any may close where it is better used elsewhere. */
const Existing = v.strictObject({
  of: ServingPlaces,
  may: v.optional(v.picklist(['stay', 'move']), 'stay'),
});

/** The choice of sites asks this. Points are east and north in the city's plane. */
export const SiteSelectionRequest = v.strictObject({
  /**
   * cover: the most people within the limit (MCLP) · median: the shortest way on average (p-median) · centre: the shortest longest way
   * (p-centre) · all: the fewest sites that have everybody within the limit (LSCP) · backup: within the limit of two sites (BACOP2) ·
   * charge: as many sites as are worth their charge (UFLP) · dispersion: as far from each other as can be (p-dispersion).
   */
  aim: choice(
    {
      cover: 'siting.cover',
      median: 'siting.median',
      centre: 'siting.centre',
      all: 'siting.all',
      backup: 'siting.backup',
      charge: 'siting.charge',
      dispersion: 'siting.dispersion',
    },
    { usual: 'cover', word: 'siting.aim' },
  ),
  demand: v.optional(arrayOf(Demand, 1, 8), [{ by: 'residents' }]),
  candidates: Candidates,
  filter: v.optional(CandidateFilter),
  existing: v.optional(Existing),
  /** New sites beside those that stand; `all` and `charge` find the number themselves. */
  sites: whole({ min: 1, max: MAX_SITES, usual: 3, word: 'siting.sites' }),
  limitMin: quantity({ min: 0.5, max: 120, step: 0.5, unit: 'min', usual: 10, word: 'siting.limit' }),
  /** People who reach no open site, or take longer, count as so far: an assumption. */
  farMin: quantity({ min: 1, max: 240, step: 5, unit: 'min', usual: 60, word: 'siting.far' }),
  /** The first of two sites within the limit is worth this part of both. */
  firstRatio: quantity({ min: 0.5, max: 1, step: 0.05, usual: 0.6, word: 'siting.first' }),
  /** Minutes of all people together that a site must save to be worth it; one that costs more than `siteCost` must save as much more. */
  chargePersonMin: quantity({ min: 0, max: 1e7, step: 500, unit: 'min', usual: 5000, word: 'siting.chargeOf' }),
  /** A site takes so many people or things at most, where its layer does not tell how many; 0: any number. */
  capacity: whole({ min: 0, max: 1e7, step: 100, usual: 0, word: 'siting.capacityEach', note: 'siting.capacityNote' }),
  /** A new site costs so much where its layer does not tell it; any unit, the same as that of the budget. */
  siteCost: quantity({ min: 0.01, max: 1e9, step: 10, usual: 100, word: 'siting.siteCost' }),
  /** New sites cost so much at most together; what stands costs nothing. 0: any amount. */
  budget: quantity({ min: 0, max: 1e9, step: 100, usual: 0, word: 'siting.budget', note: 'siting.budgetNote' }),
  /** On foot, or a vehicle by road: turns, one-way streets and closures count, jams do not. */
  vehicle: choice(
    {
      foot: 'siting.foot',
      car: 'siting.car',
      ambulance: 'siting.ambulance',
      'fire-engine': 'siting.fireEngine',
      truck: 'siting.truck',
    },
    { usual: 'foot', word: 'siting.vehicle' },
  ),
  /** People come to the site, or somebody from it to them. */
  direction: choice({ to: 'siting.to', from: 'siting.from' }, { usual: 'to', word: 'siting.direction' }),
  /** On foot: wait at every junction with a wide road that a way passes, an assumption. */
  crossingWaitS: quantity({ min: 0, max: 300, step: 5, unit: 's', usual: 20, word: 'siting.wait' }),
  /** Farther from every way nobody is served and nothing is built. */
  reachM: quantity({ min: 1, max: 500, unit: 'm', usual: 200 }),
  /** Cell size of the map of times. */
  cellM: quantity({ min: 5, max: 200, unit: 'm', usual: 20 }),
  /** How long is searched for a better answer and a better proof: millions of comparisons, the same on every machine. */
  searchMillions: whole({
    min: 10,
    max: 100_000,
    usual: 1000,
    offers: [200, 1000, 5000, 20_000],
    word: 'siting.search',
  }),
  /** Nobody goes along a segment that is closed; one that is closed one way is open to people on foot. Left out: all are open. */
  closed: v.optional(v.array(SegmentClosure)),
});
/** Aims that can be asked with a capacity, and with a budget. */
const LIMITED_AIMS = {
  capacity: ['cover', 'median', 'charge'],
  budget: ['cover', 'median', 'backup', 'charge'],
} as const satisfies Record<string, readonly SiteSelectionRequest['aim'][]>;

/** Whether an aim can be asked with a limit. */
export const canLimit = (limit: keyof typeof LIMITED_AIMS, aim: SiteSelectionRequest['aim']): boolean =>
  aimsWith(limit).includes(aim);

/** Names the aims that can be asked with a limit. */
export const aimsWith = (limit: keyof typeof LIMITED_AIMS): readonly SiteSelectionRequest['aim'][] =>
  LIMITED_AIMS[limit];

/** A request with its defaults filled in. */
export type SiteSelectionRequest = v.InferOutput<typeof SiteSelectionRequest>;
