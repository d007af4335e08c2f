import { isEverything, OTHER_CLASS } from '../../model/accounts/accounts.ts';
import {
  CASE_ACTIONS,
  type CaseFiling,
  type CityCase,
  escalate,
  escalatesMs,
  fileCase,
  isFilingOf,
  MAX_CASE_TEXT,
  nextCase,
  parseFiling,
} from '../../model/cases/cases.ts';
import { CASES_TOPIC } from '../../model/hub/topics.ts';
import type { Message } from '../../model/text/message.ts';
import { needs, readerOf, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { covers } from '../accounts/scope.ts';
import { tellPages } from '../broker/bus.ts';
import { placeOfCase } from '../broker/message-place.ts';
import type { Hub } from '../hub.ts';
import { faultMessage, hubMessage, subjectText } from '../messages.ts';
import { reportFailure } from '../unready.ts';
import { dayIn } from '../zone.ts';

/** Closed ones are told to a page for so long; the table keeps them for good. */
const CLOSED_MS = 72 * 3_600_000;
const MAX_CASES = 2000;
/** Before what is outside the asker's part of the city is left out. */
const MAX_ROWS_READ = 50_000;
const LATENESS_TICK_MS = 1000;

/** The cases that the hub has open, with the clock that raises late ones a level. */
export interface Cases {
  /** Looks at the clock: what is late goes one level up. */
  tick(): Promise<void>;
  close(): Promise<void>;
}

/** Cases are asked of the hub with a login, audited, kept, and told to all; first the rows, then the answer. */
export async function openCases(hub: Hub, accounts: Accounts): Promise<Cases> {
  const { sql, nowMs } = hub;
  const table = openTable(hub, accounts);
  const turns = openTurns();
  serveList(hub, accounts);
  serveFiling(hub, accounts, table, turns);
  serveSteps(hub, accounts, table, turns);

  const tick = () =>
    turns.take(async () => {
      const late = await sql.query<{ state: CityCase }>(
        'SELECT state FROM cases WHERE escalates_ms <= $1 ORDER BY escalates_ms, id',
        [nowMs()],
      );
      for (const { state } of late) {
        const next = escalate(state, nowMs());
        if (next) await table.keep(next, 'clock', 'hub', null);
      }
    });
  const timer = setInterval(() => {
    tick().catch((error: unknown) => reportFailure('cases', error));
  }, LATENESS_TICK_MS);
  return {
    tick,
    async close() {
      clearInterval(timer);
      await turns.end();
    },
  };
}

/** The rows of cases. */
interface CaseTable {
  find(where: string, value: string | null): Promise<CityCase | null>;
  /** Writes a case and tells it to all; with its filing's key a new one. */
  keep(next: CityCase, who: string, role: string, key: string | null): Promise<void>;
  /** The day in the city, and a number of that day. */
  nextId(): Promise<string>;
}

function openTable({ sql, bus, nowMs, places, zone }: Hub, accounts: Accounts): CaseTable {
  return {
    async find(where, value) {
      const [row] = await sql.query<{ state: CityCase }>(`SELECT state FROM cases WHERE ${where}`, [value]);
      return row?.state ?? null;
    },
    /** The audit row first: a case that nobody did is none. */
    async keep(next, who, role, key) {
      const { word, note, atMs } = next.log[next.log.length - 1];
      const detail = {
        stage: next.stage,
        unit: next.unit,
        level: next.level,
        note,
        object: next.object,
        ...placeOfCase(next, places),
      };
      await accounts.audit.append({ atMs, who, role, what: `case.${word}`, of: next.id, detail });
      const row = [next.id, next.stage !== 'closed', next.sinceMs, escalatesMs(next), JSON.stringify(next)];
      if (key === null)
        await sql.query(
          'UPDATE cases SET is_open = $2, since_ms = $3, escalates_ms = $4, state = $5::jsonb WHERE id = $1',
          row,
        );
      else await sql.query('INSERT INTO cases VALUES ($1, $6, $7, $2, $3, $4, $5::jsonb)', [...row, key, next.alarm]);
      await tellPages(bus, CASES_TOPIC, next);
    },
    async nextId() {
      const day = dayIn(zone, nowMs()).replaceAll('-', '');
      const [{ count }] = await sql.query<{ count: number }>(
        "SELECT count(*)::int4 AS count FROM cases WHERE id LIKE $1 || '-%'",
        [day],
      );
      return `${day}-${String(count + 1).padStart(4, '0')}`;
    },
  };
}

/** One step after the other: two people who take a case at once are one. */
interface Turns {
  take<T>(work: () => Promise<T>): Promise<T>;
  /** Waits for the last of them. */
  end(): Promise<void>;
}

function openTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take(work) {
      const done = last.then(work);
      last = done.catch(() => {});
      return done;
    },
    async end() {
      await last;
    },
  };
}

/** Open cases and those closed of late, as far as the asker's part of the city goes. */
function serveList({ http, sql, nowMs, places }: Hub, accounts: Accounts): void {
  http.get('/cases', needs('records.read', 'place'), async (request) => {
    const scope = accounts.scopeOf(request);
    const rows = await readerOf({ sql }, request).query<{ state: CityCase }>(
      'SELECT state FROM cases WHERE is_open OR since_ms > $1 ORDER BY is_open DESC, since_ms DESC, id DESC LIMIT $2',
      [nowMs() - CLOSED_MS, isEverything(scope) ? MAX_CASES : MAX_ROWS_READ],
    );
    const seen = rows.filter(({ state }) => covers(scope, placeOfCase(state, places)));
    return { cases: seen.slice(0, MAX_CASES).map(({ state }) => state) };
  });
}

/** A filing that came before, or whose alarm has an open case, is answered with that case; another one under its key is refused. */
function serveFiling({ http, nowMs, places }: Hub, accounts: Accounts, table: CaseTable, turns: Turns): void {
  http.post('/cases', needs('cases.act', 'place'), async (request, reply) => {
    const session = accounts.who(request);
    let filing: CaseFiling;
    try {
      filing = parseFiling(request.body);
    } catch (error) {
      return refuse(reply, 400, faultMessage(error));
    }
    const object = places.ofObject(filing.object, filing.place);
    if (object.class !== OTHER_CLASS && !accounts.touches(request, reply, object)) return reply;
    if (!accounts.touches(request, reply, placeOfCase(filing, places))) return reply;
    // As a pair: a name may hold spaces, and so may a key.
    const key = JSON.stringify([session.name, filing.key]);
    return turns.take(async () => {
      const own = await table.find('key = $1', key);
      if (own && !isFilingOf(own, filing)) return refuse(reply, 409, hubMessage('case-key-used', {}));
      const known = own ?? (filing.alarm && (await table.find('is_open AND alarm = $1', filing.alarm)));
      if (known) return reply.code(200).send(known);
      const filed = fileCase(filing, await table.nextId(), session.name, nowMs());
      await table.keep(filed, session.name, session.role, key);
      return reply.code(201).send(filed);
    });
  });
}

/** What is done with a case: taken over, noted, handed on, closed; what its stage does not allow is refused. */
function serveSteps({ http, nowMs, places }: Hub, accounts: Accounts, table: CaseTable, turns: Turns): void {
  http.post<{ Params: { id: string; word: string } }>(
    '/cases/:id/:word',
    needs('cases.act', 'place'),
    async (request, reply) => {
      const session = accounts.who(request);
      const word = CASE_ACTIONS.find((each) => each === request.params.word);
      if (!word) return refuse(reply, 404, wordFault(request.params.word));
      const note = textOf(request.body, 'note');
      const unit = textOf(request.body, 'unit');
      if (note === null || unit === null)
        return refuse(reply, 400, hubMessage('bad-text', { place: 'note, unit', least: 0, most: MAX_CASE_TEXT }));
      return turns.take(async () => {
        const known = await table.find('id = $1', request.params.id);
        if (!known)
          return refuse(reply, 404, hubMessage('no-such', { what: subjectText('cases'), id: request.params.id }));
        if (!accounts.touches(request, reply, placeOfCase(known, places))) return reply;
        const next = nextCase(known, { word, by: session.name, atMs: nowMs(), note, unit });
        if ('text' in next) return refuse(reply, 409, next);
        await table.keep(next, session.name, session.role, null);
        return reply.send(next);
      });
    },
  );
}

function wordFault(got: string): Message {
  return hubMessage('bad-choice', { place: 'cases', choices: CASE_ACTIONS.join(', '), got });
}

/** A field that may be left out; null: it is no text, or too long. */
function textOf(body: unknown, name: string): string | null {
  const value: unknown =
    typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? Reflect.get(body, name) : '';
  return typeof value === 'string' && value.length <= MAX_CASE_TEXT ? value : null;
}
