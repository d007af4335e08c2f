import type { Command, CommandState } from '../../model/commands/commands.ts';
import type { Reader, Sql } from '../sql/sql-api.ts';

const OPEN: readonly CommandState['kind'][] = ['waiting', 'sent', 'acknowledged'];
const MAX_LISTED = 200;

/** The commands in SQL, each with its present state. */
export class CommandRows {
  private readonly sql: Sql;

  private constructor(sql: Sql) {
    this.sql = sql;
  }

  static async open(sql: Sql): Promise<CommandRows> {
    return new CommandRows(sql);
  }

  /** Whether a device was ever commanded. */
  async hasAny(): Promise<boolean> {
    return (await this.sql.query('SELECT 1 FROM commands LIMIT 1')).length > 0;
  }

  byId(id: string): Promise<Command | null> {
    return this.find('id', id);
  }

  byKey(key: string): Promise<Command | null> {
    return this.find('key', key);
  }

  private async find(column: 'id' | 'key', value: string): Promise<Command | null> {
    const [row] = await this.sql.query<{ command: Command }>(`SELECT command FROM commands WHERE ${column} = $1`, [
      value,
    ]);
    return row?.command ?? null;
  }

  async add(command: Command): Promise<void> {
    const { id, key, untilMs } = command;
    const row = [id, key, untilMs, JSON.stringify(command)];
    await this.sql.query('INSERT INTO commands VALUES ($1, $2, $3, true, $4::jsonb)', row);
  }

  async set(command: Command): Promise<void> {
    await this.sql.query('UPDATE commands SET command = $2::jsonb, is_open = $3 WHERE id = $1', [
      command.id,
      JSON.stringify(command),
      OPEN.includes(command.state.kind),
    ]);
  }

  async openOnes(): Promise<Command[]> {
    const rows = await this.sql.query<{ command: Command }>(
      'SELECT command FROM commands WHERE is_open ORDER BY until_ms, id',
    );
    return rows.map(({ command }) => command);
  }

  /** Open ones, and those that ended since; the newest first. */
  async since(ms: number, by: Reader = this.sql): Promise<Command[]> {
    const rows = await by.query<{ command: Command }>(
      'SELECT command FROM commands WHERE is_open OR until_ms > $1 ORDER BY until_ms DESC, id LIMIT $2',
      [ms, MAX_LISTED],
    );
    return rows.map(({ command }) => command);
  }

  /** Returns the last command of each device, where it ended unconfirmed since. */
  async lastUnconfirmed(ms: number): Promise<Command[]> {
    const rows = await this.sql.query<{ command: Command }>(
      `SELECT DISTINCT ON (command->>'device') command FROM commands WHERE until_ms > $1 AND NOT is_open
       ORDER BY command->>'device', until_ms DESC, id`,
      [ms],
    );
    return rows.map(({ command }) => command).filter(({ state }) => state.kind === 'unconfirmed');
  }

  /** The kind of a thing of the catalogue; null: there is none. */
  async kindOf(device: string): Promise<string | null> {
    const [thing] = await this.sql.query<{ kind: string }>(
      "SELECT properties->>'kind' AS kind FROM things WHERE code = $1",
      [device],
    );
    return thing?.kind ?? null;
  }

  /** The first datastream of a device, where its alarms are shown. */
  async streamOf(device: string): Promise<string | null> {
    const [stream] = await this.sql.query<{ code: string }>(
      'SELECT d.code FROM datastreams d JOIN things t ON t.id = d.thing WHERE t.code = $1 ORDER BY d.id LIMIT 1',
      [device],
    );
    return stream?.code ?? null;
  }
}
