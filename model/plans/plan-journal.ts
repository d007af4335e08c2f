import * as v from 'valibot';
import { ROLES, type Role } from '../accounts/accounts.ts';
import { parseAs } from '../city/grid.ts';
import type { SignedThing } from '../signatures/check-signature.ts';
import { Signature } from '../signatures/statement.ts';
import { jsonHash } from '../text/json-hash.ts';
import { type Message, MessageError } from '../text/message.ts';
import { journalMessage } from './journal-messages.ts';
import { LAND_USE_CLASSES, type LandUseClass } from './land-use.ts';
import { foldedEdits, leftHash, PlanEdit, shapeKey } from './plan-edits.ts';
import { PLAN_KIND_NAMES } from './plan-kinds.ts';
import { isRigid } from './rigid-lines.ts';

/** The most characters of a comment, a reason, a name. */
const MAX_ACT_TEXT = 500;
const MAX_NAME = 100;
/** A proposal changes one shape or a few. */
const MAX_EDITS = 50;
const MAX_JOURNAL_ENTRIES = 20_000;

const Line = v.pipe(v.string(), v.maxLength(MAX_ACT_TEXT));
const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_NAME));
const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(400));
const CLASSES = Object.keys(LAND_USE_CLASSES) as LandUseClass[];
/** A shape by its plan, and what it was: a record says it in words when the plan has changed since. */
const Side = v.object({
  plan: Name,
  shape: Id,
  kind: v.optional(v.picklist(PLAN_KIND_NAMES)),
  use: v.optional(v.picklist(CLASSES)),
  code: v.optional(v.string()),
});
const Degrees = v.pipe(v.number(), v.minValue(-180), v.maxValue(180));
const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** What a conflict was when somebody acted on it. */
const Facts = v.object({
  rule: Id,
  /** Edition and hash of the rules. */
  edition: v.string(),
  rulesHash: v.optional(Hash),
  a: Side,
  b: v.nullable(Side),
  areaM2: v.pipe(v.number(), v.finite()),
  at: v.tuple([Degrees, Degrees]),
});

/** How a proposal resolves a conflict. `side`: whose shapes change. */
const Way = v.variant('kind', [
  /** That side gives up its part. */
  v.object({ kind: v.literal('give-up'), side: v.picklist(['a', 'b']) }),
  v.object({ kind: v.literal('code'), side: v.picklist(['a', 'b']), code: Name }),
  /** That side takes the limits of the other. */
  v.object({ kind: v.literal('limits'), side: v.picklist(['a', 'b']) }),
  v.object({ kind: v.literal('draw'), side: v.picklist(['a', 'b']) }),
]);

const about = { conflict: Id, facts: Facts };

/** What somebody does about a conflict. */
export const PlanAct = v.variant('kind', [
  v.object({ kind: v.literal('own'), ...about, owner: Name }),
  v.object({ kind: v.literal('comment'), ...about, text: v.pipe(Line, v.trim(), v.minLength(1)) }),
  v.object({
    kind: v.literal('propose'),
    ...about,
    way: Way,
    edits: v.pipe(v.array(PlanEdit), v.minLength(1), v.maxLength(MAX_EDITS)),
    /** Conflicts that the recheck found gone and new, by id. */
    vanished: v.array(Id),
    arose: v.array(Id),
    text: Line,
    /** Number of the approval by which a rigid line may change. */
    approval: v.optional(Name),
  }),
  v.object({
    kind: v.literal('sign'),
    conflict: Id,
    text: Line,
    /** Signature on the record up to here by a key of the person. */
    signature: v.optional(Signature),
  }),
  v.object({ kind: v.literal('reject'), conflict: Id, text: Line }),
  /** By who proposed it. */
  v.object({ kind: v.literal('withdraw'), conflict: Id, text: Line }),
]);

const Entry = v.object({
  seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
  atMs: v.pipe(v.number(), v.integer()),
  who: Name,
  role: v.picklist(ROLES),
  /** Party that vouches for the name: the hub's login, or nobody (typed in a page without a hub). */
  by: v.picklist(['hub', 'page']),
  act: PlanAct,
  /** Hash of the entry before; 64 zeros before the first. */
  previous: Hash,
  hash: Hash,
});

/** What somebody does about a conflict. */
export type PlanAct = v.InferOutput<typeof PlanAct>;
/** How a proposal resolves a conflict. */
export type ResolutionWay = v.InferOutput<typeof Way>;
/** An act in the journal, chained to the one before. */
export type JournalEntry = v.InferOutput<typeof Entry>;
/** Person who acts, in which role, and the party that vouches for the name. */
export interface Actor {
  who: string;
  role: Role;
  by: JournalEntry['by'];
}

/** A file of decisions: the journal whole, with what it is about. */
const JournalFile = v.object({
  format: v.literal(1),
  kind: v.literal('shapan-plan-decisions'),
  city: v.string(),
  entries: v.pipe(v.array(Entry), v.maxLength(MAX_JOURNAL_ENTRIES)),
});

/** The journal of acts on conflicts, in the order of their numbers. */
export type Journal = readonly JournalEntry[];

const NO_HASH = '0'.repeat(64);

/** Hash of the last entry. */
export const headOf = (journal: Journal): string => journal.at(-1)?.hash ?? NO_HASH;

const hashOf = ({ hash: _, ...entry }: JournalEntry): string => jsonHash(entry);

/** The journal with one act more. Throws where the act is refused (`refusalOf`). */
export function withAct(journal: Journal, act: PlanAct, { who, role, by }: Actor, atMs: number): JournalEntry[] {
  const refusal = refusalOf(journal, act, { who, role, by });
  if (refusal) throw new MessageError(refusal);
  const entry = { seq: journal.length + 1, atMs, who, role, by, act, previous: headOf(journal), hash: '' };
  return [...journal, { ...entry, hash: hashOf(entry) }];
}

/** A signature on a decision covers the record up to the entry before, so that nothing in it can change under the name. */
export const signedDecision = (
  { conflict, text }: Pick<Extract<PlanAct, { kind: 'sign' }>, 'conflict' | 'text'>,
  previous: string,
): Pick<SignedThing, 'kind' | 'of' | 'hash' | 'says'> => ({
  kind: 'plan-decision',
  of: conflict,
  hash: previous,
  says: text,
});

/** Number of the first entry that does not follow from the one before; null: the chain is whole. */
export function brokenAt(journal: Journal): number | null {
  let previous = NO_HASH;
  for (const [i, entry] of journal.entries()) {
    if (entry.seq !== i + 1 || entry.previous !== previous || entry.hash !== hashOf(entry)) return i + 1;
    previous = entry.hash;
  }
  return null;
}

/** What an act is read as; an error names the field that is wrong. */
export const parseAct = (json: unknown): PlanAct => parseAs(PlanAct, json, 'act');

/** One entry as a database or a hub gives it. */
export const parseEntry = (json: unknown): JournalEntry => parseAs(Entry, json, 'journal');

/** A file of decisions; throws where an entry was changed. */
export function parseJournalFile(json: unknown, file: string): { city: string; entries: Journal } {
  const { city, entries } = parseAs(JournalFile, json, file);
  const seq = brokenAt(entries);
  if (seq !== null) throw new MessageError(journalMessage('broken-chain', { seq }));
  return { city, entries };
}

export const journalFileText = (city: string, entries: JournalEntry[]): string =>
  `${JSON.stringify({ format: 1, kind: 'shapan-plan-decisions', city, entries } satisfies v.InferInput<typeof JournalFile>, null, 1)}\n`;

/** Where one conflict stands. */
export interface Decision {
  conflict: string;
  facts: v.InferOutput<typeof Facts>;
  state: 'open' | 'proposed' | 'signed' | 'rejected';
  owner: string | null;
  /** The last one. */
  proposal: (JournalEntry & { act: Extract<PlanAct, { kind: 'propose' }> }) | null;
  /** Entry that signed or rejected it. */
  verdict: JournalEntry | null;
  history: JournalEntry[];
}

/** What the acts come to, by conflict, in the order in which conflicts were first acted on. */
export function decisionsOf(journal: Journal): Map<string, Decision> {
  const decisions = new Map<string, Decision>();
  for (const entry of journal) {
    const { act } = entry;
    const known = decisions.get(act.conflict);
    if (!known && !('facts' in act)) continue;
    const decision: Decision = known ?? {
      conflict: act.conflict,
      facts: (act as Extract<PlanAct, { facts: unknown }>).facts,
      state: 'open',
      owner: null,
      proposal: null,
      verdict: null,
      history: [],
    };
    decision.history.push(entry);
    take(decision, entry);
    decisions.set(act.conflict, decision);
  }
  return decisions;
}

function take(decision: Decision, entry: JournalEntry): void {
  const { act } = entry;
  switch (act.kind) {
    case 'own':
      decision.owner = act.owner;
      break;
    case 'comment':
      break;
    case 'propose':
      decision.state = 'proposed';
      decision.facts = act.facts;
      decision.proposal = { ...entry, act };
      decision.verdict = null;
      break;
    case 'sign':
    case 'reject':
      decision.state = act.kind === 'sign' ? 'signed' : 'rejected';
      decision.verdict = entry;
      break;
    case 'withdraw':
      decision.state = 'open';
  }
}

/** Why an act is refused; null: it is not. The same on the hub and in a page without one. */
export function refusalOf(journal: Journal, act: PlanAct, { who, role }: Actor): Message | null {
  const decisions = decisionsOf(journal);
  const decision = decisions.get(act.conflict);
  if (act.kind === 'comment') return null;
  if (decision?.state === 'signed') return journalMessage('is-signed', {});
  if (act.kind === 'own') return null;
  if (act.kind === 'propose') {
    if (decision?.state === 'proposed') return journalMessage('is-proposed', {});
    const rigid = act.approval === undefined && rigidChange(act);
    return rigid ? journalMessage('no-approval', { id: rigid.shape }) : null;
  }
  if (!decision?.proposal) return journalMessage('no-decision', {});
  if (decision.state !== 'proposed') return journalMessage('not-proposed', { state: stateText(decision.state) });
  if (act.kind === 'withdraw') return decision.proposal.who === who ? null : journalMessage('not-own', {});
  if (role !== SIGNER) return journalMessage('not-a-signer', {});
  if (act.kind === 'reject') return act.text.trim() === '' ? journalMessage('no-reason', {}) : null;
  if (decision.proposal.who === who) return journalMessage('own-proposal', {});
  return baseRefusal(decisions, decision);
}

/** The first edit of a rigid line: one that is such a line now, or was one when the conflict was found; undefined: none is. */
export const rigidChange = ({ edits, facts }: Pick<Extract<PlanAct, { kind: 'propose' }>, 'edits' | 'facts'>) =>
  edits.find((edit) => {
    const side = [facts.a, facts.b].find((one) => one?.plan === edit.plan && one.shape === edit.shape);
    return isRigid(side?.kind) || isRigid(edit.next?.properties.kind);
  });

/** The role that signs; on the hub the right `plans.sign` says the same. */
const SIGNER: Role = 'planner';

const STATE_TEXTS = {
  open: { zh: '待处理', en: 'open' },
  proposed: { zh: '待签署', en: 'proposed' },
  signed: { zh: '已签署', en: 'signed' },
  rejected: { zh: '已驳回', en: 'rejected' },
} as const;

const stateText = (state: Decision['state']) => STATE_TEXTS[state];

/** A signature stands on shapes as published or as other signatures left them, never on what waits for one. */
function baseRefusal(decisions: ReadonlyMap<string, Decision>, { proposal }: Decision): Message | null {
  const signed = new Map(editsOf([...decisions.values()], ['signed']).edits.map((edit) => [shapeKey(edit), edit]));
  const unsigned = [...decisions.values()].flatMap(({ history, state, proposal: last }) =>
    history.flatMap((entry) => {
      const isOwn = entry.seq === proposal?.seq;
      const isSigned = state === 'signed' && entry.seq === last?.seq;
      return entry.act.kind === 'propose' && !isOwn && !isSigned ? [{ edits: entry.act.edits, state }] : [];
    }),
  );
  for (const edit of proposal?.act.edits ?? []) {
    const before = signed.get(shapeKey(edit));
    if (before && leftHash(before) === edit.was) continue;
    const isOn = (other: PlanEdit) => shapeKey(other) === shapeKey(edit) && leftHash(other) === edit.was;
    const base = unsigned.filter(({ edits }) => edits.some(isOn));
    if (base.some(({ state }) => state === 'proposed')) return journalMessage('sign-order', { id: edit.shape });
    if (before || base.length > 0) return journalMessage('outdated-base', { id: edit.shape });
  }
  return null;
}

/** Edits of decisions in these states. */
interface DecidedEdits {
  /** One a shape, in the order of their keys. */
  edits: PlanEdit[];
  /** Conflicts whose proposal was made from a shape that another one changed since: none of its edits is among them. */
  loose: string[];
}

/** What decisions in these states make of the plans: proposals one after the other, each on what those before it left. */
export function editsOf(decisions: readonly Decision[], states: readonly Decision['state'][]): DecidedEdits {
  const proposals = decisions
    .filter(({ state }) => states.includes(state))
    .flatMap(({ proposal }) => (proposal ? [proposal] : []))
    .sort((one, other) => one.seq - other.seq);
  const inForce = new Map<string, PlanEdit>();
  const edits: PlanEdit[] = [];
  const loose: string[] = [];
  for (const { act } of proposals) {
    const isLoose = act.edits.some((edit) => {
      const before = inForce.get(shapeKey(edit));
      return before !== undefined && leftHash(before) !== edit.was;
    });
    if (isLoose) {
      loose.push(act.conflict);
      continue;
    }
    for (const edit of act.edits) inForce.set(shapeKey(edit), edit);
    edits.push(...act.edits);
  }
  return { edits: foldedEdits(edits), loose };
}
