import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { connect } from 'mqtt';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type OpenCityHubs, startCityHubs } from '../../cli/hub/city-hubs.ts';
import { EVERYTHING } from '../../hub/accounts/scope.ts';
import { restoreBackup, writeBackup } from '../../hub/backup/backup.ts';
import { bareServer, pageServer } from '../../hub/serve.ts';
import { startHub } from '../../hub/start.ts';
import { copyEmptyDatabase } from '../hub/data-folder.ts';
import { isLong } from '../long.ts';

const TOKEN = 'a gateway of the root';
/** Each city opens a database of its own. */
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

let folder = '';
let open: { front: FastifyInstance; hubs: OpenCityHubs } | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapan-hub-'));
  // What each city would make lies there.
  for (const place of ['data/pg', 'data/cities/porto/pg']) await copyEmptyDatabase(join(folder, place));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await mkdir(join(folder, 'app'));
  await writeFile(join(folder, 'app/index.html'), '<!doctype html>');
  for (const [id, thing] of [
    ['chengchuan', 'sn-a'],
    ['porto', 'sn-b'],
  ]) {
    const city = join(folder, 'baked', id);
    await mkdir(city, { recursive: true });
    await writeFile(join(city, 'manifest.json'), JSON.stringify({ name: { zh: id, en: id }, zone: 'UTC' }));
    await writeFile(join(city, 'sensors.json'), JSON.stringify({ things: [thingOf(thing)] }));
  }
});
afterEach(async () => {
  await close();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const thingOf = (id: string) => ({
  id,
  kind: 'pond',
  name: { zh: id, en: id },
  lonLat: [108.7, 34.3],
  at: [0, 0],
  of: 'road-1',
  datastreams: [{ id: `${id}/1`, name: { zh: '量', en: 'depth' }, unit: 'm', cadenceS: 60 }],
});

const data = () => join(folder, 'data');

async function start(wanted?: string): Promise<string> {
  const front = await pageServer({ appFolder: join(folder, 'app'), cityFolder: join(folder, 'baked') });
  const hubs = await startCityHubs({
    front,
    server: () => bareServer(),
    cities: join(folder, 'baked'),
    wanted,
    first: 'chengchuan',
    state: { folder: data(), deviceToken: TOKEN, ownThread: false },
    tls: null,
    mqtt: { host: '127.0.0.1', port: 0 },
    hub: { keepMs: 86_400_000, visitors: EVERYTHING, scryptN: 2 ** 4 },
    isSimulated: true,
  });
  open = { front, hubs };
  return front.listen({ host: '127.0.0.1', port: 0 });
}

async function close(): Promise<void> {
  await open?.hubs.close();
  await open?.front.close();
  open = null;
}

const json = async (url: string) => (await (await fetch(url)).json()) as { value: { properties: { code: string } }[] };
const codesAt = async (url: string) => (await json(`${url}v1.1/Things`)).value.map(({ properties }) => properties.code);

async function observe(url: string, result: number): Promise<number> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${TOKEN}` };
  const body = JSON.stringify({ result, phenomenonTime: new Date().toISOString() });
  return (await fetch(`${url}v1.1/Datastreams(1)/Observations`, { method: 'POST', headers, body })).status;
}
const resultsAt = async (url: string) =>
  ((await (await fetch(`${url}v1.1/Observations`)).json()) as { value: { result: number }[] }).value.map(
    ({ result }) => result,
  );

test('each city has its own things, history, accounts and key; none is told of another', async () => {
  const url = await start();
  expect(await codesAt(`${url}/`)).toEqual(['sn-a']);
  expect(await codesAt(`${url}/hub/chengchuan/`)).toEqual(['sn-a']);
  expect(await codesAt(`${url}/hub/porto/`)).toEqual(['sn-b']);
  expect(await observe(`${url}/`, 0.5)).toBe(201);
  expect(await observe(`${url}/hub/porto/`, 0.7)).toBe(401);
  expect(await resultsAt(`${url}/hub/chengchuan/`)).toEqual([0.5]);
  expect(await resultsAt(`${url}/hub/porto/`)).toEqual([]);
  expect(await readdir(join(data(), 'cities'))).toEqual(['porto']);
  const { value } = (await (await fetch(`${url}/hub/porto/v1.1/Things`)).json()) as {
    value: { '@iot.selfLink': string }[];
  };
  expect(value.map((thing) => thing['@iot.selfLink'])).toEqual([`${url}/hub/porto/v1.1/Things(1)`]);
  expect((await json(value[0]['@iot.selfLink'])) as object).toMatchObject({ properties: { code: 'sn-b' } });
  for (const path of ['/hub/nowhere/v1.1/Things', '/hub/..%2f/v1.1/Things', '/hub/porto'])
    expect((await fetch(url + path)).status, path).toBe(404);
});

test('a login of one city is none in another', async () => {
  const url = await start();
  await fetch(`${url}/hub/porto/health`);
  const said = vi.mocked(process.stdout.write).mock.calls.join();
  const invites = [...said.matchAll(/\/\?city=(\w+)#invite=([\w-]+)/g)].map(([, city, invite]) => ({ city, invite }));
  expect(invites.map(({ city }) => city)).toEqual(['chengchuan', 'porto']);
  const body = JSON.stringify({ invite: invites[1].invite, name: 'ana', password: 'correct horse battery' });
  const enter = (at: string) =>
    fetch(`${url}${at}/accounts/invited`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  expect((await enter('')).status).toBe(403);
  const { token } = (await (await enter('/hub/porto')).json()) as { token: string };
  const accounts = (at: string) => fetch(`${url}${at}/accounts`, { headers: { Authorization: `Bearer ${token}` } });
  expect((await accounts('/hub/porto')).status).toBe(200);
  expect((await accounts('/hub/chengchuan')).status).toBe(401);
  expect((await accounts('')).status).toBe(401);
});

test('a page hears the broker of its own city alone', async () => {
  const url = await start();
  await fetch(`${url}/hub/porto/health`);
  const heard = { chengchuan: 0, porto: 0 };
  const pages = await Promise.all(
    (['chengchuan', 'porto'] as const).map(async (city) => {
      const page = connect(`${url.replace('http', 'ws')}/hub/${city}/mqtt`, { reconnectPeriod: 0 });
      await new Promise((done, fail) => page.once('connect', done).once('error', fail));
      await page.subscribeAsync('v1.1/Datastreams(1)/Observations');
      page.on('message', () => heard[city]++);
      return page;
    }),
  );
  await observe(`${url}/`, 0.5);
  await vi.waitFor(() => expect(heard.chengchuan).toBe(1), 20_000);
  expect(heard.porto).toBe(0);
  for (const page of pages) await page.endAsync(true);
});

test('a data folder of one city, from before there were several, stays whose it was', async () => {
  const http = bareServer();
  const before = await startHub({
    http,
    folder: data(),
    city: 'porto',
    cityFolder: join(folder, 'baked/porto'),
    mqtt: { host: '127.0.0.1', port: 0 },
    deviceToken: TOKEN,
    keepMs: 86_400_000,
    isSimulated: false,
    ownThread: false,
    scryptN: 2 ** 4,
  });
  const old = await http.listen({ host: '127.0.0.1', port: 0 });
  expect(await observe(`${old}/`, 3.25)).toBe(201);
  await before.close();
  await http.close();
  const kept = await readdir(data());

  const url = await start('chengchuan');
  expect(await codesAt(`${url}/`)).toEqual(['sn-a']);
  expect(await resultsAt(`${url}/`)).toEqual([]);
  expect(await resultsAt(`${url}/hub/porto/`)).toEqual([3.25]);
  expect(await readdir(data())).toEqual(expect.arrayContaining(kept));
  await close();
  const again = await start();
  expect(await resultsAt(`${again}/`)).toEqual([3.25]);
});

/** Two databases are made anew, 16 s of CPU; `backup.test.ts` restores one. */
test.skipIf(!isLong)('a backup has every city, and what is restored from it serves them as before', async () => {
  const url = await start();
  await observe(`${url}/`, 0.5);
  expect(await codesAt(`${url}/hub/porto/`)).toEqual(['sn-b']);
  await close();
  await writeBackup({ folder: data(), ownThread: false }, join(folder, 'backup'));
  await rm(data(), { recursive: true });
  await restoreBackup(join(folder, 'backup'), { folder: data(), ownThread: false });
  const again = await start();
  expect(await resultsAt(`${again}/`)).toEqual([0.5]);
  expect(await codesAt(`${again}/hub/porto/`)).toEqual(['sn-b']);
});
