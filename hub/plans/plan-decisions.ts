import { isEverything } from '../../model/accounts/accounts.ts';
import { journalMessage } from '../../model/plans/journal-messages.ts';
import {
  decisionsOf,
  headOf,
  type JournalEntry,
  type PlanAct,
  parseAct,
  parseEntry,
  refusalOf,
  signedDecision,
  withAct,
} from '../../model/plans/plan-journal.ts';
import { needs, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { may } from '../accounts/roles.ts';
import { covers } from '../accounts/scope.ts';
import type { Hub } from '../hub.ts';
import { faultMessage } from '../messages.ts';
import { openMutex } from '../mutex.ts';
import type { SignerKeys } from './signer-keys.ts';

/** A proposal holds the shapes that it changes. */
const MAX_DECISION_BYTES = 8_000_000;

/**
 * Decisions on conflicts of plans: entries are only ever added, each chained to the one before and noted in the signed audit with its
 * hash. Whoever may propose acts; a planner who did not propose it signs. An act names the last entry that its page has seen: two who act
 * at once are not both believed.
 */
export async function openPlanDecisions(hub: Hub, accounts: Accounts, signers: SignerKeys): Promise<void> {
  const { http, sql, nowMs, places } = hub;
  const rows = await sql.query<{ entry: string }>('SELECT entry FROM plan_decisions ORDER BY seq');
  let journal: readonly JournalEntry[] = rows.map(({ entry }) => parseEntry(JSON.parse(entry)));
  const inTurn = openMutex();
  const placeOf = (act: PlanAct) => {
    const facts = 'facts' in act ? act.facts : decisionsOf(journal).get(act.conflict)?.facts;
    const [lonDeg, latDeg] = facts?.at ?? [0, 0];
    return places.ofObject('', facts ? { lonDeg, latDeg, heightM: 0 } : null);
  };

  /**
   * Returns the entries of the part of the city that the asker may see; the chain is complete for those who see all. A page that has the
   * record asks for what came `since` an entry.
   */
  http.get<{ Querystring: { since?: string } }>(
    '/plans/decisions',
    needs('records.read', 'place', { isPolled: true }),
    async (request) => {
      const scope = accounts.scopeOf(request);
      const since = Number(request.query.since) || 0;
      const news = journal.filter(({ seq }) => seq > since);
      const entries = isEverything(scope) ? news : news.filter(({ act }) => covers(scope, placeOf(act)));
      return { head: headOf(journal), count: journal.length, entries };
    },
  );

  http.post(
    '/plans/decisions',
    { ...needs('plans.propose', 'place'), bodyLimit: MAX_DECISION_BYTES },
    async (request, reply) => {
      const { name, role } = accounts.who(request);
      let act: PlanAct;
      try {
        act = parseAct(fieldOf(request.body, 'act'));
      } catch (error) {
        return refuse(reply, 400, faultMessage(error));
      }
      return inTurn(async () => {
        if (!accounts.touches(request, reply, placeOf(act))) return reply;
        const isVerdict = act.kind === 'sign' || act.kind === 'reject';
        if (isVerdict && !may(role, 'plans.sign')) return refuse(reply, 403, journalMessage('not-a-signer', {}));
        if (fieldOf(request.body, 'after') !== headOf(journal)) return refuse(reply, 409, journalMessage('moved', {}));
        const actor = { who: name, role, by: 'hub' as const };
        const refusal = refusalOf(journal, act, actor);
        if (refusal) return refuse(reply, 409, refusal);
        const signed = act.kind === 'sign' && act.signature ? signedDecision(act, headOf(journal)) : null;
        const signature = act.kind === 'sign' ? act.signature : undefined;
        const reason =
          signature && signed && (await signers.faultOf(signature, { ...signed, who: name, atMs: nowMs() }));
        if (reason) return refuse(reply, 400, journalMessage('bad-signature', { reason: reason.text }));
        const next = withAct(journal, act, actor, nowMs());
        const entry = next[next.length - 1];
        const proof = signature ? { signature, signed } : {};
        const detail = { seq: entry.seq, hash: entry.hash, ...placeOf(act), ...proof };
        // The audit row first: a decision that nobody took is none.
        const row = { atMs: entry.atMs, who: name, role, what: `plan.${act.kind}`, of: act.conflict, detail };
        await accounts.audit.append(row);
        await sql.query('INSERT INTO plan_decisions VALUES ($1, $2)', [entry.seq, JSON.stringify(entry)]);
        journal = next;
        return reply.code(201).send({ head: entry.hash, entry });
      });
    },
  );
}

const fieldOf = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined;
