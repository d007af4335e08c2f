import type { TrafficResult } from '../../../../workers/traffic/engine-types.ts';
import { formatNumber } from '../../../kit/format.ts';
import type { useWords } from '../../../kit/words.ts';

type Speech = Pick<ReturnType<typeof useWords>, 't' | 'of'>;

/** A sentence of what a result rests on. */
interface Basis {
  text: string;
  /** A rule filled it in; otherwise the city's data say so. */
  isInferred: boolean;
}

/** Says what a result rests on, a sentence each. */
export function basisOf({ inferred, demand, request }: TrafficResult, { t, of }: Speech): Basis[] {
  const { segments, lanes, speeds, directions, signals, apart, jobs, jobsLabel } = inferred;
  const number = (value: number) => formatNumber(value);
  const byRule = [
    t('impact.inferRoads', {
      segments: number(segments),
      lanes: number(lanes),
      speeds: number(speeds),
      directions: number(directions),
    }),
    t('impact.inferSignals', { signals: number(signals), green: formatNumber(100 * request.greenRatio) }),
    ...(apart > 0 ? [t('impact.inferApart', { count: apart })] : []),
    t('impact.inferTrips', {
      residents: number(demand.residents),
      zones: number(demand.zones),
      zone: number(demand.zoneM),
      trips: number(demand.trips),
      within: number(demand.within),
    }),
    demand.edgeRoads > 0
      ? t('impact.inferEdge', { outside: number(demand.outside), edges: number(demand.edgeRoads) })
      : t('impact.inferNoEdge'),
    ...(demand.residentsOff + demand.jobsOff > 0
      ? [t('impact.inferOff', { residents: number(demand.residentsOff), jobs: number(demand.jobsOff) })]
      : []),
  ];
  const destinations = t(`impact.jobs.${jobs}`, { jobs: number(demand.jobs), layer: jobsLabel ? of(jobsLabel) : '' });
  return [
    { text: destinations, isInferred: jobs !== 'given' },
    ...byRule.map((text): Basis => ({ text, isInferred: true })),
  ];
}
