import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { areChangesShown, areConflictsShown, type ConflictController, conflictsController } from './controller.ts';
import { conflictLayers } from './scene/layers.ts';
import { planScenePart } from './scene-part.ts';
import { planCheckSlice } from './slice.ts';
import { conflictsWords } from './words.ts';

/** 多规冲突: where plans contradict each other and buildings pass their limits. */
export const conflicts: Plugin<ConflictController> = {
  ...conflictsController,
  words: conflictsWords,
  order: 35,
  slices: [planCheckSlice],
  engine: 'plans',
  sceneFile: planScenePart,
  scene: conflictLayers,
  places: {
    tool: [
      {
        id: 'conflicts',
        order: 5,
        emphasis: 'plans',
        icon: 'alert',
        title: 'conflicts.title',
        isDocked: true,
        isInUse: areConflictsShown,
        Body: panel(() => import('./panels/conflicts.tsx'), 'ConflictsPanel'),
      },
    ],
    right: [
      {
        id: 'conflicts.shape',
        order: -21,
        isAlone: true,
        isShown: ({ planShape }) => planShape !== null,
        Body: panel(() => import('./panels/plan-shape.tsx'), 'PlanShapeCard'),
      },
    ],
    legend: [
      {
        id: 'conflicts.legend',
        order: 15,
        emphasis: 'plans',
        isShown: (state) => areConflictsShown(state) || areChangesShown(state),
        Body: panel(() => import('./panels/legend.tsx'), 'ConflictLegend'),
      },
      {
        id: 'conflicts.areas',
        order: 16,
        emphasis: 'plans',
        isShown: ({ plansDrawn }) => plansDrawn.length > 0,
        Body: panel(() => import('./panels/area-legend.tsx'), 'AreaLegend'),
      },
    ],
  },
  escape({ twin, controllerOf }) {
    const { conflictShown, conflictResolved, planShape, setPlanCheck } = twin.getState();
    if (conflictResolved !== null) {
      controllerOf(conflictsController).resolve(null);
      return true;
    }
    if (planShape !== null) {
      setPlanCheck({ planShape: null });
      return true;
    }
    if (conflictShown === null) return false;
    setPlanCheck({ conflictShown: null });
    return true;
  },
};
