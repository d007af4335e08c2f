import { analysisScenePart } from '../../kit/analysis-scene-part.ts';
import { requestOf, terrainAnalysisController } from './controller.ts';

/** What was chosen and drawn, and the analysis where it was on the picture. */
export const terrainScenePart = analysisScenePart({
  title: 'terrain.title',
  opener: terrainAnalysisController,
  form: ({ terrainForm }) => terrainForm,
  setForm: (state, form) => state.setTerrainForm(form),
  request: requestOf,
});
