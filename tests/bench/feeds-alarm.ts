import { connectAsync, type MqttClient } from 'mqtt';
import type { Page } from 'playwright-core';
import type { CrowdedCity } from './feeds-city.ts';
import { hideLayers, speak, withCrowdedHouse } from './feeds-house.ts';
import { drawNoMap } from './page.ts';
import { quantile } from './quantile.ts';

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
 * One sensor after the other passes its set point, among 20,000 that speak 5,000 times a second: from the device's sending until the row
 * stands in the panel, and until the window has drawn the frame with it, map and all. What is ours of it begins where a second client of
 * the hub, on the same way as the page, has the message: broker, hub and their queues lie before. The city's layers are hidden and the map's
 * draw calls do nothing: a new alarm draws the map again, which in software is the work of the cores that are measured.
 *
 * Of two cores that a host shares out p99 says more about the machine than about the page: 183, 293, 450, 594 ms of ours in four runs with
 * the map's draw calls, the same pages or alike, and 383 without; the median 51 to 74. A look at the slowest: no task of the page's or of its
 * worker's in the way, no collection of garbage but one in four (257 ms, 136 of CPU), all threads of hub, broker, browser and page waiting
 * two thirds of the time for a core. Tried and lost: the hub's writes gathered for 40 ms in place of 10, for fewer statements: 762.
 */
export async function benchAlarm(folder: string, report: (figure: Figure) => void, minutes: number): Promise<void> {
  await withCrowdedHouse(folder, { count: SENSORS, cadenceS: SENSORS / PER_S }, async (house) => {
    const { page, city, brokerUrl, pagesUrl } = house;
    await hideLayers(page);
    await drawNoMap(page);
    const feed = speak(house, PER_S);
    await page.waitForTimeout(SETTLE_MS);
    await watchAlarms(page);
    const device = await connectAsync(brokerUrl, { protocolVersion: 4 });
    const beside = await connectAsync(pagesUrl, { protocolVersion: 4 });
    const spans: Span[] = [];
    const count = Math.round(minutes * ALARMS_PER_MINUTE);
    for (const { stream, name, value } of alarmable(city).slice(0, count)) {
      const beganMs = Date.now();
      spans.push(await raise({ device, beside, page }, stream, name, value));
      await page.waitForTimeout(Math.max(0, APART_MS - (Date.now() - beganMs)));
    }
    await Promise.all([device.endAsync(), beside.endAsync()]);
    await feed.stop();
    const say = (name: string, value: number) => report({ name: `feeds.${name}`, value, unit: 'ms' });
    for (const [part, ratio] of [
      ['P99Ms', 0.99],
      ['P50Ms', 0.5],
    ] as const)
      for (const [name, of] of Object.entries(SPANS)) say(`${name}${part}`, quantile(spans.map(of), ratio));
    report({ name: 'feeds.alarms', value: spans.length, unit: '1' });
  });
}

/** One alarm, UTC ms: sent by the device, at a second client of the hub, a row in the panel, that frame drawn. */
interface Span {
  sentMs: number;
  arrivedMs: number;
  toldMs: number;
  drawnMs: number;
}

const SPANS: Record<string, (span: Span) => number> = {
  alarm: ({ sentMs, drawnMs }) => drawnMs - sentMs,
  alarmOurs: ({ arrivedMs, drawnMs }) => drawnMs - arrivedMs,
  alarmTold: ({ arrivedMs, toldMs }) => toldMs - arrivedMs,
  alarmDrawn: ({ toldMs, drawnMs }) => drawnMs - toldMs,
};

interface Ends {
  device: MqttClient;
  beside: MqttClient;
  page: Page;
}

/**
 * Those whose owner gave an alarm's set point, spread over the city; the stream's number is the hub's. One of each name: a row is known by
 * its name, and the second of two was found before it had been sent (spans of −1.6 s, which made the median less).
 */
function alarmable({ things }: CrowdedCity): { stream: number; name: string; value: number }[] {
  const names = new Set<string>();
  return things.flatMap(({ kind, name, datastreams: [{ alarm }] }, i) => {
    if (alarm === undefined || (kind !== 'pond' && kind !== 'gas-leak') || names.has(name.zh)) return [];
    names.add(name.zh);
    return [{ stream: i + 1, name: name.zh, value: 1.2 * alarm }];
  });
}

async function raise({ device, beside, page }: Ends, stream: number, name: string, value: number): Promise<Span> {
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
  const seen = untilSeen(page, name);
  const sentMs = Date.now();
  const time = new Date(sentMs).toISOString();
  await device.publishAsync(topic, JSON.stringify({ phenomenonTime: time, resultTime: time, result: value }));
  const [arrivedMs, { toldMs, drawnMs }] = await Promise.all([arrived, seen]);
  await beside.unsubscribeAsync(topic);
  return { sentMs, arrivedMs, toldMs, drawnMs };
}

/** Seen in the panel and drawn, UTC ms of the page's clock; no number before it was drawn. */
interface Seen {
  toldMs: number;
  drawnMs: number;
}

interface Globals {
  shapanAlarms: Map<string, Seen>;
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
    const seen = new Map<string, Seen>();
    const nowMs = () => window.performance.timeOrigin + window.performance.now();
    window.shapanAlarms = seen;
    new window.MutationObserver(() => {
      // The sensor's own next value may end it before a frame has shown it.
      const rows = [...panel.querySelectorAll(':is(.alarm.unacknowledged, .alarm.returned) .alarm-title')];
      const fresh = rows.filter(({ textContent }) => !seen.has(textContent));
      if (fresh.length === 0) return;
      for (const { textContent } of fresh) seen.set(textContent, { toldMs: nowMs(), drawnMs: Number.NaN });
      // After the frame: its picture is with the compositor.
      window.requestAnimationFrame(() =>
        window.setTimeout(() => {
          for (const row of fresh) {
            const told = seen.get(row.textContent);
            if (told) told.drawnMs = nowMs();
            for (const button of row.closest('.alarm')?.querySelectorAll('.alarm-actions .btn:first-child') ?? [])
              button.click();
          }
        }, 0),
      );
    }).observe(panel, { childList: true, subtree: true, characterData: true });
  });
}

async function untilSeen(page: Page, name: string): Promise<Seen> {
  const endMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await page.evaluate(
      (wanted) => (globalThis as unknown as Globals).shapanAlarms.get(wanted) ?? null,
      name,
    );
    if (found && !Number.isNaN(found.drawnMs)) return found;
    if (Date.now() > endMs) throw new Error(`bench: no alarm of ${name} after ${PATIENCE_MS} ms`);
    await page.waitForTimeout(100);
  }
}
