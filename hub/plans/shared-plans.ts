import { webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { inflateLimit } from '../../model/inflate-limit.ts';
import { journalMessage } from '../../model/plans/journal-messages.ts';
import { type PlanInfo, parsePlanInfo } from '../../model/plans/plan.ts';
import { OWN_PLAN, type SharedPlan } from '../../model/plans/shared-plan.ts';
import { needs, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { may } from '../accounts/roles.ts';
import type { Hub } from '../hub.ts';
import { faultMessage } from '../messages.ts';
import { openMutex } from '../mutex.ts';

const FACTS = 'revision, info, who, at_ms, withdrawn_by, withdrawn_ms';

/** Base64 of the packed file. */
const MAX_BODY_BYTES = 12_000_000;
const MB = 1e6;
/** A page opens no larger plan either. */
const MAX_FILE_BYTES = 200 * MB;

interface Row {
  revision: number;
  info: string;
  who: string;
  at_ms: number;
  withdrawn_by: string | null;
  withdrawn_ms: number | null;
}

/**
 * Plans that people share with all who read the city: files with what is known of them, each revision kept, each step in the signed audit
 * with the file's hash. Who may propose shares; who shared a plan, or a planner, takes it back.
 */
export async function openSharedPlans(hub: Hub, accounts: Accounts): Promise<void> {
  const { http, sql, nowMs } = hub;
  const inTurn = openMutex();
  const newest = async (id: string): Promise<SharedPlan | null> => {
    const rows = await sql.query<Row>(
      `SELECT ${FACTS} FROM shared_plans WHERE id = $1 ORDER BY revision DESC LIMIT 1`,
      [id],
    );
    return rows.length > 0 ? planOf(rows[0]) : null;
  };

  /** The newest revision of each, those that were taken back too. */
  http.get('/plans/shared', needs('observations.read', { isPolled: true }), async () => {
    const rows = await sql.query<Row>(
      `SELECT ${FACTS} FROM shared_plans s
       WHERE revision = (SELECT max(revision) FROM shared_plans WHERE id = s.id) ORDER BY id`,
    );
    return { plans: rows.map(planOf) };
  });

  http.get<{ Params: { id: string; revision: string } }>(
    '/plans/shared/:id/:revision',
    needs('observations.read'),
    async (request, reply) => {
      const { id } = request.params;
      const revision = Number(request.params.revision);
      const rows = Number.isInteger(revision)
        ? await sql.query<{ gz: string }>(`SELECT gz FROM shared_plans WHERE id = $1 AND revision = $2`, [id, revision])
        : [];
      if (rows.length === 0) return refuse(reply, 404, journalMessage('plan-unknown', { id }));
      // As it was packed: whoever asks unpacks it.
      return reply
        .header('content-type', 'application/geo+json')
        .header('content-encoding', 'gzip')
        .send(Buffer.from(rows[0].gz, 'base64'));
    },
  );

  http.post('/plans/shared', { ...needs('plans.propose'), bodyLimit: MAX_BODY_BYTES }, async (request, reply) => {
    const { name: who, role } = accounts.who(request);
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
    const bytes = await unpacked(typeof gz === 'string' ? gz : '');
    if (!bytes) return refuse(reply, 400, journalMessage('plan-packed', { name, mostMb: MAX_FILE_BYTES / MB }));
    if ((await sha256Of(bytes)) !== hash) return refuse(reply, 400, journalMessage('plan-hash', { name }));
    return inTurn(async () => {
      const last = await newest(id);
      const revision = (last?.revision ?? 0) + 1;
      if (after !== revision - 1)
        return refuse(reply, 409, journalMessage('plan-moved', { name, revision: revision - 1 }));
      const atMs = nowMs();
      // The audit row first, as of decisions.
      await accounts.audit.append({ atMs, who, role, what: 'plan.share', of: id, detail: { revision, hash } });
      const values = [id, revision, JSON.stringify(info), gz, who, atMs];
      await sql.query('INSERT INTO shared_plans VALUES ($1, $2, $3, $4, $5, $6)', values);
      return reply.code(201).send({ info, revision, who, atMs, withdrawn: null } satisfies SharedPlan);
    });
  });

  http.delete<{ Params: { id: string } }>('/plans/shared/:id', needs('plans.propose'), async (request, reply) => {
    const { name: who, role } = accounts.who(request);
    const { id } = request.params;
    return inTurn(async () => {
      const last = await newest(id);
      if (!last || last.withdrawn) return refuse(reply, 404, journalMessage('plan-unknown', { id }));
      const { revision, info } = last;
      if (last.who !== who && !may(role, 'plans.sign'))
        return refuse(reply, 403, journalMessage('plan-not-own', { name: info.name.zh }));
      const atMs = nowMs();
      await accounts.audit.append({ atMs, who, role, what: 'plan.takeBack', of: id, detail: { revision } });
      const values = [id, revision, who, atMs];
      await sql.query(
        'UPDATE shared_plans SET withdrawn_by = $3, withdrawn_ms = $4 WHERE id = $1 AND revision = $2',
        values,
      );
      return reply.code(204).send();
    });
  });
}

const planOf = ({ revision, info, who, at_ms, withdrawn_by, withdrawn_ms }: Row): SharedPlan => ({
  info: parsePlanInfo(JSON.parse(info), 'shared_plans'),
  revision,
  who,
  atMs: at_ms,
  withdrawn: withdrawn_by === null || withdrawn_ms === null ? null : { who: withdrawn_by, atMs: withdrawn_ms },
});

const inflate = promisify(gunzip);

/** Null: no gzip stream, or a larger one than a plan may be. */
async function unpacked(base64: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const packed = Buffer.from(base64, 'base64');
  if (packed.length === 0) return null;
  const bytes = await inflate(packed, { maxOutputLength: inflateLimit(packed.length, MAX_FILE_BYTES) }).catch(
    () => null,
  );
  return bytes && new Uint8Array(bytes);
}

async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}
