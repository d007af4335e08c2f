import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readTls, type Tls } from '../../hub/broker/tls.ts';
import { bareServer } from '../../hub/serve.ts';
import { lacksMosquitto, startMosquitto } from './services.ts';
import { DEVICE_TOKEN, openWholeHub, PASSWORD, type WholeHub } from './whole-hub.ts';

const why = lacksMosquitto();
let folder = '';
let tls: Tls;
let whole: WholeHub;

/** A self-made one, as a house without a certification authority has it. */
function makeCertificate(name: string): { cert: string; key: string } {
  const [cert, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-out', cert, '-keyout', key],
    ],
    { stdio: 'ignore' },
  );
  return { cert, key };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapan-tls-'));
  const { cert, key } = makeCertificate('house');
  tls = (await readTls(cert, key)) ?? expect.fail('a certificate');
  whole = await openWholeHub({ tls });
});
afterAll(async () => {
  await whole.close();
  await rm(folder, { recursive: true });
});

const read = (url: string, ca?: Buffer) =>
  new Promise<string>((done, fail) => {
    get(url, ca ? { ca } : {}, (answer) => {
      let body = '';
      answer.on('data', (chunk: Buffer) => (body += chunk.toString()));
      answer.on('end', () => done(body));
    }).on('error', fail);
  });

test('the page and the API come over HTTPS alone, to those who trust the certificate; addresses in answers say so', async () => {
  expect(whole.url).toMatch(/^https:/);
  expect(await read(`${whole.url}/`, tls.cert)).toContain('<!doctype html>');
  expect(JSON.parse(await read(`${whole.url}/v1.1`, tls.cert)).value[0].url).toBe(`${whole.url}/v1.1/Things`);
  await expect(read(`${whole.url}/health`)).rejects.toThrow('self-signed certificate');
  await expect(fetch(whole.url.replace('https', 'http'))).rejects.toThrow('fetch failed');
});

test('whoever came over HTTPS is told to come so for a year; over HTTP nothing is said of it', async () => {
  const headersOf = (path: string) =>
    new Promise<Record<string, unknown>>((done, fail) => {
      get(`${whole.url}${path}`, { ca: tls.cert }, (answer) => {
        answer.resume();
        done(answer.headers);
      }).on('error', fail);
    });
  for (const path of ['/', '/health', '/v1.1/Things', '/accounts', '/nowhere'])
    expect({ path, told: (await headersOf(path))['strict-transport-security'] }).toEqual({
      path,
      told: 'max-age=31536000',
    });
  const open = bareServer();
  expect((await open.inject('/nowhere')).headers).not.toHaveProperty('strict-transport-security');
  await open.close();
});

test('the cookie of a login that came over HTTPS goes back over HTTPS alone', async () => {
  const body = JSON.stringify({ name: 'first', password: PASSWORD });
  const headers = { 'Content-Type': 'application/json' };
  const cookies = await new Promise<string[] | undefined>((done, fail) => {
    const asking = request(`${whole.url}/accounts/login`, { method: 'POST', ca: tls.cert, headers }, (answer) => {
      answer.resume();
      done(answer.headers['set-cookie']);
    });
    asking.on('error', fail).end(body);
  });
  expect(cookies?.[0]).toMatch(/HttpOnly; SameSite=Strict; Secure$/);
});

test('a device says over MQTTS what a page hears over WSS', async () => {
  const devices = whole.hub.broker.stats().devices;
  expect(devices).toMatch(/^mqtts:/);
  const secure = { ca: tls.cert, reconnectPeriod: 0, protocolVersion: 4 as const };
  const page = await connectAsync(`${whole.url.replace('https', 'wss')}/mqtt`, secure);
  const heard = new Promise<string>((done) => page.once('message', (_, payload) => done(payload.toString())));
  await page.subscribeAsync('v1.1/Datastreams(1)/Observations');
  const device = await connectAsync(devices, { ...secure, username: 'device', password: DEVICE_TOKEN });
  await device.publishAsync('v1.1/Datastreams(1)/Observations', '{"result": 1.25}', { qos: 1 });
  expect(JSON.parse(await heard).result).toBe(1.25);
  await device.endAsync(true);
  await page.endAsync(true);
  await expect(
    connectAsync(devices.replace('mqtts', 'mqtt'), { reconnectPeriod: 0, connectTimeout: 1000 }, false),
  ).rejects.toThrow();
});

test.skipIf(why !== null)(
  `a broker of one's own over MQTTS: hub and page trust the certificate that vouches for it, and no other${why ? ` (${why})` : ''}`,
  { timeout: 60_000 },
  async () => {
    const [files, other] = [makeCertificate('broker'), makeCertificate('stranger')];
    const mosquitto = await startMosquitto(files);
    expect(mosquitto.url).toMatch(/^mqtts:/);
    for (const mqttCa of [null, await readFile(other.cert)])
      await expect(openWholeHub({ mqttUrl: mosquitto.url, mqttCa })).rejects.toThrow(
        /MQTT_URL: expected a broker at mqtts:.*self-signed certificate/,
      );
    vi.restoreAllMocks();
    const mqttCa = await readFile(files.cert);
    const grown = await openWholeHub({ mqttUrl: mosquitto.url, mqttCa });
    const page = await connectAsync(`${grown.url.replace('http', 'ws')}/mqtt`, {
      reconnectPeriod: 0,
      protocolVersion: 4,
    });
    const heard = new Promise<string>((done) => page.once('message', (_, payload) => done(payload.toString())));
    await page.subscribeAsync('v1.1/Datastreams(1)/Observations');
    const device = await connectAsync(mosquitto.url, { ca: mqttCa, reconnectPeriod: 0 });
    await device.publishAsync('v1.1/Datastreams(1)/Observations', '{"result": 1.25}', { qos: 1 });
    expect(JSON.parse(await heard).result).toBe(1.25);
    await vi.waitFor(() => expect(grown.hub.history.written).toBe(1), 20_000);
    await Promise.all([device.endAsync(true), page.endAsync(true)]);
    await grown.close();
    await mosquitto.stop();
  },
);

test('a certificate without its key, with another, or none at all is told with its file', async () => {
  const [house, other] = [makeCertificate('a'), makeCertificate('b')];
  await expect(readTls(house.cert, undefined)).rejects.toThrow('--tls-key: expected both');
  await expect(readTls(house.cert, other.key)).rejects.toThrow(
    /a\.pem, .*b\.key: expected a certificate and its private/,
  );
  const empty = join(folder, 'empty.pem');
  await writeFile(empty, 'no certificate');
  await expect(readTls(empty, house.key)).rejects.toThrow(/empty\.pem, .*a\.key: expected/);
  expect(await readTls()).toBeNull();
});
