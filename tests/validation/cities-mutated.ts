import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { READERS, selectReader } from '../../readers/listed-readers.ts';
import { bytesSource } from '../../readers/shared/byte-source.ts';
import { CRAFTED } from './fuzz/crafted.ts';
import type { Seed } from './fuzz/seed.ts';
import { makeSeeds } from './fuzz/seeds.ts';
import { spoiltVerdicts } from './fuzz/take-files.ts';
import { exactly, type ValidationCase } from './verdict.ts';

/** A good file of every format, spoilt, before every reader: by itself, in a bake, let go over the page, as a list of sensors. */
const EACH = 12;
const LEAST = 300;

/** Where files of cities are taken; the other doors are the hub's. */
const isCityDoor = (door: string): boolean =>
  /^read /.test(door) ||
  ['bake', 'drop', 'sensor list', 'photograph', 'terrain', 'tiles of others', 'model'].includes(door);

/** Readers whose format no seed has: a newcomer without one is found here. */
async function unseeded(seeds: readonly Seed[]): Promise<string[]> {
  const seen = new Set(seeds.flatMap(({ doors }) => doors.map((door) => door.replace(/^read /, ''))));
  for (const { bytes, name } of seeds) seen.add((await selectReader(bytesSource(bytes, name)))?.id ?? '');
  return READERS.map(({ id }) => id).filter((id) => !seen.has(id));
}

export const CASES: ValidationCase[] = [
  {
    name: 'cities.mutated',
    quick: false,
    async run() {
      const folder = await mkdtemp(join(tmpdir(), 'shapan-mutated-'));
      try {
        const all = await makeSeeds();
        const seeds = all
          .map((seed) => ({ ...seed, doors: seed.doors.filter(isCityDoor) }))
          .filter(({ doors }) => doors.length > 0);
        const without = await unseeded(all);
        for (const id of without) process.stderr.write(`cities.mutated: no seed of ${id}\n`);
        const crafted = CRAFTED.filter(({ door }) => isCityDoor(door));
        return [
          exactly('cities.mutated readers without a seed', without.length, 0),
          ...(await spoiltVerdicts('cities.mutated', LEAST, { folder, seeds, each: EACH, crafted })),
        ];
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  },
];
