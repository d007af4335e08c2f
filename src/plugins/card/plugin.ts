import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { cardWords } from './words.ts';

/** The card of the selected object; other plug-ins add sections to it. */
export const card: Plugin = {
  id: 'card',
  words: cardWords,
  order: 40,
  open: () => ({ close() {} }),
  places: {
    object: [
      {
        id: 'card',
        order: -20,
        isShown: ({ selectedGid }) => selectedGid !== null,
        Body: panel(() => import('./panels/object-card.tsx'), 'ObjectCard'),
      },
    ],
  },
};
