import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyContextConfig, FastifyInstance, LightMyRequestResponse } from 'fastify';
import { vi } from 'vitest';
import { EVERYTHING } from '../../hub/accounts/scope.ts';
import { pageServer } from '../../hub/serve.ts';
import { type HubOptions, type RunningHub, startHub } from '../../hub/start.ts';
import type { Scope } from '../../model/accounts/accounts.ts';
import { newDataFolder } from './data-folder.ts';

export const DEVICE_TOKEN = 'a device of the city';
export const PASSWORD = 'correct horse battery';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 351 };
const square = (west: number) => [
  [west, -500],
  [west + 1000, -500],
  [west + 1000, 500],
  [west, 500],
];

/** Two districts side by side; in each a gauge, in the east a pump; a station on the river between none. */
const THINGS = [
  ['sn-pond-0001', 'pond', 108.745],
  ['sn-pond-0002', 'pond', 108.755],
  ['sn-pump-0001', 'pump', 108.755],
  ['sn-river-0001', 'river', 108.8],
].map(([id, kind, lonDeg]) => ({
  id,
  kind,
  name: { zh: id, en: id },
  lonLat: [lonDeg, 34.3],
  at: [0, 0],
  of: 'road-1',
  datastreams: [{ id: `${id}/1`, name: { zh: '量', en: 'measure' }, unit: 'm', cadenceS: 60 }],
}));

export interface WholeHub {
  http: FastifyInstance;
  hub: RunningHub;
  url: string;
  /** The first administrator's; empty where nobody was made one. */
  administrator: string;
  /** Makes the first administrator of a hub that was opened without accounts. */
  makeAdministrator(): Promise<string>;
  /** As the hub says them: method and path, without those that Fastify adds for HEAD. */
  routes: string[];
  /** What each of them declares: the right, and how the caller's part of the city bounds it. */
  access: ReadonlyMap<string, Pick<FastifyContextConfig, 'needs' | 'scope'>>;
  /** Makes an account and logs it in. */
  login(name: string, role: string, scope?: Scope): Promise<string>;
  ask(method: string, path: string, token?: string, body?: object): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

/** Everything that `npm start` listens with, on a small city, and shows visitors all of it: with an account there it would show them nothing. */
export async function openWholeHub(
  options: Partial<HubOptions> = {},
  before: (http: FastifyInstance) => void = () => undefined,
  /** What lies in its data folder before it starts. */
  leave: (folder: string) => Promise<void> = async () => undefined,
  hasAccounts = true,
): Promise<WholeHub> {
  const folder = await newDataFolder();
  await leave(folder);
  const city = join(folder, 'cities/small');
  await mkdir(city, { recursive: true });
  await mkdir(join(folder, 'app'));
  await writeFile(join(folder, 'app/index.html'), '<!doctype html>');
  await writeFile(join(city, 'manifest.json'), JSON.stringify({ name: { zh: '小', en: 'small' }, origin: ORIGIN }));
  await writeFile(join(city, 'sensors.json'), JSON.stringify({ things: THINGS }));
  const district = (id: string, west: number) => ({ id, nameZh: id, nameEn: id, polygon: square(west) });
  const districts = [district('WEST', -1000), district('EAST', 0)];
  await writeFile(join(city, 'population.json'), JSON.stringify({ districts }));
  const routes: string[] = [];
  const access: Map<string, Pick<FastifyContextConfig, 'needs' | 'scope'>> = new Map();
  const http = await pageServer({
    appFolder: join(folder, 'app'),
    cityFolder: join(folder, 'cities'),
    tls: options.tls ?? null,
    runner: { kinds: [], schema: async () => ({}), run: async () => ({}) },
    onRoute: ({ method, url, config }) => {
      for (const one of [method].flat()) {
        if (one === 'HEAD') continue;
        routes.push(`${one} ${url}`);
        access.set(`${one} ${url}`, config ?? {});
      }
    },
  });
  before(http);
  const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const hub = await startHub({
    http,
    folder,
    city: 'small',
    cityFolder: city,
    mqtt: { host: '127.0.0.1', port: 0 },
    deviceToken: DEVICE_TOKEN,
    keepMs: 86_400_000,
    isSimulated: false,
    ownThread: false,
    scryptN: 2 ** 10,
    visitors: EVERYTHING,
    ...options,
  });
  const url = await http.listen({ host: '127.0.0.1', port: 0 });
  const invite = /invite=([\w-]+)/.exec(said.mock.calls.join())?.[1];
  said.mockRestore();
  const ask: WholeHub['ask'] = (method, path, token, body) =>
    http.inject({
      method: method as 'GET',
      url: path,
      ...(body ? { payload: body } : {}),
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
  const makeAdministrator = async (): Promise<string> =>
    (await ask('POST', '/accounts/invited', undefined, { invite, name: 'first', password: PASSWORD })).json().token;
  const administrator = hasAccounts ? await makeAdministrator() : '';
  return {
    http,
    hub,
    url,
    administrator,
    makeAdministrator,
    routes,
    access,
    ask,
    async login(name, role, scope = EVERYTHING) {
      await ask('POST', '/accounts', administrator, { name, role, password: PASSWORD, scope });
      return (await ask('POST', '/accounts/login', undefined, { name, password: PASSWORD })).json().token;
    },
    async close() {
      await hub.close();
      await http.close();
      await rm(folder, { recursive: true });
    },
  };
}
