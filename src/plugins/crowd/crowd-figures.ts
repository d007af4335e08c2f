import type { RunFigures } from '../../twin/runs.ts';
import type { CrowdFacts } from './slice.ts';

/** What a crowd run came to, for whoever compares runs: how many left, how many went through water, and when the last of them left; it tells no loss. */
export function crowdFigures({ people, left, clearance95S, clearance100S, water }: CrowdFacts): RunFigures {
  return {
    loss: null,
    more: [
      { name: 'people', value: people, unit: '1' },
      { name: 'left', value: left, unit: '1' },
      ...(water ? [{ name: 'waded' as const, value: water.waded ?? 0, unit: '1' }] : []),
      ...(clearance95S === null ? [] : [{ name: 'clearance95' as const, value: clearance95S, unit: 's' }]),
      ...(clearance100S === null ? [] : [{ name: 'clearance100' as const, value: clearance100S, unit: 's' }]),
    ],
  };
}
