import type { ThemeRequest } from '../../../model/scenarios/thematic-maps.ts';
import type { ThemeResult } from '../../../workers/thematic-maps/engine-types.ts';

const RAMP_STEPS = 7;
/** What has no value: neither of a ramp nor of the words' colours. */
export const NO_VALUE_TOKEN = 'line-strong';

/** The colour of each class; of a few classes, spread over the whole ramp. */
export function tokensOf({ legend, spread }: ThemeResult, palette: ThemeRequest['palette']): string[] {
  if (!spread) return legend.map((_, k) => `cat-${k + 1}`);
  const ramp = palette === 'diverging' ? 'div' : 'seq';
  if (legend.length === 1) return [`${ramp}-4`];
  return legend.map((_, k) => `${ramp}-${1 + Math.round((k * (RAMP_STEPS - 1)) / (legend.length - 1))}`);
}
