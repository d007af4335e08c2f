import type { RunFigures } from '../../twin/runs.ts';
import type { CrowdFacts } from './slice.ts';

/**
 * What a crowd run came to, for whoever compares runs: how many left, how many went through water, and when the last of them left; it tells
 * no loss. A run in which people jammed for good tells that alone: nothing else of it may be compared.
 */
export function crowdFigures({ people, left, remained, clearance95S, clearance100S, water }: CrowdFacts): RunFigures {
  const jammed = remained.jammed ?? 0;
  const all = { name: 'people' as const, value: people, unit: '1' };
  if (jammed > 0) return { loss: null, more: [all, { name: 'jammed', value: jammed, unit: '1' }] };
  return {
    loss: null,
    more: [
      all,
      { name: 'left', value: left, unit: '1' },
      ...(water ? [{ name: 'waded' as const, value: water.waded ?? 0, unit: '1' }] : []),
      ...(clearance95S === null ? [] : [{ name: 'clearance95' as const, value: clearance95S, unit: 's' }]),
      ...(clearance100S === null ? [] : [{ name: 'clearance100' as const, value: clearance100S, unit: 's' }]),
    ],
  };
}
