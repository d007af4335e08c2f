import type { EngineId } from '../../model/runs/engine-id.ts';
import { hasManyPictures } from './compare.ts';
import { runsOf } from './runs.ts';
import type { TwinState } from './slice.ts';
import type { Twin } from './twin.ts';

/** The second picture: what the shown run is compared with is on it. */
const OTHER_VIEW = 1;

/** What the shown run of an engine is compared with on the second picture: a run, `present`, or null: nothing. */
export function comparedRun(state: TwinState, engine: EngineId): string | 'present' | null {
  const { shownId, comparedId } = runsOf(state, engine);
  if (shownId === null || !hasManyPictures(state.compare)) return null;
  const { runs } = state.views[OTHER_VIEW];
  if (!Object.hasOwn(runs, engine)) return comparedId;
  const own = runs[engine];
  return own === shownId ? null : (own ?? 'present');
}

/** Shows the shown run of an engine beside another one, or beside the present without any, over one another with a line between them; null ends it. */
export function compareShownRun(twin: Twin, engine: EngineId, other: string | 'present' | null): void {
  const { views, setView, compareRun, setCompare } = twin.getState();
  const { [engine]: _, ...rest } = views[OTHER_VIEW].runs;
  setView(OTHER_VIEW, { runs: other === 'present' ? { ...rest, [engine]: null } : rest });
  compareRun(engine, other === 'present' ? null : other);
  setCompare(other === null ? 'off' : 'curtain');
}
