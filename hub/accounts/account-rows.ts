import type { Role, Scope } from '../../model/accounts/accounts.ts';
import type { Reader, Sql } from '../sql/sql-api.ts';
import type { HashedPassword } from './passwords.ts';

/** From where somebody logged in is forgotten after a month. */
const PLACE_MS = 30 * 86_400_000;

/** What an account may do and see. */
export interface AccountRights {
  role: Role;
  scope: Scope;
}

interface Invite {
  role: string;
  scope: Scope;
  untilMs: number;
}

/** Accounts and invitations in SQL. A closed account keeps its row: its name stays taken, so that what the audit says is of one person. */
export class AccountRows {
  /** Whether there is one, closed or not: visitors are then shown nothing, unless told otherwise. */
  hasAny: boolean;
  private readonly sql: Sql;

  private constructor(sql: Sql, hasAny: boolean) {
    this.sql = sql;
    this.hasAny = hasAny;
  }

  static async open(sql: Sql): Promise<AccountRows> {
    return new AccountRows(sql, (await sql.query('SELECT 1 FROM accounts LIMIT 1')).length > 0);
  }

  /** Null: there is none, or it is closed. */
  async find(name: string): Promise<(AccountRights & HashedPassword) | null> {
    const [row] = await this.sql.query<AccountRights & HashedPassword>(
      'SELECT role, scope, salt, hash FROM accounts WHERE name = $1 AND closed_ms IS NULL',
      [name],
    );
    return row ?? null;
  }

  list(by: Reader = this.sql): Promise<object[]> {
    return by.query(
      'SELECT name, role, scope, closed_ms IS NOT NULL AS "isClosed" FROM accounts ORDER BY closed_ms IS NOT NULL, name',
    );
  }

  /** False: the name is taken. */
  async add(name: string, { role, scope }: AccountRights, password: HashedPassword, atMs: number): Promise<boolean> {
    const made = await this.sql.query(
      `INSERT INTO accounts (name, role, salt, hash, created_ms, scope) VALUES ($1, $2, $3, $4, $5, $6::jsonb)
       ON CONFLICT (name) DO NOTHING RETURNING name`,
      [name, role, password.salt, password.hash, atMs, JSON.stringify(scope)],
    );
    this.hasAny = true;
    return made.length > 0;
  }

  async setRights(name: string, { role, scope }: AccountRights): Promise<void> {
    const row = [name, role, JSON.stringify(scope)];
    await this.sql.query('UPDATE accounts SET role = $2, scope = $3::jsonb WHERE name = $1', row);
  }

  async setPassword(name: string, { salt, hash }: HashedPassword): Promise<void> {
    await this.sql.query('UPDATE accounts SET salt = $2, hash = $3 WHERE name = $1', [name, salt, hash]);
  }

  async close(name: string, atMs: number): Promise<void> {
    await this.sql.query('UPDATE accounts SET closed_ms = $2 WHERE name = $1', [name, atMs]);
  }

  /** Whether a name has logged in from there lately; only a digest of both is kept. */
  async knowsPlace(place: string, nowMs: number): Promise<boolean> {
    const found = await this.sql.query('SELECT 1 FROM account_places WHERE place = $1 AND seen_ms > $2', [
      place,
      nowMs - PLACE_MS,
    ]);
    return found.length > 0;
  }

  async keepPlace(place: string, nowMs: number): Promise<void> {
    await this.sql.query('DELETE FROM account_places WHERE seen_ms <= $1', [nowMs - PLACE_MS]);
    await this.sql.query(
      'INSERT INTO account_places VALUES ($1, $2) ON CONFLICT (place) DO UPDATE SET seen_ms = excluded.seen_ms',
      [place, nowMs],
    );
  }

  /** Two at most: enough to know whether one is the last. */
  async administrators(): Promise<string[]> {
    const rows = await this.sql.query<{ name: string }>(
      "SELECT name FROM accounts WHERE role = 'administrator' AND closed_ms IS NULL LIMIT 2",
    );
    return rows.map(({ name }) => name);
  }

  async keepInvite(hash: string, { role, scope, untilMs }: Invite): Promise<void> {
    await this.sql.query('INSERT INTO invites (hash, role, until_ms, scope) VALUES ($1, $2, $3, $4::jsonb)', [
      hash,
      role,
      untilMs,
      JSON.stringify(scope),
    ]);
  }

  /** An invitation is used once; null: it is none, or its time is over. */
  async takeInvite(hash: string, nowMs: number): Promise<Invite | null> {
    const [found] = await this.sql.query<Invite>(
      'DELETE FROM invites WHERE hash = $1 AND until_ms > $2 RETURNING role, scope, until_ms AS "untilMs"',
      [hash, nowMs],
    );
    return found ?? null;
  }

  /** Those of former starts end when a new first administrator is invited. */
  async dropAdministratorInvites(): Promise<void> {
    await this.sql.query("DELETE FROM invites WHERE role = 'administrator'");
  }
}
