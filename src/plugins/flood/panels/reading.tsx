import type { GaugeObservations, LiveReading } from '../../../../model/questions/flood.ts';
import { MS_PER_H } from '../../../../model/time.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { cityTime, formatDate, formatTime } from '../../../kit/city-time.ts';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import type { SeriesGap } from '../../../twin/live/gauge-series.ts';
import { knownRatio } from '../flood-live.ts';
import { elapsedText } from '../flood-time.ts';

/** Less of the time known than this, and the sum is no longer the storm's. */
const ENOUGH_RATIO = 0.9;

/** What a run takes of the city's gauges: which, when, how much, and what is not known. */
export function FloodReading({ reading }: { reading: LiveReading }) {
  const { t, language } = useWords();
  const { twin } = useApp();
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
        {t('flood.live.span', { from: at(fromMs), to: at(fromMs + hours * MS_PER_H), read: at(readMs) })}
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
          {[...rain, ...stages].map((gauge) => (
            <ObservedGauge key={gauge.stream} gauge={gauge} />
          ))}
        </ul>
      </details>
    </>
  );
}

function ObservedGauge({ gauge: { stream, values, whole, holes } }: { gauge: GaugeObservations }) {
  const { t } = useWords();
  return (
    <li className="note">
      <span className="mono">{stream}</span> {t('flood.live.values', { values, whole })}
      {holes.length > 0 && ` · ${t('flood.live.silent', { holes: holesText(holes) })}`}
    </li>
  );
}

const holesText = (holes: readonly SeriesGap[]): string =>
  holes.map(([fromS, toS]) => `${elapsedText(fromS)}–${elapsedText(toS)}`).join(', ');
