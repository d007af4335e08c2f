import { type GaugeHeard, knownRatio, type LiveReading } from '../twin/flood-live.ts';
import type { Hole } from '../twin/sensors/gauge-series.ts';
import { cityTime, formatDate, formatTime } from './city-time.ts';
import { elapsedText } from './flood-time.ts';
import { formatNumber } from './format.ts';
import { useSurroundings } from './surroundings.tsx';
import { useWords } from './words.ts';

/** Less of the time known than this, and the sum is no longer the storm's. */
const ENOUGH_RATIO = 0.9;
const HOUR_MS = 3_600_000;

/** What a run takes of the city's gauges: which, when, how much, and what is not known. */
export function FloodReading({ reading }: { reading: LiveReading }) {
  const { t, language } = useWords();
  const { twin } = useSurroundings();
  const at = (timeMs: number) => {
    const time = cityTime(timeMs, twin.city.zone);
    return `${formatDate(time, language)} ${formatTime(time)}`;
  };
  const { readMs, fromMs, hours, taken, rain, stepS, ratesMmPerH, holes, stages } = reading;
  const sumMm = ratesMmPerH.reduce((sum, rate) => sum + (rate * stepS) / 3600, 0);
  const known = knownRatio(reading);
  return (
    <>
      <p>
        {t(`flood.live.${taken}`, { amount: rain.length })} · {formatNumber(sumMm, 1)}
        <span className="unit">{'\u2009mm'}</span>
      </p>
      <p className="note">
        {t('flood.live.span', { from: at(fromMs), to: at(fromMs + hours * HOUR_MS), read: at(readMs) })}
      </p>
      {holes.length > 0 && <p className="note">{t('flood.live.holes', { holes: holesText(holes) })}</p>}
      {known < ENOUGH_RATIO && (
        <p className="note">
          <span className="tag warn">{t('flood.live.few', { percent: Math.round(known * 100) })}</span>
        </p>
      )}
      <details>
        <summary className="note">{t('flood.live.streams', { amount: rain.length + stages.length })}</summary>
        <ul className="notes">
          {[...rain, ...stages].map((heard) => (
            <Heard key={heard.stream} heard={heard} />
          ))}
        </ul>
      </details>
    </>
  );
}

function Heard({ heard: { stream, values, whole, holes } }: { heard: GaugeHeard }) {
  const { t } = useWords();
  return (
    <li className="note">
      <span className="mono">{stream}</span> {t('flood.live.values', { values, whole })}
      {holes.length > 0 && ` · ${t('flood.live.silent', { holes: holesText(holes) })}`}
    </li>
  );
}

const holesText = (holes: readonly Hole[]): string =>
  holes.map(([fromS, toS]) => `${elapsedText(fromS)}–${elapsedText(toS)}`).join(', ');
