import { needs, refuse } from './access.ts';
import type { Accounts } from './accounts.ts';
import type { Hub } from './hub.ts';
import { covers } from './scope.ts';

/** What an operator did to an alarm, as all pages hear it. The page works out its alarms itself; what was done to them is shared. */
export interface AlarmAct {
  key: string;
  event: { kind: ActKind; atMs: number; by: string; untilMs?: number };
}

const ACTS = ['acknowledge', 'shelve', 'unshelve', 'takeOut', 'putBack'] as const;
type ActKind = (typeof ACTS)[number];

export const ACTS_TOPIC = 'shapan/alarms/acts';
/** A page that opens takes what was done in the last three days. */
const KEEP_MS = 72 * 3_600_000;
const MOST_ACTS = 20_000;
const LONGEST_SHELF_MS = 8 * 3_600_000;
/** A device's clock may be ahead, and an act is dated after its alarm. */
const AHEAD_MS = 10_000;

const TABLE = `
  CREATE TABLE IF NOT EXISTS alarm_acts (
    id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text NOT NULL, event jsonb NOT NULL, at_ms int8 NOT NULL);
  CREATE INDEX IF NOT EXISTS alarm_acts_time ON alarm_acts (at_ms);`;

/** Acts are asked of the hub with a login, audited, kept, and told to all; first the row, then the answer. */
export async function openAlarmActs({ http, sql, bus, nowMs, places }: Hub, accounts: Accounts): Promise<void> {
  await sql.run(TABLE);

  http.get('/alarms/acts', needs('observations.read'), async (request) => {
    const rows = await sql.query<AlarmAct>(
      'SELECT key, event FROM (SELECT * FROM alarm_acts WHERE at_ms > $1 ORDER BY id DESC LIMIT $2) AS newest ORDER BY id',
      [nowMs() - KEEP_MS, MOST_ACTS],
    );
    const scope = accounts.scopeOf(request);
    return { acts: rows.filter(({ key }) => covers(scope, places.ofAlarm(key))) };
  });

  http.post('/alarms/acts', needs('alarms.act'), async (request, reply) => {
    const { name: who, role } = accounts.who(request);
    const act = actOf(request.body, who, nowMs());
    if (typeof act === 'string') return refuse(reply, 400, act);
    const place = places.ofAlarm(act.key);
    if (!accounts.touches(request, reply, place)) return reply;
    await accounts.audit.append({
      atMs: nowMs(),
      who,
      role,
      what: `alarm.${act.event.kind}`,
      of: act.key,
      detail: { ...act.event, ...place },
    });
    await sql.query('INSERT INTO alarm_acts (key, event, at_ms) VALUES ($1, $2::jsonb, $3)', [
      act.key,
      JSON.stringify(act.event),
      act.event.atMs,
    ]);
    await bus.publish(ACTS_TOPIC, JSON.stringify(act));
    return reply.code(201).send(act);
  });
}

/** Who did it is whoever is logged in, whatever the page says; or what was wrong, in a sentence. */
function actOf(body: unknown, by: string, nowMs: number): AlarmAct | string {
  const field = (from: unknown, name: string): unknown =>
    typeof from === 'object' && from !== null && Object.hasOwn(from, name) ? Reflect.get(from, name) : undefined;
  const key = field(body, 'key');
  const event = field(body, 'event');
  const kind = ACTS.find((each) => each === field(event, 'kind'));
  const atMs = field(event, 'atMs');
  const untilMs = field(event, 'untilMs');
  if (typeof key !== 'string' || key === '' || key.length > 300) return 'key: expected the key of an alarm';
  if (kind === undefined) return `event.kind: expected one of ${ACTS.join(', ')}`;
  if (typeof atMs !== 'number' || Math.abs(atMs - nowMs) > KEEP_MS || atMs > nowMs + AHEAD_MS)
    return 'event.atMs: expected UTC milliseconds of now';
  if (kind !== 'shelve') return { key, event: { kind, atMs, by } };
  if (typeof untilMs !== 'number' || untilMs <= atMs || untilMs > atMs + LONGEST_SHELF_MS)
    return 'event.untilMs: expected a time within eight hours';
  return { key, event: { kind, atMs, by, untilMs } };
}
