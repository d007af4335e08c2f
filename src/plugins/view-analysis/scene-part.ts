import { analysisScenePart } from '../../kit/analysis-scene-part.ts';
import { requestOf, viewAnalysisController } from './controller.ts';

/** What was chosen and drawn, and the analysis where it was on the picture. */
export const viewScenePart = analysisScenePart({
  title: 'views.title',
  opener: viewAnalysisController,
  form: ({ viewForm }) => viewForm,
  setForm: (state, form) => state.setViewForm(form),
  request: requestOf,
});
