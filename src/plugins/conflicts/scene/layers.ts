import type { Text } from '../../../../model/text/text.ts';
import type { ShapeChange } from '../../../../workers/plans/difference.ts';
import type { App } from '../../../kit/plugin.ts';
import type { TwinState } from '../../../twin/twin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { areChangesShown, areConflictsShown, conflictsController, filtered } from '../controller.ts';
import { areaLayer } from './areas.ts';
import { drawingLayer } from './drawing.ts';
import type { ConflictPicture } from './solids.ts';
import { solidOf, solidOfChange } from './solids.ts';

/** More than this hide the city and each other: the largest are drawn. */
const MAX_SOLIDS = 300;

/** The way that is on the picture before anybody takes it. */
const wayTried = ({ planDraft }: TwinState) => (planDraft.kind === 'made' ? planDraft.way : null);

/** Conflicts as solids: the one that is looked at hatched and named, the others plain. */
const solidLayer: SceneLayer<ConflictPicture, App> = {
  id: 'conflicts.solids',
  key: (state: TwinState) =>
    areConflictsShown(state)
      ? JSON.stringify([state.planCheck, wayTried(state), state.planFilter, state.conflictShown, state.language])
      : null,
  of(state, app) {
    const controller = app.controllerOf(conflictsController);
    const report = controller.report();
    if (!areConflictsShown(state) || !report) return null;
    const conflicts = controller.shown();
    const shown = filtered({ conflicts }, state.planFilter).slice(0, MAX_SOLIDS);
    const chosen = conflicts.find(({ id }) => id === state.conflictShown);
    return {
      plain: shown.filter(({ id }) => id !== state.conflictShown).map(solidOf),
      chosen: chosen
        ? { ...solidOf(chosen), title: report.rules.find(({ id }) => id === chosen.rule)?.title ?? null }
        : null,
    };
  },
  open: { globe: async () => (await import('./globe/solids.ts')).openSolids },
};

/** What changed between two versions of a plan, in place of conflicts. */
const changeLayer: SceneLayer<ConflictPicture, App> = {
  id: 'conflicts.changes',
  key: (state: TwinState) => (areChangesShown(state) ? JSON.stringify([state.changeShown, state.language]) : null),
  of(state, app) {
    const difference = app.controllerOf(conflictsController).difference();
    if (!areChangesShown(state) || !difference) return null;
    const { changes } = difference;
    const chosen = state.changeShown === null ? undefined : changes[state.changeShown];
    return {
      plain: changes
        .filter((change) => change !== chosen)
        .slice(0, MAX_SOLIDS)
        .map(solidOfChange),
      chosen: chosen ? { ...solidOfChange(chosen), title: titleOf(chosen) } : null,
    };
  },
  open: { globe: async () => (await import('./globe/solids.ts')).openSolids },
};

/** The shape by its id, in either language. */
function titleOf({ was, is }: ShapeChange): Text {
  const id = is ?? was ?? '';
  return { zh: id, en: id };
}

/** What the comparison of plans draws. */
export const conflictLayers = [areaLayer, solidLayer, changeLayer, drawingLayer] as const;
