import { useEffect, useId, useRef, useState } from 'react';
import { MIN_PER_DAY } from '../../../../model/time.ts';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { isoDate } from '../../../kit/city-time.ts';
import { NumberField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import type { PlanFacts } from '../controller.ts';
import {
  captureFilm,
  encodeWebm,
  type FilmCodec,
  type FilmSpan,
  filmCodec,
  frameCount,
  frameKind,
  frameMins,
  jpegOf,
  MAX_FRAMES,
  zipFrames,
} from '../film.ts';
import { atWork, type Caption, type CaptionColours, paintCaption } from '../film-caption.ts';
import { buildPlugin } from '../open.ts';
import { partsOf, planDate, planName } from '../plan-text.ts';
import { useLegend } from './legend.tsx';
import { Refusal } from './refusal.tsx';
import { TaskState } from './task.tsx';

const NOON_MIN = 720;
/** The film that is proposed has about so many frames. */
const PROPOSED_FRAMES = 120;

/** Every frame is at noon: a span of days must not flicker between day and night. */
const noonOf = (min: number) => Math.floor(min / MIN_PER_DAY) * MIN_PER_DAY + NOON_MIN;

type Step = 'shooting' | 'packing' | 'encoding';

/** What was shot, which the form may have left since. */
interface Film {
  span: FilmSpan;
  frames: Blob[];
}

type Work = { kind: 'idle' } | { kind: 'running'; step: Step; doneRatio: number } | { kind: 'failed'; reason: Reason };

/** The 4D clock as a film: from date to date as images or as WebM. */
export function FilmPart({ facts }: { facts: PlanFacts }) {
  const { t } = useWords();
  const { twin, view } = useApp();
  const caption = useCaption(facts);
  const [span, setSpan] = useState<FilmSpan>(() => proposedSpan(facts));
  const [framesPerS, setFramesPerS] = useState(12);
  const [film, setFilm] = useState<Film | null>(null);
  const { work, run, stop } = useFilmWork();
  const count = frameCount(span);
  const queryState = useQuery('codec', filmCodec);
  const codec = queryState.kind === 'answered' ? queryState.answer : null;
  const shoot = () =>
    run('shooting', async (onProgress, signal) => {
      setFilm(null);
      const colourOf = pageColours();
      const ink = captionInk(colourOf);
      const take = async (min: number) => {
        const photo = await view.photograph(signal);
        paintCaption(photo, caption(min, colourOf), ink);
        return jpegOf(photo);
      };
      setFilm({ span, frames: await captureFilm(twin, frameMins(span), take, onProgress, signal) });
    });
  const refusal =
    count === 0 ? t('film.none') : count > MAX_FRAMES ? t('film.tooMany', { count, most: MAX_FRAMES }) : null;
  const isRunning = work.kind === 'running';
  return (
    <div className="review-part">
      <FilmForm
        span={span}
        framesPerS={framesPerS}
        isRunning={isRunning}
        onSpan={setSpan}
        onFramesPerS={setFramesPerS}
      />
      {refusal === null ? (
        <p className="review-note">{t('film.sum', { count, seconds: formatNumber(count / framesPerS, 1) })}</p>
      ) : (
        <Refusal reason={refusal} />
      )}
      <TaskState
        task={work.kind === 'running' ? { kind: 'running', doneRatio: work.doneRatio } : work}
        label={isRunning ? t(`film.${work.step}`) : ''}
        onStop={stop}
      />
      {!isRunning && (
        <div className="review-actions">
          <button type="button" className="btn primary" disabled={refusal !== null} onClick={() => void shoot()}>
            {t('film.shoot')}
          </button>
        </div>
      )}
      {!isRunning && film && <FilmFiles film={film} framesPerS={framesPerS} codec={codec} run={run} />}
    </div>
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

type RunStep = (
  step: Step,
  job: (onProgress: (ratio: number) => void, signal: AbortSignal) => Promise<void>,
) => Promise<void>;

/** One thing at a time, which its button or leaving the tab ends. */
function useFilmWork(): { work: Work; run: RunStep; stop: () => void } {
  const [work, setWork] = useState<Work>({ kind: 'idle' });
  const cancel = useRef<AbortController | null>(null);
  useEffect(() => () => cancel.current?.abort(), []);
  const run: RunStep = async (step, job) => {
    const own = new AbortController();
    cancel.current = own;
    setWork({ kind: 'running', step, doneRatio: 0 });
    try {
      await job((doneRatio) => setWork({ kind: 'running', step, doneRatio }), own.signal);
      setWork({ kind: 'idle' });
    } catch (error) {
      if (own.signal.aborted) setWork({ kind: 'idle' });
      else setWork({ kind: 'failed', reason: failureOf(error) });
    }
  };
  return { work, run, stop: () => cancel.current?.abort() };
}

/** Colours of the page's theme as it is now, by token. */
function pageColours(): (token: string) => string {
  const style = getComputedStyle(document.documentElement);
  return (token) => style.getPropertyValue(`--${token}`).trim();
}

function captionInk(colourOf: (token: string) => string): CaptionColours {
  return {
    ink: colourOf('ink'),
    surface: colourOf('surface'),
    line: colourOf('line-strong'),
    mode: colourOf('mode-run'),
    tint: colourOf('mode-run-tint'),
    font: colourOf('font'),
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
      <DateField
        label={t('film.from')}
        min={span.fromMin}
        isDisabled={isRunning}
        onChange={(fromMin) => onSpan({ ...span, fromMin })}
      />
      <DateField
        label={t('film.to')}
        min={span.toMin}
        isDisabled={isRunning}
        onChange={(toMin) => onSpan({ ...span, toMin })}
      />
      <NumberField
        label={t('film.pace')}
        unit={t('film.days')}
        value={span.daysPerFrame}
        min={1}
        max={365}
        onChange={(days) => onSpan({ ...span, daysPerFrame: Math.round(days) })}
      />
      <NumberField
        label={t('film.fps')}
        unit={t('film.fpsUnit')}
        value={framesPerS}
        min={1}
        max={30}
        onChange={(rate) => onFramesPerS(Math.round(rate))}
      />
    </div>
  );
}

/** What was shot, to be saved as images or, where the browser encodes video, as WebM. */
function FilmFiles({
  film,
  framesPerS,
  codec,
  run,
}: {
  film: Film;
  framesPerS: number;
  codec: FilmCodec | null;
  run: RunStep;
}) {
  const { t } = useWords();
  const { span, frames } = film;
  const save = (ending: 'zip' | 'webm', file: Blob) =>
    saveFile(`film-${isoDate(partsOf(span.fromMin))}-${isoDate(partsOf(span.toMin))}.${ending}`, file.type, file);
  const saveImages = () => run('packing', async () => save('zip', await zipFrames(frames)));
  return (
    <>
      <p className="review-note" role="status">
        {t('film.shot', { count: frames.length })} {codec === null && t('film.noWebm')}
      </p>
      <div className="review-actions">
        <button type="button" className="btn small" onClick={() => void saveImages()}>
          {t('film.zip')}
        </button>
        {codec !== null && (
          <button
            type="button"
            className="btn small"
            onClick={() =>
              void run('encoding', async (onProgress, signal) =>
                save('webm', await encodeWebm(frames, framesPerS, codec, onProgress, signal)),
              )
            }
          >
            {t('film.webm')}
          </button>
        )}
      </div>
    </>
  );
}

function DateField({
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
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="date"
        disabled={isDisabled}
        value={isoDate(partsOf(min))}
        onChange={({ currentTarget }) => {
          const dayMs = Date.parse(`${currentTarget.value}T00:00:00Z`);
          if (Number.isFinite(dayMs)) onChange(noonOf(dayMs / 60_000));
        }}
      />
    </div>
  );
}

/** What a frame says, by what is coloured now: homes of a scenario, or how far the plan is and what is at work. */
function useCaption(facts: PlanFacts): (min: number, colourOf: (token: string) => string) => Caption {
  const { t, of, language } = useWords();
  const { build } = useController(buildPlugin);
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
