import { openServer, SHARED_SERVER } from './house.ts';

/** Runs once before the end-to-end tests: serves the page alone, without a hub, to all files that ask for no server of their own. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[SHARED_SERVER] !== undefined) return undefined;
  const server = await openServer();
  process.env[SHARED_SERVER] = server.url;
  return () => server.kill('SIGTERM');
}
