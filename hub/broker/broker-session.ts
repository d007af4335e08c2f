import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'broker-session';

/** The name by which another broker knows this hub again; two hubs of one name would throw each other out, so it is of the folder. */
export async function brokerSessionIn(folder: string): Promise<string> {
  const file = join(folder, FILE);
  const known = await readFile(file, 'utf8').catch(() => '');
  if (/^shapan-hub-[\w-]{36}$/.test(known)) return known;
  const made = `shapan-hub-${randomUUID()}`;
  await writeFile(file, made);
  return made;
}
