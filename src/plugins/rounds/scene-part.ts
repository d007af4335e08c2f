import { analysisScenePart } from '../../kit/analysis-scene-part.ts';
import { requestOf, roundsController } from './controller.ts';

/** What was asked, and the tours where they were on the picture. */
export const roundsScenePart = analysisScenePart({
  title: 'rounds.title',
  opener: roundsController,
  form: ({ roundsForm }) => roundsForm,
  setForm: (state, form) => state.setRoundsForm(form),
  request: requestOf,
});
