import { formatNumber } from '../../../kit/format.ts';
import { useTimeAxis } from '../../../kit/time-axis.tsx';
import { useWords } from '../../../kit/words.ts';
import { useFloodNow } from '../flood-time.ts';
import { mostActiveGauge } from '../flood-vitals.ts';

/** Level at the gauge that rises most, from its lowest to its highest. */
export function GaugeLane() {
  const placeOf = useTimeAxis();
  const { of } = useWords();
  const now = useFloodNow();
  const gauge = now && mostActiveGauge(now);
  if (!now || !gauge) return null;
  const { levelsM, label } = gauge;
  const least = Math.min(...levelsM);
  const most = Math.max(...levelsM);
  const span = Math.max(0.01, most - least);
  const points = now.run.timesS.map(
    (timeS, i) => `${placeOf(now.run.startMs + timeS * 1000)},${0.9 - (0.8 * (levelsM[i] - least)) / span}`,
  );
  return (
    <>
      <svg className="gauge-lane" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <polyline points={points.join(' ')} />
      </svg>
      <span className="lane-note">
        <b>{of(label)}</b>
        {formatNumber(least, 2)}–{formatNumber(most, 2)}
        <span className="unit">{'\u2009m'}</span>
      </span>
    </>
  );
}

/** Rain of the shown run, hanging from the top of its lane. */
export function RainLane() {
  const placeOf = useTimeAxis();
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
