import { expect, test } from 'vitest';
import { encodeColumn } from '../../../model/city/column.ts';
import type { LayerInfo } from '../../../model/city/manifest.ts';
import { crowdSetupOf } from '../../../workers/crowd/checked-setup.ts';
import { CrowdGuide } from '../../../workers/crowd/core/guide.ts';
import { egressTimeS } from '../../../workers/crowd/core/indoors.ts';
import { startCrowd } from '../../../workers/crowd/core/run.ts';
import { WalkingOracle } from '../../../workers/crowd/core/walking.ts';
import { siteOptionsOf } from '../../../workers/crowd/offer.ts';
import { type House, readHouses } from '../../../workers/crowd/plan/houses.ts';
import { caseOfRequest, cityGround } from '../../../workers/crowd/request.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { asked, BOX, walkable } from './small-square.ts';

const atHome = { hours: [0], residentsAtHome: { weekday: [1], weekend: [1] } };
const house: House = { id: 'bld-1', at: [4, -6], residents: 30, storeys: 3, storeyM: 2.8 };

test('of the city’s own columns: those with residents, storeys as high as the house allows', async () => {
  const { city, files } = smallCity();
  const at = (name: string) => `layers/building/columns/${name}.bin`;
  const residents: LayerInfo['attributes'][number] = {
    ...{ name: 'residents', type: 'integer', label: { zh: '居民', en: 'Residents' }, file: at('residents') },
  };
  const layers = city.layers.map((layer) =>
    layer.kind === 'building' ? { ...layer, attributes: [...layer.attributes, residents] } : layer,
  );
  const column = encodeColumn({ type: 'uint32', values: Uint32Array.of(40, 0, 500, 0xffffffff, 3) });
  const read = async (path: string) => (path === at('residents') ? column : (files.get(path) ?? expect.fail(path)));
  const houses = await readHouses({ ...city, layers }, read);
  expect(houses.map((each) => [each.id, each.residents, each.storeys])).toEqual([
    ['bld-ED1-00002', 40, 7],
    ['bld-ND4-00001', 500, 44],
    ['bld-ND4-00003', 3, 1],
  ]);
  expect(houses[0].storeyM).toBeCloseTo(32.5 / 7, 4);
  expect(await readHouses(city, read)).toEqual([]);
});

test('people come out on the ground nearest to their house, a step in, on a part of it that has a way out', () => {
  const homesOf = (houses: House[], doors = walkable.doors) =>
    siteOptionsOf({ ...walkable, doors }, [...BOX], { atHome, houses }, () => null).homes?.houses ?? [];
  const [out] = homesOf([house]);
  expect(out).toMatchObject({ id: 'bld-1', at: [4, 0.75], wayM: 6 });
  expect(homesOf([{ ...house, at: [5, 5] }])).toMatchObject([{ at: [5, 5], wayM: 0 }]);
  // Beside the box, or where no way out is, nobody is offered.
  expect(homesOf([{ ...house, at: [4, -11] }])).toEqual([]);
  expect(homesOf([house], [])).toEqual([]);
  expect(siteOptionsOf(walkable, [...BOX], null, () => null).homes).toBeNull();
});

test('a storey of 2.8 m takes 16 steps of 0.26 m at 52 % of the speed and two landings of 1.2 m', () => {
  const one = { storey: 1, storeyM: 2.8, wayM: 0 };
  expect(egressTimeS(one, 1)).toBeCloseTo((16 * 0.26) / 0.52 + 2.4, 9);
  expect(egressTimeS({ ...one, storey: 5, wayM: 30 }, 2)).toBeCloseTo((5 * 10.4 + 30) / 2, 9);
  expect(egressTimeS({ ...one, storey: 0 }, 1)).toBe(0);
});

const living = (part: Partial<{ count: number; at: [number, number] }> = {}) => {
  const [{ id, at, storeys, storeyM, wayM }] =
    siteOptionsOf(walkable, [...BOX], { atHome, houses: [house] }, () => null).homes?.houses ??
    expect.fail('expected a house');
  const houses = [{ id, at: part.at ?? at, people: 30, storeys, storeyM, wayM }];
  const population = { ...asked.populations[0], id: 'residents', count: part.count ?? 30 };
  return crowdSetupOf(
    caseOfRequest(
      { ...asked, populations: [{ ...population, where: { kind: 'houses', houses } }] },
      cityGround(walkable, BOX),
      null,
    ),
  ).setup;
};

test('each comes out when hesitation and the way down are over, at their own speed; all of them leave', () => {
  const laid = living();
  const { appearS, startS, desiredMps } = laid.input.people;
  for (let id = 0; id < 30; id++) {
    const way = { storey: Math.floor(id / 10), storeyM: 2.8, wayM: 6 };
    expect(startS[id]).toBeCloseTo(2 + egressTimeS(way, desiredMps[id]), 3);
    expect(appearS[id]).toBe(startS[id]);
  }
  const crowd = startCrowd((input) => new WalkingOracle(input), laid.input, new CrowdGuide(laid));
  crowd.advanceTo(laid.input.endS);
  const { leftS, appearedS } = crowd.result([]);
  crowd.close();
  for (let id = 0; id < 30; id++) {
    expect(appearedS[id]).toBeGreaterThanOrEqual(appearS[id] - 0.05);
    expect(leftS[id]).toBeGreaterThan(appearedS[id]);
  }
});

test('another number than the houses hold, and a door in the midst of walls, are refused by name', () => {
  expect(() => living({ count: 31 })).toThrow('populations.residents.count: expected 30, as many as in its houses');
  expect(() => living({ at: [4, -9] })).toThrow('populations.residents.houses.bld-1: expected room on ground');
});
