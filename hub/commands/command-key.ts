import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MessageError } from '../../model/text/message.ts';
import { serviceMessage } from '../service-messages.ts';

/** HMAC-SHA256 takes a key of its own length (RFC 2104, 3). */
export const KEY_BYTES = 32;

/**
 * The hub's key, of which each device's is made: written at the first start, for the hub's own user alone. A key of another length is
 * what an interrupted write or a full disk left, and whoever knows that could forge commands. Where devices were commanded before
 * (`isUsed`), a new key would be obeyed by none of them.
 */
export async function keyIn(file: string, isUsed: boolean): Promise<Buffer> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text !== null) return checked(file, Buffer.from(text, 'base64url'));
  if (isUsed) throw new MessageError(serviceMessage('key-missing', { file }));
  const key = randomBytes(KEY_BYTES);
  await writeWhole(file, key.toString('base64url'));
  return checked(file, Buffer.from(await readFile(file, 'utf8'), 'base64url'));
}

function checked(file: string, key: Buffer): Buffer {
  if (key.length !== KEY_BYTES) throw new MessageError(serviceMessage('key-broken', { file, bytes: key.length }));
  return key;
}

/** Under its name it is there whole or not at all, and one that is there already stays. */
async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.draft`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    await handle.writeFile(text);
    await handle.sync();
    await handle.close();
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    const folder = await open(dirname(file), 'r');
    await folder.sync();
    await folder.close();
  } finally {
    await rm(draft, { force: true });
  }
}
