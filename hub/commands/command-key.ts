import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';

/** The hub's key, of which each device's is made: written at the first start, for the hub's own user alone. */
export async function keyIn(file: string): Promise<Buffer> {
  try {
    return Buffer.from(await readFile(file, 'utf8'), 'base64url');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const key = randomBytes(32);
    await writeFile(file, key.toString('base64url'), { mode: 0o600, flag: 'wx' });
    await chmod(file, 0o600);
    return key;
  }
}
