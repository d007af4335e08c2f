import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { escapePicking } from '../../twin/pick.ts';
import { DISPATCH, type DispatchController, resourceDispatchController } from './controller.ts';
import { dispatchLayers } from './scene/layers.ts';
import { dispatchSlice } from './slice.ts';
import { dispatchWords } from './words.ts';

/** 资源与调度: closed roads, who can be sent, how far they come, and who goes where. */
export const resourceDispatch: Plugin<DispatchController> = {
  ...resourceDispatchController,
  words: dispatchWords,
  order: 112,
  slices: [dispatchSlice],
  engine: 'road-routes',
  scene: dispatchLayers,
  story: {
    order: 3,
    title: 'dispatch.title',
    computed: 'dispatch.story.computed',
    from: 'dispatch.story.from',
    limits: 'dispatch.story.limits',
    checked: 'dispatch.story.checked',
  },
  places: {
    tool: [
      {
        id: DISPATCH,
        order: 10,
        at: ['command.dispatch'],
        answers: 'dispatch.answers',
        icon: 'truck',
        title: 'dispatch.title',
        result(state, { controllerOf }) {
          const found = doneSerial(state, DISPATCH) === null ? null : controllerOf(resourceDispatchController).result();
          if (found?.kind !== 'assignment') return null;
          return { zh: `${found.served.length} 处已派`, en: `${found.served.length} served` };
        },
        isInUse: (state) => doneSerial(state, DISPATCH) !== null || state.roadOrders.length > 0,
        Body: panel(() => import('./panels/dispatch.tsx'), 'DispatchPanel'),
      },
    ],
    legend: [
      {
        id: 'resource-dispatch.legend',
        order: 28,
        isShown: (state) => doneSerial(state, DISPATCH) !== null || state.closedSegments.length > 0,
        Body: panel(() => import('./panels/legend.tsx'), 'DispatchLegend'),
      },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), DISPATCH),
};
