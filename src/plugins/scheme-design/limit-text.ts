import { basisOf, type MetricId } from '../../../model/schemes/metric-basis.ts';
import { parcelMetrics } from '../../../model/schemes/metrics.ts';
import type { Scheme } from '../../../model/schemes/scheme.ts';
import { formatNumber } from '../../kit/format.ts';
import type { TwinState } from '../../twin/slice.ts';

/** Writes a limit with the side that it holds from; where parcels have different ones, from the least to the most. */
export function limitText(id: MetricId, limits: readonly number[]): string {
  const { decimals } = basisOf(id);
  const sign = id === 'greenPct' || id.startsWith('setback') ? '≥' : '≤';
  const ends = [...new Set([Math.min(...limits), Math.max(...limits)])];
  return `${sign}\u2009${ends.map((limit) => formatNumber(limit, decimals)).join('–')}`;
}

/** Tells, by figure, the limits that the parcels of these schemes are held to; the text is empty where no parcel has one. */
export function limitsOf(
  schemes: readonly Scheme[],
  { schemeAssumptions, schemeSites }: Pick<TwinState, 'schemeAssumptions' | 'schemeSites'>,
): (id: MetricId) => string {
  const verdicts = schemes
    .flatMap((scheme) => parcelMetrics(scheme, schemeAssumptions, schemeSites[scheme.id] ?? null))
    .flatMap((parcel) => parcel.verdicts);
  return (id) => {
    const limits = verdicts.filter(({ metric }) => metric === id).map(({ limit }) => limit);
    return limits.length === 0 ? '' : limitText(id, limits);
  };
}
