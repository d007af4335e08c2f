import type { Page } from 'playwright-core';
import type { CrowdRunFacts, CrowdSiteOptions } from '../../src/plugins/crowd/slice.ts';
import { openTool } from '../e2e/desk.ts';
import { openHouse, openPage, untilReady } from '../e2e/house.ts';
import { act, readTwin, runsIn } from '../e2e/twin-of.ts';
import type { Figure } from './parts.ts';

const PEOPLE = 200_000;
/**
 * Streets, yards and stands about the stadium: 200,000 stand there at 0.76 a square metre. Every way out is a field that is marched anew
 * every 2 s as the crowd moves. Tried before: 1.6 × 1.4 km of the old town, with hundreds of ways out: laid out for longer than 3 minutes.
 */
const AREA = { westM: -2950, southM: -250, eastM: -2050, northM: 650 };
const WAYS_PER_PART = 3;
/** The page steps so many so. */
const STEP_S = 0.1;
const END_MIN = 10;
const END_S = END_MIN * 60;
/** Simulated before the clock is read: code is hot and the lattice has broken. */
const WARM_S = 2;
const MEASURED_S = 20;
/** The ground's directions are laid out for every exit before anyone walks. */
const LAID_OUT_MS = 400_000;
const PLAYED_MS = 300_000;
const LOOK_MS = 500;

/**
 * 200,000 people in steps of 0.1 s in one Chromium tab, played as a commander plays them: the page's form, its worker and helpers, frames
 * sent to the page and drawn. By the worker's own clock, from {@link WARM_S} on; the map is small, because software GL would draw on the
 * cores that walk. `all` ways out of the box, as a commander is offered them, is the figure; with the `widest` three of each part alone
 * the looks take less, and that is told beside it.
 */
export async function benchCrowdTab(
  report: (figure: Figure) => void,
  name: string,
  ways: keyof typeof WAYS,
): Promise<{ realtime: number; updatesPerS: number }> {
  const house = await openHouse();
  try {
    const { page } = await openPage(house, {
      width: 960,
      height: 540,
      scale: 0.25,
      at: '?quality=fast#desk=command&l=trees:0:1:both;lamps:0:1:both',
    });
    await untilReady(page);
    await openTool(page, 'crowd');
    const start = page.getByRole('button', { name: '开始推演' });
    await start.waitFor({ timeout: 120_000 });
    const place = (perM2: number) => ({ place: { kind: 'area' as const, area: AREA, perM2 } });
    await act(page, 'changeCrowd', {
      ...{ ...place(0.1), exits: [], hesitate: false },
      ...{ preset: 'prescriptive', endMin: END_MIN, seed: 1 },
    });
    const { walkableM2, exits } = await until<CrowdSiteOptions | null>(
      () => readTwin(page, 'crowdSiteOptions') as Promise<CrowdSiteOptions | null>,
      (offer) => offer !== null,
      LAID_OUT_MS,
    ).then((offer) => offer ?? fail('an offer'));
    await act(page, 'changeCrowd', { ...place(PEOPLE / walkableM2), exits: WAYS[ways](exits) });
    await until(
      () => start.isEnabled(),
      (isEnabled) => isEnabled,
      LAID_OUT_MS,
    );
    await start.evaluate((button) => (button as { click?: () => void }).click?.());
    const warm = await until(() => courseOf(page), isPast(WARM_S), LAID_OUT_MS);
    const end = await until(() => courseOf(page), isPast(warm.timeS + MEASURED_S), PLAYED_MS);
    report({ name: `crowd.${name}.people`, value: end.people, unit: '1' });
    report({ name: `crowd.${name}.ways`, value: WAYS[ways](exits).length, unit: '1' });
    report({ name: `crowd.${name}.simulatedS`, value: end.timeS - warm.timeS, unit: 's' });
    const realtime = (end.timeS - warm.timeS) / (end.wallS - warm.wallS);
    return { realtime, updatesPerS: (end.people / STEP_S) * realtime };
  } finally {
    await house.close();
  }
}

const WAYS = {
  all: (exits: CrowdSiteOptions['exits']) => exits.map(({ id }) => id),
  widest,
};

function widest(exits: CrowdSiteOptions['exits']): string[] {
  const widthM = ({ from, to }: CrowdSiteOptions['exits'][number]) => Math.hypot(to[0] - from[0], to[1] - from[1]);
  const wideFirst = [...exits].sort((a, b) => widthM(b) - widthM(a));
  const isKept = ({ part }: CrowdSiteOptions['exits'][number], i: number) =>
    wideFirst.slice(0, i).filter((wider) => wider.part === part).length < WAYS_PER_PART;
  return wideFirst.filter(isKept).map(({ id }) => id);
}

interface Course {
  people: number;
  timeS: number;
  wallS: number;
}

const isPast =
  (atS: number) =>
  ({ timeS }: Course): boolean =>
    timeS >= atS;

/** What has been simulated and how long it took: the status tells the share that is done and what the rest will take at that rate. */
async function courseOf(page: Page): Promise<Course> {
  const [run] = await runsIn<CrowdRunFacts>(page, 'crowd');
  if (run?.status.kind === 'failed') throw new Error(`crowd.realtime200k: ${run.status.reason.en}`);
  if (run?.status.kind !== 'running' || run.status.etaS === null) return { people: 0, timeS: 0, wallS: 0 };
  const { progressRatio, etaS } = run.status;
  return { people: run.people, timeS: progressRatio * END_S, wallS: (etaS * progressRatio) / (1 - progressRatio) };
}

async function until<T>(look: () => Promise<T>, isThere: (seen: T) => boolean, withinMs: number): Promise<T> {
  const endMs = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (isThere(seen)) return seen;
    if (performance.now() > endMs) fail(`${JSON.stringify(seen)?.slice(0, 80)} to change within ${withinMs / 1000} s`);
    await new Promise((done) => setTimeout(done, LOOK_MS));
  }
}

function fail(what: string): never {
  throw new Error(`crowd.realtime200k: expected ${what}`);
}
