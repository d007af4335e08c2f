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
  steps: {
    'plan.conflicts': ({ planCheck }, { controllerOf }) => {
      const conflicts = planCheck.kind === 'done' ? controllerOf(conflictsController).report()?.conflicts : undefined;
      if (!conflicts) return { mark: 'todo', word: { zh: '未比对', en: 'not compared' } };
      const severe = conflicts.filter(({ severity }) => severity === 'prohibited').length;
      if (severe === 0) return { mark: 'todo', figure: conflicts.length, word: { zh: '处', en: 'in all' } };
      return { mark: 'severe', figure: conflicts.length, word: { zh: `${severe} 严重`, en: `${severe} severe` } };
    },
    'plan.decide': (_, { controllerOf }) => {
      const waiting = [...controllerOf(conflictsController).decisions().values()].filter(
        ({ state }) => state !== 'signed',
      ).length;
      return waiting > 0
        ? { mark: 'waits', figure: waiting, word: { zh: '待签', en: 'to sign' } }
        : { mark: 'todo', figure: 0, word: { zh: '待签', en: 'to sign' } };
    },
  },
  places: {
    tool: [
      {
        id: 'conflicts',
        order: 5,
        at: ['plan.conflicts', 'plan.decide'],
        answers: 'conflicts.answers',
        invites: 'work',
        icon: 'alert',
        title: 'conflicts.title',
        result({ planCheck }, { controllerOf }) {
          const found = planCheck.kind === 'done' ? controllerOf(conflictsController).report()?.conflicts : null;
          return found ? { zh: `${found.length} 处冲突`, en: `${found.length} conflicts` } : null;
        },
        isInUse: areConflictsShown,
        Body: panel(() => import('./panels/conflicts.tsx'), 'ConflictsPanel'),
      },
    ],
    object: [
      {
        id: 'conflicts.shape',
        order: -21,
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
