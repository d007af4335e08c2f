import './style.css';
import type { Plugin } from '../../kit/plugin.ts';
import { tableLink } from './link-part.ts';
import { tablePlugin } from './open.ts';
import { TableBar } from './panels/table-bar.tsx';
import { TableTool } from './panels/table-tool.tsx';
import { tableWords } from './words.ts';

/** 沙盘台: a block of the city as a physical model, with a lens, on any desk and in the hall. */
export const sandTable: Plugin = {
  ...tablePlugin,
  words: tableWords,
  order: 155,
  link: tableLink,
  places: {
    tool: [
      {
        id: 'sand-table',
        order: 130,
        icon: 'table',
        title: 'table.title',
        isInUse: ({ engine }) => engine !== 'globe',
        Body: TableTool,
      },
    ],
    window: [{ id: 'sand-table.bar', order: -10, isShown: ({ engine }) => engine === 'table', Body: TableBar }],
  },
  escape({ twin }) {
    const { engine, tableLens, changeLens } = twin.getState();
    if (engine === 'globe' || tableLens.kind === 'off') return false;
    changeLens({ kind: 'off' });
    return true;
  },
};
