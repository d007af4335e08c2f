import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { openCrowdAhead } from '../../../src/plugins/crowd/crowd-ahead.ts';
import type { CrowdRunController } from '../../../src/plugins/crowd/run-controller.ts';
import type { PeopleVariant } from '../../../src/twin/look-ahead.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import type { CrowdEngineTypes } from '../../../workers/crowd/engine-types.ts';
import { ENGINES } from '../../../workers/engines.ts';
import type { CityFiles, RunEnd } from '../../../workers/shared/engine.ts';
import { Host } from '../../../workers/shared/host.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { bed, grid, offer, walkable } from '../../workers/crowd/small-square.ts';
import { valueIn } from '../../workers/shared/counting-engine.ts';

/** The engine itself, on a small square with its ways out, plays what a look ahead begins. */
let host: Host;
const SITE = { area: { westM: -60, southM: -60, eastM: 140, northM: 140 }, hasWalkable: true };

beforeAll(async () => {
  host = new Host(ENGINES, {
    nowMs: () => performance.now(),
    yield: () => new Promise((resolve) => setTimeout(resolve, 0)),
    compile: () => WebAssembly.compile(readFileSync('build/kernels/crowd.wasm')),
  });
  valueIn(await host.load('crowd'));
  const city: CityFiles = {
    manifest: { ...smallCity().city, grids: 'grid/grid.json' },
    read: async () => new Uint8Array(bed.slice().buffer),
    readJson: async () => grid,
    findJson: async (path) => (path === 'walkable.json' ? walkable : null),
  };
  valueIn(await host.open(city, ''));
});

async function played(variant: PeopleVariant): Promise<CrowdEngineTypes['result']['facts'] & { hash: string }> {
  let begun: Parameters<CrowdRunController['startBeside']>[0] | null = null;
  const ahead = openCrowdAhead(
    { city: { id: 'test', zone: 'Asia/Shanghai' } } as Twin,
    {
      open: async () => SITE,
      questions: { offer: async () => offer, plan: () => Promise.reject(new Error('not asked')) },
    },
    { read: async () => null },
    {
      stop: () => {},
      startBeside(run) {
        begun = run;
        return variant.name;
      },
    },
  );
  const outlook = await ahead.look({
    at: [-5, 20],
    reachM: 60,
    nowMs: 0,
    horizonMin: 30,
    perM2: 0.05,
    seatedPct: 0,
    works: [],
  });
  await outlook.start(variant, null);
  const { scenario } = begun as unknown as { scenario: object };
  const end = valueIn(await host.run(variant.name, scenario, { startMs: 0, fields: [], branch: null }, () => {}));
  const { result } = end as RunEnd<CrowdEngineTypes>;
  return { ...result.facts, hash: result.hash };
}

test('untold nobody leaves; told at once all do; told ten minutes later the same people leave ten minutes later', async () => {
  const untold = await played({ name: 'untold', notifiedInMin: null, shut: null });
  const now = await played({ name: 'now', notifiedInMin: 0, shut: null });
  const later = await played({ name: 'later', notifiedInMin: 10, shut: null });
  expect(untold.left).toBe(0);
  expect(now.people).toBeGreaterThan(20);
  expect([now.left, later.left, later.people, untold.people]).toEqual(Array(4).fill(now.people));
  // Ways out are chosen anew on every fifth second of the clock, so that not every step falls alike.
  for (const name of ['clearance50S', 'clearance95S', 'clearance100S'] as const)
    expect(Math.abs((later[name] ?? Number.NaN) - (now[name] ?? Number.NaN) - 600)).toBeLessThan(5);
  expect(new Set([untold.hash, now.hash, later.hash]).size).toBe(3);
});

test('with a side closed nobody leaves by it, and all leave by the other', async () => {
  const exitsOf = async (shut: PeopleVariant['shut']) => {
    const { byExit, left, people } = await played({ name: `shut-${shut}`, notifiedInMin: 0, shut });
    expect(left).toBe(people);
    return Object.keys(byExit).sort();
  };
  // One way out lies to the east of the place, the other to its south.
  expect(await exitsOf(null)).toEqual(['end', 'out']);
  expect(await exitsOf('east')).toEqual(['end']);
  expect(await exitsOf('south')).toEqual(['out']);
  expect(await exitsOf('west')).toEqual(['end', 'out']);
});
