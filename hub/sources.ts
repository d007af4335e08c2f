import { MAX_SOURCES, parseSource, type SourceSpec } from '../model/sensors/sources.ts';
import { needs, refuse } from './accounts/access.ts';
import type { Accounts } from './accounts/account-parts.ts';
import { readsDocument } from './accounts/scope.ts';
import type { Hub } from './hub.ts';
import { faultMessage, hubMessage, subjectText } from './messages.ts';

/**
 * Sources of readings beside the hub, which the page's own worker listens to. An administrator names them; their hosts, and no others,
 * then stand in the policy that this server sends with the script of that worker (`serve.ts`): the page itself may speak to its own
 * server alone, as before.
 */
export async function openSources({ http, sql, nowMs }: Hub, accounts: Accounts): Promise<void> {
  const specs = new Map<string, SourceSpec>();
  for (const { spec } of await sql.query<{ spec: SourceSpec }>('SELECT spec FROM sources ORDER BY id'))
    specs.set(spec.id, spec);
  if (http.hasDecorator('named'))
    http.named.hosts = () => [...new Set([...specs.values()].map(({ url }) => hostIn(url)))];

  /** A source brings readings of any part of the city; who is shown none of it is told of no source. */
  http.get('/sources', needs('observations.read', 'document'), async (request) => {
    return { sources: readsDocument(accounts.scopeOf(request), 'all') ? [...specs.values()] : [] };
  });

  http.post('/sources', needs('sources.manage', 'city'), async (request, reply) => {
    let spec: SourceSpec;
    try {
      spec = parseSource(request.body);
    } catch (error) {
      return refuse(reply, 400, faultMessage(error));
    }
    if (!specs.has(spec.id) && specs.size >= MAX_SOURCES)
      return refuse(reply, 409, hubMessage('too-many', { what: subjectText('sources'), most: MAX_SOURCES }));
    const { name: who, role } = accounts.who(request);
    const detail = { before: specs.get(spec.id) ?? null, after: spec };
    await accounts.audit.append({ atMs: nowMs(), who, role, what: 'source.name', of: spec.id, detail });
    await sql.query('INSERT INTO sources VALUES ($1, $2::jsonb) ON CONFLICT (id) DO UPDATE SET spec = excluded.spec', [
      spec.id,
      JSON.stringify(spec),
    ]);
    specs.set(spec.id, spec);
    return reply.code(201).send(spec);
  });

  http.delete<{ Params: { id: string } }>('/sources/:id', needs('sources.manage', 'city'), async (request, reply) => {
    const { id } = request.params;
    const before = specs.get(id);
    if (!before) return refuse(reply, 404, hubMessage('no-such', { what: subjectText('sources'), id }));
    const { name: who, role } = accounts.who(request);
    await accounts.audit.append({ atMs: nowMs(), who, role, what: 'source.forget', of: id, detail: { before } });
    await sql.query('DELETE FROM sources WHERE id = $1', [id]);
    specs.delete(id);
    return reply.code(204).send();
  });
}

function hostIn(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
