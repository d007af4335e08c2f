import { expect, test } from 'vitest';
import { blobSource } from '../../../readers/shared/byte-source.ts';
import { Problems } from '../../../readers/shared/problems.ts';
import { readXPlan } from '../../../readers/xplan/xplan.ts';

const file = (members: string) =>
  blobSource(
    new Blob([
      `<?xml version="1.0"?><XPlanAuszug xmlns="http://www.xplanung.de/xplangml/5/1" xmlns:gml="g" xmlns:xplan="x">
<gml:boundedBy><gml:Envelope srsName="EPSG:25832"/></gml:boundedBy>${members}</XPlanAuszug>`,
    ]),
    'plan.gml',
  );
const wish = { geometry: 'polygon' as const, properties: { all: true as const }, keepZ: false };
const ring = (list: string) => `<gml:LinearRing><gml:posList>${list}</gml:posList></gml:LinearRing>`;
const area = (more = '', inner = '') =>
  `<gml:featureMember><xplan:BP_BaugebietsTeilFlaeche gml:id="b1">${more}<xplan:position><gml:Polygon>
<gml:exterior>${ring('600000 5900000 600010 5900000 600010 5900010 600000 5900010 600000 5900000')}</gml:exterior>${inner}
</gml:Polygon></xplan:position></xplan:BP_BaugebietsTeilFlaeche></gml:featureMember>`;

test('an area comes with its type, its words and its ratios; lists of positions have two numbers each', async () => {
  const problems = new Problems();
  const hole = `<gml:interior>${ring('600002 5900002 600004 5900002 600004 5900004 600002 5900002')}</gml:interior>`;
  const raw = await readXPlan(
    file(area('<xplan:GRZ>0.4</xplan:GRZ><xplan:rechtscharakter>1000</xplan:rechtscharakter>', hole)),
    wish,
    problems,
  );
  expect([raw.count, raw.crs, [...raw.ringVertex]]).toEqual([1, 'EPSG:25832', [0, 5, 9]]);
  expect([...raw.xy.subarray(0, 4)]).toEqual([600000, 5900000, 600010, 5900000]);
  const field = (name: string) => raw.fields.find((one) => one.name === name) ?? expect.fail(name);
  expect(field('xplanType').words(1).text(0)).toBe('BP_BaugebietsTeilFlaeche');
  expect(field('GRZ').isNumeric).toBe(true);
  expect(field('rechtscharakter').textCount).toBe(1);
  expect(problems.list()).toEqual([]);
});

const placed = (name: string, geometry: string) =>
  `<gml:featureMember><xplan:${name} gml:id="${name}"><xplan:position>${geometry}</xplan:position></xplan:${name}></gml:featureMember>`;
const bounded = (curve: string) =>
  placed('BP_GruenFlaeche', `<gml:Polygon><gml:exterior>${curve}</gml:exterior></gml:Polygon>`);
const segments = (inside: string) =>
  `<gml:Ring><gml:curveMember><gml:Curve><gml:segments>${inside}</gml:segments></gml:Curve></gml:curveMember></gml:Ring>`;

test('objects after each other are each one; lines, points and those without a place are counted by kind and no fault', async () => {
  const text =
    '<gml:featureMember><xplan:XP_PPO gml:id="t"><xplan:schriftinhalt>A</xplan:schriftinhalt></xplan:XP_PPO></gml:featureMember>';
  const line = placed('BP_BauGrenze', '<gml:LineString><gml:posList>0 0 5 5 10 0</gml:posList></gml:LineString>');
  const tree = placed('BP_AnpflanzungBindungErhaltung', '<gml:Point><gml:pos>7 8</gml:pos></gml:Point>');
  const whole = file(area() + text + line + line + tree);
  const problems = new Problems();
  expect((await readXPlan(whole, wish, problems)).count).toBe(1);
  expect([problems.leftOut, problems.list().map(({ code, count }) => [code, count])]).toEqual([
    0,
    [
      ['passed-line', 2],
      ['no-place', 1],
      ['passed-point', 1],
    ],
  ]);
  const lines = await readXPlan(whole, { ...wish, geometry: 'line' }, new Problems());
  expect([lines.count, [...lines.xy.slice(0, 6)]]).toEqual([2, [0, 0, 5, 5, 10, 0]]);
  const points = await readXPlan(whole, { ...wish, geometry: 'point' }, new Problems());
  expect([points.count, [...points.xy]]).toEqual([1, [7, 8]]);
});

const list = (places: string) => `<gml:posList>${places}</gml:posList>`;
test.each([
  [
    'a circle',
    '<gml:Ring><gml:curveMember><gml:Curve><gml:segments><gml:Circle>' +
      list('20 0 0 20 -20 0') +
      '</gml:Circle></gml:segments></gml:Curve></gml:curveMember></gml:Ring>',
    400 * Math.PI,
  ],
  [
    'half a disc',
    segments(
      `<gml:Arc>${list('20 0 0 20 -20 0')}</gml:Arc><gml:LineStringSegment>${list('-20 0 20 0')}</gml:LineStringSegment>`,
    ),
    200 * Math.PI,
  ],
  [
    'a circle of two arcs',
    segments(`<gml:ArcString>${list('20 0 0 20 -20 0 0 -20 20 0')}</gml:ArcString>`),
    400 * Math.PI,
  ],
  [
    'a circle by its centre',
    segments(
      '<gml:CircleByCenterPoint><gml:pos>5 5</gml:pos><gml:radius uom="m">20</gml:radius></gml:CircleByCenterPoint>',
    ),
    400 * Math.PI,
  ],
  [
    'half a disc by its bulge',
    segments(
      `<gml:ArcByBulge>${list('-20 0 20 0')}<gml:bulge>20</gml:bulge><gml:normal>1</gml:normal></gml:ArcByBulge>`,
    ),
    200 * Math.PI,
  ],
  [
    'half a disc by a curve that runs back',
    segments(`<gml:LineStringSegment>${list('-20 0 20 0')}</gml:LineStringSegment>`).replace(
      '</gml:Curve></gml:curveMember>',
      `</gml:Curve></gml:curveMember><gml:curveMember><gml:OrientableCurve orientation="-"><gml:baseCurve><gml:Curve><gml:segments><gml:Arc>${list('-20 0 0 20 20 0')}</gml:Arc></gml:segments></gml:Curve></gml:baseCurve></gml:OrientableCurve></gml:curveMember>`,
    ),
    200 * Math.PI,
  ],
  [
    'a square by GML 2',
    '<gml:LinearRing><gml:coordinates decimal="," cs=" " ts=";">0,5 0;10,5 0;10,5 10;0,5 10;0,5 0</gml:coordinates></gml:LinearRing>',
    100,
  ],
])('%s covers what it says', async (_, curve, areaM2) => {
  const problems = new Problems();
  const { xy } = await readXPlan(file(bounded(curve)), wish, problems);
  let twice = 0;
  for (let i = 0; i + 3 < xy.length; i += 2) twice += xy[i] * xy[i + 3] - xy[i + 2] * xy[i + 1];
  expect(Math.abs(Math.abs(twice / 2) / areaM2 - 1)).toBeLessThan(3e-4);
  expect(problems.list()).toEqual([]);
});

test('a spline is taken by its points, and said to be', async () => {
  const problems = new Problems();
  await readXPlan(
    file(bounded(segments(`<gml:CubicSpline>${list('0 0 5 5 10 0 0 0')}</gml:CubicSpline>`))),
    wish,
    problems,
  );
  expect(problems.list().map(({ code }) => code)).toEqual(['curve-straight']);
});

test('a file that breaks off is refused by its line', async () => {
  await expect(readXPlan(file('<gml:featureMember>'), wish, new Problems())).rejects.toThrow('plan.gml:2');
});
