import { analysisScenePart } from '../../kit/analysis-scene-part.ts';
import { districtsController, requestOf } from './controller.ts';

/** How the city was divided on the picture. */
export const districtsScenePart = analysisScenePart({
  title: 'districts.title',
  opener: districtsController,
  form: ({ districtsForm }) => districtsForm,
  setForm: (state, form) => state.setDistrictsForm(form),
  request: requestOf,
});
