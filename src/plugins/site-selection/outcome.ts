import type { Text } from '../../../model/text/text.ts';
import type { SitingResult } from '../../../workers/site-selection/engine-types.ts';
import { formatNumber, TINY_GAP_PCT } from '../../kit/format.ts';
import type { useWords } from '../../kit/words.ts';
import { HEADLINES } from './words.ts';

type Say = ReturnType<typeof useWords>['t'];

/** Limits of the map's bands: half of the minutes asked for, those, and twice as many. */
export const shownMinutes = ({ request: { limitMin } }: Pick<SitingResult, 'request'>): number[] => [
  limitMin / 2,
  limitMin,
  2 * limitMin,
];

/** Minutes of a limit as they were typed: half minutes have a decimal. */
export const limitText = (minutes: number): string => formatNumber(minutes, Number.isInteger(minutes) ? 0 : 1);

/** Counts the sites that an answer opens beside those that stand. */
export const newSites = ({ sites }: Pick<SitingResult, 'sites'>): number =>
  sites.filter(({ state }) => state === 'new').length;

/** An amount as people, or as places where things of a layer are served. */
export function amountText(t: Say, { request: { demand } }: Pick<SitingResult, 'request'>, amount: number): string {
  const isPeople = demand.every(({ by, weight }) => by === 'residents' && weight === 1);
  return t(isPeople ? 'siting.people' : 'siting.places', { amount: formatNumber(amount) });
}

/** Says how people come to a site. */
export const byText = (t: Say, { request: { vehicle } }: Pick<SitingResult, 'request'>): string => t(BY[vehicle]);

const BY = {
  foot: 'siting.foot',
  car: 'siting.car',
  ambulance: 'siting.ambulance',
  'fire-engine': 'siting.fireEngine',
  truck: 'siting.truck',
} as const satisfies Record<SitingResult['request']['vehicle'], string>;

/** The answer in one sentence. */
export function headline(t: Say, result: SitingResult): string {
  const { request, objective, after, amount } = result;
  const { aim, limitMin, chargePersonMin } = request;
  return t(HEADLINES[aim], {
    count: newSites(result),
    by: byText(t, result),
    limit: limitText(limitMin),
    value: aim === 'cover' ? amountText(t, result, after.within) : formatNumber(objective.value, 1),
    share: formatNumber(amount === 0 ? 0 : (100 * after.within) / amount, 1),
    two: amountText(t, result, after.withinTwo),
    one: amountText(t, result, after.within),
    mean: formatNumber(after.meanMin, 1),
    charge: formatNumber(chargePersonMin),
  });
}

/** Whether all fit and what it costs, each where it was asked; with the names of sites that are full. */
export function limitTexts(t: Say, of: (text: Text) => string, result: SitingResult): string[] {
  const { request, sites, unfit, cost } = result;
  const full = sites.filter(({ load, capacity }) => load !== null && load === capacity && load > 0);
  return [
    ...(unfit === null
      ? []
      : [
          unfit === 0
            ? t('siting.allFit')
            : unfitText(
                t,
                result,
                unfit,
                full.map(({ name }) => of(name)),
              ),
        ]),
    ...(cost === null
      ? []
      : [t('siting.costSaid', { cost: formatNumber(cost), budget: formatNumber(request.budget) })]),
  ];
}

const unfitText = (t: Say, result: SitingResult, unfit: number, full: readonly string[]): string =>
  t('siting.unfit', { amount: amountText(t, result, unfit), sites: full.join(t('siting.comma')) });

/** How many candidates each condition took away; null: none did. */
export function removedText(t: Say, { removed }: Pick<SitingResult, 'removed'>): string | null {
  const taken = removed.filter(({ count }) => count > 0);
  const list = taken.map(({ by, count }) => t(`siting.removed-${by}`, { count: formatNumber(count) }));
  return list.length === 0 ? null : t('siting.removed', { list: list.join(t('siting.comma')) });
}

/** How it was computed. */
export function methodText(t: Say, result: SitingResult): string {
  const { request, candidates, demands, unfit } = result;
  const values = {
    candidates: formatNumber(candidates),
    demands: formatNumber(demands),
    far: formatNumber(request.farMin),
    by: byText(t, result),
  };
  const how = t(request.aim === 'dispersion' ? 'siting.howApart' : 'siting.how', values);
  return unfit === null ? how : `${how} ${t('siting.howLoaded')}`;
}

/** How good the answer is for certain. */
export function proofText(t: Say, { objective }: Pick<SitingResult, 'objective'>): string {
  const { isProven, gapPct, unit, bound } = objective;
  if (isProven) return t('siting.proven');
  if (unit === 'sites') return t('siting.atLeast', { count: Math.round(bound) });
  if (gapPct < TINY_GAP_PCT) return t('siting.nearlyProven', { gap: formatNumber(TINY_GAP_PCT, 2) });
  return t('siting.gap', { gap: formatNumber(gapPct, 2) });
}
