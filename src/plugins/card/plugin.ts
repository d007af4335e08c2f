import './style.css';
import type { Plugin } from '../../kit/plugin.ts';
import { ObjectCard } from './panels/object-card.tsx';
import { cardWords } from './words.ts';

/** The card of the selected object; other plug-ins add sections to it. */
export const card: Plugin = {
  id: 'card',
  words: cardWords,
  order: 40,
  open: () => ({ close() {} }),
  places: {
    right: [
      { id: 'card', order: -20, isAlone: true, isShown: ({ selectedGid }) => selectedGid !== null, Body: ObjectCard },
    ],
  },
};
