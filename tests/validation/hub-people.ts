import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { KEY_FILE } from '../../hub/data-folder.ts';
import type { HubPlace } from './hub-case.ts';
import { type LivingHub, PASSWORD } from './living-hub.ts';

const ALL = { areas: 'all', classes: 'all' };

/** An MQTT client that comes once, with what it signs in with. */
export const come = (url: string, username: string, password: string, more: IClientOptions = {}): Promise<MqttClient> =>
  connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0, username, password, ...more }, false);

/** The key that the hub of a case makes the passwords of devices of. */
export const hubKeyIn = async ({ data }: HubPlace): Promise<Buffer> =>
  Buffer.from(await readFile(join(data, KEY_FILE), 'utf8'), 'base64url');

/** Accounts of a hub that a case made, and how they ask. */
export interface People {
  administrator: string;
  logIn(name: string): Promise<string>;
  ask(method: string, path: string, token: string, body?: object): Promise<{ status: number; json: unknown }>;
}

/** Makes the first administrator, and an account of each role under its role's name. */
export async function makePeople(hub: LivingHub, roles: readonly string[]): Promise<People> {
  const ask: People['ask'] = async (method, path, token, body) => {
    const answer = await fetch(`${hub.url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    return { status: answer.status, json: text === '' ? null : JSON.parse(text) };
  };
  const enter = async (path: string, body: object) =>
    String(((await ask('POST', path, '', body)).json as { token?: string }).token);
  const administrator = await enter('/accounts/invited', { invite: hub.invite, name: 'first', password: PASSWORD });
  for (const role of roles)
    await ask('POST', '/accounts', administrator, { name: role, role, password: PASSWORD, scope: ALL });
  return { administrator, ask, logIn: (name) => enter('/accounts/login', { name, password: PASSWORD }) };
}
