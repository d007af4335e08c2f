import type { SceneLayer } from '../../../view/scene.ts';
import type { ShownRoute } from '../slice.ts';

/** The way of a force by road; it works on any engine. */
const routeLayer: SceneLayer<ShownRoute> = {
  id: 'incident-response.route',
  of: ({ routeShown, selectedId }) => (routeShown?.of === selectedId ? routeShown : null),
  open: { any: async () => (await import('./route.ts')).openRoute },
};

/** What the response to an incident draws. */
export const routeLayers = [routeLayer] as const;
