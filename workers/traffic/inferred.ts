import { NO_WAY_MS } from '../shared/hierarchy.ts';
import type { InferredTraffic } from './engine-types.ts';
import type { HourCase } from './hour-case.ts';

/** Returns what of an hour was not given and filled in by a rule. */
export function inferredOf({ graph, before, apart, workplaces }: HourCase): InferredTraffic {
  const { travelMs, capacity } = before;
  const driven = graph.network.segments.filter(
    (_, segment) => travelMs[2 * segment] < NO_WAY_MS || travelMs[2 * segment + 1] < NO_WAY_MS,
  );
  const assumed = (what: 'lanes' | 'speed' | 'direction') =>
    driven.filter((segment) => segment.assumed.includes(what)).length;
  return {
    segments: driven.length,
    lanes: assumed('lanes'),
    speeds: assumed('speed'),
    directions: assumed('direction'),
    signals: capacity.signals,
    apart,
    jobs: workplaces.from,
    jobsLabel: workplaces.label,
  };
}
