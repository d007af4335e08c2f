import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCitySensors } from '../../hub/city-sensors.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapan-sensors-'));
});
afterAll(() => rm(folder, { recursive: true }));

const stream = { id: 'a/1', name: { zh: '值', en: 'value' }, unit: 'mm', cadenceS: 60 };
const thing = { id: 'a', kind: 'rain', name: { zh: '甲', en: 'A' }, lonLat: [108, 34], at: [0, 0], of: 'roof' };
const fileOf = async (text: string) => {
  const file = join(folder, 'sensors.json');
  await writeFile(file, text);
  return file;
};

test('sensors of a city are read as page and hub both know them', async () => {
  const things = [{ ...thing, datastreams: [stream] }];
  expect(await readCitySensors(await fileOf(JSON.stringify({ things })))).toEqual(things);
});

test.each([
  ['{', 'expected JSON'],
  [JSON.stringify({ things: 1 }), 'things: expected'],
  [
    JSON.stringify({ things: [{ ...thing, datastreams: [{ ...stream, cadenceS: 0 }] }] }),
    'things.0.datastreams.0.cadenceS',
  ],
  [
    JSON.stringify({ things: [{ ...thing, datastreams: [stream, stream] }] }),
    'things.0.datastreams.1.id: expected an id not used before, got "a/1"',
  ],
  [
    JSON.stringify({ things: [{ ...thing, datastreams: [{ ...stream, unit: 'parrot' }] }] }),
    'things.0.datastreams.0.unit',
  ],
])('what is wrong is told by file and place: %s', async (text, place) => {
  const file = await fileOf(text);
  await expect(readCitySensors(file)).rejects.toThrow(`${file}: ${place}`);
});
