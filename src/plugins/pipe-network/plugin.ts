import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { escapePicking } from '../../twin/pick.ts';
import { PIPE_NETWORK, pipeNetworkController } from './controller.ts';
import { hasFindings, pipeOutcome } from './outcome.ts';
import { pipeLayers } from './scene/layers.ts';
import { pipeScenePart } from './scene-part.ts';
import { pipeSlice } from './slice.ts';
import { pipeWords } from './words.ts';

/** 管网: traces up and down, bursts with the valves to close and who has no supply, clearances. */
export const pipeNetwork: Plugin<ReturnType<typeof pipeNetworkController.open>> = {
  ...pipeNetworkController,
  sceneFile: pipeScenePart,
  words: pipeWords,
  order: 56,
  slices: [pipeSlice],
  engine: PIPE_NETWORK,
  scene: pipeLayers,
  places: {
    tool: [
      {
        id: PIPE_NETWORK,
        order: 50,
        at: ['plan.analyse/ground', 'command.ahead', 'build.around'],
        answers: 'pipes.answers',
        icon: 'pipe',
        title: 'pipes.title',
        result: (state, { controllerOf }) =>
          doneSerial(state, PIPE_NETWORK) === null ? null : pipeOutcome(controllerOf(pipeNetworkController).result()),
        isInUse: (state) => doneSerial(state, PIPE_NETWORK) !== null,
        Body: panel(() => import('./panels/pipes.tsx'), 'PipePanel'),
      },
    ],
    worklist: [
      {
        id: 'pipe-network.list',
        ofTool: PIPE_NETWORK,
        isShown: (state, { controllerOf }) =>
          doneSerial(state, PIPE_NETWORK) !== null && hasFindings(controllerOf(pipeNetworkController).result()),
        Body: panel(() => import('./panels/clearance-list.tsx'), 'ClearanceList'),
      },
    ],
    legend: [
      {
        id: 'pipe-network.legend',
        order: 21,
        isShown: (state) => doneSerial(state, PIPE_NETWORK) !== null,
        Body: panel(() => import('./panels/legend.tsx'), 'PipeLegend'),
      },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), PIPE_NETWORK),
};
