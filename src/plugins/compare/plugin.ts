import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { compareWords } from './words.ts';

/** Two sides of one picture, or two pictures. */
export const compare: Plugin = {
  id: 'compare',
  words: compareWords,
  order: 70,
  open: () => ({ close() {} }),
  places: {
    tool: [
      {
        id: 'compare',
        order: 30,
        at: ['cluster'],
        short: 'compare.short',
        icon: 'swipe',
        title: 'compare.title',
        isInUse: (state) => state.compare !== 'off',
        Body: panel(() => import('./panels/compare.tsx'), 'ComparePanel'),
      },
    ],
    over: [
      {
        id: 'compare.line',
        order: 10,
        isShown: (state) => state.compare !== 'off',
        Body: panel(() => import('./panels/compare.tsx'), 'CompareLine'),
      },
    ],
  },
};
