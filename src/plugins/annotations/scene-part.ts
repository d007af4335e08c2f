import type { ScenePart } from '../../kit/plugin.ts';
import { sceneData } from '../../kit/scene-data.ts';
import { Annotations, freeId } from './annotation.ts';
import { ANNOTATIONS } from './controller.ts';

/** Those of a scene come beside the window's own; one that stands there already does not come twice. */
export const annotationScenePart: ScenePart = {
  title: 'annotations.title',
  version: 1,
  async save({ twin }) {
    const { annotations } = twin.getState();
    return annotations.length > 0 ? { data: annotations } : null;
  },
  async open({ twin }, data) {
    const { annotations: own, setAnnotations } = twin.getState();
    const all = [...own];
    for (const given of sceneData(Annotations, data, ANNOTATIONS)) {
      if (own.some((one) => JSON.stringify({ ...one, id: '' }) === JSON.stringify({ ...given, id: '' }))) continue;
      all.push(all.some(({ id }) => id === given.id) ? { ...given, id: freeId(all) } : given);
    }
    setAnnotations(sceneData(Annotations, all, ANNOTATIONS));
    return [];
  },
};
