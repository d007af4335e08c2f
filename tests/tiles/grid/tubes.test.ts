import { expect, test } from 'vitest';
import { decodeTubes, parseTubeHead } from '../../../model/city/tubes.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { bakeTubes } from '../../../tiles/grid/tubes.ts';
import type { ElevationRaster, LayerInput } from '../../../tiles/model.ts';
import { groundOf } from '../../../tiles/shape/ground.ts';
import { emptyLayer } from '../shape/layer.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 351 };
/** Level at 380 m. */
const PLAIN: ElevationRaster = {
  ...{ westM: -100, southM: -100, cellM: 2, columns: 101, rows: 101 },
  elevationM: new Float32Array(101 * 101).fill(380),
};
const GROUND = groundOf(ORIGIN, -29, PLAIN);

/** One pipe of two corners, 0.6 m wide, of these elevations. */
function pipes(elevationM: readonly number[], boxHeightM = 0): LayerInput {
  const lonLatDeg = elevationM.flatMap((_, i) => {
    const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [20 * i, 0, 0]);
    return [lonDeg, latDeg];
  });
  return emptyLayer('pipe', 1, {
    kind: 'line',
    featureLine: Uint32Array.of(0, 1),
    lineVertex: Uint32Array.of(0, elevationM.length),
    lonLatDeg: Float64Array.from(lonLatDeg),
    elevationM: Float32Array.from(elevationM),
    widthM: Float32Array.of(0.6),
    boxHeightM: Float32Array.of(boxHeightM),
  });
}

const read = ({ files }: ReturnType<typeof bakeTubes>) =>
  decodeTubes(parseTubeHead(JSON.parse(String(files['tubes.json']))), files['tubes.bin'] as Uint8Array);

test('a pipe of known levels lies where its data say, under the ground over it', () => {
  const baked = bakeTubes({ layers: [pipes([377, 376.5])] }, GROUND);
  expect(baked.facts).toEqual({ tubes: { state: 'given' } });
  const tubes = read(baked);
  expect([tubes.count, tubes.layers, [...tubes.vertexOf]]).toEqual([1, ['pipe'], [0, 2]]);
  expect(tubes.axisM[0]).toBeCloseTo(0, 2);
  expect(tubes.axisM[3]).toBeCloseTo(20, 2);
  expect(tubes.groundM[0] - tubes.axisM[2]).toBeCloseTo(3, 2);
  expect(tubes.groundM[1] - tubes.axisM[5]).toBeCloseTo(3.5, 2);
  expect([tubes.widthM[0], tubes.heightM[0]]).toEqual([Math.fround(0.6), Math.fround(0.6)]);
});

test('a pipe without levels lies under the cover of its layer, and the fact is an inferred one', () => {
  const layer = { ...pipes([Number.NaN, Number.NaN], 0.4), coverM: 2 };
  const baked = bakeTubes({ layers: [layer] }, GROUND);
  expect(baked.facts.tubes).toEqual({ state: 'inferred', code: 'tubes-of-lines', values: { tubes: 1, assumed: 1 } });
  const tubes = read(baked);
  expect(tubes.groundM[0] - tubes.axisM[2]).toBeCloseTo(2.2, 2);
});

test('bytes that are fewer than the head says are refused by name', () => {
  const { files } = bakeTubes({ layers: [pipes([377, 376])] }, GROUND);
  const head = parseTubeHead(JSON.parse(String(files['tubes.json'])));
  expect(() => decodeTubes(head, (files['tubes.bin'] as Uint8Array).slice(4))).toThrow('tubes.bin');
});
