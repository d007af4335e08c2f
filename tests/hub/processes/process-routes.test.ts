import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProcessRunner } from '../../../hub/processes/jobs.ts';
import { serveSmallCity } from '../small-city-server.ts';

/** Counts what runs at once; a case with `wait` runs until it is ended, one with `fail` fails. */
const seen = { running: 0, most: 0 };
const runner: ProcessRunner = {
  kinds: [{ id: 'double', title: 'Doubles a number' }],
  schema: async () => ({ type: 'object', required: ['n'] }),
  async run(_, caseFile, out, { signal, onProgress }) {
    const given = JSON.parse(await readFile(caseFile, 'utf8')) as { n: number; wait?: boolean; fail?: boolean };
    seen.running++;
    seen.most = Math.max(seen.most, seen.running);
    try {
      if (given.fail) throw new Error('n: expected a number that can be doubled');
      for (const doneRatio of [0.25, 0.4249, 0.3]) onProgress(doneRatio);
      if (given.wait)
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      await mkdir(out, { recursive: true });
      await writeFile(join(out, 'double.csv'), `n,double\n${given.n},${2 * given.n}\n`);
      return { double: 2 * given.n };
    } finally {
      seen.running--;
    }
  },
};

interface Status {
  jobID: string;
  status: string;
  progress: number;
  message?: string;
}

let running: Awaited<ReturnType<typeof serveSmallCity>>;

beforeAll(async () => {
  running = await serveSmallCity(new Map(), { runner });
});

afterAll(() => running.close());

const ask = (path: string, init: RequestInit = {}) => fetch(`${running.url}/ogc/processes${path}`, init);
const json = async <T>(path: string) => (await (await ask(path)).json()) as T;
const start = (given: object, kind = 'double') =>
  ask(`/processes/${kind}/execution`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'respond-async' },
    body: JSON.stringify({ inputs: { case: { city: 'small', ...given } } }),
  });
const begun = async (given: object) => (await (await start(given)).json()) as Status;

async function ended(id: string): Promise<Status> {
  for (;;) {
    const status = await json<Status>(`/jobs/${id}`);
    if (!['accepted', 'running'].includes(status.status)) return status;
    await new Promise((done) => setTimeout(done, 20));
  }
}

test('processes are listed with links, and each says its input by a schema', async () => {
  const { links } = await json<{ links: { href: string }[] }>('');
  for (const { href } of links) expect((await fetch(href)).status, href).toBe(200);
  const { processes } = await json<{ processes: { id: string; jobControlOptions: string[] }[] }>('/processes');
  expect(processes.map(({ id }) => id)).toEqual(['double']);
  const { inputs } = await json<{ inputs: { case: { schema: object } } }>('/processes/double');
  expect(inputs.case.schema).toEqual({ type: 'object', required: ['n'] });
});

test('a job is started, looked after, and gives its summary and its files', async () => {
  const answer = await start({ n: 21 });
  expect(answer.status).toBe(201);
  const { jobID } = (await answer.json()) as Status;
  expect(answer.headers.get('location')).toBe(`${running.url}/ogc/processes/jobs/${jobID}`);
  expect(await ended(jobID)).toMatchObject({ status: 'successful', processID: 'double', progress: 100 });
  const result = await json<{ summary: object; tables: Record<string, { href: string }> }>(`/jobs/${jobID}/results`);
  expect(result.summary).toEqual({ double: 42 });
  expect(await (await fetch(result.tables['double.csv'].href)).text()).toBe('n,double\n21,42\n');
  for (const file of ['none.csv', '..%2F..%2Fetc%2Fpasswd'])
    expect((await ask(`/jobs/${jobID}/results/${file}`)).status).toBe(404);
});

test('a job that fails says why, and one that is ended is dismissed', async () => {
  const failed = await begun({ n: 1, fail: true });
  expect(await ended(failed.jobID)).toMatchObject({ status: 'failed', message: expect.stringContaining('doubled') });
  expect((await ask(`/jobs/${failed.jobID}/results`)).status).toBe(500);
  const long = await begun({ n: 1, wait: true });
  await expect.poll(async () => (await json<Status>(`/jobs/${long.jobID}`)).progress, { timeout: 10_000 }).toBe(42);
  expect((await ask(`/jobs/${long.jobID}/results`)).status).toBe(404);
  expect(await (await ask(`/jobs/${long.jobID}`, { method: 'DELETE' })).json()).toMatchObject({ status: 'dismissed' });
  expect((await ended(long.jobID)).status).toBe('dismissed');
  expect((await ask(`/jobs/${long.jobID}`, { method: 'DELETE' })).status, 'what has ended is forgotten').toBe(200);
  expect((await ask(`/jobs/${long.jobID}`)).status).toBe(404);
});

test('jobs run one at a time, and one asker has four at most', async () => {
  const own = await Promise.all([1, 2, 3, 4].map((n) => begun({ n, wait: true })));
  const fifth = await start({ n: 5 });
  expect(fifth.status).toBe(400);
  expect(((await fifth.json()) as { message: string }).message).toContain('4 of one');
  for (const { jobID } of own.reverse()) await ask(`/jobs/${jobID}`, { method: 'DELETE' });
  for (const { jobID } of own) expect((await ended(jobID)).status).toBe('dismissed');
  expect(seen.most).toBe(1);
  const { jobs } = await json<{ jobs: Status[] }>('/jobs');
  expect(jobs.map(({ jobID }) => jobID)).toEqual(expect.arrayContaining(own.map(({ jobID }) => jobID)));
});

test('what cannot be started is refused by name', async () => {
  expect((await start({ n: 1 }, 'none')).status).toBe(404);
  const elsewhere = await start({ n: 1, city: 'none' });
  expect([elsewhere.status, ((await elsewhere.json()) as { message: string }).message]).toEqual([
    400,
    'inputs.case.city: expected one of small, got none',
  ]);
  const ground = await start({ n: 1, city: undefined, ground: { kind: 'city', id: 'none' } });
  expect(((await ground.json()) as { message: string }).message).toMatch(/^inputs\.case\.ground\.id: expected/);
  for (const path of ['/etc/passwd', '../other/case.json', 'a/../../b', 'C:\\x', '~/x']) {
    const answer = await start({ n: 1, ground: { dem: [{ file: path }] } });
    expect(answer.status, path).toBe(400);
    expect(((await answer.json()) as { message: string }).message).toContain('case.ground.dem.0.file');
  }
  for (const body of ['{}', '{"inputs":3}', '[]', '{"inputs":{"case":"x"}}', '{']) {
    const answer = await ask('/processes/double/execution', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(answer.status, body).toBe(400);
  }
});
