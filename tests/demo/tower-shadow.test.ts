import { expect, test } from 'vitest';
import { buildPipeNetwork } from '../../demo/pipes/network.ts';
import { siteCase } from '../../demo/site/site-case.ts';
import { boundsOf } from '../../model/geo/plane/box.ts';
import { signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { sunRequestOf } from '../../model/questions/sun-study.ts';
import { parseConstructionCase } from '../../scenarios/construction.ts';
import { isLong } from '../long.ts';
import { demoSunlight, southFrontOf } from '../validation/tower-shadow.ts';
import { builtCity } from './built-city.ts';

const city = builtCity;
const planted = city.buildings.filter(({ id }) => id.startsWith('bld-ND4-P'));

test('the homes of D16 stand as the plan has them, between flanks of 60 m, in place of what their block held', () => {
  const [homes, west, east] = planted;
  expect(homes.at).toEqual([-1188, 1036]);
  expect([signedAreaM2(homes.parts[0].ring), homes.storeys]).toEqual([720, 8]);
  expect([west.heightM, east.heightM]).toEqual([60, 60]);
  expect(boundsOf(west.parts[0].ring).maxX).toBeLessThan(-1188);
  expect(boundsOf(east.parts[0].ring).minX).toBeGreaterThan(-1188);
  expect(planted.every(({ residents }) => residents > 50)).toBe(true);
  const [block] = new Set(planted.map(({ block }) => block));
  expect(city.buildings.filter((building) => building.block === block)).toHaveLength(3);
});

test.skipIf(!isLong)(
  'the engine of sunlight gives their south front 2.4 ± 0.2 h on 大寒日, and less than 2 h with the tower',
  async () => {
    const written = JSON.parse(JSON.stringify(siteCase(city, buildPipeNetwork(city).pipes, 'site-1.xml')));
    const { sunlight } = parseConstructionCase(written, 'site-1.case.json');
    if (!sunlight) throw new Error('expected a study of sunlight in the case');
    const result = await demoSunlight(city, sunRequestOf(sunlight));
    const front = southFrontOf(result, 'bld-ND4-P01');
    expect(Math.abs(front.beforeH - 2.4)).toBeLessThanOrEqual(0.2);
    expect(front.afterH).toBeLessThan(2);
    expect(front.lost).toBeGreaterThan(front.windows / 4);
    const row = result.buildings.find(({ id }) => id === 'bld-ND4-P01');
    expect(row?.worst?.afterMin).toBeLessThan(120);
    expect(row?.worst?.beforeMin).toBeGreaterThanOrEqual(120);
  },
);
