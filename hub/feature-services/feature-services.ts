import type { FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { MAX_FEATURE_SERVICES, NamedService, ServiceAddress } from '../../model/city/feature-service.ts';
import { firstFileOf, isFeatureService, isMapService } from '../../model/city/service-kinds.ts';
import { OFFERING_KINDS } from '../../model/city/service-offer.ts';
import { cutText } from '../../model/text/cut-text.ts';
import { messagesOf } from '../../model/text/message.ts';
import { requirement } from '../../model/text/requirements.ts';
import { checked, faultMessages } from '../../model/text/schema-faults.ts';
import { needs, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { readsDocument } from '../accounts/scope.ts';
import { CITY_POLICY } from '../cities/city-files.ts';
import { Box } from '../features/feature-query.ts';
import type { Hub } from '../hub.ts';
import { hubMessage, subjectText } from '../messages.ts';
import { HubUnready } from '../unready.ts';
import { INFORMATION, PICTURE, tileFileKind } from './file-kinds.ts';
import { isMapTile, mapInfoAddress, mapTileAddress } from './map-address.ts';
import { mapInformation } from './map-information.ts';
import { serviceMessage } from './messages.ts';
import { type ServiceFile, ServiceFiles } from './service-files.ts';
import { openServiceQuestions } from './service-questions.ts';
import { type ServiceReader, serviceReader, serviceThread } from './service-thread.ts';
import { relativeFiles, tileAddress } from './tile-address.ts';

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
  const services = new Map<string, NamedService>();
  const rows = await hub.sql.query<{ spec: NamedService }>('SELECT spec FROM feature_services ORDER BY id');
  for (const { spec } of rows) services.set(spec.id, spec);
  const reader = hasThreads ? serviceThread() : serviceReader();
  const questions = openServiceQuestions(reader, hub.nowMs);
  const files = new ServiceFiles(hub.nowMs);
  readRoutes(hub, accounts, services, { questions, files });
  fileRoutes(hub, accounts, services, files);
  writeRoutes(hub, accounts, services);
  offerRoute(hub, reader);
  return () => reader.close();
}

/** A service brings features of any part of the city; who is shown none of it is told of no service. */
function readRoutes(
  { http }: Hub,
  accounts: Accounts,
  services: ReadonlyMap<string, NamedService>,
  { questions, files }: { questions: ReturnType<typeof openServiceQuestions>; files: ServiceFiles },
): void {
  http.get('/feature-services', needs('observations.read', 'document'), async (request) => {
    const shown = readsDocument(accounts.scopeOf(request), 'all') ? [...services.values()] : [];
    const healthOf = (service: NamedService) =>
      isFeatureService(service) ? questions.healthOf(service) : files.healthOf(service);
    return { services: shown.map((service) => ({ ...service, health: healthOf(service) })) };
  });

  http.get<OfService>('/feature-services/:id/items', needs('observations.read', 'document'), async (request, reply) => {
    const { id } = request.params;
    const service = readsDocument(accounts.scopeOf(request), 'all') ? services.get(id) : undefined;
    if (!service || !isFeatureService(service)) return refuse(reply, 404, noSuch(id));
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
      return refuseAnswer(reply, error);
    }
  });
}

/** Says to whoever asked what a service elsewhere did wrong. */
function refuseAnswer(reply: FastifyReply, error: unknown): FastifyReply {
  const [said] = messagesOf(error) ?? [];
  if (!said || error instanceof HubUnready) throw error;
  return refuse(reply, 502, said);
}

/** Opened by itself a file of somebody else runs nothing. */
const asForeignFile = async (_: unknown, reply: FastifyReply): Promise<void> => {
  if (reply.statusCode === 200) reply.header('Content-Security-Policy', CITY_POLICY);
};
const readsFiles = () => ({ ...needs('observations.read', 'document'), onSend: asForeignFile });
const KEPT = 'private, max-age=300';

const Place = v.strictObject({
  lonDeg: v.pipe(v.string(), v.transform(Number), v.minValue(-180), v.maxValue(180)),
  latDeg: v.pipe(v.string(), v.transform(Number), v.minValue(-90), v.maxValue(90)),
});

/** Tilesets and maps elsewhere, file by file: the page never asks their hosts itself. */
function fileRoutes(
  { http }: Hub,
  accounts: Accounts,
  services: ReadonlyMap<string, NamedService>,
  files: ServiceFiles,
): void {
  const serviceOf = (request: FastifyRequest, id: string): NamedService | undefined =>
    readsDocument(accounts.scopeOf(request), 'all') ? services.get(id) : undefined;
  const send = (reply: FastifyReply, { type, bytes }: ServiceFile) =>
    reply.header('Cache-Control', KEPT).type(type).send(bytes);

  http.get<{ Params: { id: string; '*': string } }>(
    '/feature-services/:id/files/*',
    readsFiles(),
    async (request, reply) => {
      const { id, '*': path } = request.params;
      const service = serviceOf(request, id);
      if (service?.kind !== '3dtiles') return refuse(reply, 404, noSuch(id));
      const address = tileAddress(service, path, new URL(request.url, 'http://x').search);
      const kind = tileFileKind(path, path === firstFileOf(service));
      if (!address || !kind) return refuse(reply, 404, serviceMessage('not-listed', { path: cutText(path) }));
      try {
        const file = await files.get(service, address, kind, request.asker);
        if (!file.type.endsWith('json')) return send(reply, file);
        const text = relativeFiles(file.bytes.toString('utf8'), address, service);
        return send(reply, { ...file, bytes: Buffer.from(text) });
      } catch (error) {
        return refuseAnswer(reply, error);
      }
    },
  );

  http.get<{ Params: { id: string } & Record<'z' | 'x' | 'y', string> }>(
    '/feature-services/:id/tiles/:z/:x/:y',
    readsFiles(),
    async (request, reply) => {
      const { id, z, x, y } = request.params;
      const service = serviceOf(request, id);
      if (!service || !isMapService(service)) return refuse(reply, 404, noSuch(id));
      const tile = { z: Number(z), x: Number(x), y: Number(y) };
      if (!isMapTile(service, tile))
        return refuse(reply, 404, serviceMessage('no-tile', { z: cutText(z), x: cutText(x), y: cutText(y) }));
      try {
        return send(reply, await files.get(service, mapTileAddress(service, tile), PICTURE, request.asker));
      } catch (error) {
        return refuseAnswer(reply, error);
      }
    },
  );

  http.get<OfService>('/feature-services/:id/information', readsFiles(), async (request, reply) => {
    const { id } = request.params;
    const service = serviceOf(request, id);
    if (service?.kind !== 'wms') return refuse(reply, 404, noSuch(id));
    const wanted = checked(Place, request.query);
    if (!wanted.success) return refuse(reply, 400, faultMessages(wanted.issues, 'query')[0]);
    const address = mapInfoAddress(service, wanted.output.lonDeg, wanted.output.latDeg);
    try {
      const { bytes } = await files.get(service, address, INFORMATION, request.asker);
      return { things: mapInformation(bytes) };
    } catch (error) {
      return refuseAnswer(reply, error);
    }
  });
}

/** Lists of layers that are read at once at most. */
const MAX_OPEN_OFFERS = 4;

const Offering = v.strictObject({ kind: v.picklist(OFFERING_KINDS), url: ServiceAddress });

/** An address is asked for its layers by whoever may name it as a service. */
function offerRoute({ http }: Hub, reader: ServiceReader): void {
  let open = 0;
  http.get('/feature-services/offers', needs('sources.manage', 'city'), async (request, reply) => {
    const wanted = checked(Offering, request.query);
    if (!wanted.success) return refuse(reply, 400, faultMessages(wanted.issues, 'query')[0]);
    if (open >= MAX_OPEN_OFFERS) throw new HubUnready(hubMessage('services-busy', {}));
    open++;
    try {
      return await reader.offers(wanted.output);
    } catch (error) {
      return refuseAnswer(reply, error);
    } finally {
      open--;
    }
  });
}

/** Naming a service and forgetting it stand in the audit. */
function writeRoutes({ http, sql, nowMs }: Hub, accounts: Accounts, services: Map<string, NamedService>): void {
  http.post('/feature-services', needs('sources.manage', 'city'), async (request, reply) => {
    const wanted = checked(NamedService, request.body);
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
