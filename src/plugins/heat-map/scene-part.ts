import { analysisScenePart } from '../../kit/analysis-scene-part.ts';
import { heatController, requestOf } from './controller.ts';

/** What was typed and drawn, and the map where it was on the picture. */
export const heatScenePart = analysisScenePart({
  title: 'heat.title',
  opener: heatController,
  form: ({ heatForm }) => heatForm,
  setForm: (state, form) => state.setHeatForm(form),
  request: requestOf,
});
