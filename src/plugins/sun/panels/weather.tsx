import { useId } from 'react';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { type ShownWeather, WEATHER_CHOICES, type WeatherChoice, weatherOf } from '../../../twin/weather.ts';

/** Which weather the picture wears: one that is chosen, or what gauges and runs report. */
export function WeatherField() {
  const { t } = useWords();
  const { twin } = useApp();
  const field = useId();
  const choice = useTwin((state) => state.weather);
  const { setWeather } = twin.getState();
  return (
    <>
      <div className="field">
        <label htmlFor={field}>{t('weather.title')}</label>
        <select id={field} value={choice} onChange={(event) => setWeather(event.currentTarget.value as WeatherChoice)}>
          {WEATHER_CHOICES.map((each) => (
            <option key={each} value={each}>
              {t(`weather.${each}`)}
            </option>
          ))}
        </select>
      </div>
      {choice === 'reported' && <Reported />}
    </>
  );
}

/** What is reported, or that nobody reports. */
function Reported() {
  const { t } = useWords();
  const report = useTwin((state) => weatherOf(state).report);
  return <p className="note">{report ? t(`weather.by.${report.from}`) : t('weather.noReport')}</p>;
}

/** LOOK §7. */
const TONES = { live: 'live', recorded: 'recording', simulated: 'run' } as const;

/** Over the picture while it wears a weather: which, how hard by whom, or that it was chosen. */
export function WeatherLegend() {
  const { t } = useWords();
  const choice = useTwin((state) => state.weather);
  const key = useTwin((state) => JSON.stringify(weatherOf(state)));
  const { weather, report }: ShownWeather = JSON.parse(key);
  return (
    <section className="class-legend weather-legend" aria-label={t('weather.title')}>
      <p className="note">
        <b>{t(`weather.${report ? weather : choice}`)}</b>
        {report && (
          <>
            {' '}
            {formatNumber(report.mmPerH, 1)}
            {THIN_SPACE}mm/h
          </>
        )}{' '}
        {report ? (
          <span className={`tag ${TONES[report.from]}`}>{t(`weather.is.${report.from}`)}</span>
        ) : (
          <span className="tag">{t('weather.drawn')}</span>
        )}
      </p>
      <p className="note">{report ? t(`weather.by.${report.from}`) : t('weather.drawnWhy')}</p>
    </section>
  );
}
