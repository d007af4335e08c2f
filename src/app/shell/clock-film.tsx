import { useId, useState } from 'react';
import { FilmPace } from '../../../model/questions/film.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import { MS_PER_H, MS_PER_MIN } from '../../../model/time.ts';
import { instantOfWall } from '../../../model/wall-clock.ts';
import { useApp, useTwin } from '../../kit/app-context.tsx';
import { cityTime, formatDate, formatTime, instantOf, isoDate, minuteOfDay } from '../../kit/city-time.ts';
import { Panel } from '../../kit/controls.tsx';
import { DayInput, MinuteInput } from '../../kit/day-input.tsx';
import { FieldControl, Fields } from '../../kit/fields/fields.tsx';
import { type ClockSpan, clockFrameCount, clockShots } from '../../kit/film/clock-shots.ts';
import { captureFilm, jpegOf, MAX_BYTES, MAX_FRAMES } from '../../kit/film/film.ts';
import { paintCaption } from '../../kit/film/film-caption.ts';
import { captionInk, FilmMaker, pageColours } from '../../kit/film/film-maker.tsx';
import { FormSection } from '../../kit/form-fields.tsx';
import { formatNumber } from '../../kit/format.ts';
import { useWords } from '../../kit/words.ts';
import { isSimulated } from './is-simulated.ts';

const PROPOSED_H = 2;

/** What the present view shows from one time to another, frame by frame: sun, weather, runs, all that follows the clock. */
function ClockFilm() {
  const { t, of, language } = useWords();
  const { twin, view } = useApp();
  const { city } = twin;
  const [span, setSpan] = useState<ClockSpan>(() => {
    const fromMs = Math.floor(twin.getState().shownTimeMs / MS_PER_MIN) * MS_PER_MIN;
    return { fromMs, toMs: fromMs + PROPOSED_H * MS_PER_H, stepMin: defaultsOf(FilmPace).stepMin };
  });
  const [framesPerS, setFramesPerS] = useState(defaultsOf(FilmPace).framesPerS);
  const hasSimulated = useTwin(isSimulated);
  const count = clockFrameCount(span);
  const shoot = (onProgress: (ratio: number) => void, signal: AbortSignal) => {
    const ink = captionInk(pageColours());
    const name = `${of(city.name)}${city.fictional ? ` · ${t('app.fictional')}` : ''}`;
    const take = async ({ timeMs }: { timeMs: number }) => {
      const photo = await view.photograph(signal);
      const shown = cityTime(timeMs, city.zone);
      const date = `${formatDate(shown, language)} ${formatTime(shown)}`;
      paintCaption(photo, { date, mark: hasSimulated ? t('run.simulated') : '', lines: [name], legend: [] }, ink);
      return jpegOf(photo);
    };
    return captureFilm(twin, clockShots(span), take, onProgress, signal);
  };
  const most = { most: MAX_FRAMES, mostMb: MAX_BYTES / 1e6 };
  const tooMany = count > MAX_FRAMES ? t('filming.tooMany', { count, most: MAX_FRAMES }) : null;
  return (
    <FormSection title={t('filming.clock')}>
      <FilmMaker
        name={`${city.id}-${fileTime(span.fromMs, city.zone)}-${fileTime(span.toMs, city.zone)}`}
        note={t('filming.sum', { count, seconds: formatNumber(count / framesPerS, 1), ...most })}
        refusal={count === 0 ? t('filming.none') : tooMany}
        framesPerS={framesPerS}
        form={(isRunning) => (
          <div className="film-form">
            <TimeField
              label={t('filming.from')}
              timeMs={span.fromMs}
              isDisabled={isRunning}
              onChange={(fromMs) => setSpan({ ...span, fromMs })}
            />
            <TimeField
              label={t('filming.to')}
              timeMs={span.toMs}
              isDisabled={isRunning}
              onChange={(toMs) => setSpan({ ...span, toMs })}
            />
            <Fields of={FilmPace} only={['stepMin']} value={span} onChange={(part) => setSpan({ ...span, ...part })} />
            <FieldControl of={FilmPace.entries.framesPerS} value={framesPerS} onChange={setFramesPerS} />
          </div>
        )}
        shoot={shoot}
      />
    </FormSection>
  );
}

/** The film of the clock as a tool of its own. */
export function ClockFilmPanel() {
  const { t } = useWords();
  return (
    <Panel title={t('filming.clock')} className="tool">
      <ClockFilm />
    </Panel>
  );
}

/** `2026-07-18T1040`: what a file's name may hold on any system. */
function fileTime(timeMs: number, zone: string): string {
  const at = cityTime(timeMs, zone);
  return `${isoDate(at)}T${formatTime(at).replace(':', '')}`;
}

/** By the city's clock. */
function TimeField({
  label,
  timeMs,
  isDisabled,
  onChange,
}: {
  label: string;
  timeMs: number;
  isDisabled: boolean;
  onChange: (timeMs: number) => void;
}) {
  const { t } = useWords();
  const id = useId();
  const { zone } = useApp().twin.city;
  const at = cityTime(timeMs, zone);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <DayInput
        id={id}
        value={isoDate(at)}
        isDisabled={isDisabled}
        onChange={(day) => {
          if (day !== undefined)
            onChange(instantOfWall(Date.parse(`${day}T00:00Z`) / MS_PER_MIN + minuteOfDay(at), zone));
        }}
      />
      <MinuteInput
        label={t('day.time', { label })}
        value={formatTime(at)}
        isDisabled={isDisabled}
        onChange={(minute) => onChange(instantOf(at.year, at.month, at.day, minute, zone))}
      />
    </div>
  );
}
