import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { inflateLimit } from '../../model/inflate-limit.ts';
import { journalMessage } from '../../model/plans/journal-messages.ts';
import { type PlanInfo, parsePlanInfo } from '../../model/plans/plan.ts';
import { OWN_PLAN, type SharedPlan } from '../../model/plans/shared-plan.ts';
import { needs, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { may } from '../accounts/roles.ts';
import { type DocumentRevision, openDocuments } from '../documents/documents.ts';
import type { Hub } from '../hub.ts';
import { faultMessage } from '../messages.ts';
import { UploadQueue } from '../upload-queue.ts';

/** Plans that are read and unpacked at once; beyond, some wait. */
const MAX_UPLOADS = 2;
const MAX_WAITING_UPLOADS = 20;
/** Base64 of the packed file. */
const MAX_BODY_BYTES = 12_000_000;
const MB = 1e6;
/** A page opens no larger plan either. */
const MAX_FILE_BYTES = 200 * MB;

/**
 * Plans that people share with all who read their part of the city: files with what is known of them, each revision kept, each step in the signed audit
 * with the file's hash. Who may propose shares; who shared a plan, or a planner, takes it back.
 */
export async function openSharedPlans(hub: Hub, accounts: Accounts): Promise<void> {
  const { http } = hub;
  const documents = await openDocuments(hub, accounts, 'plan');
  const { onRequest } = new UploadQueue(MAX_UPLOADS, MAX_WAITING_UPLOADS);
  const newest = async (id: string): Promise<(SharedPlan & Pick<DocumentRevision, 'areas'>) | null> => {
    const last = (await documents.revisionsOf(id)).at(-1);
    return last ? { ...planOf(last), areas: last.areas } : null;
  };

  /** The newest revision of each, those that were taken back too. */
  http.get('/plans/shared', needs('records.read', 'document', { isPolled: true }), async (request) => ({
    plans: (await documents.newestFor(request)).map(planOf),
  }));

  http.get<{ Params: { id: string; revision: string } }>(
    '/plans/shared/:id/:revision',
    needs('records.read', 'document'),
    async (request, reply) => {
      const { id, revision } = request.params;
      const gz = await documents.bodyFor(request, id, revision);
      if (gz === null) return refuse(reply, 404, journalMessage('plan-unknown', { id }));
      // As it was packed: whoever asks unpacks it.
      return reply.header('content-type', 'application/geo+json').header('content-encoding', 'gzip').send(gz);
    },
  );

  http.post(
    '/plans/shared',
    { ...needs('plans.propose', 'document'), bodyLimit: MAX_BODY_BYTES, onRequest },
    async (request, reply) => {
      const session = accounts.who(request);
      const body = typeof request.body === 'object' && request.body !== null ? request.body : {};
      const { info: infoJson, gz, after } = body as { info?: unknown; gz?: unknown; after?: unknown };
      let info: PlanInfo;
      try {
        info = parsePlanInfo(infoJson, 'info');
      } catch (error) {
        return refuse(reply, 400, faultMessage(error));
      }
      const { id, hash } = info;
      const name = info.name.zh;
      if (!OWN_PLAN.test(id)) return refuse(reply, 400, journalMessage('plan-in-city', { name }));
      const packed = typeof gz === 'string' ? gz : '';
      const got = await unpackedHash(Buffer.from(packed, 'base64'));
      if (got === null) return refuse(reply, 400, journalMessage('plan-packed', { name, mostMb: MAX_FILE_BYTES / MB }));
      if (got !== hash) return refuse(reply, 400, journalMessage('plan-hash', { name }));
      return documents.runExclusive(async () => {
        const last = await newest(id);
        const { areas } = last ?? session.scope;
        if (!accounts.touchesDocument(request, reply, areas)) return reply;
        const revision = (last?.revision ?? 0) + 1;
        if (after !== revision - 1)
          return refuse(reply, 409, journalMessage('plan-moved', { name, revision: revision - 1 }));
        const head = JSON.stringify(info);
        const act = { session, id, revision, what: 'plan.share', detail: { hash } };
        return reply.code(201).send(planOf(await documents.share({ ...act, head, areas, body: packed })));
      });
    },
  );

  http.delete<{ Params: { id: string } }>(
    '/plans/shared/:id',
    needs('plans.propose', 'document'),
    async (request, reply) => {
      const session = accounts.who(request);
      const { id } = request.params;
      return documents.runExclusive(async () => {
        const last = await newest(id);
        if (!last || last.withdrawn) return refuse(reply, 404, journalMessage('plan-unknown', { id }));
        if (!accounts.touchesDocument(request, reply, last.areas)) return reply;
        const { revision, info } = last;
        if (last.who !== session.name && !may(session.role, 'plans.sign'))
          return refuse(reply, 403, journalMessage('plan-not-own', { name: info.name.zh }));
        await documents.takeBack({ session, id, revision, what: 'plan.takeBack' });
        return reply.code(204).send();
      });
    },
  );
}

const planOf = ({ revision, head, who, atMs, withdrawn }: DocumentRevision): SharedPlan => ({
  info: parsePlanInfo(JSON.parse(head ?? 'null'), 'documents'),
  revision,
  who,
  atMs,
  withdrawn,
});

/** The SHA-256 of what is packed, which is never in memory as a whole. Null: no gzip stream, or a larger one than a plan may be. */
async function unpackedHash(packed: Buffer): Promise<string | null> {
  const most = inflateLimit(packed.length, MAX_FILE_BYTES);
  const hash = createHash('sha256');
  let length = 0;
  const digest = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length > most) throw new RangeError('more than a plan may be');
      hash.update(chunk);
    }
  };
  try {
    await pipeline(Readable.from([packed]), createGunzip({ chunkSize: UNPACKED_CHUNK_BYTES }), digest);
    return hash.digest('hex');
  } catch {
    return null;
  }
}

const UNPACKED_CHUNK_BYTES = 2 ** 18;
