import type { Text } from '../../../model/text/text.ts';
import type { PipeResult } from '../../../workers/pipe-network/engine-types.ts';

/** What an analysis of the network came to, in a few words. */
export function pipeOutcome(result: PipeResult | null): Text | null {
  if (!result) return null;
  switch (result.kind) {
    case 'trace':
      return { zh: `${result.pipes.length} 段相连`, en: `${result.pipes.length} pipes joined` };
    case 'burst':
      return { zh: `关 ${result.close.length} 个阀门`, en: `close ${result.close.length} valves` };
    case 'clearance':
      return { zh: `${result.findings.length} 处净距不足`, en: `${result.findings.length} too near` };
  }
}

/** Whether a check of clearances found something too near. */
export const hasFindings = (result: PipeResult | null): boolean =>
  result?.kind === 'clearance' && result.findings.length > 0;
