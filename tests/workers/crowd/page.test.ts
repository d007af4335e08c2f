import { describe, expect, test } from 'vitest';
import { parseWalkable } from '../../../model/city/grid.ts';
import { rasterAt } from '../../../model/city/raster.ts';
import { crowdSetupOf } from '../../../workers/crowd/checked-setup.ts';
import { CrowdGuide } from '../../../workers/crowd/core/guide.ts';
import { cityHeights, groundAround } from '../../../workers/crowd/core/heights.ts';
import { startCrowd } from '../../../workers/crowd/core/run.ts';
import { waterAt } from '../../../workers/crowd/core/wading.ts';
import { WalkingOracle } from '../../../workers/crowd/core/walking.ts';
import { waterSeriesOf } from '../../../workers/crowd/core/water-series.ts';
import { siteOptionsOf } from '../../../workers/crowd/offer.ts';
import { sideNames } from '../../../workers/crowd/plan/street-names.ts';
import { caseOfRequest, cityGround } from '../../../workers/crowd/request.ts';
import { factsOf } from '../../../workers/crowd/results/facts.ts';
import { CrowdFrameEncoder, densityOfFrame, PERSON_STATES } from '../../../workers/crowd/results/frame-encoder.ts';
import { halfFloats } from '../../../workers/shared/half-floats.ts';
import { asked, BOX, bed, grid, offer, walkable } from './small-square.ts';

describe('what a box offers', () => {
  test('a street that goes on, the city’s end, a gate; what lies on another floor is no way out of this one', () => {
    expect(offer.exits.map(({ id, kind }) => [id, kind])).toEqual([
      ['out', 'edge'],
      ['end', 'exit'],
    ]);
    expect(offer.gates.map(({ id }) => id)).toEqual(['gate']);
  });
  test('a street that goes on has its name, and the side of the box that it is left on; what has a name of its own keeps it', () => {
    const street = { zh: '中轴路', en: 'Central Axis Road' };
    const streetOf = (id: string) => (id === 'street' || id === 'square' ? street : null);
    const labelOf = (doors = walkable.doors) =>
      siteOptionsOf({ ...walkable, doors }, [...BOX], null, streetOf).exits.map(({ label }) => label?.en);
    expect(labelOf()).toEqual(['Central Axis Road (east)', 'Central Axis Road (south)']);
    const own = { zh: '东门', en: 'East Gate' };
    expect(labelOf(walkable.doors.map((door) => ({ ...door, label: own })))).toEqual(['East Gate', 'East Gate']);
  });
  test('open ground without streets is left by its sides, numbered where one has several: never by an id', () => {
    expect(offer.exits.map(({ label }) => label)).toEqual([
      { zh: '东侧出口', en: 'Way out east' },
      { zh: '南侧出口', en: 'Way out south' },
    ]);
    const north = (x: number) => [x / 10, 0.9] as const;
    expect(sideNames([north(5), [-0.9, 0.2], north(-7), [-0.95, 0.4]]).map(({ en }) => en)).toEqual([
      'Way out north 2',
      'Way out west 2',
      'Way out north 1',
      'Way out west 1',
    ]);
  });
  test('the ground in it', () => expect(offer.walkableM2).toBe(800));
  test('stands by their seats, platforms by 2 people/m²; one that is cut by the box is none of it', () => {
    const kinds = { hall: { kind: 'seats', capacity: 300 }, cellar: { kind: 'platform' }, square: { kind: 'plaza' } };
    const areas = walkable.areas.map((area) => ({ ...area, ...kinds[area.id as keyof typeof kinds] }));
    const seated = parseWalkable({ ...walkable, areas });
    const standsOf = (westM: number) =>
      siteOptionsOf(seated, [westM, -10, 30, 50], null, () => null).stands.map(({ id, floor, m2, places }) => [
        id,
        floor,
        m2,
        places,
      ]);
    expect(standsOf(-40)).toEqual([
      ['hall', 'ground', 400, 300],
      ['cellar', 'under', 400, 800],
    ]);
    expect(standsOf(-25).map(([id]) => id)).toEqual(['hall']);
  });
  test('what doors and stairs join is one part; an area beside them that none joins is another', () => {
    const parts = (stairs: typeof walkable.stairs) => {
      const areas = walkable.areas.map((area) =>
        area.id === 'cellar' ? { ...area, kind: 'platform' as const } : area,
      );
      const { exits, gates, stands } = siteOptionsOf({ ...walkable, areas, stairs }, [...BOX], null, () => null);
      return [new Set([...exits, ...gates].map(({ part }) => part)).size, stands[0].part === exits[0].part];
    };
    expect(parts(walkable.stairs)).toEqual([1, true]);
    expect(parts(walkable.stairs.map((stair) => ({ ...stair, kind: 'lift' })))).toEqual([1, false]);
    expect(parts([])).toEqual([1, false]);
  });
});

describe('heights', () => {
  const laid = crowdSetupOf(caseOfRequest(asked, cityGround(walkable, BOX), null)).setup;
  const heightAt = cityHeights(laid.input.levels, walkable, grid, bed);
  const level = (id: string) => laid.input.levels.findIndex((each) => each.id === id);
  test('the ground’s are the bed’s, straight between its cells', () => {
    expect(heightAt(level('ground'), 10, 10)).toBeCloseTo(106.5, 5);
  });
  test('a bridge runs straight between its doors over what lies lower', () => {
    const from = (xM: number) => ({ kind: 'opening', from: 'bridge', to: null, a: [xM, 0], b: [xM, 20] }) as const;
    const bridged = {
      ...walkable,
      areas: walkable.areas.map((area) => (area.id === 'square' ? { ...area, kind: 'bridge', id: 'bridge' } : area)),
      doors: [
        { ...walkable.doors[0], ...from(0), id: 'west' },
        { ...walkable.doors[0], ...from(20), id: 'east' },
      ],
    } as typeof walkable;
    const ditch = bed.map((elevationM, cell) => (cell % 20 === 7 ? 90 : elevationM));
    const over = cityHeights(laid.input.levels, bridged, grid, ditch);
    const [west, east] = [over(level('ground'), 0, 10), over(level('ground'), 20, 10)];
    expect(over(level('ground'), 15, 10)).toBeCloseTo(west + 0.75 * (east - west), 4);
    expect(over(level('ground'), 15, 25)).toBeLessThan(95);
  });
  test('a floor’s are its own; a stair’s rise from foot to head', () => {
    expect(heightAt(level('under'), -20, 10)).toBe(98);
    expect(heightAt(level('steps'), -5, 10)).toBeCloseTo(99, 5);
    expect(heightAt(level('steps'), 5, 10)).toBe(100);
  });
  test('the terrain that is sent along says the same', () => {
    const cut = groundAround(grid, bed, { westM: -20, southM: -20, unitM: 60 / 65535 });
    expect(rasterAt(cut, cut.elevationM, 10, 10)).toBeCloseTo(106.5, 5);
    expect(cut.columns * cut.rows).toBeLessThan(100);
  });
});

test('a run as it is told: everyone is somewhere, states and densities are those of the moment, the facts add up', () => {
  const laid = crowdSetupOf(caseOfRequest(asked, cityGround(walkable, BOX), null)).setup;
  const guide = new CrowdGuide(laid);
  const crowd = startCrowd((input) => new WalkingOracle(input), laid.input, guide);
  const heightAt = cityHeights(laid.input.levels, walkable, grid, bed);
  const teller = new CrowdFrameEncoder({ crowd, setup: laid, guide }, { heightAt, baseM: 90, isShared: true });
  const first = teller.encode();
  expect([first.inside, first.left]).toEqual([40, 0]);
  expect([...first.states].every((state) => PERSON_STATES[state] === 'waits')).toBe(true);
  const { columns, cellM, westM, southM, perM2 } = densityOfFrame(laid, crowd.box, first);
  expect(perM2.reduce((sum, each) => sum + each, 0) * cellM ** 2).toBeCloseTo(40, 0);
  for (let id = 0; id < 40; id++) {
    const east = crowd.box.westM + first.places[2 * id] * crowd.box.unitM;
    const north = crowd.box.southM + first.places[2 * id + 1] * crowd.box.unitM;
    expect(90 + first.heightsCm[id] / 100).toBeCloseTo(heightAt(0, east, north), 1);
    const here = perM2[Math.floor((north - southM) / cellM) * columns + Math.floor((east - westM) / cellM)];
    expect(first.densities[id] * 0.04).toBeCloseTo(here, 1);
  }
  crowd.advanceTo(5);
  const later = teller.encode();
  expect([...later.states].some((state) => PERSON_STATES[state] === 'walks')).toBe(true);
  crowd.advanceTo(120);
  const last = teller.encode();
  const facts = factsOf(laid, guide, crowd.result([]));
  expect([last.left, facts.left, facts.people]).toEqual([40, 40, 40]);
  expect(Object.values(facts.byExit).reduce((sum, each) => sum + each, 0)).toBe(40);
  expect(Math.max(...teller.highest.perM2)).toBeGreaterThanOrEqual(Math.max(...perM2));
});

test('a shut gate keeps people in: the case is refused before it is run, and says whom', () => {
  const gate = { ...offer.gates[0], forward: false, backward: false, everyS: 0 };
  const { id, floor, from, to, forward, backward, everyS } = gate;
  const inHall = { ...asked.populations[0], where: { kind: 'walkable' as const, ids: ['hall'] } };
  const shut = { ...asked, populations: [inHall], doors: [{ id, floor, from, to, forward, backward, everyS }] };
  expect(() => crowdSetupOf(caseOfRequest(shut, cityGround(walkable, BOX), null))).toThrow(
    /people: expected a way to an exit/,
  );
  expect(() => crowdSetupOf(caseOfRequest({ ...shut, doors: [] }, cityGround(walkable, BOX), null))).not.toThrow();
});

test('the water of a flood run: depth and speed, counted from the moment at which people start', () => {
  const half = (value: number) => halfFloats().indexOf(value);
  const cells = Uint16Array.from([0.5, 3, 4, 0, -0.5, 0, 0, 0].map(half));
  const water = waterSeriesOf(
    { westM: 0, southM: 0, cellM: 4, columns: 2, rows: 1, frames: [{ timeS: 600, cells }] },
    { startsAtS: 540, floors: ['ground'], turbid: true },
  );
  expect(water.timesS).toEqual([60]);
  expect([...water.depthM[0]]).toEqual([0.5, 0]);
  expect([...water.speedMps[0]]).toEqual([5, 0]);
});

test('on a bridge the water is as deep as it stands over the deck, beside it as deep as it is', () => {
  const half = (value: number) => halfFloats().indexOf(value);
  const frame = (timeS: number, depthM: number) => ({
    timeS,
    cells: Uint16Array.from([depthM, 3, 4, 100 + depthM].map(half)),
  });
  const series = waterSeriesOf(
    { westM: 0, southM: 0, cellM: 10, columns: 1, rows: 1, frames: [frame(0, 2), frame(60, 4)] },
    { startsAtS: 0, floors: ['ground'], turbid: true },
    (xM) => (xM < 5 ? 103 : null),
  );
  const at = (timeS: number, xM: number) => ({ ...waterAt(series, timeS, xM, 5, { depthM: 0, speedMps: 0 }) });
  expect(at(0, 2)).toEqual({ depthM: 0, speedMps: 0 });
  expect(at(0, 8)).toEqual({ depthM: 2, speedMps: 5 });
  expect(at(45, 2)).toEqual({ depthM: 0.5, speedMps: 5 });
});
