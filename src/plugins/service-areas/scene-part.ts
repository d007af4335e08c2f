import { analysisScenePart } from '../../kit/analysis-scene-part.ts';
import { requestOf, serviceAreasController } from './controller.ts';

/** What was chosen and drawn, and the analysis where it was on the picture. */
export const serviceScenePart = analysisScenePart({
  title: 'service.title',
  opener: serviceAreasController,
  form: ({ serviceForm }) => serviceForm,
  setForm: (state, form) => state.setServiceForm(form),
  request: requestOf,
});
