import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { mayManageHalls } from '../../twin/account.ts';
import { isEmphasised } from '../../twin/appearance.ts';
import { tourController } from './controller.ts';
import { hallSlice } from './hall-slice.ts';
import { tourLink } from './link-part.ts';
import { tourLayers } from './scene/layers.ts';
import { tourScenePart } from './scene-part.ts';
import { tourSlice } from './slice.ts';
import { tourWords } from './words.ts';

/** 展厅: a looping tour that anyone can take over by touch. */
export const tour: Plugin = {
  ...tourController,
  words: tourWords,
  order: 150,
  slices: [tourSlice, hallSlice],
  link: tourLink,
  sceneFile: tourScenePart,
  scene: tourLayers,
  places: {
    stage: [
      {
        id: 'tour',
        emphasis: 'show',
        isShown: ({ engine }) => engine !== 'table',
        Body: panel(() => import('./panels/tour.tsx'), 'TourDesk'),
      },
    ],
    tool: [
      {
        id: 'tour-editor',
        order: 10,
        at: ['tour.edit', 'plan.out'],
        answers: 'tourEditor.answers',
        icon: 'film',
        title: 'tourEditor.title',
        Body: panel(() => import('./panels/editor.tsx'), 'TourEditor'),
      },
      {
        id: 'halls',
        order: 10,
        at: ['tour.halls', 'plan.out'],
        answers: 'halls.answers',
        icon: 'wall',
        title: 'halls.title',
        isShown: ({ account, feed }) => mayManageHalls(account) || feed.kind === 'none',
        Body: panel(() => import('./panels/halls.tsx'), 'HallsPanel'),
      },
    ],
  },
  escape({ twin }) {
    const state = twin.getState();
    if (state.tour !== 'playing' || state.selectedGid !== null || !isEmphasised(state, 'show')) return false;
    state.holdTour();
    return true;
  },
};
