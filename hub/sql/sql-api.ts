/** Sender of a query, and how long the query may be. */
export interface Asker {
  /** The account, or the address of who has none. */
  asker: string;
  /** It may look at many rows: those that do not go before it. */
  isLong: boolean;
  /** Aborts when whoever asked has gone: a question that still waits is then dropped. */
  signal?: AbortSignal;
}

/** What only reads: the writer's own turn, or the questions of somebody (`readerFor`). */
export type Reader = Pick<Sql, 'query'>;

/** The questions of one asker. What an address answers with is read by these alone: nobody's reading holds up what devices bring. */
export function readerFor(sql: Pick<Sql, 'read'>, from: Asker): Reader {
  return { query: (text, parameters) => sql.read(from, text, parameters) };
}

/**
 * One SQL for the embedded PostgreSQL (PGlite) and for a server (`DATABASE_URL`). Statements use `$1` parameters and nothing that
 * PostgreSQL 15 does not know. What has resolved is durable: it outlives a SIGKILL of the hub.
 */
export interface Sql {
  query<Row extends object>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /**
   * What a person or a program asks, which changes nothing: it has a time limit and takes its turn behind the others of the same asker.
   * Rejects with `QuestionRefused` (`readers.ts`) where it takes too long, or too many wait.
   */
  read<Row extends object>(from: Asker, text: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Several statements without parameters: a part's own `CREATE TABLE IF NOT EXISTS …`. */
  run(text: string): Promise<void>;
  /** All of it or nothing; an error thrown inside rolls back. Inside, only the Sql that it is given may be used: the outer one waits. */
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
}
