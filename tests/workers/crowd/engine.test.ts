import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { CrowdEngineTypes } from '../../../workers/crowd/engine-types.ts';
import { ENGINES } from '../../../workers/engines.ts';
import type { CityFiles, RunEnd, RunEvent } from '../../../workers/shared/engine.ts';
import { Host } from '../../../workers/shared/host.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { valueIn } from '../shared/counting-engine.ts';
import { bed, grid, asked as request, walkable } from './small-square.ts';

/** The request of the small square as a case, which is what the engine parses. */
const asked = {
  format: 1,
  kind: 'crowd',
  id: 'square',
  title: { zh: '广场', en: 'Square' },
  ...request,
  ground: { kind: 'city', id: 'c', ...request.ground },
};

const ALONE = { startMs: 0, fields: [], branch: null };

let host: Host;

const INFERRED = { state: 'inferred' as const, code: 'walkable-of-streets', values: { streets: 3 } };

/** The small square's grid, and where one walks in it, inferred, so that a run has to say so; null: the city does not tell. */
const cityWith = (walked: object | null): CityFiles => ({
  manifest: { ...smallCity().city, grids: 'grid/grid.json', facts: { walkable: INFERRED } },
  read: async () => new Uint8Array(bed.slice().buffer),
  readJson: async () => grid,
  findJson: async (path) => (path === 'walkable.json' ? walked : null),
});

/** The engine as its worker plays it, on this thread: the city's files come from memory, the kernel as it is built. */
beforeAll(async () => {
  host = new Host(ENGINES, {
    nowMs: () => performance.now(),
    yield: () => new Promise((resolve) => setTimeout(resolve, 0)),
    compile: () => WebAssembly.compile(readFileSync('build/kernels/crowd.wasm')),
  });
  const city = cityWith(walkable);
  expect(valueIn(await host.load('crowd'))).toEqual({ hasKernel: true, minHelpers: 1 });
  valueIn(await host.open(city, ''));
});

async function played(id: string, request: object, hear: (event: RunEvent<CrowdEngineTypes>) => void = () => {}) {
  const end = valueIn(await host.run(id, request, ALONE, hear as (event: RunEvent) => void));
  return end as RunEnd<CrowdEngineTypes>;
}

test('an estimate says what a run will cost at most, or why it cannot be run', async () => {
  const estimate = valueIn(await host.estimate(asked, 0));
  expect(estimate).toMatchObject({ people: 40, steps: 2400, memoryBytes: 11 * 40 * 121 });
  expect(estimate).toMatchObject({ notes: [{ code: 'ground-inferred', values: { streets: 3 } }] });
  expect(await host.estimate({ ...asked, exits: [] }, 0)).toMatchObject({
    fault: { name: 'CityCrowdError', message: expect.stringContaining('request: exits:') },
  });
  const nowhere = [{ ...asked.populations[0], where: { kind: 'walkable', ids: ['nowhere'] } }];
  expect(await host.estimate({ ...asked, populations: nowhere }, 0)).toMatchObject({
    fault: { name: 'CrowdRefusal', problems: [{ code: 'unknown-area', values: { id: 'nowhere' } }] },
  });
});

test('a run sends opening, frames and its end; the same case comes to the same hash, another seed to another', async () => {
  const events: RunEvent<CrowdEngineTypes>[] = [];
  const { isWhole, result } = await played('a', asked, (event) => void events.push(event));
  expect(events[0].kind).toBe('opening');
  const frames = events.flatMap((each) => (each.kind === 'frame' ? [each.frame] : []));
  expect(frames.map(({ timeS }) => timeS).slice(0, 3)).toEqual([0, 1, 2]);
  expect(frames[0].places.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect([isWhole, result.walker, result.facts.left]).toEqual([true, 'kernel', 40]);
  const { perM2, cellM } = valueIn(await host.ask('a', 'density', [0])) as CrowdEngineTypes['result']['highest'];
  expect(perM2.reduce((sum, each) => sum + each, 0) * cellM ** 2).toBeCloseTo(40, 0);
  expect((await played('b', asked)).result.hash).toBe(result.hash);
  expect((await played('c', { ...asked, seed: 2 })).result.hash).not.toBe(result.hash);
  host.forget('a');
  expect(await host.ask('a', 'density', [0])).toMatchObject({ fault: { message: expect.stringMatching(/kept/) } });
});

test('paused, resumed and stopped: what was walked stays, and the next run begins after it', async () => {
  const events: RunEvent[] = [];
  const waiting = [{ ...asked.populations[0], premovementS: { kind: 'constant', value: 5000 } }];
  const slow = played('d', { ...asked, populations: waiting, endS: 5000 }, (event) => void events.push(event));
  const rest = () => new Promise((done) => setTimeout(done, 150));
  await rest();
  host.pause();
  await rest();
  const amount = events.length;
  await rest();
  expect(events.length).toBe(amount);
  await host.resume(null);
  host.stop();
  const { isWhole, result } = await slow;
  expect([isWhole, result.facts.left]).toEqual([false, 0]);
  expect(result.facts.remained).toEqual({ notStarted: 40 });
  expect((await played('e', asked)).result.facts.left).toBe(40);
});

test('a city that does not tell where one walks says so, and a floor plan is walked on its ground', async () => {
  const other = new Host(ENGINES, {
    nowMs: () => performance.now(),
    yield: () => new Promise((resolve) => setTimeout(resolve, 0)),
    compile: () => WebAssembly.compile(readFileSync('build/kernels/crowd.wasm')),
  });
  valueIn(await other.load('crowd'));
  expect(valueIn(await other.open(cityWith(null), ''))).toMatchObject({ hasWalkable: false });
  const outer = [
    [0, 0],
    [10, 0],
    [10, 8],
    [0, 8],
  ];
  const floors = [{ id: 'ground', elevationM: 0, areas: [{ outer, holes: [] }], walls: [] }];
  const populations = [{ ...asked.populations[0], where: { kind: 'areas', areas: [{ outer, holes: [] }] } }];
  const planned = {
    ...asked,
    ground: { kind: 'plan', cellM: 0.25, floors },
    exits: [{ id: 'door', floor: 'ground', from: [10, 3], to: [10, 5] }],
    populations,
  };
  const frames: CrowdEngineTypes['frame'][] = [];
  const end = valueIn(
    await other.run('plan', planned, ALONE, (event) => {
      if (event.kind === 'frame') frames.push(event.frame as CrowdEngineTypes['frame']);
    }),
  ) as RunEnd<CrowdEngineTypes>;
  expect(end.result.facts.left).toBe(40);
  // They stand on the city's bed, which rises from 106 to 107 m there, 1 m above what heights count from.
  expect(Math.min(...frames[0].heightsCm)).toBeGreaterThan(500);
});
