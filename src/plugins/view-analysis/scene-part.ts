import { analysisScenePart } from '../../kit/analysis-scene-part.ts';
import { requestOf, viewOpener } from './open.ts';

/** What was chosen and drawn, and the analysis where it was on the picture. */
export const viewScenePart = analysisScenePart({
  title: 'views.title',
  opener: viewOpener,
  form: ({ viewForm }) => viewForm,
  setForm: (state, form) => state.setViewForm(form),
  request: requestOf,
});
