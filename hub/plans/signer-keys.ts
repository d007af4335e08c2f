import * as v from 'valibot';
import { checkSignature, type SignedThing, signatureMessage } from '../../model/signatures/check-signature.ts';
import { keyId, type Signature, SignerKey } from '../../model/signatures/statement.ts';
import { type Message, messageTable } from '../../model/text/message.ts';
import { needs, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { type DocumentRevision, openDocuments } from '../documents/documents.ts';
import type { Hub } from '../hub.ts';

/** Keys hold no longer than this: a lost one ends by itself. */
const MAX_KEY_MS = 5 * 366 * 86_400_000;

const keyMessage = messageTable({
  'key-wrong': {
    zh: '公钥无效，或有效期已过，或超过五年',
    en: 'expected a public key that holds for five years at most',
  },
  'key-known': { zh: '这把密钥已登记', en: 'expected a key that is not registered yet' },
  'key-unknown': { zh: '没有登记这把密钥，或已吊销', en: 'expected a registered key that holds' },
});

/** The public keys of people who sign. */
export interface SignerKeys {
  /** Null: the signature is right. */
  faultOf(signature: Signature, thing: SignedThing): Promise<Message | null>;
}

/**
 * Keys that people sign with, by their fingerprints: whoever may sign registers keys in his own name and takes back any, and both are rows of
 * the signed audit, so that its export alone shows which signature was right at its time.
 */
export async function openSignerKeys(hub: Hub, accounts: Accounts): Promise<SignerKeys> {
  const { http, nowMs } = hub;
  const documents = await openDocuments(hub, accounts, 'signer-key');

  http.get('/signer-keys', needs('records.read', 'document', { isPolled: true }), async (request) => ({
    format: 1,
    kind: 'shapan-signer-keys',
    keys: (await documents.newestFor(request)).map(keyOf),
  }));

  http.post('/signer-keys', needs('plans.sign', 'document'), async (request, reply) => {
    const session = accounts.who(request);
    const body = typeof request.body === 'object' && request.body !== null ? request.body : {};
    const read = v.safeParse(SignerKey, (body as { key?: unknown }).key);
    if (!accounts.touchesDocument(request, reply, 'all')) return reply;
    const wrong = () => refuse(reply, 400, keyMessage('key-wrong', {}));
    if (!read.success) return wrong();
    // It is the key of who is logged in, and holds from now on: what was signed before it was registered is not signed.
    const key: SignerKey = { ...read.output, who: session.name, fromMs: nowMs(), revokedMs: null };
    if (key.untilMs <= key.fromMs || key.untilMs > key.fromMs + MAX_KEY_MS) return wrong();
    const id = keyId(key.publicKey);
    return documents.runExclusive(async () => {
      if ((await documents.revisionsOf(id)).length > 0) return refuse(reply, 409, keyMessage('key-known', {}));
      const head = JSON.stringify(key);
      const act = { session, id, revision: 1, what: 'key.register', detail: { ...key } };
      return reply.code(201).send(keyOf(await documents.share({ ...act, head, areas: 'all', body: '' })));
    });
  });

  http.delete<{ Params: { id: string } }>(
    '/signer-keys/:id',
    needs('plans.sign', 'document'),
    async (request, reply) => {
      const session = accounts.who(request);
      const { id } = request.params;
      if (!accounts.touchesDocument(request, reply, 'all')) return reply;
      return documents.runExclusive(async () => {
        const last = (await documents.revisionsOf(id)).at(-1);
        if (!last || last.withdrawn) return refuse(reply, 404, keyMessage('key-unknown', {}));
        await documents.takeBack({ session, id, revision: 1, what: 'key.revoke' });
        return reply.code(204).send();
      });
    },
  );

  return {
    async faultOf(signature, thing) {
      const keys = (await documents.newest()).map(keyOf);
      const verdict = await checkSignature(signature, thing, keys);
      return verdict === 'right' ? null : signatureMessage(verdict, {});
    },
  };
}

const keyOf = ({ head, withdrawn }: DocumentRevision): SignerKey => ({
  ...(JSON.parse(head ?? 'null') as SignerKey),
  revokedMs: withdrawn?.atMs ?? null,
});
