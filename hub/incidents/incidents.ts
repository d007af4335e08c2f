import { isEverything } from '../../model/accounts/accounts.ts';
import { INCIDENTS_TOPIC } from '../../model/hub/topics.ts';
import { headOf, type IncidentAnswer, type IncidentHead } from '../../model/incidents/incident-answer.ts';
import {
  entryAfter,
  HUB_CLIENT,
  type IncidentAct,
  type IncidentEntry,
  isKey,
  parseEntries,
  parseSentEntry,
  type SentEntry,
} from '../../model/incidents/incident-entry.ts';
import { incidentMessage } from '../../model/incidents/incident-messages.ts';
import { busyMessage, busyWith, refusalOf } from '../../model/incidents/incident-state.ts';
import { IncidentTimeline, timelineOf } from '../../model/incidents/incident-timeline.ts';
import { jsonHash } from '../../model/text/json-hash.ts';
import type { Message } from '../../model/text/message.ts';
import { needs, readerOf, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { covers, type Place, readsDocument } from '../accounts/scope.ts';
import type { Session } from '../accounts/sessions.ts';
import type { AlarmWatch } from '../alarms/alarm-watch.ts';
import { tellPages } from '../broker/bus.ts';
import { placeOfCase } from '../broker/message-place.ts';
import type { Hub } from '../hub.ts';
import { faultMessage, hubMessage, subjectText } from '../messages.ts';
import { openMutex } from '../mutex.ts';
import type { Reader } from '../sql/sql-api.ts';
import { type AlarmLines, openAlarmLines } from './alarm-lines.ts';

/** The opening carries the response plan whole. */
const MAX_ENTRY_BYTES = 1_000_000;
/** Incidents of a list at most, and lines of a part of a log. */
const MAX_LISTED = 500;
const MAX_PART = 2000;

/** One log with what is asked of it again and again. */
interface KeptLog {
  timeline: IncidentTimeline;
  /** The lines of each client, in the order of their numbers. */
  byClient: Map<string, IncidentEntry[]>;
}

/**
 * The logs of incidents: lines are only ever added, each numbered and chained here, so that all pages have the same log, whatever they sent
 * twice, late or in another order. An act that a rule forbids stays in the log with its reason and has no effect; what the asker has no
 * right to is refused and not kept, and so is a line under the id of another account's page. Open incidents are held in memory, since a resource may be on an order of any of them.
 */
export async function openIncidents(hub: Hub, accounts: Accounts, alarms: AlarmWatch): Promise<AlarmLines> {
  const { http, nowMs } = hub;
  const logs = await openLogs(hub);
  serveIncidents(hub, accounts, logs);
  const inTurn = openMutex();
  const lines = openAlarmLines({
    alarms,
    inTurn,
    open: () => logs.open(),
    async write(id, act, atMs) {
      const log = await logs.find(id);
      const n = (log.byClient.get(HUB_CLIENT)?.length ?? 0) + 1;
      const refused = refusalOf(log.timeline, act, id);
      await logs.add(
        log,
        { client: HUB_CLIENT, n, atMs, act },
        { id, receivedMs: nowMs(), role: 'hub', who: null, refused },
      );
    },
  });

  http.post<{ Params: { id: string } }>(
    '/incidents/:id/log',
    { ...needs('incidents.act', 'place'), bodyLimit: MAX_ENTRY_BYTES },
    async (request, reply) => {
      const { id } = request.params;
      const session = accounts.who(request);
      let sent: SentEntry;
      try {
        sent = parseSentEntry(request.body);
      } catch (error) {
        return refuse(reply, 400, faultMessage(error));
      }
      if (sent.client === HUB_CLIENT) return refuse(reply, 403, incidentMessage('hub-client', {}));
      if (!isKey(id)) return refuse(reply, 404, hubMessage('no-such', { what: subjectText('incidents'), id }));
      return inTurn(async () => {
        const log = await logs.find(id);
        const place = placeOf(hub, log, sent.act);
        // An incident that nobody opened lies nowhere: who has a part of the city is told that its opening is missing.
        if (!place && !readsDocument(accounts.scopeOf(request), 'all'))
          return refuse(reply, 403, hubMessage('needs-everything', {}));
        if (place && !accounts.touches(request, reply, place)) return reply;
        const owner = await logs.ownerOf(sent.client);
        if (owner !== null && owner !== session.name)
          return refuse(reply, 403, incidentMessage('client-of-another', {}));
        const own = log.byClient.get(sent.client) ?? [];
        const known = own[sent.n - 1];
        if (known) {
          if (jsonHash([known.atMs, known.act]) !== jsonHash([sent.atMs, sent.act]))
            return refuse(reply, 409, incidentMessage('other-entry', { n: sent.n }));
          return { kind: 'known', entry: known } satisfies IncidentAnswer;
        }
        if (sent.n !== own.length + 1) return { kind: 'gap', wanted: own.length + 1 } satisfies IncidentAnswer;
        // A first line that opens nothing would make an incident of nothing.
        const refused = refusalOf(log.timeline, sent.act, id) ?? logs.elsewhere(id, sent.act);
        if (refused && log.timeline.length === 0) return refuse(reply, 409, refused);
        const adding = { id, receivedMs: nowMs(), role: session.role, who: session.name, refused };
        const entry = await logs.add(log, sent, adding, (made) => audit(accounts, session, made));
        lines.look();
        return reply.code(201).send({ kind: 'taken', entry } satisfies IncidentAnswer);
      });
    },
  );
  return lines;
}

/** The audit row first: an act that nobody did is none. Places of vehicles are no acts. */
async function audit(accounts: Accounts, { name: who, role }: Session, entry: IncidentEntry): Promise<void> {
  const { act, receivedMs: atMs, seq, hash, refused, incident: of } = entry;
  if (act.kind === 'move') return;
  const detail = { seq, hash, refused: refused?.code ?? null };
  await accounts.audit.append({ atMs, who, role, what: `incident.${act.kind}`, of, detail });
}

/** The part of the city that an incident is in; null: there is none yet, and this is no opening. */
function placeOf({ places }: Hub, { timeline }: KeptLog, act: IncidentAct): Place | null {
  const opened = timeline.opened() ?? (act.kind === 'opened' ? act : null);
  if (!opened) return null;
  const { source, object, place } = opened;
  return placeOfCase({ alarm: source.kind === 'alarm' ? source.key : null, object, place }, places);
}

interface Adding {
  id: string;
  receivedMs: number;
  role: IncidentEntry['role'];
  /** Account that writes; null: the hub itself. */
  who: string | null;
  refused: Message | null;
}

interface Logs {
  /** An empty one where there is none. */
  find(id: string, by?: Reader): Promise<KeptLog>;
  /** The account that used the id of a page first; null: nobody did. */
  ownerOf(client: string): Promise<string | null>;
  /** Why a resource cannot be sent: it is on an order of another incident. */
  elsewhere(id: string, act: IncidentAct): Message | null;
  /** `before`: what must have been kept before the line is. */
  add(
    log: KeptLog,
    sent: SentEntry,
    adding: Adding,
    before?: (entry: IncidentEntry) => Promise<void>,
  ): Promise<IncidentEntry>;
  /** Those that are open now, by id. */
  open(): ReadonlyMap<string, KeptLog>;
}

async function openLogs({ sql, bus }: Hub): Promise<Logs> {
  const open = new Map<string, KeptLog>();
  const read = async (id: string, by: Reader = sql): Promise<KeptLog> => {
    const rows = await by.query<{ entry: string }>('SELECT entry FROM incident_log WHERE incident = $1 ORDER BY seq', [
      id,
    ]);
    const entries = parseEntries(
      rows.map(({ entry }) => JSON.parse(entry)),
      `incident ${id}`,
    );
    const log: KeptLog = { timeline: timelineOf(entries), byClient: new Map() };
    for (const entry of entries) count(log, entry);
    return log;
  };
  for (const { id } of await sql.query<{ id: string }>('SELECT id FROM incidents WHERE is_open ORDER BY opened_ms, id'))
    open.set(id, await read(id));

  return {
    find: async (id, by) => open.get(id) ?? read(id, by),
    async ownerOf(client) {
      const [row] = await sql.query<{ who: string }>('SELECT who FROM incident_clients WHERE client = $1', [client]);
      return row?.who ?? null;
    },
    elsewhere(id, act) {
      if (act.kind !== 'order') return null;
      // An exercise moves nobody: its orders hold up no real one, and no real one holds up its.
      if (isExercise(open.get(id))) return null;
      for (const [other, log] of open) {
        const { timeline } = log;
        const busy = other === id || isExercise(log) ? null : busyWith(timeline, act.resource);
        if (busy) return busyMessage(busy, timeline.opened()?.title ?? other);
      }
      return null;
    },
    open: () => open,
    async add(log, sent, { id, receivedMs, role, who, refused }, before) {
      const entry = entryAfter(log.timeline.last(), sent, { incident: id, receivedMs, role, by: 'hub', refused });
      const { seq, client, n } = entry;
      await before?.(entry);
      const next = timelineNext(log.timeline, entry);
      await sql.transaction(async (within) => {
        const row = [id, seq, client, n, JSON.stringify(entry)];
        await within.query('INSERT INTO incident_log VALUES ($1, $2, $3, $4, $5)', row);
        if (who !== null)
          await within.query('INSERT INTO incident_clients VALUES ($1, $2) ON CONFLICT DO NOTHING', [client, who]);
        await within.query(
          `INSERT INTO incidents VALUES ($1, $2, $3, $4)
           ON CONFLICT (id) DO UPDATE SET is_open = excluded.is_open, head = excluded.head`,
          [id, next.closedMs === null, next.openedMs, JSON.stringify(next)],
        );
      });
      log.timeline.append(entry);
      count(log, entry);
      if (next.closedMs === null) open.set(id, log);
      else open.delete(id);
      const { alarm, object, place } = next;
      await tellPages(bus, INCIDENTS_TOPIC, { id, seq, alarm, object, place });
      return entry;
    },
  };
}

const isExercise = (log: KeptLog | undefined): boolean => log?.timeline.opened()?.exercise !== undefined;

/** The head that the list will say with this line; the log itself takes it once it is kept. */
function timelineNext(timeline: IncidentTimeline, entry: IncidentEntry): IncidentHead {
  const next = new IncidentTimeline({ parent: timeline, seq: timeline.length });
  next.append(entry);
  const head = headOf(next);
  if (!head) throw new Error(`incidents: expected an opening first, got ${entry.act.kind}`);
  return head;
}

function count({ byClient }: KeptLog, entry: IncidentEntry): void {
  const own = byClient.get(entry.client) ?? [];
  own.push(entry);
  byClient.set(entry.client, own);
}

/** The list and the logs, as far as the asker's part of the city goes. */
function serveIncidents({ http, sql, places }: Hub, accounts: Accounts, logs: Logs): void {
  http.get('/incidents', needs('records.read', 'place', { isPolled: true }), async (request) => {
    const scope = accounts.scopeOf(request);
    const rows = await readerOf({ sql }, request).query<{ head: string }>(
      'SELECT head FROM incidents ORDER BY is_open DESC, opened_ms DESC, id LIMIT $1',
      [MAX_LISTED],
    );
    const heads = rows.map(({ head }) => JSON.parse(head) as IncidentHead);
    return {
      incidents: isEverything(scope) ? heads : heads.filter((head) => covers(scope, placeOfCase(head, places))),
    };
  });

  http.get<{ Params: { id: string }; Querystring: { after?: string } }>(
    '/incidents/:id/log',
    needs('records.read', 'place', { isPolled: true }),
    async (request, reply) => {
      const { id } = request.params;
      const after = Number(request.query.after ?? 0);
      if (!Number.isInteger(after) || after < 0)
        return refuse(reply, 400, hubMessage('bad-time', { place: 'after', got: String(request.query.after) }));
      const log = await logs.find(id, readerOf({ sql }, request));
      const opened = log.timeline.opened();
      if (!opened) return refuse(reply, 404, hubMessage('no-such', { what: subjectText('incidents'), id }));
      const head = headOf(log.timeline);
      if (head && !accounts.touches(request, reply, placeOfCase(head, places))) return reply;
      const end = Math.min(log.timeline.length, after + MAX_PART);
      const entries: IncidentEntry[] = [];
      for (let seq = after + 1; seq <= end; seq++) entries.push(log.timeline.entry(seq));
      return { entries, hasMore: end < log.timeline.length };
    },
  );
}
