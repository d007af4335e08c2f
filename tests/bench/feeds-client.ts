import { parentPort, workerData } from 'node:worker_threads';
import { connectAsync } from 'mqtt';

/** A client of the broker under test, on a thread of its own: `send` publishes as fast as the broker takes, `hear` counts what comes. */
export interface ClientJob {
  does: 'send' | 'hear';
  url: string;
  messages: number;
}

/** What a page's messages weigh. */
const PAYLOAD = JSON.stringify({
  phenomenonTime: '2026-11-20T12:00:00.000Z',
  resultTime: '2026-11-20T12:00:00.000Z',
  result: 381.234,
});
const STREAMS = 3544;
const UNDERWAY = 64;

const { does, url, messages } = workerData as ClientJob;
const port = parentPort;
if (!port) throw new Error('feeds-client is started by feeds.ts, as a thread');
const client = await connectAsync(url, { protocolVersion: 4 });

if (does === 'hear') {
  let heard = 0;
  client.on('message', () => {
    heard++;
    if (heard === messages) port.postMessage('all');
  });
  await client.subscribeAsync('v1.1/+/Observations');
  port.postMessage('ready');
} else {
  let sent = 0;
  const sendNext = async () => {
    while (sent < messages)
      await client.publishAsync(`v1.1/Datastreams(${1 + (sent++ % STREAMS)})/Observations`, PAYLOAD);
  };
  await Promise.all(Array.from({ length: UNDERWAY }, sendNext));
  port.postMessage('sent');
}
