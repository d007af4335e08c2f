import type { ScenePart } from '../../kit/plugin.ts';
import { VITALS_BOARD, vitalsBoardController } from './controller.ts';
import { boardMessage } from './messages.ts';

/** A scene holds the board as it is kept; one that somebody made is not lost to a scene. */
export const boardScenePart: ScenePart = {
  title: 'board.title',
  version: 1,
  async save(app) {
    const board = app.controllerOf(vitalsBoardController).own();
    return board ? { data: board } : null;
  },
  async open(app, data) {
    const boards = app.controllerOf(vitalsBoardController);
    const own = boards.own();
    if (own && JSON.stringify(own) !== JSON.stringify(data)) return [boardMessage('scene-kept', {})];
    boards.take(data, VITALS_BOARD);
    return [];
  },
};
