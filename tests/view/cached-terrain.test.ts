import { expect, test } from 'vitest';
import { cachedTerrain } from '../../src/view/globe/layers/cached-terrain.ts';

/** A provider that counts what it is asked for; the n-th answer is as told. */
function counted(answer: (asked: number) => Promise<unknown> | undefined = () => Promise.resolve({})) {
  const asked: string[] = [];
  const provider = {
    name: 'terrain',
    requestTileGeometry(x: number, y: number, level: number) {
      asked.push(`${level}/${x}/${y}`);
      return answer(asked.length) as never;
    },
  };
  return { asked, terrain: cachedTerrain(provider) };
}

test('heights on one tile are read off one request, however often they are asked for', async () => {
  const { asked, terrain } = counted();
  const first = await terrain.requestTileGeometry(3, 5, 16);
  for (let i = 0; i < 1000; i++) expect(await terrain.requestTileGeometry(3, 5, 16)).toBe(first);
  await terrain.requestTileGeometry(4, 5, 16);
  expect(asked).toEqual(['16/3/5', '16/4/5']);
  expect(terrain.name).toBe('terrain');
});

test('64 tiles are kept, and the one that was used longest ago goes first', async () => {
  const { asked, terrain } = counted();
  for (let x = 0; x < 64; x++) await terrain.requestTileGeometry(x, 0, 16);
  await terrain.requestTileGeometry(0, 0, 16);
  await terrain.requestTileGeometry(64, 0, 16);
  expect(asked.length).toBe(65);
  await terrain.requestTileGeometry(0, 0, 16);
  expect(asked.length).toBe(65);
  await terrain.requestTileGeometry(1, 0, 16);
  expect(asked.length).toBe(66);
});

test('a tile that did not come, or could not be asked for yet, is asked for again', async () => {
  const { asked, terrain } = counted((n) =>
    n === 1 ? undefined : n === 2 ? Promise.reject(new Error('cut')) : Promise.resolve({}),
  );
  expect(terrain.requestTileGeometry(1, 1, 16)).toBeUndefined();
  await expect(terrain.requestTileGeometry(1, 1, 16)).rejects.toThrow('cut');
  await terrain.requestTileGeometry(1, 1, 16);
  await terrain.requestTileGeometry(1, 1, 16);
  expect(asked.length).toBe(3);
});
