import { connectAsync, type MqttClient } from 'mqtt';
import type { Page } from 'playwright-core';
import type { CrowdedCity } from './feeds-city.ts';
import { speak, withCrowdedHouse } from './feeds-house.ts';

interface Figure {
  name: string;
  value: number;
  unit: string;
}

const SENSORS = 20_000;
const PER_S = 5000;
const SETTLE_MS = 20_000;
/** Fewer than ten in ten minutes would be no flood; each is acknowledged and gone before there are ten at once. */
const APART_MS = 1500;
const ALARMS_PER_MINUTE = 60_000 / APART_MS;
const PATIENCE_MS = 20_000;

/**
 * One sensor after the other passes its set point, among 20,000 that speak 5,000 times a second: from the device's sending to the frame
 * that has the alarm's row in the panel, with that frame drawn. What is ours of it begins where a second client of the hub, on the same
 * tunnel as the page, has the message: broker, hub and their queues lie before.
 */
export async function benchAlarm(folder: string, report: (figure: Figure) => void, minutes: number): Promise<void> {
  await withCrowdedHouse(folder, { count: SENSORS, cadenceS: SENSORS / PER_S }, async (house) => {
    const { page, city, brokerUrl, pagesUrl } = house;
    const feed = speak(house, PER_S);
    await page.waitForTimeout(SETTLE_MS);
    await watchAlarms(page);
    const device = await connectAsync(brokerUrl, { protocolVersion: 4 });
    const beside = await connectAsync(pagesUrl, { protocolVersion: 4 });
    const spans: { wholeMs: number; oursMs: number }[] = [];
    const count = Math.round(minutes * ALARMS_PER_MINUTE);
    for (const { stream, name, value } of alarmable(city).slice(0, count)) {
      const beganMs = Date.now();
      spans.push(await raise({ device, beside, page }, stream, name, value));
      await page.waitForTimeout(Math.max(0, APART_MS - (Date.now() - beganMs)));
    }
    await Promise.all([device.endAsync(), beside.endAsync()]);
    await feed.stop();
    const say = (name: string, value: number) => report({ name: `feeds.${name}`, value, unit: 'ms' });
    say(
      'alarmP99Ms',
      quantile(
        spans.map(({ wholeMs }) => wholeMs),
        0.99,
      ),
    );
    say(
      'alarmOursP99Ms',
      quantile(
        spans.map(({ oursMs }) => oursMs),
        0.99,
      ),
    );
    say(
      'alarmP50Ms',
      quantile(
        spans.map(({ wholeMs }) => wholeMs),
        0.5,
      ),
    );
    say(
      'alarmOursP50Ms',
      quantile(
        spans.map(({ oursMs }) => oursMs),
        0.5,
      ),
    );
    report({ name: 'feeds.alarms', value: spans.length, unit: '1' });
  });
}

interface Ends {
  device: MqttClient;
  beside: MqttClient;
  page: Page;
}

/** Those whose owner gave an alarm's set point, spread over the city; the stream's number is the hub's. */
function alarmable({ things }: CrowdedCity): { stream: number; name: string; value: number }[] {
  return things.flatMap(({ kind, name, datastreams: [{ alarm }] }, i) =>
    alarm !== undefined && (kind === 'pond' || kind === 'gas-leak')
      ? [{ stream: i + 1, name: name.zh, value: 1.2 * alarm }]
      : [],
  );
}

async function raise({ device, beside, page }: Ends, stream: number, name: string, value: number) {
  const topic = `v1.1/Datastreams(${stream})/Observations`;
  const arrived = new Promise<number>((resolve) => {
    const take = (at: string, payload: Buffer) => {
      if (at !== topic || (JSON.parse(payload.toString('utf8')) as { result: number }).result !== value) return;
      beside.off('message', take);
      resolve(Date.now());
    };
    beside.on('message', take);
  });
  await beside.subscribeAsync(topic);
  const seen = seenMs(page, name);
  const sentMs = Date.now();
  const time = new Date(sentMs).toISOString();
  await device.publishAsync(topic, JSON.stringify({ phenomenonTime: time, resultTime: time, result: value }));
  const [arrivedMs, shownMs] = await Promise.all([arrived, seen]);
  await beside.unsubscribeAsync(topic);
  return { wholeMs: shownMs - sentMs, oursMs: shownMs - arrivedMs };
}

interface Globals {
  shapanAlarms: Map<string, number>;
  document: { querySelector(selector: string): Panel | null };
  MutationObserver: new (take: () => void) => { observe(of: Panel, options: object): void };
  performance: { timeOrigin: number; now(): number };
  requestAnimationFrame(next: () => void): void;
  setTimeout(next: () => void, ms: number): void;
}

interface Panel {
  querySelectorAll(selector: string): Iterable<Row>;
}

interface Row {
  textContent: string;
  click(): void;
  closest(selector: string): Panel | null;
}

/** Notes when each name first stands in the panel in a frame that was drawn, and acknowledges what stands there as a person does. */
function watchAlarms(page: Page): Promise<void> {
  return page.evaluate(() => {
    const window = globalThis as unknown as Globals;
    const panel = window.document.querySelector('.panel.alarms');
    if (!panel) throw new Error('the page has no panel of alarms');
    const seen = new Map<string, number>();
    window.shapanAlarms = seen;
    new window.MutationObserver(() => {
      const rows = [...panel.querySelectorAll('.alarm.unacknowledged .alarm-title')];
      const fresh = rows.filter(({ textContent }) => !seen.has(textContent));
      if (fresh.length === 0) return;
      for (const { textContent } of fresh) seen.set(textContent, Number.POSITIVE_INFINITY);
      // After the frame: its picture is with the compositor.
      window.requestAnimationFrame(() =>
        window.setTimeout(() => {
          for (const row of fresh) {
            seen.set(row.textContent, window.performance.timeOrigin + window.performance.now());
            for (const button of row.closest('.alarm')?.querySelectorAll('.alarm-actions .btn:first-child') ?? [])
              button.click();
          }
        }, 0),
      );
    }).observe(panel, { childList: true, subtree: true, characterData: true });
  });
}

async function seenMs(page: Page, name: string): Promise<number> {
  const endMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const ms = await page.evaluate((wanted) => {
      const { shapanAlarms } = globalThis as unknown as Globals;
      const found = shapanAlarms.get(wanted) ?? Number.POSITIVE_INFINITY;
      return found < Number.POSITIVE_INFINITY ? found : null;
    }, name);
    if (ms !== null) return ms;
    if (Date.now() > endMs) throw new Error(`bench: no alarm of ${name} after ${PATIENCE_MS} ms`);
    await page.waitForTimeout(100);
  }
}

function quantile(values: readonly number[], ratio: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(ratio * sorted.length))];
}
