import { useCrowdNow } from './crowd-time.ts';
import { useFloodNow } from './flood-time.ts';
import { livelyGauge } from './flood-vitals.ts';
import { formatNumber } from './format.ts';
import { useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

/** Runs on the time axis: each as long as what is computed of it, the shown one solid. */
export function RunLane({ placeOf }: { placeOf: (timeMs: number) => number }) {
  const floods = useTwin((state) => state.floodRuns);
  const crowds = useTwin((state) => state.crowdRuns);
  const shownFloodId = useTwin((state) => state.shownFloodId);
  const shownCrowdId = useTwin((state) => state.shownCrowdId);
  return (
    <>
      {[...floods, ...crowds].map(({ id, name, startMs, timesS }) => {
        const from = placeOf(startMs);
        const to = placeOf(startMs + (timesS.at(-1) ?? 0) * 1000);
        return (
          <i
            key={id}
            className={`run-span${id === shownFloodId || id === shownCrowdId ? ' shown' : ''}`}
            style={{ left: `${from}%`, width: `${Math.max(0.3, to - from)}%` }}
            title={name}
          />
        );
      })}
    </>
  );
}

/** Level at the gauge that rises most, from its lowest to its highest. */
export function GaugeLane({ placeOf }: { placeOf: (timeMs: number) => number }) {
  const { of } = useWords();
  const now = useFloodNow();
  const gauge = now && livelyGauge(now);
  if (!now || !gauge) return null;
  const { levelsM, label } = gauge;
  const [least, most] = [Math.min(...levelsM), Math.max(...levelsM)];
  const span = Math.max(0.01, most - least);
  const points = now.run.timesS.map(
    (timeS, i) => `${placeOf(now.run.startMs + timeS * 1000)},${0.9 - (0.8 * (levelsM[i] - least)) / span}`,
  );
  return (
    <>
      <svg className="gauge-lane" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <polyline points={points.join(' ')} />
      </svg>
      <span className="gauge-range">
        {of(label)} {formatNumber(least, 2)}–{formatNumber(most, 2)}
        <span className="unit">{'\u2009m'}</span>
      </span>
    </>
  );
}

/** Rain of the shown run, hanging from the top of its lane. */
export function RainLane({ placeOf }: { placeOf: (timeMs: number) => number }) {
  const now = useFloodNow();
  if (!now) return null;
  const { run, record } = now;
  const { stepS, ratesMmPerH } = record.ground.rain;
  const most = Math.max(0, ...ratesMmPerH);
  if (most === 0) return null;
  const [from, to] = [0, ratesMmPerH.length * stepS].map((timeS) => placeOf(run.startMs + timeS * 1000));
  return (
    <svg
      className="rain-lane"
      style={{ left: `${from}%`, width: `${to - from}%` }}
      viewBox={`0 0 ${ratesMmPerH.length} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {ratesMmPerH.map((rate, step) => (
        <rect key={step} x={step} y={0} width={1} height={rate / most} />
      ))}
    </svg>
  );
}

/** How many of the shown crowd had left by when. */
export function LeftLane({ placeOf }: { placeOf: (timeMs: number) => number }) {
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
