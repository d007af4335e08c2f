import type { App } from '../../../kit/plugin.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import type { TwinState } from '../../../twin/slice.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import type { SpaceLine } from '../../../view/space-lines.ts';
import { EXCESS_TOKEN, type TintedSolid } from '../../../view/tinted-solid.ts';
import { HEIGHT_LIMITS, heightLimitsController } from '../controller.ts';

/** More solids than these are not built; the list and the table have all. */
const MAX_SOLIDS = 2000;

const serialOf = (state: TwinState): number | null => doneSerial(state, HEIGHT_LIMITS);
const resultOf = (state: TwinState, app: App) =>
  serialOf(state) === null ? null : app.controllerOf(heightLimitsController).result();

/** The parts above the limits. */
const solidLayer: SceneLayer<readonly TintedSolid[], App> = {
  id: 'height-limits.solids',
  key: serialOf,
  of: (state, app) =>
    resultOf(state, app)
      ?.solids.slice(0, MAX_SOLIDS)
      .map((solid) => ({ ...solid, token: EXCESS_TOKEN })) ?? null,
  open: { globe: async () => (await import('./globe.ts')).openTintedSolids },
};

/** Edges of the surfaces. */
const edgeLayer: SceneLayer<readonly SpaceLine[], App> = {
  id: 'height-limits.edges',
  key: serialOf,
  of: (state, app) =>
    resultOf(state, app)?.edges.map(({ line }) => ({ line, isRing: true, className: 'height-edge' })) ?? null,
  open: { any: async () => (await import('../../../view/space-lines.ts')).openSpaceLines },
};

/** What limits of height draw. */
export const heightLayers = [solidLayer, edgeLayer] as const;
