import { BASE_PLAN_BASIS } from '../../model/plans/base-basis.ts';
import { journalMessage } from '../../model/plans/journal-messages.ts';
import { basisText, stampsOf } from '../../model/plans/plan-basis.ts';
import type { EditionStamp } from '../../model/plans/plan-edition.ts';
import { type BasisPart, MAX_BASIS_BYTES, readBasisFile, refuseLarge } from '../../model/plans/read-basis-file.ts';
import { BASIS_PARTS, type SharedBasis } from '../../model/plans/shared-basis.ts';
import { needs, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { type DocumentRevision, openDocuments } from '../documents/documents.ts';
import type { Hub } from '../hub.ts';
import { faultMessage } from '../messages.ts';

/**
 * Rules and a crosswalk that the planners of a city share with all who read it: by them everybody's comparisons begin, so that only who
 * may sign for the whole city shares and takes back. Each revision is kept, each step stands in the signed audit with the hash of the set.
 */
export async function openSharedBasis(hub: Hub, accounts: Accounts): Promise<void> {
  const { http } = hub;
  const documents = await openDocuments(hub, accounts, 'plan-basis');

  /** The newest revision of each part, those that were taken back too. */
  http.get('/plans/basis', needs('records.read', 'document', { isPolled: true }), async (request) => {
    const sets = (await documents.newestFor(request)).map(sharedOf);
    return { sets: BASIS_PARTS.flatMap((part) => sets.find((one) => one.part === part) ?? []) };
  });

  http.get<{ Params: { part: string; revision: string } }>(
    '/plans/basis/:part/:revision',
    needs('records.read', 'document'),
    async (request, reply) => {
      const { part, revision } = request.params;
      const text = await documents.bodyFor(request, part, revision);
      if (text === null) return refuse(reply, 404, journalMessage('basis-unknown', { id: part }));
      return reply.header('content-type', 'application/json').send(text);
    },
  );

  // Quotes and ends of lines take two bytes in a body of JSON.
  const rights = { ...needs('plans.sign', 'document'), bodyLimit: 2 * MAX_BASIS_BYTES };
  http.post('/plans/basis', rights, async (request, reply) => {
    const session = accounts.who(request);
    const body = typeof request.body === 'object' && request.body !== null ? request.body : {};
    const { part: partName, text: given, after } = body as { part?: unknown; text?: unknown; after?: unknown };
    const part = BASIS_PARTS.find((one) => one === partName);
    if (!part) return refuse(reply, 400, journalMessage('basis-unknown', { id: String(partName) }));
    let read: ReturnType<typeof readSet>;
    try {
      read = readSet(part, typeof given === 'string' ? given : '');
    } catch (error) {
      return refuse(reply, 400, faultMessage(error));
    }
    const { stamp, text } = read;
    if (!accounts.touchesDocument(request, reply, 'all')) return reply;
    return documents.runExclusive(async () => {
      const sets = (await documents.revisionsOf(part)).map(sharedOf);
      const revision = (sets.at(-1)?.revision ?? 0) + 1;
      const { name, edition, hash } = stamp;
      if (after !== revision - 1)
        return refuse(reply, 409, journalMessage('plan-moved', { name: name.zh, revision: revision - 1 }));
      const isTaken = sets.some((one) => one.edition === edition && one.hash !== hash);
      if (isTaken) return refuse(reply, 409, journalMessage('basis-edition', { edition }));
      const head = JSON.stringify(stamp);
      const act = { session, id: part, revision, what: 'plan.shareBasis', detail: { edition, hash } };
      return reply.code(201).send(sharedOf(await documents.share({ ...act, head, areas: 'all', body: text })));
    });
  });

  http.delete<{ Params: { part: string } }>(
    '/plans/basis/:part',
    needs('plans.sign', 'document'),
    async (request, reply) => {
      const session = accounts.who(request);
      const { part } = request.params;
      if (!accounts.touchesDocument(request, reply, 'all')) return reply;
      return documents.runExclusive(async () => {
        const last = (await documents.revisionsOf(part)).map(sharedOf).at(-1);
        if (!last || last.withdrawn) return refuse(reply, 404, journalMessage('basis-unknown', { id: part }));
        const { revision, hash } = last;
        await documents.takeBack({ session, id: part, revision, what: 'plan.takeBackBasis', detail: { hash } });
        return reply.code(204).send();
      });
    },
  );
}

/** In the order of the format: the same content is the same text. */
function readSet(part: BasisPart, text: string): { stamp: EditionStamp; text: string } {
  refuseLarge(Buffer.byteLength(text), part);
  const basis = readBasisFile(part, text, part, BASE_PLAN_BASIS);
  return { stamp: stampsOf(basis)[part], text: basisText(basis[part]) };
}

const sharedOf = ({ id, revision, head, who, atMs, withdrawn }: DocumentRevision): SharedBasis => ({
  part: id as BasisPart,
  revision,
  ...(JSON.parse(head ?? 'null') as EditionStamp),
  who,
  atMs,
  withdrawn,
});
