import { BASE_PLAN_BASIS } from '../../model/plans/base-basis.ts';
import { journalMessage } from '../../model/plans/journal-messages.ts';
import { basisText, stampsOf } from '../../model/plans/plan-basis.ts';
import type { EditionStamp } from '../../model/plans/plan-edition.ts';
import { type BasisPart, MAX_BASIS_BYTES, readBasisFile, refuseLarge } from '../../model/plans/read-basis-file.ts';
import { BASIS_PARTS, type SharedBasis } from '../../model/plans/shared-basis.ts';
import { needs, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import type { Hub } from '../hub.ts';
import { faultMessage } from '../messages.ts';
import { openMutex } from '../mutex.ts';

const FACTS = 'part, revision, stamp, who, at_ms, withdrawn_by, withdrawn_ms';

interface Row {
  part: BasisPart;
  revision: number;
  stamp: string;
  who: string;
  at_ms: number;
  withdrawn_by: string | null;
  withdrawn_ms: number | null;
}

/**
 * Rules and a crosswalk that the planners of a city share with all who read it: by them everybody's comparisons begin, so that only who
 * may sign shares and takes back. Each revision is kept, each step stands in the signed audit with the hash of the set.
 */
export async function openSharedBasis(hub: Hub, accounts: Accounts): Promise<void> {
  const { http, sql, nowMs } = hub;
  const inTurn = openMutex();
  const all = async (): Promise<SharedBasis[]> => {
    const rows = await sql.query<Row>(`SELECT ${FACTS} FROM shared_plan_basis ORDER BY part, revision`);
    return rows.map(sharedOf);
  };
  const newest = (sets: readonly SharedBasis[], part: string) => sets.findLast((one) => one.part === part) ?? null;

  /** The newest revision of each part, those that were taken back too. */
  http.get('/plans/basis', needs('observations.read', { isPolled: true }), async () => {
    const sets = await all();
    return { sets: BASIS_PARTS.flatMap((part) => newest(sets, part) ?? []) };
  });

  http.get<{ Params: { part: string; revision: string } }>(
    '/plans/basis/:part/:revision',
    needs('observations.read'),
    async (request, reply) => {
      const { part } = request.params;
      const revision = Number(request.params.revision);
      const rows = Number.isInteger(revision)
        ? await sql.query<{ text: string }>('SELECT text FROM shared_plan_basis WHERE part = $1 AND revision = $2', [
            part,
            revision,
          ])
        : [];
      if (rows.length === 0) return refuse(reply, 404, journalMessage('basis-unknown', { id: part }));
      return reply.header('content-type', 'application/json').send(rows[0].text);
    },
  );

  // Quotes and ends of lines take two bytes in a body of JSON.
  const rights = { ...needs('plans.sign'), bodyLimit: 2 * MAX_BASIS_BYTES };
  http.post('/plans/basis', rights, async (request, reply) => {
    const { name: who, role } = accounts.who(request);
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
    return inTurn(async () => {
      const sets = await all();
      const last = newest(sets, part);
      const revision = (last?.revision ?? 0) + 1;
      const { name, edition, hash } = stamp;
      if (after !== revision - 1)
        return refuse(reply, 409, journalMessage('plan-moved', { name: name.zh, revision: revision - 1 }));
      const isTaken = sets.some((one) => one.part === part && one.edition === edition && one.hash !== hash);
      if (isTaken) return refuse(reply, 409, journalMessage('basis-edition', { edition }));
      const atMs = nowMs();
      // The audit row first, as of decisions.
      const detail = { revision, edition, hash };
      await accounts.audit.append({ atMs, who, role, what: 'plan.shareBasis', of: part, detail });
      await sql.query('INSERT INTO shared_plan_basis VALUES ($1, $2, $3, $4, $5, $6)', [
        part,
        revision,
        JSON.stringify(stamp),
        text,
        who,
        atMs,
      ]);
      const shared: SharedBasis = { part, revision, name, edition, hash, who, atMs, withdrawn: null };
      return reply.code(201).send(shared);
    });
  });

  http.delete<{ Params: { part: string } }>('/plans/basis/:part', needs('plans.sign'), async (request, reply) => {
    const { name: who, role } = accounts.who(request);
    const { part } = request.params;
    return inTurn(async () => {
      const last = newest(await all(), part);
      if (!last || last.withdrawn) return refuse(reply, 404, journalMessage('basis-unknown', { id: part }));
      const { revision, hash } = last;
      const atMs = nowMs();
      await accounts.audit.append({
        atMs,
        who,
        role,
        what: 'plan.takeBackBasis',
        of: part,
        detail: { revision, hash },
      });
      await sql.query(
        'UPDATE shared_plan_basis SET withdrawn_by = $3, withdrawn_ms = $4 WHERE part = $1 AND revision = $2',
        [part, revision, who, atMs],
      );
      return reply.code(204).send();
    });
  });
}

/** In the order of the format: the same content is the same text. */
function readSet(part: BasisPart, text: string): { stamp: EditionStamp; text: string } {
  refuseLarge(Buffer.byteLength(text), part);
  const basis = readBasisFile(part, text, part, BASE_PLAN_BASIS);
  return { stamp: stampsOf(basis)[part], text: basisText(basis[part]) };
}

const sharedOf = ({ part, revision, stamp, who, at_ms, withdrawn_by, withdrawn_ms }: Row): SharedBasis => ({
  part,
  revision,
  ...(JSON.parse(stamp) as EditionStamp),
  who,
  atMs: at_ms,
  withdrawn: withdrawn_by === null || withdrawn_ms === null ? null : { who: withdrawn_by, atMs: withdrawn_ms },
});
