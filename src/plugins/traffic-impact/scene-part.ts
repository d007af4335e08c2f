import { analysisScenePart } from '../../kit/analysis-scene-part.ts';
import { requestOf, trafficImpactController } from './controller.ts';

/** What was computed, with the roads as they were then. */
export const impactScenePart = analysisScenePart({
  title: 'impact.title',
  opener: trafficImpactController,
  form: ({ impactForm }) => impactForm,
  setForm: (state, form) => state.setImpactForm(form),
  request: requestOf,
});
