import { type ClipSolid, diggingOf, type Excavation, type Pit, shownPit } from '../../../twin/underground.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import type { GroundLook } from './ground-look.ts';

const groundLayer: SceneLayer<GroundLook> = {
  id: 'underground.ground',
  key: ({ underground, groundOpacityRatio }) => `${underground} ${groundOpacityRatio}`,
  of: ({ underground, groundOpacityRatio }) => ({ sight: underground, opacityRatio: groundOpacityRatio }),
  open: { globe: async () => (await import('./globe/ground-look.ts')).openGroundLook },
};

const pitLayer: SceneLayer<Excavation | Pit> = {
  id: 'excavation',
  of: shownPit,
  open: { globe: async () => (await import('./globe/excavation.ts')).openExcavation },
};

/** The ring of a pit while its corners are picked. */
const ringLayer: SceneLayer<readonly (readonly [eastM: number, northM: number])[]> = {
  id: 'underground.ring',
  key: ({ pick }) => pick,
  of: diggingOf,
  open: { globe: async () => (await import('./globe/dig-ring.ts')).openDigRing },
};

const clipLayer: SceneLayer<ClipSolid> = {
  id: 'underground.clip',
  of: ({ clipSolid }) => clipSolid,
  open: { globe: async () => (await import('./globe/clip-solid.ts')).openClipSolid },
};

/** What looking below the ground draws. */
export const undergroundLayers = [groundLayer, pitLayer, ringLayer, clipLayer] as const;
