import { type IncidentAct, MAX_LINE } from '../../../model/incidents/incident-entry.ts';
import { jsonHash } from '../../../model/text/json-hash.ts';
import type { Reason } from '../../twin/failure.ts';
import { isRunActive, type RunFacts, type RunsSlice } from '../../twin/runs.ts';

const HASH = /^[0-9a-f]{64}$/;
const MAX_NAME = 200;

/** A run of this page: one of an engine's list. */
interface PageRun {
  engine: string;
  run: RunFacts;
}

const STOPPED: Reason = { zh: '人工停止', en: 'stopped by hand' };

interface RunLinesParts {
  newKey(): string;
  /** Where lines go that are written now; null: no incident is open, or nobody may write. */
  target(): ((act: IncidentAct) => Promise<void>) | null;
  report(error: unknown): void;
}

/** What the hash of a run's inputs is made of: its engine, its form as it was filled in, and what it branches from. */
export const runInputHash = ({ engine, run: { form, origin } }: PageRun): string =>
  jsonHash(JSON.parse(JSON.stringify([engine, form, origin])));

/**
 * Follows the runs of the page: one that is begun while an incident is open is a line of its log, and so is how it ends, in the same log.
 * A run that was there before, or was opened from a file, is none.
 */
export function openRunLines(parts: RunLinesParts): (runs: RunsSlice['runs']) => void {
  /** Runs that go on, by engine and id: the log that they are in and their key there; null: they are in none. */
  const active = new Map<string, { write: (act: IncidentAct) => Promise<void>; key: string } | null>();
  const begin = (one: PageRun) => {
    const write = parts.target();
    const key = parts.newKey();
    if (!write) return null;
    const { engine, run } = one;
    const name = run.name.slice(0, MAX_NAME);
    write({ kind: 'run', run: key, engine, inputHash: runInputHash(one), orders: run.orders ?? 'unsaid', name }).catch(
      parts.report,
    );
    return { write, key };
  };
  return (runs) => {
    for (const [engine, { list }] of Object.entries(runs))
      for (const run of list) {
        const id = `${engine} ${run.id}`;
        if (isRunActive(run.status)) {
          if (!active.has(id)) active.set(id, begin({ engine, run }));
          continue;
        }
        const line = active.get(id);
        active.delete(id);
        if (line) line.write(endOf(line.key, run)).catch(parts.report);
      }
  };
}

function endOf(key: string, { status, hash, figures }: RunFacts): IncidentAct {
  if (status.kind === 'done' && hash !== null && HASH.test(hash))
    return {
      kind: 'run-result',
      run: key,
      hash,
      loss: figures?.loss ?? null,
      text: '',
      ...(figures && figures.more.length > 0 ? { figures: figures.more.map((one) => ({ ...one })) } : {}),
    };
  const reason: Reason = status.kind === 'failed' ? status.reason : STOPPED;
  const texts = { zh: reason.zh.slice(0, MAX_LINE), en: reason.en.slice(0, MAX_LINE) };
  return { kind: 'run-failed', run: key, text: texts.zh, texts };
}
