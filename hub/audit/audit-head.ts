import type { KeyObject } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { isSignature, signatureOf } from './audit-key.ts';

/** The last row that the hub wrote, kept beside its database: rows cut off there are missed here. */
export interface AuditHead {
  seq: number;
  hash: string;
}

/** Null: none was kept. `forged`: what stands there was not signed by the hub. */
export async function readHead(file: string, publicKey: KeyObject): Promise<AuditHead | 'forged' | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const [, seq, hash, signature] = /^(\d{1,15}) ([0-9a-f]{64}) ([\w-]+)\n$/.exec(text) ?? [];
  if (signature === undefined || !isSignature(`${seq} ${hash}`, signature, publicKey)) return 'forged';
  return { seq: Number(seq), hash };
}

/** Under its name it is there whole or as it was before. */
export async function writeHead(file: string, { seq, hash }: AuditHead, privateKey: KeyObject): Promise<void> {
  const draft = `${file}.draft`;
  try {
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(`${seq} ${hash} ${signatureOf(`${seq} ${hash}`, privateKey)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
