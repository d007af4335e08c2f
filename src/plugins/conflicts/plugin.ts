import './style.css';
import type { Plugin } from '../../kit/plugin.ts';
import { areChangesShown, areConflictsShown, type ConflictController, conflictsOpener } from './open.ts';
import { ConflictsPanel } from './panels/conflicts.tsx';
import { ConflictLegend } from './panels/legend.tsx';
import { conflictLayers } from './scene/layers.ts';
import { planCheckSlice } from './slice.ts';
import { conflictsWords } from './words.ts';

/** 多规冲突: where plans contradict each other and buildings pass their limits. */
export const conflicts: Plugin<ConflictController> = {
  ...conflictsOpener,
  words: conflictsWords,
  order: 35,
  slices: [planCheckSlice],
  engine: 'plans',
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
        Body: ConflictsPanel,
      },
    ],
    legend: [
      {
        id: 'conflicts.legend',
        order: 15,
        emphasis: 'plans',
        isShown: (state) => areConflictsShown(state) || areChangesShown(state),
        Body: ConflictLegend,
      },
    ],
  },
  escape({ twin, controllerOf }) {
    const { conflictShown, conflictResolved, setPlanCheck } = twin.getState();
    if (conflictResolved !== null) {
      controllerOf(conflictsOpener).resolve(null);
      return true;
    }
    if (conflictShown === null) return false;
    setPlanCheck({ conflictShown: null });
    return true;
  },
};
