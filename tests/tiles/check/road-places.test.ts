import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { bakeCity } from '../../../tiles/bake.ts';
import { checkCity } from '../../../tiles/check.ts';
import { ORIGIN } from '../shape/footprints.ts';
import { emptyLayer } from '../shape/layer.ts';
import { city } from '../small-city.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-roads-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a road that ends in a quarter turn is where it should be, though its box grows to one side', async () => {
  // From east to south about (0, 0): the western end lies along y, the eastern along x.
  const points = Array.from({ length: 10 }, (_, i): [number, number] => {
    const turn = (Math.PI / 2) * (i / 9);
    return [20 * Math.sin(turn), 20 * Math.cos(turn)];
  });
  const roads = {
    ...emptyLayer('area', 1, {
      kind: 'line',
      featureLine: Uint32Array.of(0, 1),
      lineVertex: Uint32Array.of(0, points.length),
      lonLatDeg: Float64Array.from(
        points.flatMap(([east, north]) => {
          const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [east, north, 0]);
          return [lonDeg, latDeg];
        }),
      ),
      elevationM: new Float32Array(points.length).fill(Number.NaN),
      widthM: Float32Array.of(14),
      boxHeightM: Float32Array.of(0),
    }),
    id: 'roads',
  };
  await bakeCity({ ...city(roads), files: {} }, join(folder, 'town'));
  const { findings } = await checkCity(join(folder, 'town'));
  expect(findings).toEqual([]);
});
