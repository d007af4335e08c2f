import { analysisScenePart } from '../../kit/analysis-scene-part.ts';
import { requestOf, siteSelectionController } from './controller.ts';

/** What was chosen, and the sites where they were on the picture. */
export const sitingScenePart = analysisScenePart({
  title: 'siting.title',
  opener: siteSelectionController,
  form: ({ sitingForm }) => sitingForm,
  setForm: (state, form) => state.setSitingForm(form),
  request: requestOf,
});
