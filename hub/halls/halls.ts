import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  AWAY_AFTER_S,
  HALL_ORDERS,
  type HallFacts,
  type HallOrder,
  type HallReport,
  type HallWord,
  isHallId,
  parseHallWord,
} from '../../model/halls/hall.ts';
import { needs, readerOf, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { digest, newSecret } from '../accounts/passwords.ts';
import { isSecret } from '../accounts/secret.ts';
import type { Hub } from '../hub.ts';
import { faultMessage, hubMessage, subjectText } from '../messages.ts';
import { openMutex } from '../mutex.ts';
import { type HallRows, openHallRows } from './hall-rows.ts';

const MAX_HALLS = 200;
/** An order that no page fetched by then is not carried out later: whoever gave it is no longer looking. */
const ORDER_MS = 60_000;
/** Bytes of a report at most; an hour's visits are some 80. */
const MAX_BODY_BYTES = 65_536;
/** Reports of one name in a minute at most: a page sends 12; where two have one name by mistake both are received. */
const MAX_REPORTS = 40;
/** Orders of one person in a minute. */
const MAX_ORDERS = 30;

interface Given extends HallOrder {
  atMs: number;
  isDone: boolean;
}

/** What is known of a hall since the hub was started. */
interface Known {
  reportedMs: number | null;
  report: HallReport | null;
  order: Given | null;
}

/**
 * Halls: pages that show a tour with nobody near. Each comes with its own key, reports how it fares, brings counts of visits and fetches
 * what an administrator wants of it. Orders are in memory alone and die after a minute; that one was given is a row of the audit first.
 */
export async function openHalls(hub: Hub, accounts: Accounts): Promise<void> {
  const rows = await openHallRows(hub.sql);
  const known = new Map<string, Known>();
  const knownOf = (id: string): Known => known.get(id) ?? { reportedMs: null, report: null, order: null };
  for (const key of await rows.digests()) accounts.hallKeys.add(key);
  openKeeping(hub, accounts, rows, (id) => known.delete(id));
  openReports(hub, rows, (id, change) => {
    const next = { ...knownOf(id), ...change };
    known.set(id, next);
    return next;
  });
  openOrders(hub, accounts, rows, (id, order) => known.set(id, { ...knownOf(id), order }));
  hub.http.get('/halls', needs('halls.manage', 'city', { isPolled: true }), async (request) => {
    const by = readerOf(hub, request);
    const halls: HallFacts[] = [];
    for (const id of await rows.ids(by))
      halls.push({ id, ...factsOf(knownOf(id), hub.nowMs()), visits: await rows.visitsOf(by, id) });
    return { halls };
  });
}

function factsOf({ reportedMs, report, order }: Known, nowMs: number): Omit<HallFacts, 'id' | 'visits'> {
  const isAway = reportedMs === null || nowMs - reportedMs > AWAY_AFTER_S * 1000;
  return { reportedMs, isAway, report, order: order && { kind: order.kind, state: stateOf(order, nowMs) } };
}

const stateOf = ({ isDone, atMs }: Given, nowMs: number): 'waiting' | 'done' | 'late' => {
  if (isDone) return 'done';
  return nowMs - atMs > ORDER_MS ? 'late' : 'waiting';
};

/** Naming a hall gives its key, once; taking it away ends it. */
function openKeeping({ http, nowMs }: Hub, accounts: Accounts, rows: HallRows, forget: (id: string) => void): void {
  const inTurn = openMutex();
  http.post('/halls', needs('halls.manage', 'city'), async (request, reply) => {
    const { name: who, role } = accounts.who(request);
    const id = fieldOf(request.body, 'id');
    if (!isHallId(id)) return badId(reply, id);
    return inTurn(async () => {
      const ids = await rows.ids();
      if (ids.includes(id)) return refuse(reply, 409, hubMessage('taken-hall', { id }));
      if (ids.length >= MAX_HALLS)
        return refuse(reply, 409, hubMessage('too-many', { what: subjectText('halls'), most: MAX_HALLS }));
      const key = newSecret();
      await accounts.audit.append({ atMs: nowMs(), who, role, what: 'hall.add', of: id, detail: {} });
      await rows.add(id, digest(key));
      accounts.hallKeys.add(digest(key));
      return reply.code(201).send({ id, key });
    });
  });
  http.delete<{ Params: { id: string } }>('/halls/:id', needs('halls.manage', 'city'), async (request, reply) => {
    const { name: who, role } = accounts.who(request);
    const { id } = request.params;
    return inTurn(async () => {
      const key = await rows.digestOf(id);
      if (key === null) return noSuch(reply, id);
      await accounts.audit.append({ atMs: nowMs(), who, role, what: 'hall.remove', of: id, detail: {} });
      await rows.remove(id);
      accounts.hallKeys.delete(key);
      forget(id);
      return reply.code(204).send();
    });
  });
}

/** A page of a hall has no login: its key says which it is; beside reporting it opens what is measured (`accounts.hallKeys`), and nothing else. */
function openReports({ http, nowMs }: Hub, rows: HallRows, take: (id: string, change: Partial<Known>) => Known): void {
  const config = {
    ...needs('nothing', 'none').config,
    rateLimit: {
      max: MAX_REPORTS,
      timeWindow: '1 minute',
      hook: 'preHandler' as const,
      // Of a wrong key too: nobody tries keys faster than a hall reports.
      keyGenerator: ({ ip, body }: FastifyRequest) => JSON.stringify(['hall', ip, hallIn(body)]),
    },
  };
  http.post('/halls/report', { bodyLimit: MAX_BODY_BYTES, config }, async (request, reply) => {
    let word: HallWord;
    try {
      word = parseHallWord(request.body);
    } catch (error) {
      return refuse(reply, 400, faultMessage(error));
    }
    const { hall, key, report, doneSeq, visits } = word;
    const kept = await rows.digestOf(hall);
    if (kept === null || !isSecret(digest(key), kept)) return refuse(reply, 401, hubMessage('wrong-hall', {}));
    if (visits.hours.length > 0) await rows.addVisits(hall, visits.batch, visits.hours);
    const { order } = take(hall, { reportedMs: nowMs(), report });
    if (order && doneSeq >= order.seq && !order.isDone) take(hall, { order: { ...order, isDone: true } });
    const isOpen = order !== null && doneSeq < order.seq && stateOf(order, nowMs()) === 'waiting';
    return { order: isOpen ? { seq: order.seq, kind: order.kind, tourId: order.tourId } : null };
  });
}

function openOrders(
  { http, nowMs }: Hub,
  accounts: Accounts,
  rows: HallRows,
  give: (id: string, order: Given) => void,
): void {
  let lastSeq = 0;
  const config = {
    ...needs('halls.manage', 'city').config,
    rateLimit: {
      max: MAX_ORDERS,
      timeWindow: '1 minute',
      keyGenerator: ({ asker }: FastifyRequest) => `hall orders ${asker}`,
    },
  };
  http.post<{ Params: { id: string } }>('/halls/:id/orders', { config }, async (request, reply) => {
    const { name: who, role } = accounts.who(request);
    const { id } = request.params;
    const kind = HALL_ORDERS.find((one) => one === fieldOf(request.body, 'kind'));
    const tourId = fieldOf(request.body, 'tourId') ?? null;
    if (!kind) {
      const got = String(fieldOf(request.body, 'kind'));
      return refuse(reply, 400, hubMessage('bad-choice', { place: 'kind', choices: HALL_ORDERS.join(', '), got }));
    }
    if (tourId !== null && !isHallId(tourId)) return badId(reply, tourId);
    if ((await rows.digestOf(id)) === null) return noSuch(reply, id);
    const atMs = nowMs();
    // By the clock, so that it grows over a restart of the hub too.
    lastSeq = Math.max(lastSeq + 1, atMs);
    const detail = { seq: lastSeq, tourId };
    await accounts.audit.append({ atMs, who, role, what: `hall.${kind}`, of: id, detail });
    give(id, { seq: detail.seq, kind, tourId, atMs, isDone: false });
    return reply.code(202).send({ seq: detail.seq });
  });
}

const hallIn = (body: unknown): string => {
  const hall = fieldOf(body, 'hall');
  return typeof hall === 'string' ? hall.slice(0, 64) : '';
};

const badId = (reply: FastifyReply, got: unknown): FastifyReply =>
  refuse(reply, 400, hubMessage('bad-hall', { got: String(got).slice(0, 64) }));

const noSuch = (reply: FastifyReply, id: string): FastifyReply =>
  refuse(reply, 404, hubMessage('no-such', { what: subjectText('halls'), id }));

const fieldOf = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined;
