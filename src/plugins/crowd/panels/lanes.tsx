import { useTimeAxis } from '../../../kit/time-axis.tsx';
import { useCrowdNow } from '../crowd-time.ts';

/** How many of the shown crowd had left by when. */
export function LeftLane() {
  const placeOf = useTimeAxis();
  const now = useCrowdNow();
  if (!now) return null;
  const { run, record } = now;
  const most = Math.max(1, run.people);
  const points = record.frames.map(
    ({ timeS, left }) => `${placeOf(run.startMs + timeS * 1000)},${0.9 - (0.8 * left) / most}`,
  );
  return (
    <svg className="gauge-lane" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      <polyline points={points.join(' ')} />
    </svg>
  );
}
