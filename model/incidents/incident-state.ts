import type { Message } from '../text/message.ts';
import { MS_PER_MIN } from '../time.ts';
import type { ActOf, IncidentAct, IncidentEntry, OrderState } from './incident-entry.ts';
import { incidentMessage } from './incident-messages.ts';
import { type IncidentTimeline, ORDER_STATE_NUMBERS } from './incident-timeline.ts';
import { type IncidentRole, type PlanStep, RADIUS_M, type ResponsePlan } from './response-plan.ts';
import type { TimelineState } from './timeline-state.ts';

/** An order as it stands; times are UTC ms, null where it did not come to that. */
export interface OrderFacts {
  act: ActOf<'order'>;
  state: 'given' | OrderState;
  givenMs: number;
  acceptedMs: number | null;
  onWayMs: number | null;
  onSiteMs: number | null;
  /** Done, refused or recalled. */
  endedMs: number | null;
}

/** A step of the plan as it stands. */
export interface StepFacts {
  step: PlanStep;
  triggeredMs: number | null;
  startedMs: number | null;
  doneMs: number | null;
  /** When its limit is over; null before its trigger. */
  dueMs: number | null;
}

/** A run that was started for the incident. */
interface RunFacts {
  act: ActOf<'run'>;
  result: ActOf<'run-result'> | null;
  failed: ActOf<'run-failed'> | null;
}

/** What an incident comes to at one moment, made of a state for whoever shows or scores it. */
export interface IncidentFacts {
  opened: ActOf<'opened'> | null;
  openedMs: number | null;
  closedMs: number | null;
  /** 1 is the gravest; 0 before it was opened. */
  level: number;
  steps: StepFacts[];
  orders: OrderFacts[];
  runs: RunFacts[];
  roles: { role: IncidentRole; unit: string }[];
  alarms: ActOf<'alarm'>[];
  /** As it stands now, with its steps; null: none. */
  plan: ResponsePlan | null;
  /** What happens so near its place is part of it, metres. */
  radiusM: number;
  /** The runs that its avoided loss is between; null: nobody chose them. */
  scoreRuns: ActOf<'score-runs'> | null;
  /** The number of the last line, the lines that were refused, and the comments. */
  seq: number;
  refusals: number;
  comments: number;
}

const STATE_NAMES: ReadonlyMap<number, OrderFacts['state']> = new Map(
  Object.entries(ORDER_STATE_NUMBERS).map(([name, number]) => [number, name as OrderFacts['state']]),
);

const timeOf = (kept: number): number | null => (kept === 0 ? null : kept - 1);

/** Reads a state of a log. */
export function factsOf(timeline: IncidentTimeline, state: TimelineState = timeline.present()): IncidentFacts {
  const number = (field: 'level' | 'seq' | 'refusals' | 'comments' | 'openedMs' | 'closedMs') =>
    timeline.read('incident', '', field, state);
  return {
    opened: timeline.opened(state),
    openedMs: timeOf(number('openedMs')),
    closedMs: timeOf(number('closedMs')),
    level: number('level'),
    steps: timeline.steps(state).map((step) => stepFacts(timeline, state, step)),
    orders: timeline.idsOf('order', state).flatMap((id) => orderFacts(timeline, state, id) ?? []),
    runs: timeline.idsOf('run', state).flatMap((id) => {
      const act = actAt(timeline, timeline.read('run', id, 'seq', state), 'run');
      const end = timeline.read('run', id, 'resultSeq', state);
      if (!act) return [];
      return [{ act, result: actAt(timeline, end, 'run-result'), failed: actAt(timeline, end, 'run-failed') }];
    }),
    roles: timeline.idsOf('role', state).flatMap((id) => {
      const act = actAt(timeline, timeline.read('role', id, 'seq', state), 'role');
      return act ? [{ role: act.role, unit: act.unit }] : [];
    }),
    alarms: timeline
      .idsOf('alarm', state)
      .flatMap((id) => actAt(timeline, timeline.read('alarm', id, 'seq', state), 'alarm') ?? []),
    plan: timeline.plan(state),
    radiusM: radiusOf(timeline, state),
    scoreRuns: timeline.setting('score-runs', state),
    seq: number('seq'),
    refusals: number('refusals'),
    comments: number('comments'),
  };
}

/** How far around its place what happens is part of it: as was said last, else as is usual for its kind. */
export function radiusOf(timeline: IncidentTimeline, state: TimelineState = timeline.present()): number {
  const opened = timeline.opened(state);
  return timeline.setting('radius', state)?.radiusM ?? opened?.radiusM ?? RADIUS_M[opened?.hazard ?? 'other'];
}

function stepFacts(timeline: IncidentTimeline, state: TimelineState, step: PlanStep): StepFacts {
  const time = (field: 'triggeredMs' | 'startedMs' | 'doneMs') => timeOf(timeline.read('step', step.id, field, state));
  const triggeredMs = time('triggeredMs');
  return {
    step,
    triggeredMs,
    startedMs: time('startedMs'),
    doneMs: time('doneMs'),
    dueMs: triggeredMs === null ? null : triggeredMs + Math.round(step.limitMin * MS_PER_MIN),
  };
}

function orderFacts(timeline: IncidentTimeline, state: TimelineState, id: string): OrderFacts | null {
  const act = actAt(timeline, timeline.read('order', id, 'seq', state), 'order');
  if (!act) return null;
  const time = (field: 'givenMs' | 'acceptedMs' | 'onWayMs' | 'onSiteMs' | 'endedMs') =>
    timeOf(timeline.read('order', id, field, state));
  return {
    act,
    state: STATE_NAMES.get(timeline.read('order', id, 'state', state)) ?? 'given',
    givenMs: time('givenMs') ?? 0,
    acceptedMs: time('acceptedMs'),
    onWayMs: time('onWayMs'),
    onSiteMs: time('onSiteMs'),
    endedMs: time('endedMs'),
  };
}

function actAt<Kind extends IncidentAct['kind']>(
  timeline: IncidentTimeline,
  seq: number,
  kind: Kind,
): ActOf<Kind> | null {
  if (seq === 0) return null;
  const { act } = timeline.entry(seq);
  return act.kind === kind ? (act as ActOf<Kind>) : null;
}

/**
 * Why an act has no effect on an incident as it stands; null: it has. The hub asks it before it numbers a line, a page without a hub and a
 * branch before they add one. Whether a resource is on an order of another incident is the hub's to know (`busyWith`).
 */
export function refusalOf(timeline: IncidentTimeline, act: IncidentAct, incident: string): Message | null {
  const openedMs = timeline.read('incident', '', 'openedMs');
  if (act.kind === 'opened') return openedMs === 0 ? null : incidentMessage('is-open', {});
  if (openedMs === 0) return incidentMessage('not-open', { id: incident });
  if (act.kind === 'comment') return null;
  if (timeline.read('incident', '', 'closedMs') !== 0) return incidentMessage('is-closed', {});
  switch (act.kind) {
    case 'order':
      return orderRefusal(timeline, act, incident);
    case 'order-state':
      return stateRefusal(timeline, act);
    case 'step':
      return stepRefusal(timeline, act);
    case 'run-result':
    case 'run-failed':
      return timeline.read('run', act.run, 'seq') === 0 ? incidentMessage('no-run', { run: act.run }) : null;
    case 'score-runs':
      return runsRefusal(timeline, act);
    default:
      return null;
  }
}

function orderRefusal(timeline: IncidentTimeline, { order, resource }: ActOf<'order'>, incident: string) {
  if (timeline.read('order', order, 'seq') !== 0) return incidentMessage('order-known', { order });
  const busy = busyWith(timeline, resource);
  return busy ? busyMessage(busy, incident) : null;
}

/** The order that a resource is on; null: it is free. */
export function busyWith(timeline: IncidentTimeline, resource: string): ActOf<'order'> | null {
  const order = timeline.orderOf(resource);
  return order === null ? null : actAt(timeline, timeline.read('order', order, 'seq'), 'order');
}

/** Why a second order for a resource is refused. */
export const busyMessage = ({ name, task }: ActOf<'order'>, incident: string): Message =>
  incidentMessage('busy-resource', { resource: name, incident, task });

function stateRefusal(timeline: IncidentTimeline, { order, state }: ActOf<'order-state'>): Message | null {
  const number = timeline.read('order', order, 'state');
  if (number === 0) return incidentMessage('no-order', { order });
  const isEnded = number >= ORDER_STATE_NUMBERS.done;
  const next = ORDER_STATE_NUMBERS[state];
  if (!isEnded && next > number) return null;
  return incidentMessage('order-state', { from: STATE_NAMES.get(number) ?? 'given', to: state });
}

function runsRefusal(timeline: IncidentTimeline, act: ActOf<'score-runs'>): Message | null {
  const unknown = [act.without, act.with].find((run) => run !== null && timeline.read('run', run, 'seq') === 0);
  return unknown ? incidentMessage('no-run', { run: unknown }) : null;
}

function stepRefusal(timeline: IncidentTimeline, { step, state }: ActOf<'step'>): Message | null {
  const known = timeline.steps().find(({ id }) => id === step);
  if (!known) return incidentMessage('no-step', { step });
  const isOver = timeline.read('step', step, 'doneMs') !== 0;
  const isStarted = timeline.read('step', step, 'startedMs') !== 0;
  return isOver || (state === 'started' && isStarted) ? incidentMessage('step-done', { step }) : null;
}

/** Whether a line came so much later than it happened that a reader must see it. */
export const isLate = ({ atMs, receivedMs }: Pick<IncidentEntry, 'atMs' | 'receivedMs'>): boolean =>
  receivedMs - atMs > LATE_MS;

/** Delay beyond which a line is late; on a network that works it takes less. */
const LATE_MS = 10_000;

/** Where a resource is at a moment: along the route of its order from the time that it set out, else where it was last. Millimetres. */
export function placeAt(
  timeline: IncidentTimeline,
  state: TimelineState,
  resource: string,
  ms: number,
): readonly [eastMm: number, northMm: number] | null {
  const order = timeline.orderOf(resource, state);
  const onWayMs = order === null ? null : timeOf(timeline.read('order', order, 'onWayMs', state));
  const movedMs = timeOf(timeline.read('resource', resource, 'movedMs', state));
  const act = order === null ? null : actAt(timeline, timeline.read('order', order, 'seq', state), 'order');
  if (act && onWayMs !== null && act.route.length > 0 && (movedMs === null || movedMs <= onWayMs))
    return alongRoute(act.route, ms - onWayMs);
  if (movedMs === null) return null;
  return [timeline.read('resource', resource, 'eastMm', state), timeline.read('resource', resource, 'northMm', state)];
}

/** Between two points of a route the place is cut to whole millimetres: the same on every machine. */
export function alongRoute(route: ActOf<'order'>['route'], ms: number): readonly [number, number] {
  const next = route.findIndex(([, , at]) => at > ms);
  if (next === 0) return [route[0][0], route[0][1]];
  const [x, y, from] = route[(next < 0 ? route.length : next) - 1];
  if (next < 0) return [x, y];
  const [toX, toY, to] = route[next];
  const part = (a: number, b: number) => a + Math.floor(((b - a) * (ms - from)) / (to - from));
  return [part(x, toX), part(y, toY)];
}
