import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { sandTableController } from './controller.ts';
import { tableLink } from './link-part.ts';
import { tableWords } from './words.ts';

/** 沙盘台: a block of the city as a physical model, with a lens, on any desk and in the hall. */
export const sandTable: Plugin = {
  ...sandTableController,
  words: tableWords,
  order: 155,
  link: tableLink,
  places: {
    tool: [
      {
        id: 'sand-table',
        order: 80,
        at: ['plan.data', 'command.now', 'build.out', 'tour.table'],
        answers: 'table.answers',
        icon: 'table',
        title: 'table.title',
        isInUse: ({ engine }) => engine !== 'globe',
        Body: panel(() => import('./panels/table-tool.tsx'), 'TableTool'),
      },
    ],
    window: [
      {
        id: 'sand-table.bar',
        order: -10,
        isShown: ({ engine }) => engine === 'table',
        Body: panel(() => import('./panels/table-bar.tsx'), 'TableBar'),
      },
    ],
  },
  escape({ twin }) {
    const { engine, tableLens, changeLens } = twin.getState();
    if (engine === 'globe' || tableLens.kind === 'off') return false;
    changeLens({ kind: 'off' });
    return true;
  },
};
