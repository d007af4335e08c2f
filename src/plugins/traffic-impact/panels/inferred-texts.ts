import type { TrafficResult } from '../../../../workers/traffic/engine-types.ts';
import { formatNumber } from '../../../kit/format.ts';
import type { useWords } from '../../../kit/words.ts';

type Speech = Pick<ReturnType<typeof useWords>, 't' | 'of'>;

/** What was not given and filled in by a rule, a sentence each. */
export function inferredTexts({ inferred, demand, request }: TrafficResult, { t, of }: Speech): string[] {
  const { segments, lanes, speeds, directions, signals, apart, jobs, jobsLabel } = inferred;
  const number = (value: number) => formatNumber(value);
  return [
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
    t(`impact.jobs.${jobs}`, { jobs: number(demand.jobs), layer: jobsLabel ? of(jobsLabel) : '' }),
    ...(demand.residentsOff + demand.jobsOff > 0
      ? [t('impact.inferOff', { residents: number(demand.residentsOff), jobs: number(demand.jobsOff) })]
      : []),
  ];
}
