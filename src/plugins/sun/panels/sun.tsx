import { Fragment, useId, useMemo } from 'react';
import { greatColdDay, winterSolsticeDay } from '../../../../model/geo/study-days.ts';
import { sunPosition } from '../../../../model/geo/sun.ts';
import { boundsOf } from '../../../../model/questions/field.ts';
import { MinuteOfDay } from '../../../../model/questions/sun-study.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import {
  type CityTime,
  cityTime,
  formatDay,
  formatTime,
  instantOf,
  isoDate,
  minuteOfDay,
  zoneText,
} from '../../../kit/city-time.ts';
import { Chip, Panel, Segmented, Slider, Switch } from '../../../kit/controls.tsx';
import { DUSK_ALTITUDE_DEG, daylightOf, timeOfAltitude } from '../../../kit/daylight.ts';
import { DateField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { PlayButton } from '../../../kit/play-button.tsx';
import { RATES } from '../../../kit/rates.ts';
import { HowComputed } from '../../../kit/story.tsx';
import { useTimeAxis } from '../../../kit/time-axis.tsx';
import { useWords } from '../../../kit/words.ts';
import { followsTrueSun, isEmphasised, wantsShadows } from '../../../twin/appearance.ts';
import { QualityField } from './quality.tsx';
import { SunHours } from './sun-hours.tsx';
import { WeatherField } from './weather.tsx';

const NOON_MIN = 12 * 60;
const NIGHT_MIN = 21 * 60;

/** The city's date and time, what plays, and where the sun stands then. */
export function SunPanel({ onClose }: { onClose: () => void }) {
  const { t, language } = useWords();
  const { twin } = useApp();
  const { zone } = twin.city;
  const timeMs = useTwin((state) => state.shownTimeMs);
  const shadows = useTwin(wantsShadows);
  const rate = useTwin((state) => state.rate);
  const rateField = useId();
  const shown = cityTime(timeMs, zone);
  const isDrawnElse = useTwin((state) => isEmphasised(state, 'site'));
  const isTrue = useTwin(followsTrueSun);
  const { showTime, setRate, setShadows, studySun } = twin.getState();
  // Who sets the hour asks for its light.
  const at = (minute: number) => {
    studySun(true);
    showTime(instantOf(shown.year, shown.month, shown.day, minute, zone));
  };
  const castShadows = (on: boolean) => {
    setShadows(on);
    if (on) studySun(true);
  };
  const minute = minuteOfDay(shown);
  return (
    <Panel
      title={t('sun.title')}
      note={`${formatDay(shown, language)} ${formatTime(shown)}`}
      className="tool sun"
      onClose={onClose}
    >
      <Presets shown={shown} onMinute={at} />
      <div className="clock-row">
        <PlayButton />
        <div className="daylight">
          <DaylightStrip />
          <Slider
            hideLabel
            label={t('clock.time')}
            {...boundsOf(MinuteOfDay)}
            value={minute}
            text={formatTime(shown)}
            onChange={at}
          />
        </div>
      </div>
      <SunPlace timeMs={timeMs} />
      <ShownDay shown={shown} />
      <StudyDays shown={shown} />
      <SunHours year={shown.year} />
      <details className="fold">
        <summary>{t('sun.picture')}</summary>
        <div className="field">
          <label htmlFor={rateField}>{t('clock.rate')}</label>
          <select id={rateField} value={rate} onChange={(event) => setRate(Number(event.currentTarget.value))}>
            {RATES.map((option) => (
              <option key={option.rate} value={option.rate}>
                {t(option.word)}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <span>{t('sun.shadows')}</span>
          <Switch label={t('sun.shadows')} on={shadows} onChange={castShadows} />
        </div>
        <WeatherField />
        <QualityField />
        {isDrawnElse && (
          <div className="field">
            <span title={t('sun.studyWhy')}>{t('sun.study')}</span>
            <Switch label={t('sun.study')} on={isTrue} onChange={studySun} />
          </div>
        )}
        <InferredFact fact="light" />
      </details>
      <HowComputed plugin="sun" />
    </Panel>
  );
}

/** Another day at the same hour. */
function ShownDay({ shown }: { shown: CityTime }) {
  const { t } = useWords();
  const { twin } = useApp();
  const showDay = (text = '') => {
    const [year, month, day] = text.split('-').map(Number);
    if (!year || !month || !day) return;
    twin.getState().showTime(instantOf(year, month, day, minuteOfDay(shown), twin.city.zone));
  };
  return <DateField label={t('sun.date')} value={isoDate(shown)} onChange={showDay} />;
}

/** The days on which plans are held against the sun, of the shown year. */
function StudyDays({ shown }: { shown: CityTime }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { zone } = twin.city;
  const { showTime, setShadows, studySun } = twin.getState();
  const show = (month: number, day: number) => {
    setShadows(true);
    if (isEmphasised(twin.getState(), 'site')) studySun(true);
    showTime(instantOf(shown.year, month, day, minuteOfDay(shown), zone));
  };
  return (
    <div className="study-days">
      <div className="chips">
        {STUDY_DAYS.map(({ name, month, dayOf }) => {
          const day = dayOf(shown.year);
          return (
            <Chip key={name} on={shown.month === month && shown.day === day} onClick={() => show(month, day)}>
              {t(`sun.${name}`, { date: `${month}-${day}` })}
            </Chip>
          );
        })}
      </div>
    </div>
  );
}

const STUDY_DAYS = [
  { name: 'solstice', month: 12, dayOf: winterSolsticeDay },
  { name: 'greatCold', month: 1, dayOf: greatColdDay },
] as const;

/** Noon, dusk and night of the shown day, the one pressed that the clock shows. */
function Presets({ shown, onMinute }: { shown: CityTime; onMinute: (minute: number) => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { zone, origin } = twin.city;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the minute of dusk is the day's, whatever the hour shown
  const duskMin = useMemo(
    () => timeOfAltitude(shown, DUSK_ALTITUDE_DEG, zone, origin),
    [shown.year, shown.month, shown.day, zone, origin],
  );
  const presets = { day: NOON_MIN, dusk: duskMin, night: NIGHT_MIN };
  const minute = minuteOfDay(shown);
  const preset = (['day', 'dusk', 'night'] as const).find((name) => Math.abs(presets[name] - minute) <= 1);
  return (
    <Segmented
      label={t('sun.presets')}
      value={preset ?? 'none'}
      options={[
        { value: 'day', label: t('sun.day'), icon: 'sun' },
        { value: 'dusk', label: t('sun.dusk') },
        { value: 'night', label: t('sun.night'), icon: 'moon' },
      ]}
      onChange={(name) => {
        if (name !== 'none') onMinute(presets[name]);
      }}
    />
  );
}

/** Where the sun stands at an instant, in words. */
function SunPlace({ timeMs }: { timeMs: number }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { zone, origin } = twin.city;
  const sun = sunPosition(timeMs, origin);
  const altitude = formatNumber(Math.abs(sun.altitudeDeg));
  return (
    <p className="note">
      {sun.altitudeDeg >= 0
        ? t('sun.above', { altitude, azimuth: formatNumber(sun.azimuthDeg) })
        : t('sun.below', { altitude })}
      {' · '}
      {t('sun.trueSolar', { time: hourText(sun.trueSolarHour) })}
      <span className="zone">
        {zone} {zoneText(timeMs, zone)}
      </span>
    </p>
  );
}

/** As a clock shows it, to the minute that has begun. */
function hourText(hour: number): string {
  const minutes = Math.floor(hour * 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** In every zone midnight falls on one; of each change of the twin the day itself is not asked, 20 µs. */
const QUARTER_MS = 15 * 60_000;

/** The same in the time bar, which may reach into the days before and after. */
export function DaylightLane() {
  const { twin } = useApp();
  const { zone, origin } = twin.city;
  const placeOf = useTimeAxis();
  const quarter = useTwin((state) => Math.floor(state.shownTimeMs / QUARTER_MS));
  const shown = isoDate(cityTime(quarter * QUARTER_MS, zone));
  const days = useMemo(() => {
    const [year, month, date] = shown.split('-').map(Number);
    return [-1, 0, 1].map((step) => {
      const { year: y, month: m, day: d } = cityTime(instantOf(year, month, date + step, NOON_MIN, zone), zone);
      const { dawnMin, duskMin, riseMin, setMin } = daylightOf({ year: y, month: m, day: d }, zone, origin);
      const at = (minute: number) => instantOf(y, m, d, minute, zone);
      return { dawnMs: at(dawnMin), riseMs: at(riseMin), setMs: at(setMin), duskMs: at(duskMin) };
    });
  }, [shown, zone, origin]);
  const part = (fromMs: number, toMs: number) => {
    const left = placeOf(fromMs);
    return { left: `${left}%`, width: `${placeOf(toMs) - left}%` };
  };
  return (
    <div className="daylight-strip" aria-hidden="true">
      {days.map(({ dawnMs, riseMs, setMs, duskMs }) => (
        <Fragment key={riseMs}>
          <i className="twilight" style={part(dawnMs, duskMs)} />
          <i className="day" style={part(riseMs, setMs)} />
        </Fragment>
      ))}
    </div>
  );
}

/** Night, twilight and day of the shown day, as a strip under the hours. */
export function DaylightStrip() {
  const { twin } = useApp();
  const { zone, origin } = twin.city;
  const quarter = useTwin((state) => Math.floor(state.shownTimeMs / QUARTER_MS));
  const day = isoDate(cityTime(quarter * QUARTER_MS, zone));
  const { riseMin, setMin, dawnMin, duskMin } = useMemo(() => {
    const [year, month, date] = day.split('-').map(Number);
    return daylightOf({ year, month, day: date }, zone, origin);
  }, [day, zone, origin]);
  const part = (from: number, to: number) => ({ left: `${from / 14.4}%`, width: `${(to - from) / 14.4}%` });
  return (
    <div className="daylight-strip" aria-hidden="true">
      <i className="twilight" style={part(dawnMin, duskMin)} />
      <i className="day" style={part(riseMin, setMin)} />
    </div>
  );
}
