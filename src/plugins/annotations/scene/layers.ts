import type { SceneLayer } from '../../../view/scene.ts';
import type { Annotation } from '../annotation.ts';

const annotationLayer: SceneLayer<readonly Annotation[]> = {
  id: 'annotations',
  of: ({ annotations }) => (annotations.length > 0 ? annotations : null),
  open: { any: async () => (await import('./drawn.ts')).openRemarks },
};

/** What annotations draw. */
export const annotationLayers = [annotationLayer] as const;
