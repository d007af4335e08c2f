import type { App } from '../../../kit/plugin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { type FacadeQuads, facadeQuads } from '../facade-quads.ts';
import { sunOpener } from '../open.ts';

/** Hours of sun on the walls that were studied. */
const facadeLayer: SceneLayer<FacadeQuads, App> = {
  id: 'sun.facades',
  key: ({ sunStudied, sunFacades }) =>
    sunStudied.kind === 'done' && sunFacades !== null ? `${sunStudied.serial} ${sunFacades}` : null,
  of({ sunStudied, sunFacades }, app) {
    const result = app.controllerOf(sunOpener).result();
    return sunStudied.kind === 'done' && sunFacades !== null && result ? facadeQuads(result, sunFacades) : null;
  },
  open: { globe: async () => (await import('./globe/facades.ts')).openFacades },
};

/** What the sun draws. */
export const sunLayers = [facadeLayer] as const;
