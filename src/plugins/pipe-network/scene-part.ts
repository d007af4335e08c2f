import { analysisScenePart } from '../../kit/analysis-scene-part.ts';
import { pipeOpener, pipeRequestOf } from './open.ts';

/** What was asked of the network, and the answer where it was on the picture. */
export const pipeScenePart = analysisScenePart({
  title: 'pipes.title',
  opener: pipeOpener,
  form: ({ pipeForm }) => pipeForm,
  setForm: (state, form) => state.setPipeForm(form),
  request: pipeRequestOf,
});
