import { analysisScenePart } from '../../kit/analysis-scene-part.ts';
import { airReleaseController, requestOf } from './controller.ts';

/** What was typed and picked, and the analysis where it was on the picture. */
export const airScenePart = analysisScenePart({
  title: 'air.title',
  opener: airReleaseController,
  form: ({ airForm }) => airForm,
  setForm: (state, form) => state.setAirForm(form),
  request: requestOf,
});
