import { UNSERVED_REASONS } from '../../../model/tables/rounds.ts';
import { clockOfDay } from '../../../model/time-of-day.ts';
import type { RoundsResult } from '../../../workers/rounds/engine-types.ts';
import { formatNumber, M_PER_KM, TINY_GAP_PCT } from '../../kit/format.ts';
import type { useWords } from '../../kit/words.ts';

type Say = ReturnType<typeof useWords>['t'];

/** Colours of the vehicles; with more of them they begin again. */
export const ROUND_COLOURS = 8;

/** Number of the colour of a vehicle, from 1 on. */
export const colourOf = (vehicle: number): number => 1 + ((vehicle - 1) % ROUND_COLOURS);

/** Hours and minutes of a moment of the day. */
export const clockText = (secondOfDay: number): string => clockOfDay(secondOfDay).slice(0, 'hh:mm'.length);

/** What tours rest on, by what is done. */
export const assumptionOf = (by: RoundsResult['request']['task']['by']) =>
  by === 'stops' ? 'rounds.assumedWhy' : 'rounds.assumedStreets';

/** The tours in one sentence. */
export function headline(
  t: Say,
  result: Pick<RoundsResult, 'request' | 'rounds' | 'visits' | 'driveMin' | 'lengthM'>,
): string {
  const { request, rounds, visits, driveMin, lengthM } = result;
  return t(request.task.by === 'stops' ? 'rounds.said' : 'rounds.saidStreets', {
    count: rounds.length,
    stops: formatNumber(visits.length),
    minutes: formatNumber(driveMin),
    km: formatNumber(lengthM / M_PER_KM, 1),
    empty: formatNumber(rounds.reduce((sum, one) => sum + one.driveMin, 0)),
  });
}

/** How it was computed. */
export const methodText = (t: Say, { request }: Pick<RoundsResult, 'request'>): string =>
  t(request.task.by === 'stops' ? 'rounds.how' : 'rounds.howStreets', { tries: formatNumber(request.searchThousands) });

/** How good the tours are for certain. */
export function proofText(
  t: Say,
  { proof, rounds, request }: Pick<RoundsResult, 'proof' | 'rounds' | 'request'>,
): string {
  const { isProven, leastVehicles, gapPct } = proof;
  const isOfVehicles = request.aim === 'vehicles';
  if (isProven) return t(isOfVehicles ? 'rounds.provenFewest' : 'rounds.provenShortest');
  const fleet = rounds.length <= leastVehicles ? t('rounds.noFewer') : t('rounds.atLeast', { count: leastVehicles });
  const gap = gapPct < TINY_GAP_PCT ? t('rounds.noGap') : t('rounds.gap', { gap: formatNumber(gapPct, 1) });
  return isOfVehicles ? `${fleet} ${gap}` : gap;
}

/** How many stops are left out, by reason; null: none is. */
export function unservedText(t: Say, { unserved }: Pick<RoundsResult, 'unserved'>): string | null {
  if (unserved.length === 0) return null;
  const counted = UNSERVED_REASONS.map((why) => ({ why, count: unserved.filter((one) => one.why === why).length }));
  const list = counted.filter(({ count }) => count > 0).map(({ why, count }) => `${t(`rounds.why-${why}`)} ${count}`);
  return t('rounds.unserved', { count: unserved.length, list: list.join(t('rounds.comma')) });
}

/** Whether loads are worth a column. */
export const hasLoads = ({ request }: Pick<RoundsResult, 'request'>): boolean =>
  request.capacity > 0 && request.task.by === 'stops';
