import type { App } from '../../../kit/plugin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { conflictsController } from '../controller.ts';
import { isConflictTool } from '../tools.ts';
import type { AreaPicture } from './area-picture.ts';

/** Plans that somebody chose to see: parcels in the colours of their uses. */
export const areaLayer: SceneLayer<AreaPicture, App> = {
  id: 'conflicts.areas',
  key: ({ plansDrawn, planDrawnSerial, extrudesPlans, planShape, plansAtDate, planDay, tool }) =>
    plansDrawn.length === 0
      ? null
      : JSON.stringify([plansDrawn, planDrawnSerial, extrudesPlans, planShape, plansAtDate && planDay, tool]),
  of(state, app) {
    const plans = app.controllerOf(conflictsController).drawn();
    if (plans.length === 0) return null;
    return {
      plans,
      isExtruded: state.extrudesPlans,
      chosen: state.planShape,
      choose: (planShape) => state.setPlanCheck({ planShape }),
      takesClicks: isConflictTool(state.tool),
    };
  },
  open: { globe: async () => (await import('./globe/areas.ts')).openAreas },
};
