import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { type Remote, wrap } from 'comlink';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { needs } from '../../../hub/accounts/access.ts';
import { EVERYTHING } from '../../../hub/accounts/scope.ts';
import { bareServer } from '../../../hub/serve.ts';
import { type RunningHub, startHub } from '../../../hub/start.ts';
import type { Alarm } from '../../../model/alarms/alarm.ts';
import { withDelta } from '../../../model/alarms/alarm-delta.ts';
import type { CityCase } from '../../../model/cases/cases.ts';
import type { FeedDelta, FeedService, ListedSensors } from '../../../src/twin/live/service.ts';
import type { SourceStatus } from '../../../src/twin/live/source-status.ts';
import { newDataFolder } from '../../hub/data-folder.ts';

/** The worker of the feeds as the page has it, in this process, against a hub: what the page is told, delta by delta. */
const PASSWORD = 'correct horse battery';
const FRAME = { origin: { lonDeg: 108.75, latDeg: 34.3, heightM: 380 }, geoidUndulationM: -30, grids: null };
const HOUR_MS = 3_600_000;
const name = { zh: '积水', en: 'ponding' };
const thing = (id: string, kind: string, eastM: number) => ({
  id,
  kind,
  name,
  lonLat: [108.75, 34.3],
  at: [eastM, 0],
  of: 'road-1',
  // Of a long cadence and without a warning: neither silence nor a delay raises anything, however slow this machine is.
  datastreams: [{ id: `${id}/1`, name, unit: 'm', cadenceS: 600, alarm: 0.27 }],
});

let folder = '';
let hub: RunningHub;
let url = '';
let aheadMs = 0;
let token = '';
let service: Remote<FeedService>;
/** While it stands the hub does not answer who asks for its datastreams. */
let busy: Promise<void> | null = null;
const wires = new Set<Duplex>();
const http = bareServer();
const { port1, port2 } = new MessageChannel();
const shown = {
  values: new Map<number, number>(),
  last: {} as Partial<FeedDelta>,
  standing: [] as Alarm[],
  cases: [] as readonly CityCase[],
  listed: null as ListedSensors | null,
  get alarms() {
    return this.standing.map(({ key, state }) => `${key} ${state.kind}`);
  },
};

function take(delta: FeedDelta): void {
  const { changes, alarms, cases, isFullState: isAnew, sensors } = delta;
  if (sensors) shown.listed = sensors;
  if (isAnew) {
    shown.values.clear();
    shown.standing = [];
  }
  for (const [i, stream] of changes.streams.entries()) shown.values.set(stream, changes.values[i]);
  if (alarms) shown.standing = withDelta(shown.standing, alarms);
  if (cases) shown.cases = cases;
  shown.last = delta;
}

const post = async <Answer>(path: string, body: object): Promise<Answer> => {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await answer.json()) as Answer;
};

const bring = (datastream: number, result: number, phenomenonMs: number) =>
  hub.ingest.bring([
    { datastream, phenomenonMs, resultMs: phenomenonMs, receivedMs: phenomenonMs, result, feature: datastream },
  ]);

beforeAll(async () => {
  folder = await newDataFolder();
  const things = [thing('sn-pond-0001', 'pond', 0), thing('sn-noise-0001', 'noise', 100)];
  await mkdir(join(folder, 'city'));
  await writeFile(join(folder, 'city/sensors.json'), JSON.stringify({ things }));
  http.addHook('onRequest', async ({ url: asked }) => {
    if (asked.startsWith('/v1.1/Datastreams?')) await busy;
  });
  http.server.on('upgrade', (_, socket) => wires.add(socket));
  const places = new Float32Array(things.flatMap(({ at: [eastM, northM] }) => [eastM, northM, 380, 1]));
  http.get('/city/sensors.json', needs('nothing', 'none'), async () => ({ things }));
  http.get('/city/places.bin', needs('nothing', 'none'), async (_, reply) =>
    reply.type('application/octet-stream').send(Buffer.from(places.buffer)),
  );
  const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  hub = await startHub({
    http,
    folder,
    city: 'c',
    cityFolder: join(folder, 'city'),
    mqtt: { host: '127.0.0.1', port: 0 },
    keepMs: 86_400_000,
    isSimulated: false,
    visitors: EVERYTHING,
    ownThread: false,
    scryptN: 2 ** 10,
    nowMs: () => Date.now() + aheadMs,
  });
  url = await http.listen({ host: '127.0.0.1', port: 0 });
  const invite = /invite=([\w-]+)/.exec(said.mock.calls.join())?.[1];
  said.mockRestore();
  token = (await post<{ token: string }>('accounts/invited', { invite, name: 'admin', password: PASSWORD })).token;
  await post('accounts', { name: '值班长', role: 'dispatcher', password: PASSWORD, scope: EVERYTHING });
  token = (await post<{ token: string }>('accounts/login', { name: '值班长', password: PASSWORD })).token;
  vi.stubGlobal('addEventListener', port1.addEventListener.bind(port1));
  vi.stubGlobal('postMessage', port1.postMessage.bind(port1));
  port1.start();
  vi.stubGlobal('reportError', (error: unknown) => expect.fail(String(error)));
  vi.stubGlobal('self', { name: 'feeds' });
  await import('../../../src/page.worker.ts');
  service = wrap<FeedService>(port2);
  await service.open(`${url}/city/`, `${url}/`, 'places.bin', FRAME);
  const follow = async () => {
    for (;;) take((await service.next()) as FeedDelta);
  };
  follow().catch(() => undefined);
});

afterAll(async () => {
  await service?.hide(true);
  port1.close();
  port2.close();
  await hub?.close();
  await http.close();
  await rm(folder, { recursive: true });
});

const patiently = { timeout: 20_000, interval: 50 };

test('values, an alarm, what was done to it and a case come as the hub has them', async () => {
  await expect.poll(() => shown.last.status?.kind, patiently).toBe('live');
  await bring(1, 0.05, Date.now() - 1000);
  await expect.poll(() => shown.values.get(0), patiently).toBe(0.05);
  await bring(1, 0.31, Date.now());
  await bring(2, 0.02, Date.now());
  await expect.poll(() => shown.alarms, patiently).toEqual(['sn-pond-0001/1 alarm unacknowledged']);
  expect(shown.last.openAlarms).toBeLessThanOrEqual(1);
  await post('alarms/acts', { key: 'sn-pond-0001/1 alarm', event: { kind: 'acknowledge', atMs: Date.now() } });
  await expect.poll(() => shown.alarms, patiently).toEqual(['sn-pond-0001/1 alarm acknowledged']);
  const subject = { title: '南门积水', object: 'road-1', place: null, alarm: 'sn-pond-0001/1 alarm', priority: 1 };
  await post('cases', { ...subject, key: 'key of the page' });
  await expect.poll(() => shown.cases, patiently).toMatchObject([{ title: '南门积水', stage: 'filed' }]);
});

test('a wire that broke is opened again though the hub is too busy to list its datastreams', async () => {
  const { status } = shown.last;
  const openedMs = status?.kind === 'live' ? status.sinceMs : Number.NaN;
  let free = () => {};
  busy = new Promise((done) => {
    free = done;
  });
  for (const wire of wires) wire.destroy();
  await expect
    .poll(() => shown.last.status, patiently)
    .toSatisfy((now: SourceStatus) => now.kind === 'live' && now.sinceMs > openedMs);
  await bring(2, 0.02, Date.now());
  await expect.poll(() => shown.last.quality?.perS, patiently).toBeGreaterThan(0);
  free();
  busy = null;
});

test('a recording stands in place of the present until it is left; the present is heard all the while', async () => {
  await new Promise((done) => setTimeout(done, 50));
  aheadMs = HOUR_MS + 1000;
  const place = join(folder, 'recordings');
  const finished = async () => (await readdir(place)).filter((file) => file.endsWith('.mcap'));
  await expect.poll(finished, patiently).toHaveLength(1);
  aheadMs = 0;
  const bytes = new Uint8Array(await readFile(join(place, (await finished())[0])));
  const { fromMs, toMs } = await service.replay(bytes);
  await expect.poll(() => shown.last.replayMs, patiently).toBe(fromMs);
  await expect.poll(() => [...shown.values], patiently).toEqual([[0, 0.05]]);
  expect([shown.alarms, shown.cases]).toEqual([[], []]);
  await bring(2, 0.04, Date.now());
  await service.replayTo(toMs);
  await expect.poll(() => shown.cases, patiently).toMatchObject([{ title: '南门积水' }]);
  expect([...shown.values]).toEqual([
    [0, 0.31],
    [1, 0.02],
  ]);
  expect(shown.alarms).toEqual(['sn-pond-0001/1 alarm acknowledged']);
  await service.endReplay();
  await expect.poll(() => shown.last.replayMs, patiently).toBeNull();
  await expect
    .poll(() => [...shown.values].sort(), patiently)
    .toEqual([
      [0, 0.31],
      [1, 0.04],
    ]);
  await expect.poll(() => shown.cases, patiently).toHaveLength(1);
});

test('whoever logs in hears what the account may hear, and nothing that was heard before; after it a visitor hears all again', async () => {
  const heard = () => [...shown.values].sort();
  await bring(1, 0.33, Date.now());
  await expect.poll(() => heard().length, patiently).toBe(2);
  await expect.poll(() => shown.alarms.length, patiently).toBe(1);
  const scope = { areas: 'all', classes: ['noise'] };
  const whole = await post<{ token: string }>('accounts/login', { name: '值班长', password: PASSWORD });
  const { status } = shown.last;
  await service.signIn({ token: whole.token, seesAll: true });
  expect([shown.last.status, heard().length, shown.cases.length]).toEqual([status, 2, 1]);
  await service.signIn(null);
  const admin = await post<{ token: string }>('accounts/login', { name: 'admin', password: PASSWORD });
  token = admin.token;
  await post('accounts', { name: '噪声', role: 'dispatcher', password: PASSWORD, scope });
  const login = await post<{ token: string }>('accounts/login', { name: '噪声', password: PASSWORD });
  await service.signIn({ token: login.token, seesAll: false });
  await expect.poll(heard, patiently).toEqual([[1, 0.04]]);
  await bring(1, 0.4, Date.now());
  await bring(2, 0.06, Date.now());
  await expect.poll(heard, patiently).toEqual([[1, 0.06]]);
  expect([shown.alarms, shown.cases]).toEqual([[], []]);
  await service.signIn(null);
  await expect.poll(heard, patiently).toEqual([
    [0, 0.4],
    [1, 0.06],
  ]);
  await expect.poll(() => shown.cases, patiently).toHaveLength(1);
});

test('what is no recording is refused, and the present stays', async () => {
  await expect(service.replay(new TextEncoder().encode('no recording'))).rejects.toThrow('expected a finished MCAP');
  expect(shown.last.replayMs).toBeNull();
});

test('a sensor that somebody connects is listed and heard without a new page, and goes when it is taken away', async () => {
  token = (await post<{ token: string }>('accounts/login', { name: 'admin', password: PASSWORD })).token;
  const own = {
    id: 'own-1',
    kind: 'noise',
    name: { zh: '校门', en: 'gate' },
    lonDeg: 108.751,
    latDeg: 34.3,
    elevationM: 412,
    unit: 'dB',
    cadenceS: 600,
    topic: 'school/gate',
  };
  expect(shown.listed).toBeNull();
  await post('own-sensors', { sensors: [own] });
  await expect.poll(() => shown.listed?.own, patiently).toEqual([own]);
  const [, , { id, at }] = shown.listed?.sensors ?? [];
  // 0.001° of longitude at 34.3° N on the ellipsoid; 412 m above a datum that lies 30 m below the ellipsoid, over an origin at 380 m.
  expect([id, at.map((metres) => Math.round(10 * metres) / 10)]).toEqual(['own-1', [92.1, 0]]);
  expect(shown.listed?.upM.map((metres) => Math.round(100 * metres) / 100)).toEqual(Float64Array.of(380, 380, 2));
  const stream = [...hub.ingest.streams.values()].find(({ code }) => code === 'own-1/1')?.id ?? 0;
  await bring(stream, 61, Date.now());
  await expect.poll(() => shown.values.get(2), patiently).toBe(61);
  // What was heard before stands under the new numbers.
  await expect.poll(() => [shown.values.get(0), shown.values.get(1)], patiently).toEqual([0.4, 0.06]);
  const headers = { Authorization: `Bearer ${token}` };
  expect((await fetch(`${url}/own-sensors/own-1`, { method: 'DELETE', headers })).status).toBe(204);
  await expect.poll(() => shown.listed?.sensors.length, patiently).toBe(2);
  await expect.poll(() => [...shown.values.keys()].sort(), patiently).toEqual([0, 1]);
});
