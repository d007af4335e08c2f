import { readFileSync } from 'node:fs';
import type { FeedLatency } from '../../src/twin/live/live-slice.ts';
import type { FeedQuality } from '../../src/twin/live/truth.ts';
import { readTwin, statsOf } from '../e2e/twin-of.ts';
import { type CrowdedHouse, hideLayers, showLayers, speak, withCrowdedHouse } from './feeds-house.ts';
import { openPageHeap } from './page-heap.ts';
import { taskCpuMs, tasksOf, watchTasks } from './page-tasks.ts';
import type { Figure } from './parts.ts';
import type { Devtools } from './plain-page.ts';

const SENSORS = 20_000;
const PER_S = 5000;
/** From here on memory and speed are expected to stand still. */
const WARM_MS = 60_000;
/** Tasks are traced for the last so long of what is measured: a trace of all of them would not fit. */
const TRACED_MS = 60_000;
/** After a pause of all sensors: alarms of their silence end, the city's layers are there. */
const SETTLE_MS = 30_000;
/** What is under way at the end arrives. */
const LAST_MS = 5000;

/**
 * 20,000 sensors at 5,000 messages a second through Mosquitto, the hub's tunnel and its history, into one tab that shows the Command desk.
 * The map is run small: a quarter of the window's pixels, the ground and the sensors alone. With the city's layers a frame took 1.9 s of
 * both cores in software, 44 of them in ten minutes, and all who waited for a core meanwhile were the tail: p99 338 ms.
 *
 * The first minute is not measured but told apart: marks are laid out and the first picture of them is drawn, which in software holds the
 * page for 3 s, code is compiled. Minutes asked for come after it.
 *
 * - lost: sent by the device less received live by the page, first minute included; what history repaired does not count as received, and
 *   what it told before the wire did (the page's look back) counts when the wire brings it. Nobody repeats a message at QoS 0.
 * - p99Ms: from arrival in the page's worker to the update call of the frame that shows it, by the page's own count of its last ten minutes;
 *   a run of less has the first minute in it. ageP99Ms: from the sensor's clock, broker and hub included;
 *   that clock stands while the feed holds.
 * - longTasks: tasks of the page's thread over 50 ms by the clock without the drawing in them; those that drawing makes long stand apart, and
 *   so does the CPU time of the last minute's tasks: on a loaded machine 10 ms of work last 100. `tasksOver50Ms` is both by the letter.
 * - shown…: a minute more with the city's layers shown as a person has them, map and all, in software.
 * - heapGrowthMB: page and workers, array buffers included, from minute 1 to the end, each after garbage was collected. That stops page and
 *   worker for a second or more and is the bench's own doing: the feed holds meanwhile.
 */
export async function benchTab(folder: string, report: (figure: Figure) => void, minutes: number): Promise<void> {
  await withCrowdedHouse(folder, { count: SENSORS, cadenceS: SENSORS / PER_S }, async (house) => {
    const { page, context, browser } = house;
    const layers = await hideLayers(page);
    const heapOf = await openPageHeap((await context.newCDPSession(page)) as unknown as Devtools);
    const before = await truthOf(house);
    const feed = speak(house, PER_S);
    await page.waitForTimeout(WARM_MS);
    feed.hold();
    const heldFromMs = performance.now();
    await page.waitForTimeout(LAST_MS);
    const first = await latencyOf(house);
    const warm = await heapOf();
    await watchTasks(page);
    const framesBefore = (await statsOf(page)).frames;
    const cpu = await openCpu(house);
    const beganMs = performance.now();
    feed.goOn();
    const heldMs = performance.now() - heldFromMs;
    const tracedMs = Math.min(TRACED_MS, minutes * 15_000);
    await page.waitForTimeout(minutes * 60_000 - tracedMs);
    const cpuMs = await taskCpuMs(browser, page, () => page.waitForTimeout(tracedMs));
    const sent = await feed.stop();
    const ranS = (performance.now() - beganMs) / 1000;
    const spent = await cpu();
    await page.waitForTimeout(LAST_MS);
    const truth = await truthOf(house);
    const latency = await latencyOf(house);
    const tasks = await tasksOf(page);
    const end = await heapOf();
    const frames = (await statsOf(page)).frames - framesBefore;
    const received = truth.received - before.received;
    const say = (name: string, value: number, unit: string) => report({ name: `feeds.${name}`, value, unit });
    say('lost', sent - received, '1');
    say('p99Ms', latency.p99Ms, 'ms');
    say('longTasks', tasks.long, '1');
    say('heapGrowthMB', end.pageMB + end.workersMB - warm.pageMB - warm.workersMB, 'MB');
    say('sent', sent, '1');
    say('perS', sent / (ranS + WARM_MS / 1000), '1/s');
    say('repaired', truth.repaired - before.repaired, '1');
    say('p50Ms', latency.p50Ms, 'ms');
    say('ageP99Ms', latency.ageP99Ms - heldMs, 'ms');
    say('firstMinuteP99Ms', first.p99Ms, 'ms');
    say('tasksOver50Ms', tasks.long + tasks.drawn, '1');
    say('longTasksOfCpu', cpuMs.filter((ms) => ms > 50).length, '1');
    say('longestTaskOfCpuMs', cpuMs[0] ?? Number.NaN, 'ms');
    say('longestTaskMs', tasks.longestMs, 'ms');
    say('longestFeedsMs', tasks.longestFeedsMs, 'ms');
    say('drawnLongTasks', tasks.drawn, '1');
    say('feedsMsPerS', tasks.feedsMs / ranS, 'ms/s');
    say('updatesPerS', tasks.updates / ranS, '1/s');
    say('drawMsPerS', tasks.drawMs / ranS, 'ms/s');
    say('framesPerS', frames / ranS, '1/s');
    say('heap.pageMB', end.pageMB, 'MB');
    say('heap.workersMB', end.workersMB, 'MB');
    for (const [who, seconds] of spent) say(`cpu.${who}`, seconds / ranS, '1');
    await benchShown(house, layers, tracedMs, say);
    if (process.env.SHAPAN_BENCH_TASKS) process.stderr.write(`${JSON.stringify({ truth, tasks, warm, end })}\n`);
  });
}

/** The same feed with the city drawn: tasks by the clock, drawing in them and not, and by CPU. */
async function benchShown(
  house: CrowdedHouse,
  layers: readonly string[],
  spanMs: number,
  say: (name: string, value: number, unit: string) => void,
): Promise<void> {
  const { page, browser } = house;
  const feed = speak(house, PER_S);
  await showLayers(page, layers);
  await page.waitForTimeout(SETTLE_MS);
  await watchTasks(page);
  const framesBefore = (await statsOf(page)).frames;
  const cpuMs = await taskCpuMs(browser, page, () => page.waitForTimeout(spanMs));
  const tasks = await tasksOf(page);
  const frames = (await statsOf(page)).frames - framesBefore;
  await feed.stop();
  say('shownTasksOver50Ms', tasks.long + tasks.drawn, '1');
  say('shownLongTasks', tasks.long, '1');
  say('shownLongestTaskMs', tasks.longestMs, 'ms');
  say('shownLongTasksOfCpu', cpuMs.filter((ms) => ms > 50).length, '1');
  say('shownLongestTaskOfCpuMs', cpuMs[0] ?? Number.NaN, 'ms');
  say('shownLongestFeedsMs', tasks.longestFeedsMs, 'ms');
  say('shownFramesPerS', frames / (spanMs / 1000), '1/s');
}

async function truthOf({ page }: CrowdedHouse): Promise<FeedQuality> {
  return (await readTwin(page, 'feedQuality')) as FeedQuality;
}

async function latencyOf({ page }: CrowdedHouse): Promise<FeedLatency> {
  return (await readTwin(page, 'feedLatency')) as FeedLatency;
}

/** Cores that each process takes, in the mean from now until it is asked: who starves whom on a small machine. */
async function openCpu({ browser, hubPid }: CrowdedHouse): Promise<() => Promise<[string, number][]>> {
  const devtools = await browser.newBrowserCDPSession();
  const read = async () => {
    const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
    const spent = new Map([
      ['hub', cpuS(hubPid)],
      ['bench', (process.cpuUsage().user + process.cpuUsage().system) / 1e6],
    ]);
    for (const { type, cpuTime } of processInfo) spent.set(type, (spent.get(type) ?? 0) + cpuTime);
    return spent;
  };
  const before = await read();
  return async () => [...(await read())].map(([who, seconds]) => [who, seconds - (before.get(who) ?? 0)]);
}

/** User and system time of a process, in Linux's hundredths. */
function cpuS(pid: number): number {
  const [, rest] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = rest.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
