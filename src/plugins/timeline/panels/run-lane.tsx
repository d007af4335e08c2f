import { useTwin } from '../../../kit/app-context.tsx';
import { useTimeAxis } from '../../../kit/time-axis.tsx';
import { lastFrameMs } from '../../../twin/runs.ts';

/** Runs of all engines on the time axis: each as long as what is computed of it, the shown ones solid. */
export function RunLane() {
  const placeOf = useTimeAxis();
  const engines = useTwin((state) => state.runs);
  return (
    <>
      {Object.values(engines).flatMap(({ list, shownId }) =>
        list.map((run) => {
          const from = placeOf(run.startMs);
          const to = placeOf(lastFrameMs(run));
          return (
            <i
              key={run.id}
              className={`run-span${run.id === shownId ? ' shown' : ''}`}
              style={{ left: `${from}%`, width: `${Math.max(0.3, to - from)}%` }}
              title={run.name}
            />
          );
        }),
      )}
    </>
  );
}
