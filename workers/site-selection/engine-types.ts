import type { FactOrigin } from '../../model/city/facts.ts';
import type { CandidatesUsed } from '../../model/city/given-data.ts';
import type { PopulationUsed } from '../../model/city/people.ts';
import type { SiteSelectionRequest } from '../../model/questions/site-selection.ts';
import type { ChosenSite, FrontPoint, ServiceLevel } from '../../model/tables/site-selection.ts';
import type { Text } from '../../model/text/text.ts';
import type { AnalysisQuestions } from '../shared/analysis.ts';
import type { EngineTypes } from '../shared/engine.ts';
import type { LentLayer } from '../shared/lent-layers.ts';
import type { ServingLayer } from '../shared/serving-things.ts';
import type { ClosedWays, MinutesMap } from '../shared/walked-city.ts';
import type { FilterStep } from './candidate-filter.ts';

/** What crosses between a page and this engine. */
export interface SitingEngineTypes extends EngineTypes {
  facts: SitingFacts;
  questions: AnalysisQuestions<SiteSelectionRequest, SitingResult> & {
    /** Takes in layers that a person brought or gave a role, in place of those lent before; answers what a form is made of now. */
    lend(layers: readonly LentLayer[]): Promise<SitingFacts>;
  };
}

/** What a form is made of. */
export interface SitingFacts {
  /** Null: the city has no road network. */
  roads: FactOrigin | null;
  layers: readonly ServingLayer[];
  /** Nobody measured the ground: slopes change nothing. */
  isFlat: boolean;
  /** Which population will be served; its figures are known once it is spread. */
  population: { state: PopulationUsed['state']; label: Text | null };
  /** Some layer has the role of candidates. */
  hasCandidates: boolean;
  /** The city has plans, and pipes: candidates can be held against them. */
  hasPlans: boolean;
  hasPipes: boolean;
}

/**
 * What an answer is worth and what it is proven against, in one unit: `amount` within the limit, `minApart` between the two nearest sites
 * (more is better), `min` of the mean or of the longest way, `sites` that are needed, `personMin` of all ways and charges together (less is
 * better).
 */
export interface SitingObjective {
  unit: 'amount' | 'min' | 'minApart' | 'sites' | 'personMin';
  value: number;
  /** No answer is better than this. */
  bound: number;
  isProven: boolean;
  /** By how much the value may be short of the best, in per cent of the bound; 0 where it is proven. */
  gapPct: number;
}

/** What a choice of sites came to. */
export interface SitingResult {
  request: SiteSelectionRequest;
  /** New ones first, then those that stand, in the order of their candidates. */
  sites: ChosenSite[];
  objective: SitingObjective;
  /** All that is to be served, weights counted; and how many places it is at. */
  amount: number;
  demands: number;
  /** Places that might have been chosen. */
  candidates: number;
  /** How many candidates each condition took away, in the order in which they were held against them. */
  removed: FilterStep[];
  /** Amount that no candidate can serve: no way in reach, or, where all must be within the limit, none near enough. */
  unservable: number;
  /** Sites that stand and have no way in reach: they serve nobody. */
  offWay: number;
  /** Amount that a site is near enough for and none has room for; null: sites take any amount. */
  unfit: number | null;
  /** What the new sites cost together; null: no budget was asked for. */
  cost: number | null;
  /** Null: nothing stands. */
  before: ServiceLevel | null;
  after: ServiceLevel;
  /** Amount whose way becomes shorter or longer by half a minute or more, and by how much on average; null: nothing stands. */
  gain: { amount: number; meanMin: number } | null;
  loss: { amount: number; meanMin: number } | null;
  /** By the number of new sites where the aim asks for one, or by their budget; empty where it finds the number. */
  front: FrontPoint[];
  closed: ClosedWays;
  /** Which population was served where residents were asked for. */
  used: { population: PopulationUsed; candidates: CandidatesUsed | null };
  raster: MinutesMap;
  /** Comparisons that the search took, millions. */
  searchedMillions: number;
  hash: string;
}
