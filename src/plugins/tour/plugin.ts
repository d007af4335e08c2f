import './style.css';
import type { Plugin } from '../../kit/plugin.ts';
import { isEmphasised } from '../../twin/appearance.ts';
import { tourLink } from './link-part.ts';
import { tourPlugin } from './open.ts';
import { TourEditor } from './panels/editor.tsx';
import { TourDesk } from './panels/tour.tsx';
import { tourLayers } from './scene/layers.ts';
import { tourSlice } from './slice.ts';
import { tourWords } from './words.ts';

/** 展厅: a looping tour that anyone can take over by touch. */
export const tour: Plugin = {
  ...tourPlugin,
  words: tourWords,
  order: 150,
  slices: [tourSlice],
  link: tourLink,
  scene: tourLayers,
  places: {
    stage: [{ id: 'tour', emphasis: 'show', isShown: ({ engine }) => engine !== 'table', Body: TourDesk }],
    tool: [
      {
        id: 'tour-editor',
        order: 90,
        emphasis: 'plans',
        icon: 'film',
        title: 'tourEditor.title',
        isDocked: true,
        Body: TourEditor,
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
