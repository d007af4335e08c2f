import { analysisScenePart } from '../../kit/analysis-scene-part.ts';
import { pipeNetworkController, pipeRequestOf } from './controller.ts';

/** What was asked of the network, and the answer where it was on the picture. */
export const pipeScenePart = analysisScenePart({
  title: 'pipes.title',
  opener: pipeNetworkController,
  form: ({ pipeForm }) => pipeForm,
  setForm: (state, form) => state.setPipeForm(form),
  request: pipeRequestOf,
});
