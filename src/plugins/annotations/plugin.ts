import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { ANNOTATIONS, annotationsController, pickNext } from './controller.ts';
import { annotationLayers } from './scene/layers.ts';
import { annotationScenePart } from './scene-part.ts';
import { annotationSlice } from './slice.ts';
import { annotationWords } from './words.ts';

/** 标注: remarks at places of the city, which stay with the browser and the scene file. */
export const annotations: Plugin = {
  ...annotationsController,
  words: annotationWords,
  order: 81,
  slices: [annotationSlice],
  scene: annotationLayers,
  sceneFile: annotationScenePart,
  places: {
    tool: [
      {
        id: ANNOTATIONS,
        order: 50,
        at: ['plan.out', 'command.incident', 'build.out'],
        answers: 'annotations.answers',
        icon: 'remark',
        title: 'annotations.title',
        isInUse: (state) => state.annotations.length > 0,
        Body: panel(() => import('./panels/annotations.tsx'), 'AnnotationsPanel'),
      },
    ],
  },
  // What is half drawn is begun anew; a second time there is nothing, and the tool closes.
  escape({ twin }) {
    const state = twin.getState();
    if (state.pick?.owner !== ANNOTATIONS || state.pick.points.length === 0) return false;
    pickNext(state);
    return true;
  },
};
