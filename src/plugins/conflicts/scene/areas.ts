import type { DrawnPlan } from '../../../../workers/plans/drawn.ts';
import type { App } from '../../../kit/plugin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { conflictsOpener } from '../open.ts';

/** Plans as they lie on the picture. */
export interface AreaPicture {
  plans: readonly { id: string; plan: DrawnPlan }[];
  /** Shapes with a height limit stand up to it. */
  isExtruded: boolean;
  /** The one whose card is open. */
  chosen: { plan: string; shape: number } | null;
  /** Takes a shape up; null: none is. */
  choose(chosen: AreaPicture['chosen']): void;
  /** Clicks on the ground are meant for plans. */
  takesClicks: boolean;
}

/** Plans that somebody chose to see: parcels in the colours of their uses. */
export const areaLayer: SceneLayer<AreaPicture, App> = {
  id: 'conflicts.areas',
  key: ({ plansDrawn, planDrawnSerial, extrudesPlans, planShape, plansAtDate, planDay, tool }) =>
    plansDrawn.length === 0
      ? null
      : JSON.stringify([plansDrawn, planDrawnSerial, extrudesPlans, planShape, plansAtDate && planDay, tool]),
  of(state, app) {
    const plans = app.controllerOf(conflictsOpener).drawn();
    if (plans.length === 0) return null;
    return {
      plans,
      isExtruded: state.extrudesPlans,
      chosen: state.planShape,
      choose: (planShape) => state.setPlanCheck({ planShape }),
      takesClicks: state.tool === 'conflicts',
    };
  },
  open: { globe: async () => (await import('./globe/areas.ts')).openAreas },
};
