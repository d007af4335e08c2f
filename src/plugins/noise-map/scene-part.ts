import { analysisScenePart } from '../../kit/analysis-scene-part.ts';
import { noiseController, requestOf } from './controller.ts';

/** What was typed and drawn, and the map where it was on the picture. */
export const noiseScenePart = analysisScenePart({
  title: 'noise.title',
  opener: noiseController,
  form: ({ noiseForm }) => noiseForm,
  setForm: (state, form) => state.setNoiseForm(form),
  request: requestOf,
});
