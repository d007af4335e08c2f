import type { CityCase } from '../../../../model/cases/cases.ts';
import type { App } from '../../../kit/plugin.ts';
import { isEmphasised } from '../../../twin/appearance.ts';
import type { LiveValues } from '../../../twin/live/live-values.ts';
import type { TwinState } from '../../../twin/twin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { feedsPlugin } from '../open.ts';

/** What people look at who watch what is reported now; elsewhere the city is theirs who plan it. */
const isWatched = (state: TwinState): boolean => isEmphasised(state, 'live');

/** The city's sensors with what they report, while a feed is known. */
const sensorLayer: SceneLayer<LiveValues, App> = {
  id: 'feeds.sensors',
  key: (state) => (isWatched(state) && state.feed.kind !== 'none' ? state.sensors : null),
  of: (state, app) => (isWatched(state) && state.feed.kind !== 'none' ? app.controllerOf(feedsPlugin).live() : null),
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
