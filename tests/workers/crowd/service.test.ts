import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CrowdNews, CrowdService } from '../../../workers/crowd/service.ts';
import { smallCity } from '../../city/small-city.ts';
import { asked, bed, grid, walkable } from './small-square.ts';

const exposed = vi.hoisted(() => ({ service: null as unknown }));
vi.mock('comlink', () => ({
  expose: (service: unknown) => {
    exposed.service = service;
  },
}));

let crowds: CrowdService;

/** The worker's own code on this thread: the city's files come from memory, the kernel as it is built. */
beforeAll(async () => {
  vi.stubGlobal('crossOriginIsolated', true);
  vi.stubGlobal('fetch', async (url: string) => {
    if (url.endsWith('.wasm'))
      return new Response(readFileSync('build/kernels/crowd.wasm'), {
        headers: { 'content-type': 'application/wasm' },
      });
    if (url.endsWith('bed.bin')) return new Response(bed.slice().buffer);
    if (url.endsWith('population.json')) return new Response('none', { status: 404 });
    return new Response(JSON.stringify(url.endsWith('walkable.json') ? walkable : grid));
  });
  await import('../../../workers/crowd/crowd.worker.ts');
  crowds = exposed.service as CrowdService;
  await crowds.open({ ...smallCity().city, grids: 'grid/grid.json' }, 'http://city/', 'http://city/crowd.wasm');
});
afterAll(() => vi.unstubAllGlobals());

const heard = () => {
  const news: CrowdNews[] = [];
  return { news, hear: (each: CrowdNews) => void news.push(each) };
};

test('an estimate says what a run will cost at most, or why it cannot be run', async () => {
  expect(await crowds.estimate(asked)).toMatchObject({ people: 40, steps: 2400, memoryBytes: 11 * 40 * 121 });
  expect(await crowds.estimate({ ...asked, exits: [] })).toEqual({ problems: [{ code: 'no-exit', values: {} }] });
});

test('a run tells ground, frames and its end; the same case comes to the same hash, another seed to another', async () => {
  const { news, hear } = heard();
  const end = await crowds.run('a', asked, null, hear);
  expect(news[0].kind).toBe('ground');
  const frames = news.flatMap((each) => (each.kind === 'frame' ? [each.frame] : []));
  expect(frames.map(({ timeS }) => timeS).slice(0, 3)).toEqual([0, 1, 2]);
  expect(frames[0].places.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect([end.isWhole, end.walker, end.facts.left]).toEqual([true, 'kernel', 40]);
  const { perM2, cellM } = await crowds.density('a', 0);
  expect(perM2.reduce((sum, each) => sum + each, 0) * cellM ** 2).toBeCloseTo(40, 0);
  expect((await crowds.run('b', asked, null, () => {})).hash).toBe(end.hash);
  expect((await crowds.run('c', { ...asked, seed: 2 }, null, () => {})).hash).not.toBe(end.hash);
  await crowds.forget('a');
  await expect(crowds.density('a', 0)).rejects.toThrow(/kept/);
});

test('paused, resumed and stopped: what was walked stays, and the next run begins after it', async () => {
  const { news, hear } = heard();
  const slow = crowds.run(
    'd',
    {
      ...asked,
      populations: [{ ...asked.populations[0], premovementS: { kind: 'constant', value: 5000 } }],
      endS: 5000,
    },
    null,
    hear,
  );
  await new Promise((done) => setTimeout(done, 150));
  await crowds.pause();
  await new Promise((done) => setTimeout(done, 150));
  const amount = news.length;
  await new Promise((done) => setTimeout(done, 150));
  expect(news.length).toBe(amount);
  await crowds.resume();
  await crowds.stop();
  const { isWhole, facts } = await slow;
  expect([isWhole, facts.left]).toEqual([false, 0]);
  expect(facts.remained).toEqual({ notStarted: 40 });
  expect((await crowds.run('e', asked, null, () => {})).facts.left).toBe(40);
});
