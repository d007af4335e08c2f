import { MS_PER_MIN } from '../time.ts';
import type { ActOf, IncidentEntry } from './incident-entry.ts';
import type { PlanStep, PlanTrigger, ResponsePlan } from './response-plan.ts';
import { TimelineState } from './timeline-state.ts';

/**
 * Numbers of a state by what they are of. Times are kept with 1 added, so that nought is never; subjects are referred to by their number
 * with 1 added; texts by the line of the log that says them.
 */
const FIELDS = {
  incident: [
    'openedMs',
    'openedSeq',
    'level',
    'closedMs',
    'comments',
    'alarms',
    'results',
    'refusals',
    'seq',
    'headHigh',
    'headLow',
  ],
  order: ['seq', 'state', 'resource', 'givenMs', 'acceptedMs', 'onWayMs', 'onSiteMs', 'endedMs'],
  resource: ['order', 'eastMm', 'northMm', 'movedMs'],
  step: ['triggeredMs', 'startedMs', 'doneMs'],
  run: ['seq', 'resultSeq'],
  role: ['seq'],
  alarm: ['seq'],
  /** What the last line of its kind says of the whole incident: plan, radius, runs of the score. */
  setting: ['seq'],
} as const;

/** Lines of which the last one holds for the whole incident. */
type SettingKind = 'plan' | 'radius' | 'score-runs';
/** What a state holds numbers of. */
type SubjectKind = keyof typeof FIELDS;
type FieldOf<Kind extends SubjectKind> = (typeof FIELDS)[Kind][number];

/** States of an order by number. */
export const ORDER_STATE_NUMBERS = {
  given: 1,
  accepted: 2,
  'on-way': 3,
  'on-site': 4,
  done: 5,
  refused: 6,
  recalled: 7,
} as const;

interface Subject {
  kind: SubjectKind;
  id: string;
  slot: number;
  /** Number of the line that brings it. */
  seq: number;
  /** Among all subjects, from 1. */
  number: number;
}

/** Changes between two copies of the state at least: a seek makes so many at most, or as many as the state has slots. */
const MIN_CHANGES = 4096;

/**
 * The log of an incident folded into states: forward as lines come, and at any moment by a copy of the state and the changes since. The
 * fold reads the lines alone, no clock, chance, locale or camera, and knows no fractions: the same bytes everywhere.
 *
 * Time is the log's own, `receivedMs`: lines come in the order (receivedMs, seq). When something happened, as its writer's clock had it,
 * is `happenedMs`, which steps and orders are timed by.
 */
export class IncidentTimeline {
  /** Null: of a whole log. */
  readonly base: { parent: IncidentTimeline; seq: number } | null;
  private readonly own: IncidentEntry[] = [];
  private readonly subjects: Subject[];
  private readonly byKey: Map<string, Subject>;
  private slots: number;
  /** By line of its own: the changes made until its end. */
  private readonly ends: number[] = [];
  private changeSlots = new Int32Array(MIN_CHANGES);
  private changeValues = new Float64Array(MIN_CHANGES);
  private readonly firstChange: number;
  private readonly checkpoints: TimelineState[];
  private readonly head: TimelineState;

  constructor(base: IncidentTimeline['base'] = null) {
    this.base = base;
    this.head = base ? base.parent.stateAfter(base.seq) : new TimelineState();
    this.subjects = base ? base.parent.subjectsIn(this.head) : [];
    this.byKey = new Map(this.subjects.map((subject) => [keyOf(subject.kind, subject.id), subject]));
    const last = this.subjects.at(-1);
    this.slots = last ? last.slot + FIELDS[last.kind].length : 0;
    if (!base) this.subjectOf('incident', '');
    this.firstChange = this.head.changes;
    this.checkpoints = [this.head.clone()];
  }

  /** How many lines there are, those of the parent until the branch included. */
  get length(): number {
    return (this.base?.seq ?? 0) + this.own.length;
  }

  /** A line by its number, from 1. */
  entry(seq: number): IncidentEntry {
    const before = this.base?.seq ?? 0;
    return this.base && seq <= before ? this.base.parent.entry(seq) : this.own[seq - before - 1];
  }

  last(): IncidentEntry | null {
    return this.length === 0 ? null : this.entry(this.length);
  }

  entries(): IncidentEntry[] {
    return Array.from({ length: this.length }, (_, i) => this.entry(i + 1));
  }

  /** The number of the last line until a moment; 0: none yet. */
  seqAt(ms: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.entry(middle).receivedMs <= ms) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The state at a moment of the log's time. */
  seek(ms: number): TimelineState {
    return this.stateAfter(this.seqAt(ms));
  }

  /** The state after a line. */
  stateAfter(seq: number): TimelineState {
    const { base } = this;
    if (base && seq < base.seq) return base.parent.stateAfter(seq);
    const before = base?.seq ?? 0;
    const end = seq === before ? this.firstChange : this.ends[seq - before - 1];
    let low = 0;
    let high = this.checkpoints.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.checkpoints[middle].changes <= end) low = middle;
      else high = middle - 1;
    }
    const state = this.checkpoints[low].clone();
    for (let i = state.changes - this.firstChange; state.changes < end; i++)
      state.set(this.changeSlots[i], this.changeValues[i]);
    return state;
  }

  /** The newest state; not to be changed by whoever reads it. */
  present(): TimelineState {
    return this.head;
  }

  /** What goes on from a moment by itself: its lines come after those until then, and the parent never knows. */
  branch(ms: number): IncidentTimeline {
    return new IncidentTimeline({ parent: this, seq: this.seqAt(ms) });
  }

  /** Adds a line; the caller has checked that it follows. */
  append(entry: IncidentEntry): void {
    this.own.push(entry);
    this.put('incident', '', 'seq', entry.seq);
    this.put('incident', '', 'headHigh', Number.parseInt(entry.hash.slice(0, 8), 16));
    this.put('incident', '', 'headLow', Number.parseInt(entry.hash.slice(8, 16), 16));
    if (entry.refused) this.put('incident', '', 'refusals', this.read('incident', '', 'refusals') + 1);
    else {
      this.fold(entry);
      this.trigger(entry);
    }
    this.ends.push(this.head.changes);
    const least = Math.max(MIN_CHANGES, this.slots);
    const copied = this.checkpoints[this.checkpoints.length - 1].changes;
    if (this.head.changes - copied >= least) this.checkpoints.push(this.head.clone());
  }

  /** A number of a subject in a state, the newest one unless told; 0 where it has none. */
  read<Kind extends SubjectKind>(kind: Kind, id: string, field: FieldOf<Kind>, state = this.head): number {
    const subject = this.byKey.get(keyOf(kind, id));
    if (!subject) return 0;
    return state.values[subject.slot + fieldIndex(kind, field)] ?? 0;
  }

  /** Ids of the subjects of a kind, in the order in which they came; those that a state does not know yet are left out. */
  idsOf(kind: SubjectKind, state = this.head): string[] {
    return this.subjectsIn(state)
      .filter((subject) => subject.kind === kind)
      .map(({ id }) => id);
  }

  /** The id of the resource that an order was given to. */
  resourceOf(order: string, state = this.head): string | null {
    const number = this.read('order', order, 'resource', state);
    return number === 0 ? null : this.subjects[number - 1].id;
  }

  /** The order that a resource is on; null: it is free. */
  orderOf(resource: string, state = this.head): string | null {
    const number = this.read('resource', resource, 'order', state);
    return number === 0 ? null : this.subjects[number - 1].id;
  }

  /** The plan that it was opened with, or the one that took its place; null: none. */
  plan(state = this.head): ResponsePlan | null {
    return this.setting('plan', state)?.plan ?? this.opened(state)?.plan ?? null;
  }

  /** Steps of its plan. */
  steps(state = this.head): readonly PlanStep[] {
    return this.plan(state)?.steps ?? [];
  }

  /** The last line that says something of the whole incident; null: none did. */
  setting<Kind extends SettingKind>(kind: Kind, state = this.head): ActOf<Kind> | null {
    const seq = this.read('setting', kind, 'seq', state);
    const act = seq === 0 ? null : this.entry(seq).act;
    return act?.kind === kind ? (act as ActOf<Kind>) : null;
  }

  /** What it was opened as; null before. */
  opened(state = this.head): ActOf<'opened'> | null {
    const seq = this.read('incident', '', 'openedSeq', state);
    const act = seq === 0 ? null : this.entry(seq).act;
    return act?.kind === 'opened' ? act : null;
  }

  /** Those that a state knows, which are the first of all. */
  private subjectsIn(state: TimelineState): Subject[] {
    const seq = state.values[fieldIndex('incident', 'seq')] ?? 0;
    return this.subjects.filter((subject) => subject.seq <= seq);
  }

  private subjectOf(kind: SubjectKind, id: string): Subject {
    const key = keyOf(kind, id);
    const known = this.byKey.get(key);
    if (known) return known;
    const subject = { kind, id, slot: this.slots, seq: this.length, number: this.subjects.length + 1 };
    this.subjects.push(subject);
    this.byKey.set(key, subject);
    this.slots += FIELDS[kind].length;
    return subject;
  }

  private put<Kind extends SubjectKind>(kind: Kind, id: string, field: FieldOf<Kind>, value: number): void {
    const { slot } = this.subjectOf(kind, id);
    const at = this.head.changes - this.firstChange;
    if (at === this.changeSlots.length) this.growChanges();
    this.changeSlots[at] = slot + fieldIndex(kind, field);
    this.changeValues[at] = value;
    this.head.set(this.changeSlots[at], value);
  }

  private growChanges(): void {
    const slots = new Int32Array(2 * this.changeSlots.length);
    const values = new Float64Array(2 * this.changeValues.length);
    slots.set(this.changeSlots);
    values.set(this.changeValues);
    this.changeSlots = slots;
    this.changeValues = values;
  }

  private fold(entry: IncidentEntry): void {
    const { act, seq } = entry;
    const ms = happenedMs(entry) + 1;
    const count = (field: 'comments' | 'alarms' | 'results') =>
      this.put('incident', '', field, this.read('incident', '', field) + 1);
    switch (act.kind) {
      case 'opened':
        this.put('incident', '', 'openedMs', ms);
        this.put('incident', '', 'openedSeq', seq);
        this.put('incident', '', 'level', act.level);
        break;
      case 'level':
        this.put('incident', '', 'level', act.level);
        break;
      case 'role':
        this.put('role', act.role, 'seq', seq);
        break;
      case 'comment':
        count('comments');
        break;
      case 'order':
        this.foldOrder(act, seq, ms);
        break;
      case 'order-state':
        this.foldOrderState(act, ms);
        break;
      case 'move':
        this.put('resource', act.resource, 'eastMm', act.eastMm);
        this.put('resource', act.resource, 'northMm', act.northMm);
        this.put('resource', act.resource, 'movedMs', ms);
        break;
      case 'alarm':
        this.put('alarm', act.key, 'seq', seq);
        if ((act.event ?? 'raised') === 'raised') count('alarms');
        break;
      case 'plan':
      case 'radius':
      case 'score-runs':
        this.put('setting', act.kind, 'seq', seq);
        break;
      case 'cap':
        break;
      case 'run':
        this.put('run', act.run, 'seq', seq);
        break;
      case 'run-result':
        this.put('run', act.run, 'resultSeq', seq);
        count('results');
        break;
      case 'run-failed':
        this.put('run', act.run, 'resultSeq', seq);
        break;
      case 'step':
        this.put('step', act.step, act.state === 'done' ? 'doneMs' : 'startedMs', ms);
        break;
      case 'closed':
        this.put('incident', '', 'closedMs', ms);
    }
  }

  private foldOrder({ order, resource }: ActOf<'order'>, seq: number, ms: number): void {
    this.put('order', order, 'seq', seq);
    this.put('order', order, 'state', ORDER_STATE_NUMBERS.given);
    this.put('order', order, 'givenMs', ms);
    this.put('order', order, 'resource', this.subjectOf('resource', resource).number);
    this.put('resource', resource, 'order', this.subjectOf('order', order).number);
  }

  private foldOrderState({ order, state }: ActOf<'order-state'>, ms: number): void {
    this.put('order', order, 'state', ORDER_STATE_NUMBERS[state]);
    const field = ({ accepted: 'acceptedMs', 'on-way': 'onWayMs', 'on-site': 'onSiteMs' } as const)[
      state as 'accepted'
    ];
    this.put('order', order, field ?? 'endedMs', ms);
    const resource = this.resourceOf(order);
    if (!field && resource !== null) this.put('resource', resource, 'order', 0);
  }

  /** Steps whose time begins with this line, or so many minutes after it; the order in which steps stand says nothing. */
  private trigger(entry: IncidentEntry): void {
    if (entry.act.kind === 'move' || entry.act.kind === 'comment') return;
    const ms = happenedMs(entry) + 1;
    for (const { id, trigger } of this.steps()) {
      if (this.read('step', id, 'triggeredMs') !== 0 || !this.isMet(trigger, entry)) continue;
      const afterMs = Math.round((trigger.afterMin ?? 0) * MS_PER_MIN);
      this.put('step', id, 'triggeredMs', Math.max(ms, this.beginMs(trigger, ms) + afterMs));
    }
  }

  /** From when the minutes after a trigger count: the opening and the end of a step may lie before a plan that was taken later. */
  private beginMs(trigger: PlanTrigger, ms: number): number {
    if (trigger.on === 'opened') return this.read('incident', '', 'openedMs');
    return trigger.on === 'step-done' ? this.read('step', trigger.step, 'doneMs') : ms;
  }

  private isMet(trigger: PlanTrigger, entry: IncidentEntry): boolean {
    switch (trigger.on) {
      case 'opened':
        return trigger.hazard === undefined || trigger.hazard === this.opened()?.hazard;
      case 'level':
        return this.read('incident', '', 'level') <= trigger.level;
      case 'step-done':
        return this.read('step', trigger.step, 'doneMs') !== 0;
      case 'alarm':
        if (trigger.priority === undefined && trigger.words === undefined && trigger.reach === undefined)
          return this.read('incident', '', 'alarms') > 0;
        return this.newTo(entry).some(({ act }) => act.kind === 'alarm' && isAlarmMeant(trigger, act));
      case 'run-result':
        if (trigger.figure === undefined) return this.read('incident', '', 'results') > 0;
        return this.newTo(entry).some(({ act }) => act.kind === 'run-result' && isFigureAbove(trigger, act));
    }
  }

  /** The lines that the plan has not seen yet: all so far that hold where it begins with this one, else this one. */
  private newTo(entry: IncidentEntry): IncidentEntry[] {
    return entry.act.kind === 'plan' ? this.entries().filter(({ refused }) => !refused) : [entry];
  }
}

/** Whether a line of an alarm is what a step waits for. */
export function isAlarmMeant(trigger: Extract<PlanTrigger, { on: 'alarm' }>, act: ActOf<'alarm'>): boolean {
  const { priority, words, reach } = trigger;
  const event = act.event ?? 'raised';
  if (reach ? !isReached(reach, act.reading) : event !== 'raised') return false;
  if (act.priority > (priority ?? Number.POSITIVE_INFINITY)) return false;
  const titles = [act.title, act.titles?.zh ?? '', act.titles?.en ?? ''];
  return words === undefined || titles.some((title) => title.toLowerCase().includes(words.toLowerCase()));
}

function isReached({ side, value, unit }: AlarmReach, reading: ActOf<'alarm'>['reading']): boolean {
  if (reading?.unit !== unit) return false;
  return side === 'above' ? reading.value >= value : reading.value <= value;
}

type AlarmReach = NonNullable<Extract<PlanTrigger, { on: 'alarm' }>['reach']>;

function isFigureAbove(trigger: Extract<PlanTrigger, { on: 'run-result' }>, act: ActOf<'run-result'>): boolean {
  const loss = act.loss ? Object.entries(act.loss).map(([name, value]) => ({ name, value })) : [];
  return [...(act.figures ?? []), ...loss].some(
    ({ name, value }) => name === trigger.figure && value > (trigger.above ?? 0),
  );
}

/** When it happened: by its writer's clock, unless that is ahead of the log's. */
const happenedMs = ({ atMs, receivedMs }: Pick<IncidentEntry, 'atMs' | 'receivedMs'>): number =>
  Math.min(atMs, receivedMs);

const keyOf = (kind: SubjectKind, id: string): string => `${kind} ${id}`;

function fieldIndex<Kind extends SubjectKind>(kind: Kind, field: FieldOf<Kind>): number {
  return (FIELDS[kind] as readonly string[]).indexOf(field);
}

/** The states of a log, line by line. */
export function timelineOf(entries: readonly IncidentEntry[]): IncidentTimeline {
  const timeline = new IncidentTimeline();
  for (const entry of entries) timeline.append(entry);
  return timeline;
}
