import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Findings } from '../../../tiles/check/findings.ts';
import type { TileMesh } from '../../../tiles/shape/mesh.ts';
import { packedMesh, packVertices, strideOf } from '../../../tiles/shape/packed.ts';

const STEP_M = 1 / 32;

function meshOf(positionM: readonly number[]): TileMesh {
  const vertices = positionM.length / 3;
  return {
    positionM: Float64Array.from(positionM),
    normal: Int8Array.from({ length: 3 * vertices }, (_, i) => [0, -127, 64][i % 3]),
    featureIndex: Uint16Array.from({ length: vertices }, (_, i) => i),
    index: Uint32Array.from({ length: vertices }, (_, i) => i),
    indexMode: 'triangles',
  } as TileMesh;
}
const unpacked = (mesh: TileMesh) => packedMesh(packVertices(mesh, STEP_M), mesh.index, 'triangles');

describe('a mesh that is packed', () => {
  test('comes back within half a step, normals and features as they were', () => {
    const metres = fc.double({ min: -900, max: 900, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(metres, metres, metres), { minLength: 1, maxLength: 30 }), (places) => {
        const mesh = meshOf(places.flat());
        const back = unpacked(mesh);
        for (const [i, value] of mesh.positionM.entries())
          expect(Math.abs(back.positionM[i] - value)).toBeLessThanOrEqual(STEP_M / 2 + 1e-9);
        expect([...back.normal]).toEqual([...mesh.normal]);
        expect([...back.featureIndex]).toEqual([...mesh.featureIndex]);
      }),
    );
  });

  test('has glTF axes: up is y, and north is against z', () => {
    const { position } = packVertices(meshOf([0, 0, 0, 1, 2, 3]), 1);
    expect([...position.slice(0, 3)]).toEqual([0, 0, 2]);
    expect([...position.slice(4, 7)]).toEqual([1, 3, 0]);
  });

  test('takes two bytes a number up to two kilometres, and four beyond', () => {
    const wide = (widthM: number) => packVertices(meshOf([0, 0, 0, widthM, 0, 0]), STEP_M);
    expect(strideOf(wide(2047))).toBe(4);
    expect(strideOf(wide(2049))).toBe(3);
    expect(unpacked(meshOf([0, 0, 0, 2049, 0, 0])).positionM[3]).toBe(2049);
  });

  test('rounds by a grid that does not depend on what else is in it, so that neighbours meet', () => {
    const edge = unpacked(meshOf([10.017, 5, 0])).positionM[0];
    expect(unpacked(meshOf([10.017, 5, 0, -333.33, 7, 2])).positionM[0]).toBe(edge);
  });
});

test('findings are told 25 of a kind, and all of them counted', () => {
  const findings = new Findings();
  for (let tile = 0; tile < 30; tile++) findings.add('gap', `${tile}.glb`, 'root', 0, tile);
  findings.add('hole', 'a.glb', 'root', 'closed', 'open');
  expect(findings.reported.filter(({ code }) => code === 'gap')).toHaveLength(25);
  expect([findings.counts.get('gap'), findings.counts.get('hole'), findings.total]).toEqual([30, 1, 31]);
});
