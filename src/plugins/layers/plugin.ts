import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { App, Plugin } from '../../kit/plugin.ts';
import { COLOUR_TOOL, type LayersController, layersController } from './controller.ts';
import { hasOwnColours } from './has-own-colours.ts';
import { layersWords } from './words.ts';

/** The city's layers: which are drawn, how strongly, and in which colours. */
export const layers: Plugin<LayersController> = {
  ...layersController,
  words: layersWords,
  order: 30,
  places: {
    plate: [
      { id: 'layers.button', order: 90, Body: panel(() => import('./panels/layers-button.tsx'), 'LayersButton') },
    ],
    tool: [
      {
        id: layersController.id,
        order: 10,
        at: ['plan.data', 'command.now', 'build.around', 'tour.table'],
        icon: 'layers',
        title: 'layers.title',
        answers: 'layers.answers',
        Body: panel(() => import('./panels/layer-tree.tsx'), 'LayerTree'),
      },
      {
        id: COLOUR_TOOL,
        order: 40,
        at: ['plan.data', 'command.now', 'build.around'],
        answers: 'colour.answers',
        icon: 'histogram',
        title: 'colour.title',
        isInUse: ({ colouring, filters }) => colouring !== null || filters.length > 0,
        Body: panel(() => import('./panels/colour.tsx'), 'ColourPanel'),
      },
    ],
    // The tool of colours shows the same classes.
    legend: [
      {
        id: 'layers.colouring',
        order: 30,
        isShown: ({ colouring }, app) => colouring !== null && !isChoosing(app),
        Body: panel(() => import('./panels/legend.tsx'), 'ColouringLegend'),
      },
      {
        id: 'layers.own',
        order: 40,
        isShown: (state, app) => !isChoosing(app) && hasOwnColours(state, app.twin),
        Body: panel(() => import('./panels/legend.tsx'), 'OwnLegend'),
      },
    ],
  },
};

const isChoosing = ({ panels }: App) => panels.getState().tool === COLOUR_TOOL;
