import { join, resolve } from 'node:path';
import { Command } from 'commander';
import type { BackupManifest, HubState } from '../../hub/backup/backup.ts';
import { MessageError } from '../../model/text/message.ts';
import { cliMessage, say } from '../messages.ts';
import { ROOT } from '../root.ts';

const DATA = join(ROOT, 'data/hub');

export function backupCommand(): Command {
  return new Command('backup')
    .description(
      "copy all that a hub knows, its database, recordings and key, into a new folder; the embedded database's hub must be stopped for it, with DATABASE_URL it may run",
    )
    .argument('<folder>', 'a folder that is not there yet')
    .option('--data <folder>', 'where the hub keeps its data', DATA)
    .action(backup);
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description("put a backup into a new data folder, or with DATABASE_URL its rows into a server's empty database")
    .argument('<folder>', 'a folder that backup made')
    .option('--data <folder>', 'a data folder that is not there yet, or empty', DATA)
    .action(restore);
}

export function migrateCommand(): Command {
  return new Command('migrate')
    .description(
      'move the history of the embedded database into the empty PostgreSQL database of DATABASE_URL, all or nothing',
    )
    .option('--data <folder>', 'where the hub keeps its data', DATA)
    .action(migrateHistory);
}

/** An empty variable is what a file of settings leaves that names none. */
const databaseUrl = (): string | undefined => process.env.DATABASE_URL || undefined;

const stateIn = (data: string): HubState => ({
  folder: resolve(data),
  databaseUrl: databaseUrl(),
  ownThread: true,
});

async function backup(to: string, { data }: { data: string }): Promise<void> {
  const { writeBackup } = await import('../../hub/backup/backup.ts');
  const folder = resolve(to);
  const made = await whileStopped(data, () => writeBackup(stateIn(data), folder));
  say(cliMessage('backup-made', { folder, ...sizesOf(made) }));
}

async function restore(from: string, { data }: { data: string }): Promise<void> {
  const { restoreBackup } = await import('../../hub/backup/backup.ts');
  const state = stateIn(data);
  const restored = await restoreBackup(resolve(from), state);
  say(cliMessage('backup-restored', { folder: state.folder, ...sizesOf(restored) }));
}

async function migrateHistory({ data }: { data: string }): Promise<void> {
  const url = databaseUrl();
  if (url === undefined) throw new MessageError(cliMessage('migrate-url', {}));
  const { migrate } = await import('../../hub/backup/backup.ts');
  const folder = resolve(data);
  const rows = await whileStopped(data, () => migrate(folder, url, true));
  say(cliMessage('migrated', { rows: total(rows), folder }));
}

/** Another hub is no reason to give another folder here. */
async function whileStopped<Result>(data: string, work: () => Promise<Result>): Promise<Result> {
  const { FolderInUse } = await import('../../hub/sql/lock-folder.ts');
  const { serviceMessage } = await import('../../hub/service-messages.ts');
  return work().catch((error: unknown) => {
    if (!(error instanceof FolderInUse)) throw error;
    throw new MessageError(serviceMessage('hub-runs', { folder: resolve(data) }));
  });
}

const sizesOf = ({ rows, files }: BackupManifest) => ({ rows: total(rows), files: Object.keys(files).length - 1 });

function total(rows: Record<string, number>): number {
  return Object.values(rows).reduce((all, count) => all + count, 0);
}
