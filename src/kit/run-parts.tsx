import { useEffect, useState } from 'react';
import { isRunActive, type RunStatus } from '../twin/runs.ts';
import { THIN_SPACE, waitText } from './format.ts';
import { oneByOne } from './one-by-one.ts';
import { useWords } from './words.ts';

/** A field that looks like the name it holds. */
export function RunName({ name, onRename }: { name: string; onRename: (name: string) => void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState(name);
  const take = () => {
    const text = typed.trim();
    if (text === '') setTyped(name);
    else onRename(text);
  };
  return (
    <input
      className="run-name"
      aria-label={t('run.rename')}
      maxLength={40}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}

export function StatusTag({ status }: { status: RunStatus }) {
  const { t } = useWords();
  return (
    <span className={`tag ${status.kind === 'done' ? 'run' : status.kind === 'failed' ? 'warn' : ''}`}>
      {t(`run.status.${status.kind}`)}
    </span>
  );
}

interface Going {
  pause(id: string): void;
  resume(id: string): void;
  stop(id: string): void;
}

/** While a run is under way: how far, how long still, and what can be done to it. */
export function RunProgress({
  run: { id, status },
  controls,
}: {
  run: { id: string; status: RunStatus };
  controls: Going;
}) {
  const { t } = useWords();
  if (!isRunActive(status) || !('progressRatio' in status)) return null;
  const preparedRatio = status.kind === 'running' ? status.preparedRatio : undefined;
  const percent = Math.round((preparedRatio ?? status.progressRatio) * 100);
  const eta = status.kind === 'running' && status.etaS !== null ? t('run.left', { time: waitText(status.etaS) }) : '';
  return (
    <>
      <div className="progress" role="progressbar" aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100}>
        <i style={{ width: `${percent}%` }} />
      </div>
      <div className="row-head">
        <span className="note">
          {preparedRatio !== undefined && `${t('run.preparing')} `}
          {percent}
          {THIN_SPACE}% {eta && `· ${eta}`}
        </span>
        <span className="space" />
        {status.kind === 'running' ? (
          <button type="button" className="btn small" onClick={() => controls.pause(id)}>
            {t('run.pause')}
          </button>
        ) : (
          <button type="button" className="btn small" onClick={() => controls.resume(id)}>
            {t('run.resume')}
          </button>
        )}
        <button type="button" className="btn small" onClick={() => controls.stop(id)}>
          {t('run.stop')}
        </button>
      </div>
    </>
  );
}

export type EstimateState<T> = { kind: 'answered'; answer: T } | { kind: 'failed'; error: unknown } | null;

/** A change is estimated when the hand rests. */
const REST_MS = 400;

/** What a form will cost, asked for anew when the form is another; null: it is being asked for. */
export function useEstimate<T>(form: object | null, estimate: () => Promise<T>): EstimateState<T> {
  const [state, setState] = useState<{ form: object; estimated: EstimateState<T> } | null>(null);
  const [queue] = useState(oneByOne);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ask` is written inline and means the same for one form
  useEffect(() => {
    if (!form) return;
    let isCurrent = true;
    const tell = (estimated: EstimateState<T>) => {
      if (isCurrent) setState({ form, estimated });
    };
    const ask = () =>
      estimate().then(
        (answer) => tell({ kind: 'answered', answer }),
        (error: unknown) => tell({ kind: 'failed', error }),
      );
    const timer = setTimeout(() => void queue(() => isCurrent, ask), REST_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [form]);
  return state?.form === form ? state.estimated : null;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The first letter's name that no run has. */
export function nextRunName(taken: readonly { name: string }[], nameOf: (letter: string) => string): string {
  const names = [...LETTERS].map(nameOf);
  return names.find((name) => taken.every((run) => run.name !== name)) ?? names[0];
}

export function saveFile(name: string, type: string, ...parts: BlobPart[]): void {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** With the mark by which spreadsheets know UTF-8. */
export const saveCsv = (name: string, csv: string): void => saveFile(`${name}.csv`, 'text/csv', '\ufeff', csv);
