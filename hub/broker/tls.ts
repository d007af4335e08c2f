import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';

/** What a server shows and keeps, PEM: with it the page, the API and the devices' port speak TLS and nothing else. */
export interface Tls {
  cert: Buffer;
  key: Buffer;
}

/** Both or neither; what is no pair is told now and not by the first who comes. */
export async function readTls(certFile?: string, keyFile?: string): Promise<Tls | null> {
  if (certFile === undefined && keyFile === undefined) return null;
  if (certFile === undefined || keyFile === undefined)
    throw new Error(
      `--tls-${certFile === undefined ? 'cert' : 'key'}: expected both --tls-cert and --tls-key, got one`,
    );
  const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)]);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    const came = error instanceof Error ? error.message : String(error);
    throw new Error(`${certFile}, ${keyFile}: expected a certificate and its private key in PEM, got: ${came}`);
  }
  return { cert, key };
}
