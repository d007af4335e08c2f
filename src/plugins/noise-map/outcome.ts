import type { NoiseResult } from '../../../workers/noise/engine-types.ts';

/** Residents of all classes of ground above the limit of a part of the day. */
export function aboveIn({ excess }: Pick<NoiseResult, 'excess'>, period: 'day' | 'night') {
  const own = excess.filter((one) => one.period === period);
  const sum = (of: (one: (typeof own)[number]) => number) => own.reduce((all, one) => all + of(one), 0);
  return {
    above: sum(({ above }) => above),
    least: sum(({ aboveLeast }) => aboveLeast),
    most: sum(({ aboveMost }) => aboveMost),
    before: own.some(({ aboveBefore }) => aboveBefore === null) ? null : sum(({ aboveBefore }) => aboveBefore ?? 0),
  };
}
