import { expect, test } from 'vitest';
import type { IncidentAct } from '../../../model/incidents/incident-entry.ts';
import { factsOf } from '../../../model/incidents/incident-state.ts';
import { readCap } from '../../../readers/cap/cap.ts';
import { capChanges, capLines, capTarget } from '../../../src/plugins/incident-log/cap-match.ts';
import { capProposal } from '../../../src/plugins/incident-log/tasks/cap-subject.ts';
import { handLog, opening } from '../../model/incidents/log.ts';

interface Told {
  id: string;
  type?: string;
  status?: string;
  /** Identifiers of messages that it refers to. */
  refers?: readonly string[];
  sender?: string;
  severity?: string;
  circle?: string;
  hasInfo?: boolean;
}

const SENDER = 'met@example.org';
function message({ id, type = 'Update', status = 'Actual', refers = [], sender = SENDER, ...info }: Told) {
  const { severity = 'Severe', circle = '34.3,108.755 2', hasInfo = true } = info;
  const list = refers.map((one) => `${SENDER},${one},2026-07-18T20:05:00+08:00`).join(' ');
  const text = `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${id}</identifier>
    <sender>${sender}</sender><sent>2026-07-18T21:05:00+08:00</sent><status>${status}</status><msgType>${type}</msgType>
    <scope>Public</scope><note>雨区北移</note><references>${list}</references>${
      hasInfo
        ? `<info><language>zh-CN</language><category>Met</category><event>暴雨</event><urgency>Immediate</urgency>
    <severity>${severity}</severity><certainty>Observed</certainty><headline>暴雨红色预警</headline>
    <area><areaDesc>南区</areaDesc><circle>${circle}</circle></area></info>`
        : ''
    }</alert>`;
  return capProposal(readCap(new TextEncoder().encode(text), 'a.xml'));
}

/** Opened from the message T-1, at level 3 with a radius of 2 km. */
const fromCap = (status: 'Actual' | 'Exercise' = 'Actual'): IncidentAct => ({
  ...(opening() as Extract<IncidentAct, { kind: 'opened' }>),
  source: { kind: 'cap', identifier: 'T-1', sender: SENDER, status },
  radiusM: 2000,
});
const taken = (id: string): IncidentAct => ({
  kind: 'cap',
  identifier: id,
  sender: SENDER,
  type: 'Update',
  status: 'Actual',
  text: '',
});
const log = (acts: Parameters<typeof handLog>[0], id = 'incident-1') => ({ id, timeline: handLog(acts, id).timeline });

test('an update belongs to the incident that the alert it refers to opened, or was taken into', () => {
  const logs = [
    log([[0, opening()]], 'by-hand-1'),
    log([
      [0, fromCap()],
      [5, taken('T-2')],
    ]),
  ];
  for (const refers of [['T-1'], ['T-2'], ['X', 'T-2']])
    expect(capTarget(message({ id: 'T-3', refers }), logs)).toEqual({
      incident: 'incident-1',
      title: '河水漫堤',
      isClosed: false,
      isKnown: false,
      isSameStatus: true,
    });
  expect(capTarget(message({ id: 'T-3', refers: ['X'] }), logs)).toBeNull();
  expect(capTarget(message({ id: 'T-2', refers: ['T-1'] }), logs)?.isKnown).toBe(true);
  expect(capTarget(message({ id: 'T-1', type: 'Alert' }), logs)?.isKnown).toBe(true);
  // The same identifier of another sender is another message.
  expect(capTarget(message({ id: 'T-1', type: 'Alert', sender: 'other@example.org' }), logs)).toBeNull();
});

test('an open incident comes before a closed one, and a closed one is said to be', () => {
  const closed = log(
    [
      [0, fromCap()],
      [9, { kind: 'closed', text: '' }],
    ],
    'closed-01',
  );
  const update = message({ id: 'T-3', refers: ['T-1'] });
  expect(capTarget(update, [closed])).toMatchObject({ incident: 'closed-01', isClosed: true });
  expect(capTarget(update, [closed, log([[0, fromCap()]])])).toMatchObject({ incident: 'incident-1', isClosed: false });
});

test('level and radius that it tells otherwise are offered, and its lines make the log say them', () => {
  const alert = message({ id: 'T-2', refers: ['T-1'], severity: 'Extreme', circle: '34.31,108.755 5' });
  const { timeline } = log([[0, fromCap()]]);
  const changes = capChanges(alert, 'zh', timeline);
  expect(changes).toMatchObject({ level: { from: 3, to: 1 }, radiusM: { from: 2000, to: 5000 } });
  // A hundredth of a degree of latitude.
  expect(changes.movedM).toBeCloseTo(1109, -1);
  const lines = capLines(alert, 'zh', { ...changes, closes: false });
  const facts = factsOf(handLog([[0, fromCap()], ...lines.map((act) => [5, act] as const)]).timeline);
  expect([facts.level, facts.radiusM, facts.closedMs]).toEqual([1, 5000, null]);
  expect(lines[0]).toMatchObject({ kind: 'cap', type: 'Update', text: '暴雨红色预警 · 南区 · 雨区北移' });
  const same = message({ id: 'T-2', refers: ['T-1'], severity: 'Moderate' });
  expect(capChanges(same, 'zh', timeline)).toEqual({ level: null, radiusM: null, movedM: null });
});

test('a cancellation asks to close, and changes nothing else', () => {
  const alert = message({ id: 'T-2', type: 'Cancel', refers: ['T-1'], severity: 'Extreme' });
  const { timeline } = log([[0, fromCap()]]);
  const changes = capChanges(alert, 'zh', timeline);
  expect([changes.level, changes.radiusM]).toEqual([null, null]);
  const lines = capLines(alert, 'zh', { ...changes, closes: true });
  const facts = factsOf(handLog([[0, fromCap()], ...lines.map((act) => [5, act] as const)]).timeline);
  expect(facts.closedMs).not.toBeNull();
  expect(facts.refusals).toBe(0);
  const bare = message({ id: 'T-2', type: 'Cancel', refers: ['T-1'], hasInfo: false });
  expect(capLines(bare, 'zh', { level: null, radiusM: null, closes: false })).toEqual([
    { kind: 'cap', identifier: 'T-2', sender: SENDER, type: 'Cancel', status: 'Actual', text: '雨区北移' },
  ]);
});

test('a message of an exercise is not of the same status as what really happens', () => {
  const cancel = message({ id: 'T-2', type: 'Cancel', status: 'Exercise', refers: ['T-1'] });
  expect(capTarget(cancel, [log([[0, fromCap()]])])?.isSameStatus).toBe(false);
  expect(capTarget(cancel, [log([[0, fromCap('Exercise')]])])?.isSameStatus).toBe(true);
});
