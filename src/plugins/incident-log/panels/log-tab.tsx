import { type FormEvent, type ReactNode, useState } from 'react';
import { type IncidentAct, type IncidentEntry, RadiusM } from '../../../../model/incidents/incident-entry.ts';
import { isLate, type StepFacts } from '../../../../model/incidents/incident-state.ts';
import type { IncidentTimeline } from '../../../../model/incidents/incident-timeline.ts';
import { INCIDENT_LEVELS, INCIDENT_ROLES } from '../../../../model/incidents/response-plan.ts';
import { MS_PER_MIN } from '../../../../model/time.ts';
import { useApp, useController } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { FieldControl } from '../../../kit/fields/fields.tsx';
import { ChoiceField, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { incidentLogController } from '../controller.ts';
import { type LogRow, logRows } from '../log-rows.ts';
import { useActText } from './act-text.ts';
import { RunField } from './run-field.tsx';
import type { ShownIncident } from './shown.ts';

/** Lines drawn at once; the rest comes on demand. */
const LINES_AT_ONCE = 60;

/**
 * The log and what people write into it. It is read from the newest down, an order with all that came of it in one row; a replayed one line by
 * line from its start, with the present line marked and what comes later in grey. A row takes the clock to its moment.
 */
export function LogTab({ shown }: { shown: ShownIncident }) {
  const { t } = useWords();
  const controller = useController(incidentLogController);
  const [rows, setRows] = useState(LINES_AT_ONCE);
  const { timeline, facts, isReplayed } = shown;
  const confirmed = shown.branch
    ? timeline.length
    : (controller.client.get(shown.id)?.confirmed.length ?? timeline.length);
  const all = isReplayed
    ? timeline.entries().map((first): LogRow => ({ first, states: [] }))
    : logRows(Array.from({ length: facts.seq }, (_, i) => timeline.entry(i + 1)));
  // The present line of a long record stays among those that are drawn.
  const from = isReplayed ? Math.max(0, Math.min(facts.seq - LINES_AT_ONCE / 2, all.length - rows)) : 0;
  return (
    <>
      {shown.mayAct && <Write shown={shown} />}
      <ol className="incident-lines" aria-label={t('incidentLog.tab_log')}>
        {all.slice(from, from + rows).map((row) => (
          <Row key={row.first.seq} row={row} shown={shown} confirmed={confirmed} />
        ))}
      </ol>
      {all.length > rows && (
        <button type="button" className="link more" onClick={() => setRows(rows + LINES_AT_ONCE)}>
          {t('incidentLog.more', { count: formatNumber(all.length - rows) })}
        </button>
      )}
    </>
  );
}

interface RowProps {
  row: LogRow;
  shown: ShownIncident;
  /** The hub has this number of lines. */
  confirmed: number;
}

/** One row: a line, or an order whose states are folded under it. */
function Row({ row: { first, states }, shown, confirmed }: RowProps) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const last = states.at(-1) ?? first;
  const isWaiting = last.seq > confirmed;
  if (states.length === 0) return <Line entry={first} shown={shown} isWaiting={isWaiting} />;
  return (
    <Line
      entry={first}
      last={last}
      shown={shown}
      isWaiting={isWaiting}
      more={
        <button
          type="button"
          className="link fold"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          title={t('incidentLog.orderLines', { count: states.length })}
        >
          {formatNumber(states.length)}
        </button>
      }
    >
      {isOpen && (
        <ol>
          {[...states].reverse().map((entry) => (
            <Line key={entry.seq} entry={entry} shown={shown} isWaiting={entry.seq > confirmed} />
          ))}
        </ol>
      )}
    </Line>
  );
}

/** Kinds whose words do not say what they are. */
const NAMED_KINDS: readonly IncidentAct['kind'][] = [
  'opened',
  'level',
  'role',
  'move',
  'radius',
  'plan',
  'cap',
  'run',
  'run-result',
  'run-failed',
  'score-runs',
  'closed',
];

/** A line in one row of the log: when, who, what, and whether it was late; of an order the time and state of the `last` that came of it. */
function Line({
  entry,
  last = entry,
  shown: { timeline, facts, isReplayed },
  isWaiting,
  more,
  children,
}: {
  entry: IncidentEntry;
  last?: IncidentEntry;
  shown: ShownIncident;
  isWaiting: boolean;
  more?: ReactNode;
  children?: ReactNode;
}) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const controller = useController(incidentLogController);
  const textOf = useActText(timeline);
  const whoOf = useWho(timeline);
  const { act, refused, role, seq } = entry;
  const { atMs, receivedMs } = last;
  const timeText = (ms: number) => formatTime(cityTime(ms, twin.city.zone), true);
  const state =
    last.act.kind === 'order-state' && last !== entry ? ` · ${t(`incidentLog.order_${last.act.state}`)}` : '';
  const text = `${textOf(entry)}${state}`;
  const from = `${seq} · ${t(`incidentLog.by_${entry.by}`, { role: t(`roles.${role}`) })}`;
  const isPresent = isReplayed && seq === facts.seq;
  const className = [refused && 'refused', isReplayed && seq > facts.seq && 'later'].filter(Boolean).join(' ');
  const lateMin = lateMinutes(act, facts.steps);
  return (
    <li className={className}>
      <div className="line">
        <button
          type="button"
          title={`${text}\n${from}\n${t('incidentLog.jump')}`}
          aria-current={isPresent ? 'step' : undefined}
          onClick={() => controller.replay(receivedMs)}
        >
          <span className="time">{timeText(atMs)}</span>
          <span className="who">{whoOf(entry)}</span>
          {NAMED_KINDS.includes(act.kind) && <b>{t(`incidentLog.act_${act.kind}`)}</b>}
          <span className="text">{text}</span>
          {isWaiting && <span className="note">{t('incidentLog.pending')}</span>}
          {!isWaiting && isLate(last) && (
            <span className="late">{t('incidentLog.late', { time: timeText(receivedMs) })}</span>
          )}
          {lateMin !== null && <span className="late">{t('incidentLog.lateBy', { minutes: lateMin })}</span>}
        </button>
        {more}
      </div>
      {refused && <span className="tag warn">{t('incidentLog.refused', { reason: of(refused.text) })}</span>}
      {children}
    </li>
  );
}

/** By how many minutes a step was done after its limit; null: it was not late, or the line is of no step. */
function lateMinutes(act: IncidentAct, steps: readonly StepFacts[]): number | null {
  if (act.kind !== 'step' || act.state !== 'done') return null;
  const facts = steps.find(({ step }) => step.id === act.step);
  if (facts?.doneMs == null || facts.dueMs === null || facts.doneMs <= facts.dueMs) return null;
  return Math.ceil((facts.doneMs - facts.dueMs) / MS_PER_MIN);
}

/** Names the party behind a line: the unit of a step or an order, the system, else whoever wrote it. */
function useWho(timeline: IncidentTimeline): (entry: IncidentEntry) => string {
  const { t } = useWords();
  return ({ act, role }) => {
    switch (act.kind) {
      case 'alarm':
      case 'run-result':
      case 'run-failed':
      case 'cap':
        return t('incidentLog.who_system');
      case 'order':
      case 'order-state':
      case 'move':
        return t('incidentLog.who_dispatch');
      case 'step': {
        const owner = timeline.steps().find(({ id }) => id === act.step)?.owner;
        return owner ? t(`incidentLog.role_${owner}`) : t('incidentLog.who_duty');
      }
      default:
        return role === 'visitor' ? t('incidentLog.who_duty') : t(`roles.${role}`);
    }
  };
}

/** How far around the incident's place an alarm is part of it. */
function RadiusField({ radiusM, onWrite }: { radiusM: number; onWrite: (act: IncidentAct) => void }) {
  const { t } = useWords();
  const [value, setValue] = useState(radiusM);
  return (
    <>
      <FieldControl of={RadiusM} value={value} onChange={setValue} />
      <p className="row-head">
        <span className="note">{t('incidentLog.radiusHint')}</span>
        <button
          type="button"
          className="btn small"
          disabled={value === radiusM}
          onClick={() => onWrite({ kind: 'radius', radiusM: value })}
        >
          {t('incidentLog.radiusSet')}
        </button>
      </p>
    </>
  );
}

/** A comment, the level, who has a role, a run of this page, and the end. */
function Write({ shown: { facts } }: { shown: ShownIncident }) {
  const { t } = useWords();
  const { panels } = useApp();
  const controller = useController(incidentLogController);
  const reasonOf = useErrorText();
  const [text, setText] = useState('');
  const [role, setRole] = useState<(typeof INCIDENT_ROLES)[number]>('commander');
  const [unit, setUnit] = useState('');
  const write = (act: IncidentAct, onDone: () => void = () => undefined) =>
    void controller.act(act).then(onDone, (error: unknown) => panels.getState().notify(reasonOf(error)));
  const comment = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    write({ kind: 'comment', text: text.trim() }, () => setText(''));
  };
  const isOpen = facts.closedMs === null;
  return (
    <div className="part incident-write">
      <form onSubmit={comment}>
        <TextField label={t('incidentLog.comment')} value={text} onChange={setText} />
        <button type="submit" className="btn small primary" disabled={text.trim() === ''}>
          {t('incidentLog.write')}
        </button>
      </form>
      {isOpen && (
        <details>
          <summary>{t('incidentLog.otherActs')}</summary>
          <ChoiceField
            label={t('incidentLog.level')}
            value={facts.level as 1}
            options={INCIDENT_LEVELS.map((value) => ({ value, label: t(`incidentLog.level_${value}`) }))}
            onChange={(level) => write({ kind: 'level', level, text: '' })}
          />
          <ChoiceField
            label={t('incidentLog.role')}
            value={role}
            options={INCIDENT_ROLES.map((value) => ({ value, label: t(`incidentLog.role_${value}`) }))}
            onChange={setRole}
          />
          <TextField label={t('incidentLog.unit')} hint={t('incidentLog.unitHint')} value={unit} onChange={setUnit} />
          <p className="row-head">
            <button
              type="button"
              className="btn small"
              disabled={unit.trim() === ''}
              onClick={() => write({ kind: 'role', role, unit: unit.trim() }, () => setUnit(''))}
            >
              {t('incidentLog.assign')}
            </button>
            <span className="space" />
            <button type="button" className="btn small" onClick={() => write({ kind: 'closed', text: text.trim() })}>
              {t('incidentLog.close')}
            </button>
          </p>
          <RadiusField key={facts.radiusM} radiusM={facts.radiusM} onWrite={write} />
          <RunField onWrite={write} facts={facts} />
        </details>
      )}
      {facts.roles.length > 0 && (
        <p className="note">
          {facts.roles.map((each) => `${t(`incidentLog.role_${each.role}`)} ${each.unit}`).join(' · ')}
        </p>
      )}
    </div>
  );
}
