import type { Manifest } from '../../../model/city/manifest.ts';
import type { ThemeRequest } from '../../../model/questions/thematic-maps.ts';
import type { ThemeResult } from '../../../workers/thematic-maps/engine-types.ts';
import { rampTokens } from '../../twin/legend.ts';
import type { RowPaint } from '../../twin/row-paint.ts';

/** What has no value: neither of a ramp nor of the words' colours. */
export const NO_VALUE_TOKEN = 'line-strong';

/** Buildings between bars and symbols: light, so that what is counted stands out. */
const CALM_TOKEN = 'line';

/** Returns the paint that takes their colours from the buildings of a city; null: it has none. */
export function calmPaint({ layers }: Pick<Manifest, 'layers'>): RowPaint | null {
  const buildings = layers.filter(({ kind, state }) => kind === 'building' && state === 'existing');
  const [most] = buildings.sort((a, b) => b.count - a.count);
  return most ? { layerId: most.id, classes: new Uint8Array(most.count), tokens: [CALM_TOKEN] } : null;
}

/** The colour of each class; of a few classes, spread over the whole ramp. */
export function tokensOf({ legend, spread }: ThemeResult, palette: ThemeRequest['palette']): string[] {
  if (!spread) return legend.map((_, k) => `cat-${k + 1}`);
  return rampTokens(legend.length, palette === 'diverging' ? 'diverging' : 'sequential');
}
