import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Message, MessageError, messagesOf } from '../model/text/message.ts';
import { serviceMessage } from './service-messages.ts';
import { HubUnready, shortReasonOf } from './unready.ts';

/** The embedded database in a data folder. */
export const DATABASE = 'pg';
/** The key of the hub in a data folder. */
export const KEY_FILE = 'commands.key';
/** By which the audit is signed. */
export const AUDIT_KEY_FILE = 'audit.key';
/** The number and hash of the audit's last row, signed. */
export const AUDIT_HEAD_FILE = 'audit.head';

/**
 * Makes the data folder where there is none, and holds what is in it against what a hub leaves there, before anything is opened: PGlite
 * makes a new database where `PG_VERSION` is missing, over the files of the old one.
 */
export async function openDataFolder(folder: string, isEmbedded: boolean): Promise<void> {
  try {
    // On a read-only disk the recursive call says that the folder above is not there; the plain one says why.
    await mkdir(folder, { recursive: true }).catch(() => mkdir(folder));
    const probe = join(folder, `probe-${process.pid}`);
    await (await open(probe, 'w')).close();
    await rm(probe);
  } catch (error) {
    throw unusable(folder, error);
  }
  if (isEmbedded) await checkDatabase(folder);
}

async function checkDatabase(folder: string): Promise<void> {
  const place = join(folder, DATABASE);
  const found = await stat(place).catch(nullIfMissing);
  if (found && !found.isDirectory())
    throw new MessageError(serviceMessage('database-broken', { folder, reason: `${DATABASE} is a file` }));
  const names = found ? await readdir(place).catch((error: unknown) => Promise.reject(unusable(folder, error))) : [];
  if (names.length === 0) {
    if (await stat(join(folder, KEY_FILE)).catch(nullIfMissing))
      throw new MessageError(serviceMessage('database-missing', { folder }));
    return;
  }
  const version = await readFile(join(place, 'PG_VERSION'), 'utf8')
    .catch(nullIfMissing)
    .catch((error: unknown) => Promise.reject(unusable(folder, error)));
  if (!/^\d+\s*$/.test(version ?? '')) throw new MessageError(serviceMessage('database-version', { folder }));
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

function unusable(folder: string, error: unknown): MessageError {
  const reason = shortReasonOf(error);
  return new MessageError(descriptorFault(error) ?? serviceMessage('folder-unusable', { folder, reason }));
}

/** Returns what to do where a process may open no more files, whose data are whole then; null: something else went wrong. */
export function descriptorFault(error: unknown): Message | null {
  if (error instanceof HubUnready && error.messages[0].code === 'database-descriptors')
    return serviceMessage('few-descriptors', {});
  const code = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : null;
  return code === 'EMFILE' || code === 'ENFILE' ? serviceMessage('few-descriptors', {}) : null;
}

/** Why the hub did not start, in a sentence that names its folder; what says more already is left as it is. */
export function startFault(folder: string, error: unknown): Error {
  if (error instanceof HubUnready && error.messages[0].code === 'database-damaged') return databaseFault(folder, error);
  if (error instanceof Error && messagesOf(error) && !(error instanceof HubUnready)) return error;
  const reason = shortReasonOf(error);
  return new MessageError(descriptorFault(error) ?? serviceMessage('start-failed', { folder, reason }));
}

/** Why the embedded database did not open. */
export function databaseFault(folder: string, error: unknown): Error {
  if (error instanceof Error && messagesOf(error) && !(error instanceof HubUnready)) return error;
  const reason = shortReasonOf(error);
  return new MessageError(descriptorFault(error) ?? serviceMessage('database-broken', { folder, reason }));
}
