import { type ReactNode, useEffect, useRef, useState } from 'react';
import { failureOf, type Reason, reasonIn } from '../../twin/failure.ts';
import { Progress } from '../analysis-parts.tsx';
import { useQuery } from '../app-context.tsx';
import { saveFile } from '../run-parts.tsx';
import { useWords } from '../words.ts';
import { encodeWebm, filmCodec, zipFrames } from './film.ts';
import type { CaptionColours } from './film-caption.ts';

type Step = 'shooting' | 'packing' | 'encoding';

/** What was shot, which the form may have left since. */
interface Film {
  name: string;
  frames: Blob[];
}

type Work = { kind: 'idle' } | { kind: 'running'; step: Step; doneRatio: number } | { kind: 'failed'; reason: Reason };

type Job = (onProgress: (ratio: number) => void, signal: AbortSignal) => Promise<void>;

/** Records what a form says, with progress and a way to end it, and saves it as images or, where the browser encodes video, as WebM. */
export function FilmMaker({
  name,
  note,
  refusal,
  framesPerS,
  form,
  shoot,
}: {
  /** Name of the files, without an ending. */
  name: string;
  note: string;
  /** Why it cannot be recorded so; null: it can. */
  refusal: string | null;
  framesPerS: number;
  form(isRunning: boolean): ReactNode;
  shoot(onProgress: (ratio: number) => void, signal: AbortSignal): Promise<Blob[]>;
}) {
  const { t, language } = useWords();
  const [film, setFilm] = useState<Film | null>(null);
  const { work, run, stop } = useFilmWork();
  const record = () =>
    run('shooting', async (onProgress, signal) => {
      setFilm(null);
      setFilm({ name, frames: await shoot(onProgress, signal) });
    });
  const isRunning = work.kind === 'running';
  return (
    <div className="film-maker">
      {form(isRunning)}
      {refusal === null ? (
        <p className="film-note">{note}</p>
      ) : (
        <p className="film-refusal" role="alert">
          {refusal}
        </p>
      )}
      {work.kind === 'failed' && (
        <p className="film-refusal" role="alert">
          {reasonIn(work.reason, language)}
        </p>
      )}
      {work.kind === 'running' && (
        <div className="film-running">
          <p>{t(`filming.${work.step}`)}</p>
          <Progress label={t(`filming.${work.step}`)} doneRatio={work.doneRatio} onStop={stop} />
        </div>
      )}
      {!isRunning && (
        <div className="film-actions">
          <button type="button" className="btn primary" disabled={refusal !== null} onClick={() => void record()}>
            {t('filming.shoot')}
          </button>
        </div>
      )}
      {!isRunning && film && <FilmFiles film={film} framesPerS={framesPerS} run={run} />}
    </div>
  );
}

/** One thing at a time, which its button or leaving the form ends. */
function useFilmWork(): { work: Work; run: (step: Step, job: Job) => Promise<void>; stop: () => void } {
  const [work, setWork] = useState<Work>({ kind: 'idle' });
  const cancel = useRef<AbortController | null>(null);
  useEffect(() => () => cancel.current?.abort(), []);
  const run = async (step: Step, job: Job) => {
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

function FilmFiles({
  film: { name, frames },
  framesPerS,
  run,
}: {
  film: Film;
  framesPerS: number;
  run: (step: Step, job: Job) => Promise<void>;
}) {
  const { t } = useWords();
  const queryState = useQuery('codec', filmCodec);
  const codec = queryState.kind === 'answered' ? queryState.answer : null;
  const save = (ending: 'zip' | 'webm', file: Blob) => saveFile(`${name}.${ending}`, file.type, file);
  return (
    <>
      <p className="film-note" role="status">
        {t('filming.shot', { count: frames.length })}{' '}
        {queryState.kind === 'answered' && codec === null && t('filming.noWebm')}
      </p>
      <div className="film-actions">
        <button
          type="button"
          className="btn small"
          onClick={() => void run('packing', async () => save('zip', await zipFrames(frames)))}
        >
          {t('filming.zip')}
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
            {t('filming.webm')}
          </button>
        )}
      </div>
    </>
  );
}

/** Colours of the page's theme as it is now, by token. */
export function pageColours(): (token: string) => string {
  const style = getComputedStyle(document.documentElement);
  return (token) => style.getPropertyValue(`--${token}`).trim();
}

/** In which a caption is painted. */
export function captionInk(colourOf: (token: string) => string): CaptionColours {
  return {
    ink: colourOf('ink'),
    surface: colourOf('surface'),
    line: colourOf('line-strong'),
    mode: colourOf('mode-run'),
    tint: colourOf('mode-run-tint'),
    font: colourOf('font'),
  };
}
