import pg from 'pg';
import { lacksPostgres, type Service, startPostgres } from './services.ts';

const noPostgres = lacksPostgres();
if (noPostgres) process.stdout.write(`skipped with PostgreSQL: ${noPostgres}\n`);

/** What a hub keeps its tables in: the embedded database, and PostgreSQL where this machine has or takes it. */
export const DATABASES = noPostgres ? (['embedded'] as const) : (['embedded', 'server'] as const);

/** A database on a PostgreSQL server, for one test or one file. When it stops, its tables go; the server stays. */
export type TestDatabase = Pick<Service, 'url' | 'stop'>;

/** A new empty database of a kind of `DATABASES`; null is the embedded one, which lies in the hub's own folder. */
export const newDatabase = async (kind: (typeof DATABASES)[number]): Promise<TestDatabase | null> =>
  kind === 'server' ? newPostgres() : null;

let server: Promise<Service> | null = null;
let databases = 0;

/** A new empty database on the one server of this process, which `run-folder.ts` ends. */
export async function newPostgres(): Promise<TestDatabase> {
  server ??= startPostgres(process.env.SHAPAN_TEST_RUN);
  const { url } = await server;
  const name = `test_${databases++}`;
  const manage = async (statement: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await manage(`CREATE DATABASE ${name}`);
  return {
    url: new URL(`/${name}`, url).href,
    stop: () => manage(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}
