import type { LayerInfo } from '../../../model/city/manifest.ts';
import { coloursHidden } from '../../twin/colours-seen.ts';
import { isDrawn } from '../../twin/layers.ts';
import type { TwinState } from '../../twin/slice.ts';
import type { Twin } from '../../twin/twin.ts';
import { ownColours } from './own-colours.ts';

/** What the answer hangs on; the state changes with every frame of the feeds, these do not. */
const FOLLOWED = ['layers', 'cimLevels', 'states', 'colouring', 'style', 'views', 'compare', 'viewCount'] as const;

let last: { state: TwinState; layers: readonly LayerInfo[]; answer: boolean } | null = null;

/** Whether a drawn layer wears colours of its own that want words in the legend. */
export function hasOwnColours(state: TwinState, { city }: Pick<Twin, 'city'>): boolean {
  const before = last;
  if (before?.layers === city.layers && FOLLOWED.every((name) => before.state[name] === state[name]))
    return before.answer;
  const hidden = coloursHidden(state, city);
  const drawn = city.layers.filter(
    (layer) => layer.id !== state.colouring?.layerId && !hidden.has(layer.id) && isDrawn(layer, state),
  );
  last = { state, layers: city.layers, answer: ownColours(drawn).length > 0 };
  return last.answer;
}
