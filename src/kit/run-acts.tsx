import { useSyncExternalStore } from 'react';
import type { EngineId } from '../../model/runs/engine-id.ts';
import { ORDER_BOOK } from '../twin/order-book.ts';
import { comparedRun, compareShownRun } from '../twin/run-comparison.ts';
import { type RunFacts, runsOf } from '../twin/runs.ts';
import { useApp, useOffered, useTwin } from './app-context.tsx';
import { Icon } from './icons.tsx';
import { useWords } from './words.ts';

/** Shows the shown run of an engine beside the newest of the others, or, where there is none, beside the present. */
export function BesideNewest({ engine }: { engine: EngineId }) {
  const { list, shownId } = useTwin((state) => runsOf(state, engine));
  const compared = useTwin((state) => comparedRun(state, engine));
  if (shownId === null) return null;
  const others = list.filter(({ id, timesS }) => id !== shownId && timesS.length > 0);
  const other = others.find(({ id }) => id === compared) ?? others.at(-1);
  return <Beside engine={engine} other={other ?? null} />;
}

/** Shows the shown run of an engine beside this other one, or beside the present; pressed, alone again. */
export function Beside({ engine, other }: { engine: EngineId; other: Pick<RunFacts, 'id' | 'name'> | null }) {
  const { t } = useWords();
  const { twin } = useApp();
  const compared = useTwin((state) => comparedRun(state, engine));
  const id = other?.id ?? 'present';
  const isCompared = compared === id;
  return (
    <button
      type="button"
      className="run-act"
      aria-pressed={isCompared}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={() => compareShownRun(twin, engine, isCompared ? null : id)}
    >
      <Icon name="swipe" />
      {other ? t('run.beside', { name: other.name }) : t('run.besidePresent')}
    </button>
  );
}

/** Turns what a run supposes that people do into orders of the open incident, one after the other in the form of orders; nothing where it supposes nothing. */
export function AdoptRun({ run: { measures = [], status } }: { run: Pick<RunFacts, 'measures' | 'status'> }) {
  const { t, of } = useWords();
  const book = useOffered(ORDER_BOOK);
  const incident = useSyncExternalStore(
    (changed) => book?.follow(changed) ?? (() => undefined),
    () => book?.incident() ?? null,
    () => book?.incident() ?? null,
  );
  if (!book || incident === null || measures.length === 0 || status.kind !== 'done') return null;
  return (
    <button
      type="button"
      className="run-act adopt"
      title={t('run.adoptInto', { incident })}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={() => book.prepare(measures.map(({ task, ...rest }) => ({ ...rest, task: of(task) })))}
    >
      {t('run.adopt', { count: measures.length })}
    </button>
  );
}
