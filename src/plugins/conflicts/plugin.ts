import './style.css';
import type { Plugin } from '../../kit/plugin.ts';
import { ConflictsPanel } from './panels/conflicts.tsx';
import { conflictsWords } from './words.ts';

/** 多规冲突: where plans contradict each other and buildings pass their limits. */
export const conflicts: Plugin = {
  id: 'conflicts',
  words: conflictsWords,
  order: 35,
  open: () => ({ close() {} }),
  places: {
    tool: [
      {
        id: 'conflicts',
        order: 5,
        emphasis: 'plans',
        icon: 'alert',
        title: 'conflicts.title',
        isDocked: true,
        Body: ConflictsPanel,
      },
    ],
  },
};
