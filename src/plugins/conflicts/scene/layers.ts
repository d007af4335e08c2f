import type { App } from '../../../kit/plugin.ts';
import type { TwinState } from '../../../twin/twin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { areConflictsShown, conflictsOpener, filtered } from '../open.ts';
import { drawingLayer } from './drawing.ts';
import type { ConflictPicture } from './solids.ts';
import { solidOf } from './solids.ts';

/** More than this hide the city and each other: the largest are drawn. */
const MAX_SOLIDS = 300;

/** Conflicts as solids: the one that is looked at hatched and named, the others plain. */
const solidLayer: SceneLayer<ConflictPicture, App> = {
  id: 'conflicts.solids',
  key: (state: TwinState) =>
    areConflictsShown(state)
      ? JSON.stringify([state.planCheck, state.planFilter, state.conflictShown, state.language])
      : null,
  of(state, app) {
    const report = app.controllerOf(conflictsOpener).report();
    if (!areConflictsShown(state) || !report) return null;
    const shown = filtered(report, state.planFilter).slice(0, MAX_SOLIDS);
    const chosen = report.conflicts.find(({ id }) => id === state.conflictShown);
    return {
      plain: shown.filter(({ id }) => id !== state.conflictShown).map(solidOf),
      chosen: chosen
        ? { ...solidOf(chosen), title: report.rules.find(({ id }) => id === chosen.rule)?.title ?? null }
        : null,
    };
  },
  open: { globe: async () => (await import('./globe/solids.ts')).openSolids },
};

/** What the comparison of plans draws. */
export const conflictLayers = [solidLayer, drawingLayer] as const;
