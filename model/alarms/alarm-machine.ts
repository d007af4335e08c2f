/**
 * The life of one alarm after ANSI/ISA-18.2: what the process does and what operators do are one row of events, and
 * each event either has an arrow from the present state or is refused. Shelved, suppressed and out of service hide the
 * alarm; the process goes on beneath, and what is true then shows as unacknowledged or normal when the cover goes.
 */
export type StepState =
  | { kind: 'normal' }
  | { kind: 'unacknowledged'; raisedMs: number }
  | { kind: 'acknowledged'; raisedMs: number; by: string }
  /** Back to normal before anyone acknowledged it. */
  | { kind: 'returned'; raisedMs: number; clearedMs: number }
  | { kind: 'shelved'; untilMs: number; by: string; activeFromMs: number | null }
  /** By design: the plant's own logic says that the alarm means nothing now. */
  | { kind: 'suppressed'; activeFromMs: number | null }
  | { kind: 'outOfService'; by: string; activeFromMs: number | null };

/**
 * What is shown of an alarm: a state of the machine, or an alert, which ISA-18.2 keeps apart from alarms. An alert is worth knowing and
 * calls for no timely act of an operator, so that nobody has to acknowledge it and it goes when its cause goes.
 */
export type AlarmState = StepState | { kind: 'alert'; raisedMs: number };

/** What can happen to an alarm, from the process, from an operator or from the clock; times are UTC milliseconds. */
export type AlarmEvent =
  | { kind: 'raise' | 'clear'; atMs: number }
  | { kind: 'acknowledge' | 'unshelve' | 'takeOut' | 'putBack'; atMs: number; by: string }
  | { kind: 'shelve'; atMs: number; by: string; untilMs: number }
  /** End of a shelving whose time is up; `foldAlarm` makes these events. */
  | { kind: 'expire'; atMs: number }
  | { kind: 'suppress' | 'unsuppress'; atMs: number };

/** The state in which every alarm begins: nothing is wrong, and nothing waits for an operator. */
export const NORMAL: StepState = { kind: 'normal' };

/** A shelf ends by itself: eight hours, a shift, is the longest. */
export const MAX_SHELF_MS = 8 * 3_600_000;

/** The next state, or null: from this state the event has no arrow. */
export function stepAlarm(state: StepState, event: AlarmEvent): StepState | null {
  switch (event.kind) {
    case 'raise':
      if (state.kind === 'normal' || state.kind === 'returned') return { kind: 'unacknowledged', raisedMs: event.atMs };
      return isCovered(state) && state.activeFromMs === null ? { ...state, activeFromMs: event.atMs } : null;
    case 'clear':
      if (state.kind === 'unacknowledged') return { kind: 'returned', raisedMs: state.raisedMs, clearedMs: event.atMs };
      if (state.kind === 'acknowledged') return NORMAL;
      return isCovered(state) && state.activeFromMs !== null ? { ...state, activeFromMs: null } : null;
    case 'acknowledge':
      if (state.kind === 'unacknowledged') return { kind: 'acknowledged', raisedMs: state.raisedMs, by: event.by };
      return state.kind === 'returned' ? NORMAL : null;
    case 'shelve':
      if (isCovered(state) || event.untilMs <= event.atMs || event.untilMs - event.atMs > MAX_SHELF_MS) return null;
      return { kind: 'shelved', untilMs: event.untilMs, by: event.by, activeFromMs: activeFrom(state) };
    case 'unshelve':
      return state.kind === 'shelved' ? uncovered(state.activeFromMs) : null;
    case 'expire':
      return state.kind === 'shelved' && event.atMs >= state.untilMs ? uncovered(state.activeFromMs) : null;
    case 'suppress':
      return isCovered(state) ? null : { kind: 'suppressed', activeFromMs: activeFrom(state) };
    case 'unsuppress':
      return state.kind === 'suppressed' ? uncovered(state.activeFromMs) : null;
    case 'takeOut':
      return state.kind === 'outOfService'
        ? null
        : { kind: 'outOfService', by: event.by, activeFromMs: activeFrom(state) };
    case 'putBack':
      return state.kind === 'outOfService' ? uncovered(state.activeFromMs) : null;
  }
}

/** One event of an alarm's life with the state that it led to. */
export interface AlarmStep<State extends AlarmState = AlarmState> {
  readonly event: AlarmEvent;
  readonly state: State;
}

/** The state of the machine as it is shown of an alert: nothing waits for an operator, a hand that covers it covers it all the same. */
export function asAlert(state: StepState): AlarmState {
  if (state.kind === 'returned') return NORMAL;
  if (state.kind !== 'unacknowledged' && state.kind !== 'acknowledged') return state;
  return { kind: 'alert', raisedMs: state.raisedMs };
}

/** Back to the machine, so that an act has an arrow to take. */
export function stepStateOf(state: AlarmState): StepState {
  return state.kind === 'alert' ? { kind: 'unacknowledged', raisedMs: state.raisedMs } : state;
}

/**
 * Plays events in the order of their times until `untilMs` (inclusive); of one instant the process comes first, so that
 * the order in which they were learnt does not matter. Shelves end at their time. Refused events leave no step.
 */
export function foldAlarm(events: readonly AlarmEvent[], untilMs: number): AlarmStep<StepState>[] {
  const inOrder = [...events].sort((a, b) => a.atMs - b.atMs || RANK[a.kind] - RANK[b.kind] || compareHands(a, b));
  const steps: AlarmStep<StepState>[] = [];
  let state: StepState = NORMAL;
  const take = (event: AlarmEvent) => {
    const next = stepAlarm(state, event);
    if (next === null) return;
    state = next;
    steps.push({ event, state });
  };
  const expireBefore = (ms: number) => {
    if (state.kind === 'shelved' && state.untilMs <= ms) take({ kind: 'expire', atMs: state.untilMs });
  };
  for (const event of inOrder) {
    if (event.atMs > untilMs) break;
    expireBefore(event.atMs);
    take(event);
  }
  expireBefore(untilMs);
  return steps;
}

const RANK: Record<AlarmEvent['kind'], number> = {
  clear: 0,
  raise: 1,
  suppress: 2,
  unsuppress: 3,
  takeOut: 4,
  putBack: 5,
  expire: 6,
  shelve: 7,
  unshelve: 8,
  acknowledge: 9,
};

/** Two hands at one instant: by name, so that all pages show the same one. */
function compareHands(a: AlarmEvent, b: AlarmEvent): number {
  const first = JSON.stringify(a);
  const second = JSON.stringify(b);
  return first < second ? -1 : first > second ? 1 : 0;
}

type Covered = Extract<AlarmState, { activeFromMs: number | null }>;

/** Whether the alarm is hidden from the list: shelved, suppressed or out of service. */
export function isCovered(state: AlarmState): state is Covered {
  return state.kind === 'shelved' || state.kind === 'suppressed' || state.kind === 'outOfService';
}

/** Since when the process is in alarm, or null. */
export function activeFrom(state: AlarmState): number | null {
  if (isCovered(state)) return state.activeFromMs;
  return 'raisedMs' in state && state.kind !== 'returned' ? state.raisedMs : null;
}

function uncovered(activeFromMs: number | null): StepState {
  return activeFromMs === null ? NORMAL : { kind: 'unacknowledged', raisedMs: activeFromMs };
}
