import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Worker } from 'node:worker_threads';
import { openEmbeddedBroker } from '../../hub/broker/broker.ts';
import { type History, type Observation, openHistory } from '../../hub/history/history.ts';
import { openDatabase } from '../../hub/schema.ts';
import { ANYBODY, OPEN_GUARD } from '../hub/open-door.ts';
import type { ClientJob } from './feeds-client.ts';
import type { Parts, Report } from './parts.ts';

const STREAMS = 3544;
const MINUTE_MS = 60_000;
const YEAR_MINUTES = 525_600;
const BEGIN_MS = Date.UTC(2025, 10, 20);

/** The page's parts are read when they are run: they bring a browser. `minutes`: of what lasts. */
const PLAIN_PARTS: Record<string, (folder: string, report: Report, minutes: number) => Promise<void>> = {
  history: benchHistory,
  chart: benchChart,
  embedded: benchEmbedded,
  rules: async (folder, report) => (await import('./feeds-rules.ts')).benchRules(folder, report),
  tab: async (...asked) => (await import('./feeds-tab.ts')).benchTab(...asked),
  many: async (folder, report) => (await import('./feeds-many.ts')).benchMany(folder, report),
  alarm: async (...asked) => (await import('./feeds-alarm.ts')).benchAlarm(...asked),
};

export const PARTS: Parts = Object.fromEntries(
  Object.entries(PLAIN_PARTS).map(([name, bench]) => [
    name,
    async (folder, report, minutes) => {
      reportYardstick(name, report);
      const before = machineTimes();
      await bench(folder, report, minutes);
      reportStolen(name, before, report);
    },
  ]),
);

/** A plain loop of known work, in the same process just before: what this machine is worth at this minute. */
function reportYardstick(part: string, report: Report): void {
  const began = process.cpuUsage();
  let x = 1;
  for (let i = 0; i < 100_000_000; i++) x = Math.imul(x ^ (x >>> 15), x | 1) + i;
  const { user, system } = process.cpuUsage(began);
  if (x === 0.5) throw new Error('the loop was not run');
  report({ name: `feeds.${part}.yardstickS`, value: (user + system) / 1e6, unit: 's' });
}

/** Of all cores since the machine began, in ticks; null where the system does not tell. */
function machineTimes(): { all: number; busy: number; stolen: number } | null {
  if (!existsSync('/proc/stat')) return null;
  const [line] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user, nice, system, idle, wait, irq, softIrq, stolen] = line.split(/\s+/).slice(1).map(Number);
  const busy = user + nice + system + irq + softIrq;
  return { all: busy + idle + wait + stolen, busy, stolen };
}

/**
 * How much of the machine its own programs took while a part ran, and how much its host kept from it: at 3.5 % a thread that nothing may
 * interrupt was kept waiting for more than 70 ms eight times in 100 s, 178 ms at most, whatever the page does.
 */
function reportStolen(part: string, before: ReturnType<typeof machineTimes>, report: Report): void {
  const after = machineTimes();
  if (!before || !after) return;
  const all = after.all - before.all;
  report({ name: `feeds.${part}.busyRatio`, value: (after.busy - before.busy) / all, unit: '1' });
  report({ name: `feeds.${part}.stolenRatio`, value: (after.stolen - before.stolen) / all, unit: '1' });
}

/** The k-th observation of the demo city's 3,544 streams, each once a minute. */
const cityObservation = (k: number): Observation => {
  const phenomenonMs = BEGIN_MS + Math.floor(k / STREAMS) * MINUTE_MS;
  const datastream = 1 + (k % STREAMS);
  return {
    datastream,
    feature: datastream,
    phenomenonMs,
    resultMs: phenomenonMs,
    receivedMs: phenomenonMs,
    result: Math.sin(k),
  };
};

async function withHistory(folder: string, work: (history: History) => Promise<void>): Promise<void> {
  const sql = await openDatabase({ folder, ownThread: true });
  const history = await openHistory(sql);
  await work(history);
  await history.close();
  await sql.close();
}

const WARM = 20_000;
const WRITTEN = 200_000;
const PART = 5000;

/** Into PGlite on a disk, in its own thread as the hub runs it: every observation new, each stream's hour summed beside it. */
async function benchHistory(folder: string, report: Report): Promise<void> {
  await withHistory(folder, async (history) => {
    const write = (from: number, count: number) =>
      Promise.all(
        Array.from({ length: count / PART }, (_, part) =>
          history.write(Array.from({ length: PART }, (__, i) => cityObservation(from + part * PART + i))),
        ),
      );
    await write(0, WARM);
    const cpu = process.cpuUsage();
    const beganMs = performance.now();
    await write(WARM, WRITTEN);
    const { user, system } = process.cpuUsage(cpu);
    report({ name: 'feeds.historyPerS', value: WRITTEN / ((performance.now() - beganMs) / 1000), unit: '1/s' });
    report({ name: 'feeds.historyPerCpuS', value: WRITTEN / ((user + system) / 1e6), unit: '1/s' });
  });
}

const CHARTS = 9;

/** A year of minutes of one stream, asked for as a chart of 1,000 points; and a day of it, minute by minute. */
async function benchChart(folder: string, report: Report): Promise<void> {
  await withHistory(folder, async (history) => {
    for (let from = 0; from < YEAR_MINUTES; from += 4 * PART) {
      const count = Math.min(4 * PART, YEAR_MINUTES - from);
      await history.write(
        Array.from({ length: count }, (_, i) => ({ ...cityObservation((from + i) * STREAMS), feature: 1 })),
      );
    }
    const chartMs = async (fromMs: number, toMs: number, points: number, expected: number) => {
      const times: number[] = [];
      for (let i = 0; i < CHARTS; i++) {
        const beganMs = performance.now();
        const { count } = await history.series(1, fromMs, toMs, points);
        times.push(performance.now() - beganMs);
        const sum = count.reduce((all, one) => all + one, 0);
        if (sum !== expected) throw new Error(`chart: expected ${expected} observations, got ${sum}`);
      }
      return times.sort((a, b) => a - b)[CHARTS >> 1];
    };
    const endMs = BEGIN_MS + YEAR_MINUTES * MINUTE_MS;
    report({ name: 'feeds.yearChartMs', value: await chartMs(BEGIN_MS, endMs, 1000, YEAR_MINUTES), unit: 'ms' });
    report({ name: 'feeds.dayChartMs', value: await chartMs(endMs - 1440 * MINUTE_MS, endMs, 1440, 1440), unit: 'ms' });
  });
}

const MESSAGES = 50_000;

/** One device that sends as fast as the broker takes, one page that hears all of it over WebSocket: three threads on the machine's cores. */
async function benchEmbedded(_: string, report: Report): Promise<void> {
  const http = createServer();
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const broker = await openEmbeddedBroker(
    { http, accessPolicy: OPEN_GUARD, devices: ANYBODY, take: () => null },
    { host: '127.0.0.1', port: 0 },
  );
  const address = http.address();
  if (!address || typeof address === 'string') throw new Error('bench: the page server does not listen');
  const threadOf = (workerData: ClientJob) => new Worker(new URL('./feeds-client.js', import.meta.url), { workerData });
  const reader = threadOf({ does: 'hear', url: `ws://127.0.0.1:${address.port}/mqtt`, messages: MESSAGES });
  await once(reader, 'message');
  const beganMs = performance.now();
  const all = once(reader, 'message');
  const sender = threadOf({ does: 'send', url: broker.stats().devices, messages: MESSAGES });
  await all;
  report({ name: 'feeds.embeddedPerS', value: MESSAGES / ((performance.now() - beganMs) / 1000), unit: '1/s' });
  await Promise.all([reader.terminate(), sender.terminate()]);
  await broker.close();
  http.close();
}
