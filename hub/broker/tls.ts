import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { MessageError } from '../../model/text/message.ts';
import { serviceMessage } from '../service-messages.ts';

/** What a server shows and keeps, PEM: with it the page, the API and the devices' port speak TLS and nothing else. */
export interface Tls {
  cert: Buffer;
  key: Buffer;
}

/** Both or neither; what is no pair is told now and not by the first who comes. */
export async function readTls(certFile?: string, keyFile?: string): Promise<Tls | null> {
  if (certFile === undefined && keyFile === undefined) return null;
  if (certFile === undefined || keyFile === undefined)
    throw new MessageError(serviceMessage('tls-pair', { missing: certFile === undefined ? 'cert' : 'key' }));
  const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)]);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MessageError(serviceMessage('tls-files', { certFile, keyFile, reason }));
  }
  return { cert, key };
}
