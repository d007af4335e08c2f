import { parentPort, workerData } from 'node:worker_threads';
import { connectAsync } from 'mqtt';

/**
 * A client of the broker under test, on a thread of its own: `send` publishes as fast as the broker takes, `hear` counts what comes, and
 * `pace` plays a city: one stream after the other, `perS` messages a second, until it is told to stop; then it tells how many it sent. Told
 * to hold it is silent until it is told to go on; its clock stands meanwhile, so that no sensor has a hole. `time` is so many pages that
 * hear everything, until it is told to stop; then it tells what each heard, and after how many ms.
 */
export type ClientJob =
  | { does: 'send'; url: string; messages: number }
  | { does: 'hear'; url: string; messages: number }
  | { does: 'pace'; url: string; perS: number; values: Float64Array }
  | { does: 'time'; url: string; pages: number };

/** Tells what pages heard: of each its messages, and of all the ms from the time that a message states, rounded up, by how many they were. */
export interface Timed {
  heard: number[];
  byMs: Map<number, number>;
}

/** What a page's messages weigh. */
const PAYLOAD = JSON.stringify({
  phenomenonTime: '2026-11-20T12:00:00.000Z',
  resultTime: '2026-11-20T12:00:00.000Z',
  result: 381.234,
});
const STREAMS = 3544;
const UNDERWAY = 64;
const TICK_MS = 5;
/** Radians a message of all: values drift. Where each jumped by 1 % thousands of alarms of their rate stood. */
const DRIFT = 1e-6;

const job = workerData as ClientJob;
const port = parentPort;
if (!port) throw new Error('feeds-client is started by the bench, as a thread');
const client = await connectAsync(job.url, { protocolVersion: 4 });

if (job.does === 'hear') {
  const { messages } = job;
  let heard = 0;
  client.on('message', () => {
    heard++;
    if (heard === messages) port.postMessage('all');
  });
  await client.subscribeAsync('v1.1/+/Observations');
  port.postMessage('ready');
} else if (job.does === 'send') {
  const { messages } = job;
  let sent = 0;
  const sendNext = async () => {
    while (sent < messages)
      await client.publishAsync(`v1.1/Datastreams(${1 + (sent++ % STREAMS)})/Observations`, PAYLOAD);
  };
  await Promise.all(Array.from({ length: UNDERWAY }, sendNext));
  port.postMessage('sent');
} else if (job.does === 'time') {
  const pages = [client];
  while (pages.length < job.pages) pages.push(await connectAsync(job.url, { protocolVersion: 4 }));
  const timed: Timed = { heard: pages.map(() => 0), byMs: new Map() };
  for (const [i, page] of pages.entries()) {
    page.on('message', (_, payload) => {
      timed.heard[i]++;
      const ms = Math.max(0, Date.now() - Date.parse(JSON.parse(payload.toString()).phenomenonTime));
      timed.byMs.set(ms, (timed.byMs.get(ms) ?? 0) + 1);
    });
    await page.subscribeAsync('v1.1/+/Observations');
  }
  port.on('message', async () => {
    for (const page of pages) page.end(true);
    port.postMessage(timed);
  });
  port.postMessage('ready');
} else {
  const { perS, values } = job;
  const beganMs = Date.now();
  let stoodMs = 0;
  let heldFromMs: number | null = null;
  let sent = 0;
  const timer = setInterval(() => {
    if (heldFromMs !== null) return;
    for (const untilMs = Date.now() - stoodMs; beganMs + (1000 * sent) / perS <= untilMs; sent++) {
      const time = new Date(beganMs + Math.floor((1000 * sent) / perS)).toISOString();
      const stream = sent % values.length;
      const result = values[stream] * (1 + 0.01 * Math.sin(stream + sent * DRIFT));
      client.publish(
        `v1.1/Datastreams(${stream + 1})/Observations`,
        JSON.stringify({ phenomenonTime: time, resultTime: time, result }),
      );
    }
  }, TICK_MS);
  port.on('message', async (word: 'hold' | 'goOn' | 'stop') => {
    if (word === 'hold') heldFromMs = Date.now();
    if (word === 'goOn' && heldFromMs !== null) {
      stoodMs += Date.now() - heldFromMs;
      heldFromMs = null;
    }
    if (word !== 'stop') return;
    clearInterval(timer);
    await client.endAsync();
    port.postMessage(sent);
  });
}
