import { describe, expect, test } from 'vitest';
import { associationsOf } from '../../../readers/ifc/associations.ts';
import type { ModelElement } from '../../../readers/ifc/building-model.ts';
import { columnsOf, DEFAULT_COLUMNS } from '../../../readers/ifc/columns.ts';
import { georeferenceOf } from '../../../readers/ifc/georeference.ts';
import type { Line, Lines } from '../../../readers/ifc/lines.ts';
import { unitsOf } from '../../../readers/ifc/units.ts';

/** Lines of a file by their numbers, each with its class. */
function file(lines: Record<number, [ifcClass: string, values: Line]>): Lines {
  const whole = (id: number): Line => ({ expressID: id, ...lines[id][1] });
  return {
    ofClass: (name) =>
      Object.keys(lines)
        .map(Number)
        .filter((id) => lines[id][0] === name)
        .map(whole),
    at(reference) {
      const id = typeof reference === 'object' && reference !== null ? Reflect.get(reference, 'value') : reference;
      return typeof id === 'number' && lines[id] ? whole(id) : null;
    },
  };
}
const to = (id: number) => ({ value: id });
const word = (value: string | number) => ({ value });

describe('the units of a file', () => {
  test('are the metre and its cube where it states none', () => {
    expect(unitsOf(file({}))).toEqual({ lengthM: 1, volumeM3: 1, angleRad: 1 });
  });

  test('have their prefix on the metre: a cubic millimetre is a billionth', () => {
    const lines = file({
      1: ['IfcUnitAssignment', { Units: [to(2), to(3)] }],
      2: ['IfcSIUnit', { UnitType: word('LENGTHUNIT'), Name: word('METRE'), Prefix: word('MILLI') }],
      3: ['IfcSIUnit', { UnitType: word('VOLUMEUNIT'), Name: word('CUBIC_METRE'), Prefix: word('MILLI') }],
    });
    expect(unitsOf(lines).lengthM).toBeCloseTo(1e-3, 15);
    expect(unitsOf(lines).volumeM3).toBeCloseTo(1e-9, 20);
  });

  test('may be converted from another: a foot of 304.8 millimetres', () => {
    const lines = file({
      1: ['IfcUnitAssignment', { Units: [to(2)] }],
      2: ['IfcConversionBasedUnit', { UnitType: word('LENGTHUNIT'), Name: word('FOOT'), ConversionFactor: to(3) }],
      3: ['IfcMeasureWithUnit', { ValueComponent: word(304.8), UnitComponent: to(4) }],
      4: ['IfcSIUnit', { Name: word('METRE'), Prefix: word('MILLI') }],
    });
    expect(unitsOf(lines).lengthM).toBeCloseTo(0.3048, 12);
  });
});

describe('where a file says that it lies', () => {
  const METRES = { lengthM: 1, volumeM3: 1, angleRad: 1 };

  test('is nowhere where it says nothing', () => {
    expect(georeferenceOf(file({}), METRES)).toEqual({ map: null, site: null, trueNorthRad: 0 });
  });

  test('is a place of a map, turned by the direction of its x', () => {
    const lines = file({
      1: [
        'IfcMapConversion',
        {
          TargetCRS: to(2),
          Eastings: word(500_000),
          Northings: word(3_800_000),
          OrthogonalHeight: word(380),
          XAxisAbscissa: word(0),
          XAxisOrdinate: word(1),
        },
      ],
      2: ['IfcProjectedCRS', { Name: word('EPSG:4545') }],
    });
    const { map } = georeferenceOf(lines, { ...METRES, lengthM: 0.001 });
    expect(map).toMatchObject({
      crs: 'EPSG:4545',
      eastings: 500_000,
      orthogonalHeight: 380,
      mapUnitM: null,
      scale: null,
    });
    expect(map?.rotationRad).toBeCloseTo(Math.PI / 2, 12);
  });

  test('is a site in degrees, minutes, seconds and millionths, its height in the unit of the file', () => {
    const lines = file({
      1: [
        'IfcSite',
        { RefLatitude: [34, 18, 0], RefLongitude: [-108, -45, -36, -500_000], RefElevation: word(380_000) },
      ],
    });
    const { site } = georeferenceOf(lines, { ...METRES, lengthM: 0.001 });
    expect(site?.latDeg).toBeCloseTo(34.3, 12);
    expect(site?.lonDeg).toBeCloseTo(-(108 + 45 / 60 + 36.5 / 3600), 12);
    expect(site?.elevationM).toBeCloseTo(380, 9);
  });

  test("has north of its context in three dimensions, above 0 where it leans west of the model's y", () => {
    const context = (dimension: number, x: number): [string, Line] => [
      'IfcGeometricRepresentationContext',
      { CoordinateSpaceDimension: word(dimension), TrueNorth: to(10 + x) },
    ];
    const lines = file({
      1: context(2, 1),
      2: context(3, -1),
      9: ['IfcDirection', { DirectionRatios: [-1, 1] }],
      11: ['IfcDirection', { DirectionRatios: [1, 1] }],
    });
    expect(georeferenceOf(lines, METRES).trueNorthRad).toBeCloseTo(Math.PI / 4, 12);
  });
});

describe('what a file associates with its elements', () => {
  test('are names of materials, layer by layer, each once', () => {
    const lines = file({
      1: ['IfcRelAssociatesMaterial', { RelatingMaterial: to(2), RelatedObjects: [to(50), to(51)] }],
      2: ['IfcMaterialLayerSetUsage', { ForLayerSet: to(3) }],
      3: ['IfcMaterialLayerSet', { MaterialLayers: [to(4), to(5), to(6)] }],
      4: ['IfcMaterialLayer', { Material: to(7) }],
      5: ['IfcMaterialLayer', { Material: to(8) }],
      6: ['IfcMaterialLayer', { Material: to(7) }],
      7: ['IfcMaterial', { Name: word('Concrete') }],
      8: ['IfcMaterial', { Name: word('Wool') }],
    });
    expect([...associationsOf(lines).materials]).toEqual([
      [50, ['Concrete', 'Wool']],
      [51, ['Concrete', 'Wool']],
    ]);
  });

  test("are its own codes and those of its type, by the standard's number before a name", () => {
    const lines = file({
      1: ['IfcRelAssociatesClassification', { RelatingClassification: to(2), RelatedObjects: [to(50)] }],
      2: ['IfcClassificationReference', { Identification: word('21.22'), Name: word('Walls') }],
      3: ['IfcRelAssociatesClassification', { RelatingClassification: to(4), RelatedObjects: [to(60)] }],
      4: ['IfcClassificationReference', { Name: word('Ss_25') }],
      5: ['IfcRelDefinesByType', { RelatingType: to(60), RelatedObjects: [to(50), to(52)] }],
    });
    const { codes } = associationsOf(lines);
    expect([codes.get(50), codes.get(52)]).toEqual([['21.22', 'Ss_25'], ['Ss_25']]);
  });

  test('do not run in a circle', () => {
    const lines = file({
      1: ['IfcRelAssociatesMaterial', { RelatingMaterial: to(2), RelatedObjects: [to(50)] }],
      2: ['IfcMaterialList', { Materials: [to(2)] }],
    });
    expect(associationsOf(lines).materials.get(50)).toBeUndefined();
  });
});

describe('the columns of a model', () => {
  const element = (properties: [string, string | number][]): ModelElement => ({
    globalId: 'x',
    ifcClass: 'IfcWall',
    discipline: 'architecture',
    name: 'W1',
    tag: '',
    storey: 0,
    meshVolumeM3: 2,
    stated: null,
    materials: ['Concrete', 'Wool'],
    codes: [],
    zones: [],
    properties: new Map(properties),
  });
  const storeys = [{ name: 'Ground floor' }] as Parameters<typeof columnsOf>[0]['storeys'];

  test('are the usual ones, then properties by how many elements have them', () => {
    const elements = [
      element([['a', 1]]),
      element([
        ['b', 'x'],
        ['a', 2],
      ]),
      element([
        ['a', 3],
        ['b', 'y'],
        ['c', 1],
      ]),
    ];
    const columns = columnsOf({ elements, storeys });
    expect(columns.slice(DEFAULT_COLUMNS.length).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    const of = (name: string) => columns.find((column) => column.name === name)?.of(elements[1]);
    expect([of('storey'), of('material'), of('volume'), of('a'), of('c')]).toEqual([
      'Ground floor',
      'Concrete, Wool',
      2,
      '2',
      null,
    ]);
  });

  test('leave out a property of one element in a hundred', () => {
    const elements = Array.from({ length: 100 }, (_, i) => element(i === 0 ? [['rare', 1]] : [['usual', 1]]));
    expect(
      columnsOf({ elements, storeys })
        .slice(DEFAULT_COLUMNS.length)
        .map(({ name }) => name),
    ).toEqual(['usual']);
  });
});
