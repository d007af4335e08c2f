import type { Browser, Page } from 'playwright-core';

/** What kept the page's own thread busy since it was watched. */
export interface PageTasks {
  /** Tasks of more than 50 ms after the drawing in them is taken away, and the longest such rest. */
  long: number;
  longestMs: number;
  /** Tasks of more than 50 ms that drawing alone made so. */
  drawn: number;
  /** In all. */
  feedsMs: number;
  /** Updates that feeds brought. */
  updates: number;
  drawMs: number;
  /** Longest single one. */
  longestFeedsMs: number;
  /** The longest rests, with when and what was in them. */
  worst: { atMs: number; taskMs: number; drawMs: number; feedsMs: number }[];
}

interface Window {
  shapanTasks?: PageTasks;
}

interface Entry {
  entryType: string;
  name: string;
  startTime: number;
  duration: number;
}

interface Globals extends Window {
  performance: { now(): number };
  PerformanceObserver: new (
    take: (list: { getEntries(): Entry[] }) => void,
  ) => { observe(options: { entryTypes: string[] }): void };
}

/** Counts long tasks as the browser tells them, and of each the part that is drawing by the page's own user timings; what they brought is kept on the page in a few numbers. */
export function watchTasks(page: Page): Promise<void> {
  return page.evaluate(() => {
    const globals = globalThis as unknown as Globals;
    const tasks: PageTasks = {
      long: 0,
      longestMs: 0,
      drawn: 0,
      feedsMs: 0,
      updates: 0,
      drawMs: 0,
      longestFeedsMs: 0,
      worst: [],
    };
    globals.shapanTasks = tasks;
    const recent: Entry[] = [];
    const within = (task: Entry, name: string) => {
      let sum = 0;
      for (const span of recent) {
        const fromMs = Math.max(task.startTime, span.startTime);
        const toMs = Math.min(task.startTime + task.duration, span.startTime + span.duration);
        if (span.name === name && toMs > fromMs) sum += toMs - fromMs;
      }
      return sum;
    };
    const judge = (task: Entry) => {
      const drawMs = within(task, 'shapan draw');
      const restMs = task.duration - drawMs;
      if (restMs > 50) tasks.long++;
      else tasks.drawn++;
      tasks.longestMs = Math.max(tasks.longestMs, restMs);
      tasks.worst.push({ atMs: task.startTime, taskMs: task.duration, drawMs, feedsMs: within(task, 'shapan values') });
      tasks.worst.sort((a, b) => b.taskMs - b.drawMs - (a.taskMs - a.drawMs));
      tasks.worst.length = Math.min(tasks.worst.length, 12);
    };
    new globals.PerformanceObserver((list) => {
      const entries = list.getEntries();
      for (const entry of entries) {
        if (entry.entryType !== 'measure') continue;
        recent.push(entry);
        if (entry.name === 'shapan values') {
          tasks.updates++;
          tasks.feedsMs += entry.duration;
          tasks.longestFeedsMs = Math.max(tasks.longestFeedsMs, entry.duration);
        } else if (entry.name === 'shapan draw') tasks.drawMs += entry.duration;
      }
      for (const entry of entries) if (entry.entryType === 'longtask') judge(entry);
      recent.splice(0, Math.max(0, recent.length - 400));
    }).observe({ entryTypes: ['longtask', 'measure'] });
  });
}

export function tasksOf(page: Page): Promise<PageTasks> {
  return page.evaluate(() => {
    const { shapanTasks } = globalThis as unknown as Window;
    if (!shapanTasks) throw new Error('the page is not watched');
    return shapanTasks;
  });
}

interface TraceEvent {
  ph: string;
  name: string;
  pid: number;
  tid: number;
  /** Thread time of a complete event, µs. */
  tdur?: number;
  args: { name?: string };
}

/**
 * CPU time of every task of the page's thread while `work` goes on, longest first, ms. A task's span on the clock holds what others on the
 * machine took from it; this does not.
 */
export async function taskCpuMs(browser: Browser, page: Page, work: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, { categories: ['toplevel'] });
  await work();
  const bytes = await browser.stopTracing();
  const { traceEvents } = JSON.parse(bytes.toString('utf8')) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const tasks = new Map<string, number[]>();
  for (const event of traceEvents)
    if (event.name === 'thread_name' && event.args.name === 'CrRendererMain') tasks.set(threadOf(event), []);
  for (const event of traceEvents)
    if (event.ph === 'X' && event.name.endsWith('RunTask')) tasks.get(threadOf(event))?.push((event.tdur ?? 0) / 1000);
  const [busiest = []] = [...tasks.values()].sort((a, b) => b.length - a.length);
  return busiest.sort((a, b) => b - a);
}
