import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bakeCity } from '../../tiles/bake.ts';
import { startNoting } from '../../tiles/read/files-read.ts';
import { nodeFileSource } from '../../tiles/read/node-file.ts';
import { keepWholeBake, unchangedBake } from '../../tiles/reuse/unchanged.ts';
import { blocks, city } from './small-city.ts';

const REQUEST = { sources: ['houses.geojson'], flags: { id: 'small' } };
const MADE = { features: 40 };

let folder: string;
let source: string;
let out: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-unchanged-'));
  source = join(folder, 'houses.geojson');
  out = join(folder, 'small');
  writeFileSync(source, 'houses');
  startNoting();
  await nodeFileSource(source).whole();
  await nodeFileSource(source).sibling?.('prj');
  await bakeCity(city(blocks(40)), out);
  await keepWholeBake(out, REQUEST, MADE);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a city that lies as it was left, of files that are the same, is known', async () => {
  const known = await unchangedBake(out, REQUEST);
  expect(known?.summary).toEqual(MADE);
  expect(known?.parts).toBeGreaterThan(3);
});

test.each<[string, () => void]>([
  ['a source that was edited', () => writeFileSync(source, 'house2')],
  ['a source that is gone', () => rmSync(source)],
  ['a file beside a source that was looked for and has come', () => writeFileSync(join(folder, 'houses.prj'), '')],
  ['a file of the city that was touched', () => utimesSync(join(out, 'manifest.json'), 1e9, 1e9)],
  ['a file of the city that is gone', () => rmSync(join(out, 'grid/bed.bin'))],
  ['a file that somebody laid into the city', () => writeFileSync(join(out, 'notes.txt'), '')],
  ['an index that is cut', () => writeFileSync(join(out, '.reuse'), '{"program')],
])('%s makes it another', async (_, change) => {
  change();
  expect(await unchangedBake(out, REQUEST)).toBeNull();
});

test('so does another wish', async () => {
  expect(await unchangedBake(out, { ...REQUEST, flags: { id: 'small', without: ['light'] } })).toBeNull();
});
