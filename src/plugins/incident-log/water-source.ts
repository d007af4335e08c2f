import type { IncidentPackage } from '../../../model/incidents/incident-package.ts';
import { MS_PER_S } from '../../../model/time.ts';
import { waterCase } from '../../../scenarios/incident-inputs.ts';
import type { WaterSource } from '../../twin/look-ahead.ts';
import { type RunsSlice, runsOf } from '../../twin/runs.ts';
import type { Twin } from '../../twin/twin.ts';

/** What tells whose water a moment has: the runs that its log names, those that this page plays for it, and the inputs of its file. */
export interface RecordedWater {
  runHashes: readonly string[];
  ownRuns: readonly string[];
  /** Null: a log of the hub, which has no inputs. */
  package: Pick<IncidentPackage, 'entries' | 'scenario'> | null;
}

/** The run of this window that is the record's own water at a moment; null: there is none. */
function recordRun(
  runs: RunsSlice,
  engine: string,
  { runHashes, ownRuns }: Pick<RecordedWater, 'runHashes' | 'ownRuns'>,
): string | null {
  const isOwn = ({ id, hash }: { id: string; hash: string | null }) =>
    ownRuns.includes(id) || (hash !== null && runHashes.includes(hash));
  return runsOf(runs, engine).list.findLast(isOwn)?.id ?? null;
}

/** The case that an incident's file names, at its place on the clock; null: it names none, or none of an hour. */
function recordCase(file: RecordedWater['package']): WaterSource | null {
  const openedMs = file?.entries[0]?.receivedMs;
  const found = file?.scenario && openedMs !== undefined ? waterCase(file.scenario.inputs, openedMs) : null;
  return found && { kind: 'case', ...found };
}

/**
 * Where the water of a past moment is known from: the record's own run, the case of its file, or the run on the picture where it reaches over
 * the moment; null: nobody recorded it.
 */
export function waterSourceAt(ms: number, runs: RunsSlice, engine: string, water: RecordedWater): WaterSource | null {
  const own = recordRun(runs, engine, water);
  if (own !== null) return { kind: 'run', run: own };
  const ofFile = recordCase(water.package);
  if (ofFile?.kind === 'case' && ofFile.startMs <= ms) return ofFile;
  const { list, shownId } = runsOf(runs, engine);
  const shown = list.find(({ id }) => id === shownId);
  const isOver = shown && shown.startMs <= ms && ms <= shown.startMs + shown.endS * MS_PER_S;
  return isOver ? { kind: 'run', run: shown.id } : null;
}

/** Shows the record's own water while the record is replayed and no other run is on the picture; takes it away after. Returns what ends it. */
export function followRecordWater(twin: Twin, engineOf: () => string | null): () => void {
  let shownHere: string | null = null;
  return twin.follow(
    (state) => {
      const { situationIncident } = state;
      const engine = engineOf();
      if (engine === null || situationIncident?.at !== 'replay') return null;
      return recordRun(state, engine, situationIncident);
    },
    (run, state) => {
      const engine = engineOf();
      if (engine === null) return;
      const { shownId } = runsOf(state, engine);
      if (run !== null && shownId === null) {
        shownHere = run;
        state.showRun(engine, run);
      } else if (run === null && shownHere !== null) {
        if (shownId === shownHere) state.showRun(engine, null);
        shownHere = null;
      }
    },
  );
}
