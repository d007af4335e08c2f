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

test('objects after each other are each one; one without an area is counted, an arc is said', async () => {
  const problems = new Problems();
  const text =
    '<gml:featureMember><xplan:XP_PPO gml:id="t"><xplan:schriftinhalt>A</xplan:schriftinhalt></xplan:XP_PPO></gml:featureMember>';
  const bent = `<gml:featureMember><xplan:BP_GruenFlaeche gml:id="g"><xplan:position><gml:Polygon><gml:exterior><gml:Ring><gml:curveMember><gml:Curve><gml:segments>
<gml:Arc><gml:posList>0 0 5 5 10 0</gml:posList></gml:Arc><gml:LineStringSegment><gml:posList>10 0 0 0</gml:posList></gml:LineStringSegment>
</gml:segments></gml:Curve></gml:curveMember></gml:Ring></gml:exterior></gml:Polygon></xplan:position></xplan:BP_GruenFlaeche></gml:featureMember>`;
  const raw = await readXPlan(file(area() + text + bent), wish, problems);
  expect(raw.count).toBe(2);
  expect(problems.list().map(({ code, count }) => [code, count])).toEqual([
    ['geometry-empty', 1],
    ['arcs-as-vertices', 1],
  ]);
});

test('a file that breaks off is refused by its line', async () => {
  await expect(readXPlan(file('<gml:featureMember>'), wish, new Problems())).rejects.toThrow('plan.gml:2');
});
