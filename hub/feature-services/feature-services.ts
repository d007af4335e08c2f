import * as v from 'valibot';
import { FeatureService, MAX_FEATURE_SERVICES } from '../../model/city/feature-service.ts';
import { messagesOf } from '../../model/text/message.ts';
import { requirement } from '../../model/text/requirements.ts';
import { checked, faultMessages } from '../../model/text/schema-faults.ts';
import { needs, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { readsDocument } from '../accounts/scope.ts';
import { Box } from '../features/feature-query.ts';
import type { Hub } from '../hub.ts';
import { hubMessage, subjectText } from '../messages.ts';
import { HubUnready } from '../unready.ts';
import { openServiceQuestions } from './service-questions.ts';
import { serviceReader, serviceThread } from './service-thread.ts';

/** A view is not wider than this: a service is asked for a city, not for a country. */
const MAX_SIDE_DEG = 3;

const View = v.strictObject({ bbox: v.pipe(Box, v.check(isView, requirement('box'))) });

function isView([west, south, east, north]: number[]): boolean {
  const isOnEarth = west >= -180 && east <= 180 && south >= -90 && north <= 90;
  return isOnEarth && west < east && south < north && east - west <= MAX_SIDE_DEG && north - south <= MAX_SIDE_DEG;
}

type OfService = { Params: { id: string } };

const noSuch = (id: string) => hubMessage('no-such', { what: subjectText('feature-services'), id });

/**
 * Features of services elsewhere, which the hub fetches for the page: an administrator names each, and nothing but its host is asked. A page
 * speaks to its own server alone, as before. Returns what ends it.
 */
export async function openFeatureServices(
  hub: Hub,
  accounts: Accounts,
  hasThreads: boolean,
): Promise<() => Promise<void>> {
  const services = new Map<string, FeatureService>();
  const rows = await hub.sql.query<{ spec: FeatureService }>('SELECT spec FROM feature_services ORDER BY id');
  for (const { spec } of rows) services.set(spec.id, spec);
  const reader = hasThreads ? serviceThread() : serviceReader();
  readRoutes(hub, accounts, services, openServiceQuestions(reader, hub.nowMs));
  writeRoutes(hub, accounts, services);
  return () => reader.close();
}

/** A service brings features of any part of the city; who is shown none of it is told of no service. */
function readRoutes(
  { http }: Hub,
  accounts: Accounts,
  services: ReadonlyMap<string, FeatureService>,
  questions: ReturnType<typeof openServiceQuestions>,
): void {
  http.get('/feature-services', needs('observations.read', 'document'), async (request) => {
    const shown = readsDocument(accounts.scopeOf(request), 'all') ? [...services.values()] : [];
    return { services: shown.map((service) => ({ ...service, health: questions.healthOf(service) })) };
  });

  http.get<OfService>('/feature-services/:id/items', needs('observations.read', 'document'), async (request, reply) => {
    const { id } = request.params;
    const service = readsDocument(accounts.scopeOf(request), 'all') ? services.get(id) : undefined;
    if (!service) return refuse(reply, 404, noSuch(id));
    const wanted = checked(View, request.query);
    if (!wanted.success) return refuse(reply, 400, faultMessages(wanted.issues, 'query')[0]);
    const [west, south, east, north] = wanted.output.bbox;
    try {
      const { features, problems } = await questions.ask(
        { service, boxDeg: [west, south, east, north] },
        request.asker,
      );
      return reply.type('application/geo+json').send({ type: 'FeatureCollection', features, problems });
    } catch (error) {
      const [said] = messagesOf(error) ?? [];
      if (!said || error instanceof HubUnready) throw error;
      return refuse(reply, 502, said);
    }
  });
}

/** Naming a service and forgetting it stand in the audit. */
function writeRoutes({ http, sql, nowMs }: Hub, accounts: Accounts, services: Map<string, FeatureService>): void {
  http.post('/feature-services', needs('sources.manage', 'city'), async (request, reply) => {
    const wanted = checked(FeatureService, request.body);
    if (!wanted.success) return refuse(reply, 400, faultMessages(wanted.issues, 'body')[0]);
    const service = wanted.output;
    const { id } = service;
    if (!services.has(id) && services.size >= MAX_FEATURE_SERVICES) {
      const said = { what: subjectText('feature-services'), most: MAX_FEATURE_SERVICES };
      return refuse(reply, 409, hubMessage('too-many', said));
    }
    const { name: who, role } = accounts.who(request);
    const detail = { before: services.get(id) ?? null, after: service };
    await accounts.audit.append({ atMs: nowMs(), who, role, what: 'featureService.name', of: id, detail });
    await sql.query(
      'INSERT INTO feature_services VALUES ($1, $2::jsonb) ON CONFLICT (id) DO UPDATE SET spec = excluded.spec',
      [id, JSON.stringify(service)],
    );
    services.set(id, service);
    return reply.code(201).send(service);
  });

  http.delete<OfService>('/feature-services/:id', needs('sources.manage', 'city'), async (request, reply) => {
    const { id } = request.params;
    const before = services.get(id);
    if (!before) return refuse(reply, 404, noSuch(id));
    const { name: who, role } = accounts.who(request);
    await accounts.audit.append({
      atMs: nowMs(),
      who,
      role,
      what: 'featureService.forget',
      of: id,
      detail: { before },
    });
    await sql.query('DELETE FROM feature_services WHERE id = $1', [id]);
    services.delete(id);
    return reply.code(204).send();
  });
}
