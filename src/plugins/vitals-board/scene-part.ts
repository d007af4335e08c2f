import type { ScenePart } from '../../kit/plugin.ts';
import { VITALS_BOARD, vitalsBoardController } from './controller.ts';
import { boardMessage } from './messages.ts';

/** A scene holds the board as it is kept; one that somebody made is not lost to a scene. */
export const boardScenePart: ScenePart = {
  title: 'board.title',
  version: 1,
  async save({ twin }) {
    const { board } = twin.getState();
    return board ? { data: board } : null;
  },
  async open(app, data) {
    const own = app.twin.getState().board;
    if (own && JSON.stringify(own) !== JSON.stringify(data)) return [boardMessage('scene-kept', {})];
    app.controllerOf(vitalsBoardController).take(data, VITALS_BOARD);
    return [];
  },
};
