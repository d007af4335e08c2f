import { type Picking, rulerPointsOf } from '../../../twin/pick.ts';
import type { SceneLayer } from '../../../view/scene.ts';

/** The ruler of whoever picks points by one; it works on any engine. */
const rulerLayer: SceneLayer<Picking> = {
  id: 'ruler',
  of: ({ pick }) => (rulerPointsOf(pick) ? pick : null),
  open: { any: async () => (await import('./measuring.ts')).openRuler },
};

/** What measuring draws; other plug-ins pick points with the same ruler (`startPicking`). */
export const measureLayers = [rulerLayer] as const;
