import type { EngineId } from '../../model/runs/engine-id.ts';
import type { Text } from '../../model/text/text.ts';
import { runMessage } from '../twin/run-messages.ts';
import { type RunFacts, runsOf } from '../twin/runs.ts';
import type { TwinState } from '../twin/slice.ts';
import { formatNumber } from './format.ts';

/** A run is named by the first of these figures that it has. */
const FIGURES = ['wetResidents', 'wetDwellings', 'closedRoads', 'left'] as const;

/** Says in a few words how a run ended, or that it goes on; null: it tells no figure. */
export function outcomeOf({ status, figures }: Pick<RunFacts, 'status' | 'figures'>): Text | null {
  if (status.kind === 'running') return runMessage('running', { percent: Math.round(100 * status.progressRatio) }).text;
  for (const name of FIGURES) {
    const found = figures?.more.find((figure) => figure.name === name);
    if (found) return runMessage(name, { count: formatNumber(found.value) }).text;
  }
  return null;
}

/** Says how the last run of an engine ended; null: there is none. */
export function runOutcome(state: TwinState, engine: EngineId): Text | null {
  const { list } = runsOf(state, engine);
  const last = list.at(-1);
  return last ? (outcomeOf(last) ?? runMessage('count', { count: list.length }).text) : null;
}
