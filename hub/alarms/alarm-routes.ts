import type { AlarmAct } from '../../model/alarms/alarm.ts';
import { ACTS_KEPT_MS, parseAct } from '../../model/alarms/alarm-act.ts';
import { ACTS_TOPIC } from '../../model/hub/topics.ts';
import { needs, readerOf, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { covers } from '../accounts/scope.ts';
import { tellPages } from '../broker/bus.ts';
import type { Hub } from '../hub.ts';
import { faultMessage, hubMessage } from '../messages.ts';
import type { AlarmWatch } from './alarm-watch.ts';

/** A device's clock may be ahead, and an act is dated after its alarm. */
const AHEAD_MS = 10_000;

/**
 * The alarms over HTTP, each account those of its part of the city: the list as it stands, the steps in their lives, what operators did,
 * and the one address where they do it. Changes come over MQTT (`ALARMS_TOPIC`), guarded in the same way.
 */
export async function openAlarmRoutes(
  { http, bus, sql, nowMs, places }: Hub,
  accounts: Accounts,
  alarms: AlarmWatch,
): Promise<void> {
  http.get('/alarms', needs('observations.read', 'place'), async (request) => {
    const scope = accounts.scopeOf(request);
    const { seq, alarms: all } = alarms.list();
    return { seq, alarms: all.filter(({ key }) => covers(scope, places.ofAlarm(key))) };
  });

  http.get<{ Querystring: { since?: string; key?: string } }>(
    '/alarms/events',
    needs('records.read', 'place'),
    async (request, reply) => {
      const { since = '0', key } = request.query;
      const sinceMs = Number(since);
      if (!Number.isFinite(sinceMs)) return refuse(reply, 400, hubMessage('bad-time', { place: 'since', got: since }));
      const scope = accounts.scopeOf(request);
      const events = await alarms.events(sinceMs, key ?? null, readerOf({ sql }, request));
      return { events: events.filter((event) => covers(scope, places.ofAlarm(event.key))) };
    },
  );

  http.get('/alarms/acts', needs('records.read', 'place'), async (request) => {
    const scope = accounts.scopeOf(request);
    const acts = await alarms.recentActs(readerOf({ sql }, request));
    return { acts: acts.filter(({ key }) => covers(scope, places.ofAlarm(key))) };
  });

  http.post('/alarms/acts', needs('alarms.act', 'place'), async (request, reply) => {
    const { name: who, role } = accounts.who(request);
    let act: AlarmAct;
    try {
      act = actBy(request.body, who);
    } catch (error) {
      return refuse(reply, 400, faultMessage(error));
    }
    const { key, event } = act;
    if (Math.abs(event.atMs - nowMs()) > ACTS_KEPT_MS || event.atMs > nowMs() + AHEAD_MS)
      return refuse(reply, 400, hubMessage('bad-time', { place: 'event.atMs', got: event.atMs }));
    const place = places.ofAlarm(key);
    if (!accounts.touches(request, reply, place)) return reply;
    const detail = { ...event, ...place };
    await accounts.audit.append({ atMs: nowMs(), who, role, what: `alarm.${event.kind}`, of: key, detail });
    await alarms.act(act);
    await tellPages(bus, ACTS_TOPIC, act);
    return reply.code(201).send(act);
  });
}

/** Reads an act; its author is whoever is logged in, whatever the page says. */
function actBy(body: unknown, by: string): AlarmAct {
  const event = fieldOf(body, 'event');
  const named = typeof event === 'object' && event !== null ? { ...event, by } : event;
  return parseAct({ key: fieldOf(body, 'key'), event: named });
}

function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined;
}
