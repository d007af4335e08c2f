import { connectAsync, type MqttClient } from 'mqtt';
import type { Page } from 'playwright-core';
import type { CrowdedCity } from './feeds-city.ts';
import { hideLayers, speak, withCrowdedHouse } from './feeds-house.ts';
import { drawNothing, drawPage } from './page.ts';
import type { Figure } from './parts.ts';
import { quantile } from './quantile.ts';

const SENSORS = 20_000;
const PER_S = 5000;
const SETTLE_MS = 20_000;
/** Fewer than ten in ten minutes would be no flood; each is acknowledged and gone before there are ten at once. */
const APART_MS = 1500;
const ALARMS_PER_MINUTE = 60_000 / APART_MS;
const PATIENCE_MS = 20_000;
/** Of the page drawn in software. */
const SHOWN = 40;

/**
 * One sensor after the other passes its set point, among 20,000 that speak 5,000 times a second: from the device's sending until the row
 * stands in the panel, and until the page has made the frame with it. What is ours of it begins where a second client of the hub, on the
 * same way as the page, has the message: broker, hub and their queues lie before. The city's layers are hidden and nothing is drawn
 * (`drawNothing`): in software each new alarm is 170 ms of work for the cores that are measured. With the page drawn again, but not the map,
 * `SHOWN` more are told apart (`alarmShown…`).
 *
 * What stood in the tail, found one after the other: the desk asked history for an hour of each of 68 rain gauges every five seconds (p99
 * of ours 366 and 702 ms with it, 198 without), collections of garbage of up to 300 ms in the page's worker (`decode.ts`), and the hub's
 * history at .34 of a core (`hub/history.ts`). What is left are cores that are shared: p99 says more about the machine than the median does.
 */
export async function benchAlarm(folder: string, report: (figure: Figure) => void, minutes: number): Promise<void> {
  await withCrowdedHouse(folder, { count: SENSORS, cadenceS: SENSORS / PER_S }, async (house) => {
    const { page, city, brokerUrl, pagesUrl } = house;
    await hideLayers(page);
    await drawNothing(page);
    const feed = speak(house, PER_S);
    await page.waitForTimeout(SETTLE_MS);
    await watchAlarms(page);
    const device = await connectAsync(brokerUrl, { protocolVersion: 4 });
    const beside = await connectAsync(pagesUrl, { protocolVersion: 4 });
    const count = Math.round(minutes * ALARMS_PER_MINUTE);
    const alarms = alarmable(city);
    const raiseAll = async (some: typeof alarms) => {
      const spans: Span[] = [];
      for (const { stream, name, value } of some) {
        const beganMs = Date.now();
        spans.push(await raise({ device, beside, page }, stream, name, value));
        await page.waitForTimeout(Math.max(0, APART_MS - (Date.now() - beganMs)));
      }
      return spans;
    };
    const spans = await raiseAll(alarms.slice(0, count));
    await drawPage(page);
    const shown = await raiseAll(alarms.slice(count, count + SHOWN));
    await Promise.all([device.endAsync(), beside.endAsync()]);
    await feed.stop();
    for (const [part, ratio] of [
      ['P99Ms', 0.99],
      ['P50Ms', 0.5],
    ] as const) {
      const say = (name: string, told: readonly Span[], of: (span: Span) => number) =>
        report({ name: `feeds.${name}${part}`, value: quantile(told.map(of), ratio), unit: 'ms' });
      for (const [name, of] of Object.entries(SPANS)) say(name, spans, of);
      say('alarmShown', shown, SPANS.alarm);
      say('alarmShownOurs', shown, SPANS.alarmOurs);
    }
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
