import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Whether somebody else listens there, asked before anything is opened: making a first database takes longer than a person waits for a
 * sentence. What else may be wrong with the address, the server says itself when it listens.
 */
export async function isPortTaken({ host, port }: { host: string; port: number }): Promise<boolean> {
  if (port === 0) return false;
  const probe = createServer().listen(port, host);
  try {
    await once(probe, 'listening');
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  } finally {
    await new Promise((done) => probe.close(done));
  }
}

/** Returns the first port from `port` upwards on which nobody listens; 0 stays 0, which any free port answers. */
export async function nextFreePort({ host, port }: { host: string; port: number }): Promise<number> {
  let free = port;
  while (await isPortTaken({ host, port: free })) free++;
  return free;
}
