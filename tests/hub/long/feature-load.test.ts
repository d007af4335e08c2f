import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HubProcess, openHubProcess } from './hub-process.ts';
import { missingFor } from './served-city.ts';

const missing = missingFor('chengchuan');
const READERS = 50;
const READ_MS = 60_000;
/** An acknowledgement that a device waits for. */
const MOST_MEDIAN_MS = 50;

let hub: HubProcess;

beforeAll(async () => {
  if (!missing) hub = await openHubProcess('chengchuan');
});

afterAll(() => hub?.close());

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Publishes ten readings a second and measures until each is acknowledged, which is when it has been written. */
async function acknowledgements(untilMs: number): Promise<number[]> {
  const answer = await fetch(`${hub.url}/v1.1/Datastreams?$top=1`);
  const [{ '@iot.id': id }] = ((await answer.json()) as { value: { '@iot.id': number }[] }).value;
  const client = await connectAsync(hub.devices, { username: 'gateway', password: hub.token, protocolVersion: 4 });
  const tookMs: number[] = [];
  while (Date.now() < untilMs) {
    const startMs = performance.now();
    const payload = JSON.stringify({ result: 1, phenomenonTime: new Date().toISOString() });
    await client.publishAsync(`v1.1/Datastreams(${id})/Observations`, payload, { qos: 1 });
    tookMs.push(performance.now() - startMs);
    await new Promise((done) => setTimeout(done, 100));
  }
  await client.endAsync(true);
  return tookMs;
}

const OF_LAYERS = '/ogc/features/chengchuan/collections';

/** Asks one thing after another: pages, filters, boxes and tiles; gives how many were answered and how many were to come again. */
async function read(reader: number, untilMs: number): Promise<{ answered: number; busy: number; other: number }> {
  const [x, y] = [0.80208333, 0.39846527].map((part) => Math.floor(part * 2 ** 15));
  const questions = [
    `/buildings/items?limit=200&offset=${200 * reader}`,
    `/buildings/items?limit=50&filter=${encodeURIComponent('height > 30')}`,
    `/buildings/items?limit=100&bbox=108.74,34.29,108.76,34.31`,
    `/buildings/tiles/WebMercatorQuad/15/${x + (reader % 3) - 1}/${y}`,
  ];
  const count = { answered: 0, busy: 0, other: 0 };
  for (let i = reader; Date.now() < untilMs; i++) {
    const { status } = await fetch(`${hub.url}${OF_LAYERS}${questions[i % questions.length]}`).then(async (answer) => {
      await answer.arrayBuffer();
      return answer;
    });
    if (status === 200 || status === 204) count.answered++;
    else if (status === 503) count.busy++;
    else count.other++;
  }
  return count;
}

test.skipIf(missing !== null)(
  `fifty readers of features for a minute leave a sensor's acknowledgement below 50 ms in the median (${missing ?? 'all is there'})`,
  async () => {
    const quiet = await acknowledgements(Date.now() + 5_000);
    const untilMs = Date.now() + READ_MS;
    const [loaded, ...counts] = await Promise.all([
      acknowledgements(untilMs),
      ...Array.from({ length: READERS }, (_, reader) => read(reader, untilMs)),
    ]);
    const sum = (of: (count: (typeof counts)[number]) => number) => counts.reduce((total, one) => total + of(one), 0);
    const figures = {
      quietMs: Math.round(10 * median(quiet)) / 10,
      loadedMs: Math.round(10 * median(loaded)) / 10,
      worstMs: Math.round(Math.max(...loaded)),
      readings: loaded.length,
      answered: sum(({ answered }) => answered),
      busy: sum(({ busy }) => busy),
      other: sum(({ other }) => other),
    };
    console.log(`feature-load ${JSON.stringify(figures)}`);
    expect(figures.loadedMs, JSON.stringify(figures)).toBeLessThan(MOST_MEDIAN_MS);
    expect(figures.answered).toBeGreaterThan(100);
    expect(figures.other).toBe(0);
    // Nobody starves: whoever asks one thing at a time is answered.
    expect(Math.min(...counts.map(({ answered }) => answered))).toBeGreaterThan(0);
  },
);
