import type { ScenePart } from '../../kit/plugin.ts';
import { cityIndexController } from './controller.ts';
import { indexPageMessage } from './messages.ts';

/** The scorecard as its own file has it; one with values of its own is not lost to a scene. */
export const indexScenePart: ScenePart = {
  title: 'cityIndex.title',
  version: 1,
  async save({ twin }) {
    const { indexCard } = twin.getState();
    return indexCard && Object.keys(indexCard.values).length > 0 ? { data: indexCard } : null;
  },
  async open(app, data) {
    const { indexCard: own } = app.twin.getState();
    const isKept = own !== null && Object.keys(own.values).length > 0 && JSON.stringify(own) !== JSON.stringify(data);
    if (isKept) return [indexPageMessage('scene-kept', {})];
    app.controllerOf(cityIndexController).take(data, cityIndexController.id);
    return [];
  },
};
