import { afterAll, beforeAll, expect, test } from 'vitest';
import { missingFor, serveCities } from './served-city.ts';

const missing = missingFor('chengchuan');

let running: Awaited<ReturnType<typeof serveCities>>;

beforeAll(async () => {
  if (!missing) running = await serveCities();
});

afterAll(() => running?.close());

interface Status {
  jobID: string;
  status: string;
  progress: number;
  message?: string;
}

const flood = (boxM: readonly number[], endH: number) => ({
  format: 1,
  kind: 'flood',
  id: 'storm-by-door',
  title: { zh: '暴雨', en: 'Storm' },
  ground: { kind: 'city', id: 'chengchuan', boxM, cellM: 8 },
  rain: { kind: 'depth', depthMm: 120, hours: 2 },
  endH,
  frameEveryMin: 10,
});

const ask = (path: string, init?: RequestInit) => fetch(`${running.url}/ogc/processes${path}`, init);

async function start(given: object): Promise<Status> {
  const answer = await ask('/processes/flood/execution', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ inputs: { case: given } }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Status;
}

/** Looks at a job every tenth of a second until it is as wanted; gives every state that was seen. */
async function watch(id: string, isEnough: (status: Status) => boolean): Promise<Status[]> {
  const seen: Status[] = [];
  for (;;) {
    const status = (await (await ask(`/jobs/${id}`)).json()) as Status;
    seen.push(status);
    if (isEnough(status)) return seen;
    if (['failed', 'dismissed'].includes(status.status)) throw new Error(`${status.status}: ${status.message}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

test.skipIf(missing !== null)(
  `a flood is ended while it runs, and the next tells how far it is (${missing ?? 'all is there'})`,
  async () => {
    const long = await start(flood([-3600, -1500, 500, 1700], 24));
    const short = await start(flood([-2600, -400, -1400, 600], 3));
    const before = await watch(long.jobID, ({ progress }) => progress >= 1);
    expect(before.at(-1)).toMatchObject({ status: 'running' });
    expect(before.at(-1)?.progress).toBeLessThan(100);
    const ended = await (await ask(`/jobs/${long.jobID}`, { method: 'DELETE' })).json();
    expect(ended).toMatchObject({ status: 'dismissed' });
    const seen = await watch(short.jobID, ({ status }) => status === 'successful');
    const shares = [...new Set(seen.map(({ progress }) => progress))];
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.length, String(shares)).toBeGreaterThan(3);
    expect(shares.at(-1)).toBe(100);
    const { summary } = (await (await ask(`/jobs/${short.jobID}/results`)).json()) as {
      summary: { lines: { status: string; resultHash: string }[] };
    };
    expect(summary.lines[0]).toMatchObject({ status: 'done', resultHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  },
);
