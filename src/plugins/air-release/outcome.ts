import type { ReleaseResult, TraceResult } from '../../../workers/air/engine-types.ts';
import { COMPASS } from '../../kit/compass.ts';
import { formatHectares, formatNumber } from '../../kit/format.ts';
import type { useWords } from '../../kit/words.ts';
import { amountText } from './colours.ts';

type Say = ReturnType<typeof useWords>['t'];

/** The wind's name of eight by where it comes from. */
export const windName = (t: Say, windFromDeg: number): string =>
  t(`air.from_${COMPASS[Math.round(windFromDeg / 45) % COMPASS.length]}`);

/** Says in one sentence how many are above the lowest limit. */
export function releaseHeadline(t: Say, { limits }: Pick<ReleaseResult, 'limits'>): string {
  const [lowest] = limits;
  if (lowest.farM === null) return t('air.nowhere', { limit: lowest.id });
  return t('air.headline', {
    limit: lowest.id,
    residents: formatNumber(lowest.residents),
    buildings: formatNumber(lowest.buildings),
    far: formatNumber(lowest.farM),
  });
}

/** The sentence of a trace is about the ground with these odds. */
const HEADLINE_ODDS_PCT = 90;

/** Says in one sentence on which ground the source may be: its size with the odds, never a place. */
export function traceHeadline(t: Say, { grounds, rateGps }: Pick<TraceResult, 'grounds' | 'rateGps'>): string {
  const ground = grounds.find(({ oddsPct }) => oddsPct === HEADLINE_ODDS_PCT) ?? grounds[0];
  return t('air.traced', {
    odds: ground.oddsPct,
    area: formatHectares(ground.areaM2),
    low: amountText(rateGps[0]),
    high: amountText(rateGps[1]),
  });
}
