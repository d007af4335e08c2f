import { request } from 'node:http';
import { type LivingHub, PASSWORD } from './living-hub.ts';

/** An answer of a hub: status 0 where there was none. */
export interface HubAnswer {
  status: number;
  text: string;
  headers: Record<string, string | string[] | undefined>;
}

/** Asks a hub from an address of the loopback net, so that many askers are many. */
export function askHub(
  hub: Pick<LivingHub, 'url'>,
  method: string,
  path: string,
  { token = '', body, from = '127.0.0.1' }: { token?: string; body?: unknown; from?: string } = {},
): Promise<HubAnswer> {
  const { hostname, port } = new URL(hub.url);
  const payload = body === undefined ? null : Buffer.from(JSON.stringify(body));
  const headers = {
    ...(payload && { 'Content-Type': 'application/json', 'Content-Length': payload.length }),
    ...(token && { Authorization: `Bearer ${token}` }),
  };
  return new Promise((done) => {
    const asked = request({ hostname, port, path, method, headers, localAddress: from, timeout: 60_000 }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        done({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8'), headers: answer.headers }),
      );
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', (error) => done({ status: 0, text: error.message, headers: {} }));
    asked.end(payload ?? undefined);
  });
}

/** The token of a hub's first administrator, who is made by it. */
export async function firstAdministrator(hub: LivingHub): Promise<string> {
  const body = { invite: hub.invite, name: 'admin', password: PASSWORD };
  const { text } = await askHub(hub, 'POST', '/accounts/invited', { body });
  return (JSON.parse(text) as { token: string }).token;
}

/** A path as it comes over the wire; halves of pairs, which no address holds, are replaced. */
export const addressOf = (path: string): string =>
  `/v1.1/${encodeURI(Buffer.from(path).toString()).replaceAll('+', '%2B')}`;
