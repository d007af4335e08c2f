import { join, resolve } from 'node:path';
import { Command } from 'commander';
import type { BackupManifest, HubState } from '../../hub/backup/backup.ts';
import { MessageError } from '../../model/text/message.ts';
import { help } from '../help.ts';
import { cliMessage, say } from '../messages.ts';
import { ROOT } from '../root.ts';

const DATA = join(ROOT, 'data/hub');

export function backupCommand(): Command {
  return new Command('backup')
    .description(help('backup.about'))
    .argument('<folder>', help('backup.folder'))
    .option('--data <folder>', help('any.data'), DATA)
    .action(backup);
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description(help('backup.restore-about'))
    .argument('<folder>', help('backup.folder-2'))
    .option('--data <folder>', help('backup.data'), DATA)
    .action(restore);
}

export function migrateCommand(): Command {
  return new Command('migrate')
    .description(help('backup.migrate-about'))
    .option('--data <folder>', help('any.data'), DATA)
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
