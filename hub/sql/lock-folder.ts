import { createHash } from 'node:crypto';
import { realpath, rm, stat } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageError } from '../../model/text/message.ts';
import { serviceMessage } from '../service-messages.ts';

/** Another hub runs on the data folder; two would spoil it. */
export class FolderInUse extends MessageError {
  constructor(folder: string) {
    super(serviceMessage('folder-in-use', { folder }));
  }
}

/** A socket's path holds 107 bytes on Linux, 103 on macOS, and is cut there without a word. */
const MAX_PATH_BYTES = 100;

/** What holds a folder until it is closed. */
interface FolderLock {
  close(done: () => void): void;
}

/**
 * Two processes on one data folder would ruin it. The lock is a socket that listens: it dies with its process, so that a killed hub
 * starts again at once, which a file with a process id could not promise (ids come back).
 * Of two that find what a killed one left, both may take it away, and the second then takes away the first one's lock: it was seen in one
 * of six tries. So a name that the kernel keeps, and gives to one alone, is taken first; where there are no such names (macOS, another
 * container on the same folder) the file alone stands guard.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const name = await lockByName(folder);
  try {
    const file = await lockByFile(folder);
    return { close: (done) => file.close(() => (name ? name.close(() => done()) : done())) };
  } catch (error) {
    name?.close();
    throw error;
  }
}

/** An abstract socket of Linux, by the folder's own number: nothing of it is left on the disk. Null: there are none here. */
async function lockByName(folder: string): Promise<Server | null> {
  if (process.platform !== 'linux') return null;
  const { dev, ino } = await stat(folder, { bigint: true });
  return listen(`\0shapan-${dev}-${ino}`).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') throw new FolderInUse(folder);
    return null;
  });
}

async function lockByFile(folder: string): Promise<Server> {
  const path = await lockPath(folder);
  return listen(path).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    if (await answers(path)) throw new FolderInUse(folder);
    await rm(path);
    return listen(path);
  });
}

function listen(path: string): Promise<Server> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.end());
    server.once('error', fail);
    server.listen(path, () => done(server.unref()));
  });
}

/** In the folder itself; of a long path in the system's folder for such things, by a digest of the whole path. */
async function lockPath(folder: string): Promise<string> {
  const whole = await realpath(folder);
  const digest = createHash('sha256').update(whole).digest('hex').slice(0, 32);
  if (process.platform === 'win32') return `\\\\.\\pipe\\shapan-${digest}`;
  const path = join(whole, 'lock');
  return Buffer.byteLength(path) <= MAX_PATH_BYTES ? path : join(tmpdir(), `shapan-${digest}.lock`);
}

function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
