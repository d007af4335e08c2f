import { describe, expect, test } from 'vitest';
import { disciplineOf, ModelError } from '../../../readers/ifc/building-model.ts';
import { judgeVolume } from '../../../readers/ifc/quantities.ts';
import { DEFAULT_MODEL_LIMITS, readIfc } from '../../../readers/ifc/read-ifc.ts';
import { smallIfc, threeBoxes, withDeepBeam } from '../../workers/construction/small-ifc.ts';

describe('an IFC file', () => {
  for (const unit of [null, 'MILLI'] as const)
    test(`in ${unit ? 'millimetres' : 'metres'} gives elements in metres, z up, on their storeys`, async () => {
      const scale = unit ? 1000 : 1;
      const model = await readIfc(smallIfc({ unit, boxes: threeBoxes(scale) }), 'small.ifc');
      expect(model.schema).toBe('IFC4');
      expect(model.lengthUnitM).toBeCloseTo(1 / scale, 12);
      expect(model.storeys.map(({ name, elevationM }) => [name, elevationM])).toEqual([
        ['Storey 0', 0],
        ['Storey 1', 3],
      ]);
      const slab = model.elements.findIndex(({ ifcClass }) => ifcClass === 'IfcSlab');
      expect(model.elements[slab].storey).toBe(1);
      const { positionM, firstVertex } = model.mesh;
      const own = [...positionM.subarray(3 * firstVertex[slab], 3 * firstVertex[slab + 1])];
      const extent = [0, 1, 2].map((axis) => {
        const values = own.filter((_, i) => i % 3 === axis);
        return [Math.min(...values), Math.max(...values)];
      });
      for (const [got, mark] of [
        [extent[0], [0, 4]],
        [extent[1], [0, 5.2]],
        [extent[2], [3, 3.25]],
      ]) {
        expect(got[0]).toBeCloseTo(mark[0], 5);
        expect(got[1]).toBeCloseTo(mark[1], 5);
      }
    });

  test('keeps GlobalIds, properties and volumes, and flags the thousandfold one', async () => {
    const { elements, problems } = await readIfc(smallIfc({ boxes: threeBoxes(1) }), 'small.ifc');
    const walls = elements.filter(({ ifcClass }) => ifcClass === 'IfcWall');
    expect(walls.map(({ globalId }) => globalId)).toEqual(['3vB2YO$MX4xv5uCqZZG05x', '3vB2YO$MX4xv5uCqZZG05y']);
    expect(walls[0].properties.get('Pset_WallCommon.FireRating')).toBe('REI 90');
    expect(walls[0].meshVolumeM3).toBeCloseTo(2.4, 5);
    expect(walls.map(judgeVolume)).toEqual(['agrees', 'thousandfold']);
    expect(problems).toEqual([{ code: 'volume-thousandfold', count: 1, example: '3vB2YO$MX4xv5uCqZZG05y' }]);
  });

  test('states its place on the map and on the globe', async () => {
    const map = { crs: 'EPSG:32649', eastings: 300_000, northings: 3_800_000, height: 380 };
    const site = { lat: [34, 18, 0, 500_000], lon: [-108, -45, 0, 0] };
    const { georeference } = await readIfc(smallIfc({ boxes: threeBoxes(1), map, site }), 'small.ifc');
    expect(georeference.map).toEqual({
      ...{ crs: 'EPSG:32649', mapUnitM: null, eastings: 300_000, northings: 3_800_000 },
      ...{ orthogonalHeight: 380, rotationRad: 0, scale: null, factors: [1, 1, 1] },
    });
    expect(georeference.site?.latDeg).toBeCloseTo(34 + 18 / 60 + 0.5 / 3600, 12);
    expect(georeference.site).toMatchObject({ lonDeg: -108.75, elevationM: 12 });
  });

  test('that was cut is read as far as it goes, and says so', async () => {
    const whole = smallIfc({ boxes: threeBoxes(1) });
    const { problems } = await readIfc(whole.subarray(0, whole.length - 30), 'cut.ifc');
    expect(problems.map(({ code }) => code)).toContain('cut-file');
  });

  for (const [what, levels] of [
    ['aborts the WebAssembly', 20_000],
    ['damages its memory without a word', 3_000],
  ] as const)
    test(`with a class that ${what} names that class and keeps the others as they are`, async () => {
      const small = smallIfc({ boxes: threeBoxes(1) });
      const whole = await readIfc(small, 'small.ifc');
      const { elements, mesh, problems } = await readIfc(withDeepBeam(small, levels), 'deep.ifc');
      expect(problems[0]).toEqual({ code: 'class-failed', count: 1, example: 'IfcBeam' });
      expect(elements).toEqual(whole.elements);
      expect(mesh).toEqual(whole.mesh);
    }, 60_000);

  test('that is none, is too large or has too much in it is refused in words', async () => {
    const small = smallIfc({ boxes: threeBoxes(1) });
    const fails = (bytes: Uint8Array, limits = DEFAULT_MODEL_LIMITS) =>
      readIfc(bytes, 'a.ifc', { limits }).then(
        () => '',
        (error) => (error instanceof ModelError ? error.message : String(error)),
      );
    expect(await fails(new TextEncoder().encode('<html>'))).toBe(
      'a.ifc: expected ISO-10303-21 at its start, got "<html>"',
    );
    expect(await fails(small, { ...DEFAULT_MODEL_LIMITS, mostBytes: 100 })).toMatch(
      /^a.ifc: expected at most 100 bytes, got/,
    );
    expect(await fails(small, { ...DEFAULT_MODEL_LIMITS, mostElements: 2 })).toBe(
      'a.ifc: expected at most 2 elements, got 3',
    );
    expect(await fails(small, { ...DEFAULT_MODEL_LIMITS, maxTriangles: 20 })).toMatch(/at most 20 triangles/);
    expect(await fails(new TextEncoder().encode('ISO-10303-21;\nHEADER;\nEND-ISO-10303-21;'))).toMatch(
      /^a.ifc: expected/,
    );
  });
});

test('classes belong to a discipline', () => {
  expect(['IfcSlab', 'IfcWall', 'IfcFlowTerminal', 'IfcPipeSegment', 'IfcPile'].map(disciplineOf)).toEqual([
    'structure',
    'architecture',
    'services',
    'services',
    'structure',
  ]);
});
