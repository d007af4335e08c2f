import { parseRuleRecord, type RuleRecord, releaseHash, ruleKey, ruleMessage } from '../../model/rules/rule-record.ts';
import type { SharedRule } from '../../model/rules/shared-rules.ts';
import { needs, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { type DocumentRevision, openDocuments } from '../documents/documents.ts';
import type { Hub } from '../hub.ts';
import { faultMessage } from '../messages.ts';
import type { SignerKeys } from './signer-keys.ts';

/** A table of clearances with its release is a few tens of kilobytes. */
const MAX_RULE_BYTES = 500_000;

/**
 * Rules of a city with their numbers and releases, shared with all who read it: by a confirmed rule everybody's figures become verdicts, so
 * that only who may sign for the whole city confirms, changes and takes back. Each revision stands in the signed audit with the hash of the
 * numbers, the office, the edition and the clause.
 */
export async function openSharedRules(hub: Hub, accounts: Accounts, signers: SignerKeys): Promise<void> {
  const { http, nowMs } = hub;
  const documents = await openDocuments(hub, accounts, 'rule');

  /** The newest revision of each rule, those that were taken back too. */
  http.get('/rules', needs('records.read', 'document', { isPolled: true }), async (request) => ({
    rules: (await documents.newestFor(request)).map(sharedOf),
  }));

  http.post('/rules', { ...needs('plans.sign', 'document'), bodyLimit: MAX_RULE_BYTES }, async (request, reply) => {
    const session = accounts.who(request);
    const body = typeof request.body === 'object' && request.body !== null ? request.body : {};
    const { record: given, after } = body as { record?: unknown; after?: unknown };
    let record: RuleRecord;
    try {
      record = parseRuleRecord(given, 'rule');
    } catch (error) {
      return refuse(reply, 400, faultMessage(error));
    }
    if (!accounts.touchesDocument(request, reply, 'all')) return reply;
    // Whoever confirms is who is logged in.
    if (record.release) record = { ...record, release: { ...record.release, who: session.name, by: 'hub' } };
    const id = ruleKey(record);
    const thing = { kind: 'rule-release' as const, of: id, hash: releaseHash(record), says: '' };
    const signature = record.release?.signature;
    if (signature) {
      const reason = await signers.faultOf(signature, { ...thing, who: session.name, atMs: nowMs() });
      if (reason) return refuse(reply, 400, ruleMessage('signature', { rule: id, reason: reason.text }));
    }
    return documents.runExclusive(async () => {
      const last = (await documents.revisionsOf(id)).at(-1);
      const revision = (last?.revision ?? 0) + 1;
      if (after !== revision - 1)
        return refuse(reply, 409, ruleMessage('moved', { rule: id, revision: revision - 1, who: last?.who ?? '' }));
      const { release } = record;
      const what = release ? 'rule.confirm' : 'rule.share';
      const detail = { ...(release ?? { hash: null }), ...(signature ? { signed: thing } : {}) };
      const head = JSON.stringify(record);
      const act = { session, id, revision, what, detail };
      return reply.code(201).send(sharedOf(await documents.share({ ...act, head, areas: 'all', body: '' })));
    });
  });

  http.delete<{ Params: { subject: string; id: string } }>(
    '/rules/:subject/:id',
    needs('plans.sign', 'document'),
    async (request, reply) => {
      const session = accounts.who(request);
      const id = `${request.params.subject}/${request.params.id}`;
      if (!accounts.touchesDocument(request, reply, 'all')) return reply;
      return documents.runExclusive(async () => {
        const last = (await documents.revisionsOf(id)).at(-1);
        if (!last || last.withdrawn) return refuse(reply, 404, ruleMessage('unknown', { rule: id }));
        await documents.takeBack({ session, id, revision: last.revision, what: 'rule.takeBack' });
        return reply.code(204).send();
      });
    },
  );
}

const sharedOf = ({ revision, head, who, atMs, withdrawn }: DocumentRevision): SharedRule => ({
  record: JSON.parse(head ?? 'null') as RuleRecord,
  revision,
  who,
  atMs,
  withdrawn,
});
