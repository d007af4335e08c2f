import { useState } from 'react';
import { FilmPace } from '../../../../model/questions/film.ts';
import { defaultsOf } from '../../../../model/questions/question.ts';
import { MIN_PER_DAY, MS_PER_MIN } from '../../../../model/time.ts';
import { instantOfWall } from '../../../../model/wall-clock.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { isoDate } from '../../../kit/city-time.ts';
import { FieldControl, Fields } from '../../../kit/fields/fields.tsx';
import { captureFilm, jpegOf, MAX_FRAMES } from '../../../kit/film/film.ts';
import { type Caption, paintCaption } from '../../../kit/film/film-caption.ts';
import { captionInk, FilmMaker, pageColours } from '../../../kit/film/film-maker.tsx';
import { DateField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { buildController } from '../controller.ts';
import { atWork, type FilmSpan, frameCount, frameKind, frameMins } from '../film.ts';
import { partsOf, planDate, planName } from '../plan-text.ts';
import type { PlanFacts } from '../schedule-controller.ts';
import { useLegend } from './legend.tsx';

const NOON_MIN = 720;
/** The film that is proposed has about so many frames. */
const PROPOSED_FRAMES = 120;

/** Every frame is at noon: a span of days must not flicker between day and night. */
const noonOf = (min: number) => Math.floor(min / MIN_PER_DAY) * MIN_PER_DAY + NOON_MIN;

/** The 4D clock as a film: from date to date as images or as WebM. */
export function FilmPart({ facts }: { facts: PlanFacts }) {
  const { t } = useWords();
  const { twin, view } = useApp();
  const caption = useCaption(facts);
  const [span, setSpan] = useState<FilmSpan>(() => proposedSpan(facts));
  const [framesPerS, setFramesPerS] = useState(defaultsOf(FilmPace).framesPerS);
  const count = frameCount(span);
  const shoot = async (onProgress: (ratio: number) => void, signal: AbortSignal) => {
    const colourOf = pageColours();
    const ink = captionInk(colourOf);
    const shots = frameMins(span).map((min) => ({ min, timeMs: instantOfWall(Math.round(min), twin.city.zone) }));
    const take = async ({ min }: { min: number }) => {
      const photo = await view.photograph(signal);
      paintCaption(photo, caption(min, colourOf), ink);
      return jpegOf(photo);
    };
    return captureFilm(twin, shots, take, onProgress, signal);
  };
  const tooMany = count > MAX_FRAMES ? t('film.tooMany', { count, most: MAX_FRAMES }) : null;
  return (
    <FilmMaker
      name={`film-${isoDate(partsOf(span.fromMin))}-${isoDate(partsOf(span.toMin))}`}
      note={t('film.sum', { count, seconds: formatNumber(count / framesPerS, 1) })}
      refusal={count === 0 ? t('filming.none') : tooMany}
      framesPerS={framesPerS}
      form={(isRunning) => (
        <FilmForm
          span={span}
          framesPerS={framesPerS}
          isRunning={isRunning}
          onSpan={setSpan}
          onFramesPerS={setFramesPerS}
        />
      )}
      shoot={shoot}
    />
  );
}

/** The whole plan, in about `PROPOSED_FRAMES` frames. */
function proposedSpan({ startMin, finishMin }: PlanFacts): FilmSpan {
  return {
    fromMin: noonOf(startMin),
    toMin: noonOf(finishMin + MIN_PER_DAY),
    daysPerFrame: Math.max(1, Math.ceil((finishMin - startMin) / MIN_PER_DAY / PROPOSED_FRAMES)),
  };
}

/** From when to when, and how fast. */
function FilmForm({
  span,
  framesPerS,
  isRunning,
  onSpan,
  onFramesPerS,
}: {
  span: FilmSpan;
  framesPerS: number;
  isRunning: boolean;
  onSpan: (span: FilmSpan) => void;
  onFramesPerS: (framesPerS: number) => void;
}) {
  const { t } = useWords();
  return (
    <div className="film-form">
      <FilmDay
        label={t('film.from')}
        min={span.fromMin}
        isDisabled={isRunning}
        onChange={(fromMin) => onSpan({ ...span, fromMin })}
      />
      <FilmDay
        label={t('film.to')}
        min={span.toMin}
        isDisabled={isRunning}
        onChange={(toMin) => onSpan({ ...span, toMin })}
      />
      <Fields of={FilmPace} only={['daysPerFrame']} value={span} onChange={(part) => onSpan({ ...span, ...part })} />
      <FieldControl of={FilmPace.entries.framesPerS} value={framesPerS} onChange={onFramesPerS} />
    </div>
  );
}

/** A day of the plan, at its noon. */
function FilmDay({
  label,
  min,
  isDisabled,
  onChange,
}: {
  label: string;
  min: number;
  isDisabled: boolean;
  onChange: (min: number) => void;
}) {
  return (
    <DateField
      label={label}
      isDisabled={isDisabled}
      value={isoDate(partsOf(min))}
      onChange={(day) => {
        if (day !== undefined) onChange(noonOf(Date.parse(`${day}T00:00:00Z`) / MS_PER_MIN));
      }}
    />
  );
}

/** What a frame says, by what is coloured now: homes of a scenario, or how far the plan is and what is at work. */
function useCaption(facts: PlanFacts): (min: number, colourOf: (token: string) => string) => Caption {
  const { t, of, language } = useWords();
  const { build } = useController(buildController);
  const noise = useTwin((state) => state.noiseShown);
  const scenario = useTwin((state) => state.effectScenario);
  const legend = useLegend();
  return (min, colourOf) => {
    const title = noise === null || scenario === null ? null : build.review.scenarioTitle(scenario);
    const kind = title ? t('film.scenario', { title: of(title) }) : t(`film.${frameKind(min, facts.dataDateMin)}`);
    const rows = atWork(facts.rows, min);
    const names = rows.map(({ name }) => planName(name, language)).join(t('film.and'));
    return {
      date: planDate(min, language),
      mark: t('run.simulated'),
      lines: [
        [planName(facts.name, language), kind, ...(noise === null ? [] : [legend.title])].join(' · '),
        rows.length === 0 ? t('film.idle') : t('film.atWork', { count: rows.length, names }),
      ],
      legend: legend.entries.map(({ token, ...entry }) => ({ ...entry, colour: colourOf(token) })),
    };
  };
}
