import { expect, test } from 'vitest';
import { leftHash, type PlanEdit, shapeHash } from '../../../model/plans/plan-edits.ts';
import {
  type Actor,
  brokenAt,
  decisionsOf,
  editsOf,
  headOf,
  type Journal,
  journalFileText,
  type PlanAct,
  parseJournalFile,
  refusalOf,
  withAct,
} from '../../../model/plans/plan-journal.ts';

const AN: Actor = { who: '安', role: 'analyst', by: 'page' };
const BO: Actor = { who: '博', role: 'planner', by: 'page' };
const CAI: Actor = { who: '蔡', role: 'planner', by: 'page' };

const square = (sizeDeg: number) => ({
  properties: { kind: 'parcel' as const, code: '0701' },
  geometry: {
    type: 'Polygon' as const,
    coordinates: [
      [
        [0, 0],
        [sizeDeg, 0],
        [sizeDeg, sizeDeg],
        [0, 0],
      ],
    ],
  },
});
const PUBLISHED = shapeHash(square(1));
const cut = (was: string, sizeDeg: number): PlanEdit => ({ plan: 'p', shape: 's', was, next: square(sizeDeg) });
const FACTS = {
  rule: 'use-zone',
  edition: '1',
  a: { plan: 'p', shape: 's' },
  b: { plan: 'q', shape: 't' },
  areaM2: 10,
  at: [0, 0] as [number, number],
};
const propose = (conflict: string, edit: PlanEdit): PlanAct => ({ ...proposal(edit), conflict, vanished: [conflict] });
const proposal = (edit: PlanEdit): Extract<PlanAct, { kind: 'propose' }> => ({
  kind: 'propose',
  conflict: 'c',
  facts: FACTS,
  way: { kind: 'give-up', side: 'a' },
  edits: [edit],
  vanished: ['c'],
  arose: [],
  text: '',
});
const sign = (conflict: string): PlanAct => ({ kind: 'sign', conflict, text: '' });
const reject = (conflict: string, text: string): PlanAct => ({ kind: 'reject', conflict, text });

const played = (...acts: [PlanAct, Actor][]): Journal =>
  acts.reduce<Journal>((journal, [act, actor], i) => withAct(journal, act, actor, 1000 + i), []);
const codeOf = (journal: Journal, act: PlanAct, actor: Actor) => refusalOf(journal, act, actor)?.code ?? null;

test('a conflict goes from open by a proposal to signed, and then nothing changes it', () => {
  const journal = played(
    [{ kind: 'own', conflict: 'c', facts: FACTS, owner: '安' }, BO],
    [propose('c', cut(PUBLISHED, 0.5)), AN],
    [{ kind: 'comment', conflict: 'c', facts: FACTS, text: '可以' }, CAI],
    [sign('c'), BO],
  );
  const decision = decisionsOf(journal).get('c');
  expect(decision).toMatchObject({ state: 'signed', owner: '安', verdict: { who: '博', role: 'planner' } });
  expect(decision?.history).toHaveLength(4);
  expect(codeOf(journal, propose('c', cut(PUBLISHED, 0.4)), AN)).toBe('is-signed');
  expect(codeOf(journal, reject('c', 'no'), CAI)).toBe('is-signed');
});

test('a planner who did not propose it signs or rejects; a rejection has its reason', () => {
  const journal = played([propose('c', cut(PUBLISHED, 0.5)), BO]);
  expect(codeOf(journal, sign('c'), AN)).toBe('not-a-signer');
  expect(codeOf(journal, sign('c'), BO)).toBe('own-proposal');
  expect(codeOf(journal, reject('c', ' '), CAI)).toBe('no-reason');
  expect(codeOf(journal, sign('c'), CAI)).toBeNull();
  expect(codeOf(journal, propose('c', cut(PUBLISHED, 0.4)), AN)).toBe('is-proposed');
  expect(codeOf(journal, { kind: 'withdraw', conflict: 'c', text: '' }, CAI)).toBe('not-own');
  expect(codeOf(played(), sign('c'), CAI)).toBe('no-decision');
  const rejected = [...played([propose('c', cut(PUBLISHED, 0.5)), BO], [reject('c', '不妥'), CAI])];
  expect(decisionsOf(rejected).get('c')?.state).toBe('rejected');
  expect(codeOf(rejected, sign('c'), CAI)).toBe('not-proposed');
});

test('a proposal on a shape that another changed is signed after that one, and never where that one was rejected', () => {
  const first = cut(PUBLISHED, 0.5);
  const second = cut(leftHash(first) ?? '', 0.25);
  const waiting = played([propose('c', first), AN], [propose('d', second), AN]);
  expect(codeOf(waiting, sign('d'), BO)).toBe('sign-order');
  const signed = withAct(waiting, sign('c'), BO, 2000);
  expect(codeOf(signed, sign('d'), BO)).toBeNull();
  const rejected = withAct(waiting, reject('c', '不妥'), BO, 2000);
  expect(codeOf(rejected, sign('d'), BO)).toBe('outdated-base');
  const beside = withAct(played([propose('c', first), AN], [propose('d', cut(PUBLISHED, 0.1)), AN]), sign('c'), BO, 1);
  expect(codeOf(beside, sign('d'), BO)).toBe('outdated-base');
});

test('edits in force are one a shape; a proposal whose shape another changed since is loose', () => {
  const first = cut(PUBLISHED, 0.5);
  const second = cut(leftHash(first) ?? '', 0.25);
  const journal = played(
    [propose('c', first), AN],
    [propose('d', second), AN],
    [propose('e', cut(PUBLISHED, 0.1)), AN],
  );
  const decisions = [...decisionsOf(journal).values()];
  expect(editsOf(decisions, ['proposed'])).toEqual({ edits: [{ ...second, was: PUBLISHED }], loose: ['e'] });
  expect(editsOf(decisions, ['signed'])).toEqual({ edits: [], loose: [] });
});

test('every entry is chained to the one before: one changed letter, one entry less or moved is found', () => {
  const journal = played(
    [propose('c', cut(PUBLISHED, 0.5)), AN],
    [sign('c'), BO],
    [propose('d', cut(PUBLISHED, 1)), AN],
  );
  expect(brokenAt(journal)).toBeNull();
  expect(brokenAt([journal[0], { ...journal[1], who: '薄' }, journal[2]])).toBe(2);
  expect(brokenAt([journal[0], journal[2]])).toBe(2);
  expect(brokenAt([journal[1], journal[0]])).toBe(1);
});

test('a file of decisions comes back whole, in whatever order its keys are; one that was edited is refused with its entry', () => {
  const journal = played([propose('c', cut(PUBLISHED, 0.5)), AN], [sign('c'), BO]);
  const json = JSON.parse(journalFileText('chengchuan', [...journal]));
  const turned = {
    ...json,
    entries: json.entries.map((entry: object) => Object.fromEntries(Object.entries(entry).reverse())),
  };
  expect(headOf(parseJournalFile(turned, 'd.json').entries)).toBe(headOf(journal));
  json.entries[1].act.text = '同意';
  expect(() => parseJournalFile(json, 'd.json')).toThrow('expected entry 2 to follow');
});

test('a rigid line changes only by a proposal that names its approval, whether it shrinks, turns into something else or goes', () => {
  const field = { kind: 'farmland' as const };
  const facts = { ...FACTS, b: { plan: 'q', shape: 't', kind: 'farmland' as const } };
  const on = (next: PlanEdit['next'], approval?: string): PlanAct => {
    const edit: PlanEdit = { plan: 'q', shape: 't', was: PUBLISHED, next };
    return { ...proposal(edit), facts, ...(approval ? { approval } : {}) };
  };
  const { geometry } = square(0.5);
  for (const next of [null, { properties: field, geometry }, square(1)]) {
    expect(codeOf([], on(next), AN)).toBe('no-approval');
    expect(codeOf([], on(next, '国函〔2026〕1 号'), AN)).toBeNull();
  }
  // The plan that gives way to it needs none.
  expect(codeOf([], { ...proposal(cut(PUBLISHED, 0.5)), facts }, AN)).toBeNull();
});
