import { describe, expect, test } from 'vitest';
import { crsOf } from '../../../model/geo/crs.ts';
import { readIfc } from '../../../readers/ifc/read-ifc.ts';
import { Problems } from '../../../readers/shared/problems.ts';
import { surfacesOfModel } from '../../../tiles/read/model-surfaces.ts';
import { type PlacedIfc, placedIfc } from './placed-ifc.ts';

/** The wall's box in a system, metres: its corner and its size, with what is doubtful. */
async function boxOf(input: PlacedIfc, system = 'EPSG:25833') {
  const problems = new Problems();
  const model = await readIfc(placedIfc(input), 'wall.ifc');
  const { geometry } = await surfacesOfModel(model, 'wall.ifc', undefined, problems);
  const crs = await crsOf(system, 'test');
  const places = Array.from(geometry.elevationM, (_, i) =>
    crs.fromLonLat(geometry.lonLatDeg[2 * i], geometry.lonLatDeg[2 * i + 1]).map((value) => value * (crs.unitM ?? 1)),
  );
  const least = [0, 1].map((k) => Math.min(...places.map((place) => place[k])));
  const most = [0, 1].map((k) => Math.max(...places.map((place) => place[k])));
  const lowM = Math.min(...geometry.elevationM);
  return {
    at: [...least, lowM].map((value) => Number(value.toFixed(3))),
    size: [most[0] - least[0], most[1] - least[1], Math.max(...geometry.elevationM) - lowM].map((value) =>
      Number(value.toFixed(3)),
    ),
    codes: problems.list().map(({ code }) => code),
  };
}

const METRE = '#92=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);';
const crsLine = (name = 'EPSG:25833', unit = '#92') => `#91=IFCPROJECTEDCRS('${name}',$,$,$,$,$,${unit});`;
const conversion = (rest = '$,$,$') => `#90=IFCMAPCONVERSION(#10,#91,319000.,5814000.,25.,${rest});`;
const HERE = { at: [319_000, 5_814_000, 25], size: [10, 5, 3], codes: [] };

describe('the scale of a map conversion is from the unit of the project to that of the map, times that of the projection', () => {
  test.each<[string, PlacedIfc]>([
    ['metres without one', { lines: [conversion(), crsLine(), METRE] }],
    ['metres with 1', { lines: [conversion('$,$,1.'), crsLine(), METRE] }],
    ['millimetres without one', { unit: 'mm', lines: [conversion(), crsLine(), METRE] }],
    ['millimetres with 0.001', { unit: 'mm', lines: [conversion('1.,0.,0.001'), crsLine(), METRE] }],
    [
      'millimetres with 0.001 and no unit of the map',
      { unit: 'mm', lines: [conversion('1.,0.,0.001'), crsLine(undefined, '$')] },
    ],
    ['millimetres with 1, as many programs write', { unit: 'mm', lines: [conversion('$,$,1.'), crsLine(), METRE] }],
    ['feet with 0.3048', { unit: 'ft', lines: [conversion('1.,0.,0.3048'), crsLine(), METRE] }],
  ])('%s', async (_, input) => expect(await boxOf(input)).toEqual(HERE));

  test('a quarter turn and the scale of the projection remain', async () => {
    const lines = [conversion('0.,1.,0.0009996'), crsLine(), METRE];
    expect(await boxOf({ unit: 'mm', lines })).toEqual({
      ...{ at: [318_995.002, 5_814_000, 25], size: [4.998, 9.996, 3], codes: [] },
    });
  });

  test('one that fits neither is told and not believed', async () => {
    const lines = [conversion('1.,0.,0.5'), crsLine(), METRE];
    expect(await boxOf({ unit: 'mm', lines })).toEqual({ ...HERE, codes: ['ifc-scale'] });
  });

  test('a map in feet has its offset and its model in feet', async () => {
    const feet = [
      '#90=IFCMAPCONVERSION(#10,#91,990000.,200000.,100.,1.,0.,1.);',
      crsLine('EPSG:2263', '#93'),
      "#93=IFCCONVERSIONBASEDUNIT(#6,.LENGTHUNIT.,'FOOT_US',#94);",
      '#94=IFCMEASUREWITHUNIT(IFCLENGTHMEASURE(0.304800609601219),#8);',
    ];
    const toM = 1200 / 3937;
    const { at, size } = await boxOf({ unit: 'ft', lines: feet }, 'EPSG:2263');
    expect(at[0]).toBeCloseTo(990_000 * toM, 2);
    expect(at[1]).toBeCloseTo(200_000 * toM, 2);
    expect(at[2]).toBeCloseTo(100 * toM, 3);
    expect(size).toEqual([10, 5, 3]);
  });
});

describe('operations of IFC 4.3', () => {
  test('a conversion with factors of the axes: the unit times the projection', async () => {
    const lines = [
      '#90=IFCMAPCONVERSIONSCALED(#10,#91,319000.,5814000.,25.,1.,0.,0.001,0.9996,0.9996,1.);',
      crsLine(),
      METRE,
    ];
    const box = await boxOf({ schema: 'IFC4X3_ADD2', unit: 'mm', lines });
    expect(box).toEqual({ ...HERE, size: [9.996, 4.998, 3] });
    const uneven = [lines[0].replace('0.9996,0.9996', '0.9996,0.5'), ...lines.slice(1)];
    expect(await boxOf({ schema: 'IFC4X3_ADD2', unit: 'mm', lines: uneven })).toEqual({
      ...HERE,
      codes: ['ifc-scale'],
    });
  });

  test('one that only moves', async () => {
    const lines = [
      '#90=IFCRIGIDOPERATION(#10,#91,IFCLENGTHMEASURE(319000.),IFCLENGTHMEASURE(5814000.),25.);',
      crsLine(),
      METRE,
    ];
    expect(await boxOf({ schema: 'IFC4X3_ADD2', lines })).toEqual(HERE);
  });

  test('a place in degrees, and in grads from Paris', async () => {
    const degrees = [
      '#90=IFCRIGIDOPERATION(#10,#91,IFCPLANEANGLEMEASURE(52.5),IFCPLANEANGLEMEASURE(13.4),25.);',
      "#91=IFCGEOGRAPHICCRS('EPSG:4258',$,$,$,#93,#92);",
      METRE,
      "#93=IFCCONVERSIONBASEDUNIT(#94,.PLANEANGLEUNIT.,'DEGREE',#95);",
      '#94=IFCDIMENSIONALEXPONENTS(0,0,0,0,0,0,0);',
      '#95=IFCMEASUREWITHUNIT(IFCPLANEANGLEMEASURE(0.0174532925199433),#96);',
      '#96=IFCSIUNIT(*,.PLANEANGLEUNIT.,$,.RADIAN.);',
    ];
    const { at, size, codes } = await boxOf({ schema: 'IFC4X3_ADD2', lines: degrees }, 'EPSG:4326');
    expect(at).toEqual([13.4, 52.5, 25]);
    expect(size[2]).toBe(3);
    expect(codes).toEqual([]);
    const grads = degrees.map((line) =>
      line
        .replace('52.5', '54.3')
        .replace('13.4', '0.')
        .replace('4258', '4807')
        .replace('0.0174532925199433', '0.015707963267949'),
    );
    const paris = await boxOf({ schema: 'IFC4X3_ADD2', lines: grads }, 'EPSG:4326');
    expect(paris.at[0]).toBeCloseTo(2.337, 3);
    expect(paris.at[1]).toBeCloseTo(48.87, 3);
  });
});

test('IFC 2x3 has its conversion in property sets', async () => {
  const value = (n: number, name: string, nominal: string) => `#${n}=IFCPROPERTYSINGLEVALUE('${name}',$,${nominal},$);`;
  const lines = [
    value(100, 'Eastings', 'IFCLENGTHMEASURE(319000.)'),
    value(101, 'Northings', 'IFCLENGTHMEASURE(5814000.)'),
    value(102, 'OrthogonalHeight', 'IFCLENGTHMEASURE(25.)'),
    value(103, 'Scale', 'IFCREAL(0.001)'),
    "#106=IFCPROPERTYSET('9YvctVUKr0kugbFTf53O9L',$,'ePSet_MapConversion',$,(#100,#101,#102,#103));",
    value(107, 'Name', "IFCLABEL('EPSG:25833')"),
    value(109, 'MapUnit', "IFCLABEL('METRE')"),
    "#108=IFCPROPERTYSET('AYvctVUKr0kugbFTf53O9L',$,'ePSet_ProjectedCRS',$,(#107,#109));",
  ];
  expect(await boxOf({ schema: 'IFC2X3', unit: 'mm', lines })).toEqual(HERE);
});

test('a model that holds the offset already is moved once, in height too', async () => {
  const lines = [conversion(), crsLine(), METRE];
  const held = await boxOf({ lines, atM: [319_000, 5_814_000, 25] });
  expect(held).toEqual({ ...HERE, codes: ['ifc-double-offset'] });
  const onlyPlan = await boxOf({ lines, atM: [319_000, 5_814_000, 0] });
  expect(onlyPlan).toEqual({ ...HERE, codes: ['ifc-double-offset'] });
});

test('a model outside of where its system is used is told', async () => {
  const lines = [conversion().replace('5814000.', '1900000.'), crsLine('EPSG:28355'), METRE];
  expect((await boxOf({ lines }, 'EPSG:28355')).codes).toContain('crs-area');
});

test('what is stated of the place and not gone by is named', async () => {
  const lines = [
    conversion(),
    crsLine().replace('$,$,$,$,$', "$,$,'DHHN2016',$,$"),
    METRE,
    "#97=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-05,#98,$);",
    '#98=IFCAXIS2PLACEMENT3D(#99,$,$);',
    '#99=IFCCARTESIANPOINT((100.,0.,0.));',
    conversion().replace('#90', '#101'),
  ];
  expect(await boxOf({ lines })).toEqual({
    ...HERE,
    codes: ['ifc-several-maps', 'ifc-vertical-datum', 'ifc-world-system'],
  });
});
