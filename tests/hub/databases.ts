import { lacksPostgres, type Service, startPostgres } from './services.ts';

const noPostgres = lacksPostgres();
if (noPostgres) process.stdout.write(`skipped with PostgreSQL: ${noPostgres}\n`);

/** What a hub keeps its tables in: the embedded database, and PostgreSQL where this machine has or takes it. */
export const DATABASES = noPostgres ? (['embedded'] as const) : (['embedded', 'server'] as const);

/** A new empty database of a kind of `DATABASES`; null is the embedded one, which lies in the hub's own folder. */
export const newDatabase = async (kind: (typeof DATABASES)[number]): Promise<Service | null> =>
  kind === 'server' ? startPostgres() : null;
