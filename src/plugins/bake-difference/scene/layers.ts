import type { App } from '../../../kit/plugin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { DIFFERENCE_TOKENS, differenceController, type RemovedThings } from '../controller.ts';
import type { MarkedPlace } from './places.ts';

/** More rings than these hide the city; the list has all. */
const MAX_RINGS = 1500;

const placeLayer: SceneLayer<readonly MarkedPlace[], App> = {
  id: 'bake-difference.places',
  key: ({ bakeDifferences, differenceLayer }) =>
    bakeDifferences === null ? null : `${bakeDifferences.length} ${differenceLayer}`,
  of: ({ bakeDifferences, differenceLayer }) =>
    bakeDifferences
      ?.filter(({ layer }) => layer === differenceLayer)
      .slice(0, MAX_RINGS)
      .map(({ atM, what }) => ({ atM, token: DIFFERENCE_TOKENS[what] })) ?? null,
  open: { any: async () => (await import('./places.ts')).openMarkedPlaces },
};

/** What was removed stands as a pale body where the former bake had it. */
const removedLayer: SceneLayer<RemovedThings, App> = {
  id: 'bake-difference.removed',
  key: ({ bakeDifferences, differenceEdition, differenceLayer }) =>
    bakeDifferences && differenceEdition ? `${differenceEdition.folder} ${differenceLayer}` : null,
  of: (_, app) => app.controllerOf(differenceController).removedThings(),
  open: { globe: async () => (await import('./globe.ts')).openRemovedThings },
};

/** What the difference of two versions draws beside the layer that it paints. */
export const differenceLayers = [placeLayer, removedLayer] as const;
