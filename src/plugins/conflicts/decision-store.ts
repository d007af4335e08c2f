import { journalMessage } from '../../../model/plans/journal-messages.ts';
import {
  type Actor,
  brokenAt,
  headOf,
  type Journal,
  type PlanAct,
  parseEntry,
  withAct,
} from '../../../model/plans/plan-journal.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { AccountSession } from '../../twin/account-session.ts';
import type { PageStore } from './page-store.ts';

/** Store of the record of decisions: the hub, which knows who acts, or this browser, which believes what is typed. */
export interface DecisionStore {
  readonly kind: 'hub' | 'page';
  read(): Promise<Journal>;
  /** The record as it is by now, of one that was read before. */
  renew(journal: Journal): Promise<Journal>;
  /** The record with one act more; rejects where it is refused, or somebody else added to it meanwhile. */
  add(journal: Journal, act: PlanAct, actor: Actor): Promise<Journal>;
  /** In place of what is kept; a hub takes no record from a page. */
  replace: ((journal: Journal) => Promise<void>) | null;
}

const DECISIONS = 'plans/decisions';

export function hubDecisionStore(session: AccountSession): DecisionStore {
  const read = async (): Promise<Journal> => {
    const { entries } = (await session.get(DECISIONS)) as { entries: unknown[] };
    return entries.map(parseEntry);
  };
  return {
    kind: 'hub',
    read,
    async renew(journal) {
      const last = journal.at(-1)?.seq ?? 0;
      const answer = (await session.get(`${DECISIONS}?since=${last}`)) as { head: string; entries: unknown[] };
      if (answer.head === headOf(journal)) return journal;
      const next = [...journal, ...answer.entries.map(parseEntry)];
      return brokenAt(next) === null ? next : read();
    },
    async add(journal, act) {
      const { entry } = (await session.post(DECISIONS, { act, after: headOf(journal) })) as { entry: unknown };
      return [...journal, parseEntry(entry)];
    },
    replace: null,
  };
}

export function browserDecisionStore(city: string, store: PageStore, nowMs: () => number): DecisionStore {
  const read = async (): Promise<Journal> => {
    const journal = await store.journal(city);
    const seq = brokenAt(journal);
    if (seq !== null) throw new MessageError(journalMessage('broken-chain', { seq }));
    return journal;
  };
  return {
    kind: 'page',
    read,
    async renew(journal) {
      const kept = await read();
      return headOf(kept) === headOf(journal) ? journal : kept;
    },
    async add(journal, act, actor) {
      // Another tab of this browser may have added to it.
      if (headOf(await store.journal(city)) !== headOf(journal)) throw new MessageError(journalMessage('moved', {}));
      const next = withAct(journal, act, actor, Math.round(nowMs()));
      await store.putJournal(city, next);
      return next;
    },
    replace: (journal) => store.putJournal(city, journal),
  };
}
