import { type OwnSensor, parseOwnSensors } from '../../../model/sensors/own-sensors.ts';
import { messageTable } from '../../../model/text/message.ts';
import type { ScenePart } from '../../kit/plugin.ts';
import { feedsController } from './controller.ts';

const feedsSceneMessage = messageTable({
  missing: {
    zh: '场景中的自有监测设备有 {count} 台未接入本服务器：{ids}；请在“自有监测设备”中登记',
    en: '{count} own sensors of the scene are not connected here: {ids}; connect them in "Own sensors"',
  },
});

/** Named in a message; the rest are counted. */
const MAX_NAMED = 8;

/** Sensors that users connected. A page registers none by itself: what the server has not is told by name. */
export const feedsScenePart: ScenePart = {
  title: 'own.title',
  version: 1,
  async save(app) {
    const sensors = app.controllerOf(feedsController).own.getState();
    return sensors.length > 0 ? { data: { sensors } } : null;
  },
  async open(app, data) {
    const known = new Set(
      app
        .controllerOf(feedsController)
        .own.getState()
        .map(({ id }) => id),
    );
    const missing = parseOwnSensors(data, 'feeds').filter(({ id }) => !known.has(id));
    if (missing.length === 0) return [];
    return [feedsSceneMessage('missing', { count: missing.length, ids: namesOf(missing) })];
  },
};

const namesOf = (sensors: readonly OwnSensor[]): string =>
  [...sensors.slice(0, MAX_NAMED).map(({ id }) => id), ...(sensors.length > MAX_NAMED ? ['…'] : [])].join(', ');
