import type { ScenePart } from '../../kit/plugin.ts';
import { VITALS_BOARD, vitalsBoardController } from './controller.ts';
import { boardMessage } from './messages.ts';

/** A scene holds the board on screen, that of the office too; one that somebody made in this browser is not lost to a scene. */
export const boardScenePart: ScenePart = {
  title: 'board.title',
  version: 1,
  async save(app) {
    const { board, boardFrom } = app.twin.getState();
    return board && boardFrom !== 'proposed' ? { data: board } : null;
  },
  async open(app, data) {
    const boards = app.controllerOf(vitalsBoardController);
    const { board, boardFrom } = app.twin.getState();
    const isSame = JSON.stringify(board) === JSON.stringify(data);
    if (boardFrom !== 'proposed' && isSame) return [];
    if (boards.own()) return [boardMessage('scene-kept', {})];
    boards.take(data, VITALS_BOARD);
    return [];
  },
};
