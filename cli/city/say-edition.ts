import type { LayerDifference } from '../../tiles/difference.ts';
import type { KeptEdition } from '../../tiles/editions.ts';
import { cliMessage, say } from '../messages.ts';

/** Says where the bake that was replaced is kept, and in how many things it differs from the new one. */
export function sayEdition({ folder, layers }: KeptEdition): void {
  if (layers) say(cliMessage('bake-edition', { folder, ...sumOf(layers) }));
  else say(cliMessage('bake-edition-old', { folder }));
}

function sumOf(layers: readonly LayerDifference[]): Record<'added' | 'removed' | 'changed', number> {
  const sum = { added: 0, removed: 0, changed: 0 };
  for (const { added, removed, changed } of layers) {
    sum.added += added;
    sum.removed += removed;
    sum.changed += changed;
  }
  return sum;
}
