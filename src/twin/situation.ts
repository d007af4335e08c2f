import type { Priority } from '../../model/alarms/rules.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import type { OrderState } from '../../model/incidents/incident-entry.ts';
import type { Hazard } from '../../model/incidents/response-plan.ts';
import type { Text } from '../../model/text/text.ts';
import { MS_PER_MIN } from '../../model/time.ts';
import type { RunFacts } from './runs.ts';
import type { Slice, TwinState } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends SituationSlice {}
}

/** Which time everything on the page is of: the present, a past that is shown again, or what a run or a branch supposes. */
export type SituationMode = 'live' | 'replay' | 'simulated';

/** An alarm as the log of an incident has it at the shown time. */
export interface SituationAlarm {
  key: string;
  title: Text;
  priority: Priority;
  /** When its last line came, UTC. */
  ms: number;
  isOver: boolean;
}

/** An order as the log of an incident has it at the shown time. */
export interface SituationOrder {
  resource: string;
  name: string;
  task: string;
  state: 'given' | OrderState;
  /** When whoever is sent is expected, UTC; null: nobody said, or they are there. */
  arrivesMs: number | null;
}

/** A step of an incident's plan at the shown time. */
export interface SituationStep {
  title: Text;
  /** From 1. */
  number: number;
  /** When its limit is over, UTC; null: nothing has triggered it. */
  dueMs: number | null;
}

/** The incident that the page is about, as it is at the shown time. */
export interface SituationIncident {
  id: string;
  title: string;
  place: LonLat | null;
  hazard: Hazard;
  /** What happens so near its place is part of it. */
  radiusM: number;
  /** 1 is the gravest. */
  level: number;
  /** The title of its response plan; null: it has none. */
  plan: Text | null;
  /** The step that is to be done next; null: none is left. */
  step: SituationStep | null;
  stepsDone: number;
  stepCount: number;
  alarms: readonly SituationAlarm[];
  orders: readonly SituationOrder[];
  /** Hashes of what its runs came to, and ids of the runs that this page plays for it: they are the record's own. */
  runHashes: readonly string[];
  ownRuns: readonly string[];
  openedMs: number;
  /** The time of the last line of its log. */
  lastMs: number;
  closedMs: number | null;
  isExercise: boolean;
  /** It is the present one, a past moment of its log, or a branch that supposes something else. */
  at: 'present' | 'replay' | 'branch';
  /** The name of the branch that is shown. */
  branch: string | null;
  /** Sensors of that time measured it. A written scenario has its own alarms alone. */
  isMeasured: boolean;
}

interface SituationSlice {
  /** Null: no incident is under way at the shown time. */
  situationIncident: SituationIncident | null;
  takeSituationIncident(incident: SituationIncident | null): void;
}

/** The incident at the shown time, put there by whoever keeps incidents. */
export const situationSlice: Slice<SituationSlice> = (set) => ({
  situationIncident: null,
  takeSituationIncident: (situationIncident) => set({ situationIncident }),
});

type SituationFacts = Pick<TwinState, 'shownTimeMs' | 'isTimeChosen' | 'runs' | 'replay' | 'situationIncident'>;

/** The clock may be so far from the present without showing another time: it is kept by the minute. */
const PRESENT_MS = MS_PER_MIN;

/** Returns whether a run on the picture is the record's own water or crowd: a log tells its runs by what they came to. */
function isOfRecord({ situationIncident }: SituationFacts, { id, hash }: Pick<RunFacts, 'id' | 'hash'>): boolean {
  if (situationIncident?.at !== 'replay') return false;
  return situationIncident.ownRuns.includes(id) || (hash !== null && situationIncident.runHashes.includes(hash));
}

const shownRuns = (state: SituationFacts) =>
  Object.values(state.runs).flatMap(({ list, shownId }) => list.filter(({ id }) => id === shownId));

/** The one mode of the page. */
export function situationMode(state: SituationFacts, nowMs: number): SituationMode {
  const { situationIncident, replay, isTimeChosen, shownTimeMs } = state;
  if (situationIncident?.at === 'branch') return 'simulated';
  if (shownRuns(state).some((run) => !isOfRecord(state, run))) return 'simulated';
  if (replay !== null || situationIncident?.at === 'replay') return 'replay';
  if (!isTimeChosen || Math.abs(shownTimeMs - nowMs) < PRESENT_MS) return 'live';
  return shownTimeMs < nowMs ? 'replay' : 'simulated';
}

/** The one time of the page, UTC: the present while it is live, else that of the clock. */
export const situationMs = (state: SituationFacts, nowMs: number): number =>
  situationMode(state, nowMs) === 'live' ? nowMs : state.shownTimeMs;

/** The name of what is shown in place of the present: a branch, a run, a recording or an incident; null: none has one. */
export function situationName(state: SituationFacts, nowMs: number): string | null {
  const { situationIncident, replay } = state;
  const mode = situationMode(state, nowMs);
  if (mode === 'live') return null;
  if (mode === 'replay') return situationIncident?.title ?? replay?.name ?? null;
  return situationIncident?.branch ?? shownRuns(state)[0]?.name ?? null;
}

/** From where the values of sensors at the shown time come. `feed`: the feed shows them. `history`: the hub may have them. `none`: nobody measured them. */
export function measuredFrom(state: SituationFacts, nowMs: number): 'feed' | 'history' | 'none' {
  const mode = situationMode(state, nowMs);
  if (mode === 'live' || (mode === 'replay' && state.replay !== null)) return 'feed';
  if (mode === 'simulated') return 'none';
  return (state.situationIncident?.isMeasured ?? true) ? 'history' : 'none';
}
