import type { CityCase } from '../../../../model/cases/cases.ts';
import type { App } from '../../../kit/plugin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { feedsController } from '../controller.ts';
import { isWatched, type ShownSensors, shownKey, shownSensors } from './shown-sensors.ts';

/** The city's sensors with what they report, while a feed is known. */
const sensorLayer: SceneLayer<ShownSensors, App> = {
  id: 'feeds.sensors',
  key: shownKey,
  of: (state, app) => shownSensors(state, app.controllerOf(feedsController).live()),
  open: { globe: async () => (await import('./globe/sensors.ts')).openSensors },
};

/** Pins of open cases. */
const caseLayer: SceneLayer<readonly CityCase[]> = {
  id: 'feeds.cases',
  key: (state) => (isWatched(state) ? state.cases : null),
  of: (state) => (isWatched(state) ? state.cases : null),
  open: { any: async () => (await import('./cases.ts')).openCases },
};

/** What feeds draw, from the lowest up. */
export const feedLayers = [sensorLayer, caseLayer] as const;
