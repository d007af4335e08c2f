import type { Text } from '../../../model/text/text.ts';
import type { ViewResult } from '../../../workers/view-analysis/engine-types.ts';

/** What a view analysis came to, in a few words. */
export function viewOutcome(result: ViewResult | null): Text | null {
  if (!result) return null;
  switch (result.kind) {
    case 'sight': {
      const count = result.obstacles.length;
      return count === 0 ? { zh: '看得见', en: 'in sight' } : { zh: `${count} 处遮挡`, en: `blocked ${count} times` };
    }
    case 'corridor':
      return { zh: `${result.obstacles.length} 栋入廊道`, en: `${result.obstacles.length} in the corridor` };
    case 'skyline':
      return { zh: `${result.buildings.length} 栋入天际线`, en: `${result.buildings.length} in the skyline` };
    default: {
      const percent = Math.round(100 * result.seenRatio);
      return { zh: `${percent} % 可见`, en: `${percent} % in sight` };
    }
  }
}
