import { createHash } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
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

/**
 * Two processes on one data folder would ruin it. The lock is a socket that listens: it dies with its process, so that a killed hub
 * starts again at once, which a file with a process id could not promise (ids come back).
 */
export async function lockFolder(folder: string): Promise<Server> {
  const path = await lockPath(folder);
  const listen = () =>
    new Promise<Server>((done, fail) => {
      const server = createServer((socket) => socket.end());
      server.once('error', fail);
      server.listen(path, () => done(server.unref()));
    });
  return listen().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    if (await answers(path)) throw new FolderInUse(folder);
    await rm(path);
    return listen();
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
