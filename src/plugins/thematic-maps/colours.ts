import type { ThemeRequest } from '../../../model/questions/thematic-maps.ts';
import type { ThemeResult } from '../../../workers/thematic-maps/engine-types.ts';
import { rampTokens } from '../../twin/legend.ts';

/** What has no value: neither of a ramp nor of the words' colours. */
export const NO_VALUE_TOKEN = 'line-strong';

/** The colour of each class; of a few classes, spread over the whole ramp. */
export function tokensOf({ legend, spread }: ThemeResult, palette: ThemeRequest['palette']): string[] {
  if (!spread) return legend.map((_, k) => `cat-${k + 1}`);
  return rampTokens(legend.length, palette === 'diverging' ? 'diverging' : 'sequential');
}
