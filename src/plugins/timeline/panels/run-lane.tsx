import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { AdoptRun, Beside } from '../../../kit/run-acts.tsx';
import { outcomeOf } from '../../../kit/run-outcome.ts';
import { useTimeAxis } from '../../../kit/time-axis.tsx';
import { useWords } from '../../../kit/words.ts';
import { lastFrameMs } from '../../../twin/runs.ts';

/** More lanes than these would leave none of them a line of text. */
const MAX_LANES = 3;

/**
 * Runs of all engines on the time axis, a lane each, the last ones: as long as what is computed, a ring where it leaves another, the shown
 * ones solid, and what each came to. A press on a run's name shows it; others can be shown beside the shown one, and what a run supposes adopted.
 */
export function RunLane() {
  const { of } = useWords();
  const { twin } = useApp();
  const placeOf = useTimeAxis();
  const engines = useTwin((state) => state.runs);
  const runs = Object.entries(engines).flatMap(([engine, { list, shownId }]) =>
    list.map((run) => ({ run, engine, isShown: run.id === shownId, hasShown: shownId !== null })),
  );
  return (
    <div className="run-rows">
      {runs.slice(-MAX_LANES).map(({ run, engine, isShown, hasShown }) => {
        const from = placeOf(run.origin ? run.startMs + run.origin.timeS * 1000 : run.startMs);
        const to = placeOf(lastFrameMs(run));
        const outcome = outcomeOf(run);
        return (
          <div key={run.id} className="run-row">
            <i
              className={`run-span${isShown ? ' shown' : ''}${run.origin ? ' branch' : ''}`}
              style={{ left: `${from}%`, width: `${Math.max(0.3, to - from)}%` }}
              title={run.name}
            />
            <button
              type="button"
              aria-pressed={isShown}
              onPointerDown={(event) => event.stopPropagation()}
              onClick={() => twin.getState().showRun(engine, isShown ? null : run.id)}
            >
              {outcome ? `${run.name} · ${of(outcome)}` : run.name}
            </button>
            {!isShown && hasShown && run.timesS.length > 0 && <Beside engine={engine} other={run} />}
            <AdoptRun run={run} />
          </div>
        );
      })}
    </div>
  );
}
