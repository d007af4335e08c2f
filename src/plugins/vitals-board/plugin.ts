import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { type BoardController, VITALS_BOARD, vitalsBoardController } from './controller.ts';
import { boardScenePart } from './scene-part.ts';
import { boardSlice } from './slice.ts';
import { boardWords } from './words.ts';

/** 驾驶舱: figures of the city that an office chose, with their trend, their target and their split by district. */
export const vitalsBoard: Plugin<BoardController> = {
  ...vitalsBoardController,
  words: boardWords,
  order: 71,
  slices: [boardSlice],
  sceneFile: boardScenePart,
  places: {
    tool: [
      {
        id: VITALS_BOARD,
        order: 5,
        at: ['command.now', 'plan.analyse/figures'],
        answers: 'board.answers',
        icon: 'report',
        title: 'board.title',
        result({ boardMarks: { length } }) {
          return length > 0 ? { zh: `${length} 项不在目标内`, en: `${length} off target` } : null;
        },
        Body: panel(() => import('./panels/board-panel.tsx'), 'BoardPanel'),
      },
    ],
    page: [
      {
        id: 'vitals-board.page',
        ofTool: VITALS_BOARD,
        Body: panel(() => import('./panels/board-page.tsx'), 'BoardPage'),
      },
    ],
  },
};
