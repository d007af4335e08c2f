import { describe, expect, test } from 'vitest';
import { parseDrainNetwork } from '../../../../model/city/grid.ts';
import { type Flows, noFlows } from '../../../../workers/flood/core/ledger.ts';
import { ShallowWater } from '../../../../workers/flood/core/shallow-water.ts';
import { cellAt, dryWater, edges, flatTerrain, openGround } from '../../../../workers/flood/core/terrain.ts';
import { cityDrains } from '../../../../workers/flood/drains/city.ts';
import { CoupledDrains, type DrainsInput, FREE, SPILLING } from '../../../../workers/flood/drains/coupling.ts';
import { exchangeM3ps } from '../../../../workers/flood/drains/exchange.ts';
import type { Ground } from '../../../../workers/flood/works/ground.ts';

const SIDE = 6;

/** A level street of 6 × 6 cells of 10 m at 10 m; two inlets to a manhole, a pipe to an outfall in the south-west corner, 3 m lower. */
function street(more: Partial<DrainsInput> = {}, outfallFlap = false) {
  const terrain = flatTerrain(SIDE, SIDE, 10);
  terrain.bedElevationM.fill(10);
  terrain.bedElevationM[cellAt(terrain, 0, 0)] = 7;
  for (const [column, row] of [
    [0, 1],
    [1, 1],
    [1, 0],
  ])
    terrain.blocked[cellAt(terrain, column, row)] = 1;
  const rainCatchRatio = openGround(terrain);
  const solver = new ShallowWater(terrain, edges(terrain), 1, rainCatchRatio);
  solver.load(dryWater(terrain));
  const ground: Ground = { terrain, westM: 0, southM: 0, solver };
  const network = parseDrainNetwork({
    format: 1,
    inlets: [
      { id: 'in-1', at: [25, 35], rimM: 10, node: 'mh', areaM2: 0.15, perimeterM: 2.4 },
      { id: 'in-2', at: [45, 35], rimM: 10, node: 'mh', areaM2: 0.15, perimeterM: 2.4 },
    ],
    manholes: [
      { id: 'mh', at: [35, 35], invertM: 7.5, rimM: 10, areaM2: 1, sealed: false, catchmentHa: 0.1 },
      { id: 'end', at: [25, 5], invertM: 7.2, rimM: 10, areaM2: 1, sealed: true },
    ],
    sumps: [],
    outfalls: [{ id: 'of', at: [5, 5], invertM: 7, flapGate: outfallFlap, tailwaterM: null }],
    conduits: [
      {
        id: 'p1',
        from: 'mh',
        to: 'end',
        lengthM: 30,
        fromInvertM: 7.5,
        toInvertM: 7.2,
        section: { shape: 'circular', diameterM: 0.6 },
        barrels: 1,
        manningN: 0.013,
      },
      {
        id: 'p2',
        from: 'end',
        to: 'of',
        lengthM: 20,
        fromInvertM: 7.2,
        toInvertM: 7,
        section: { shape: 'circular', diameterM: 0.6 },
        barrels: 1,
        manningN: 0.013,
      },
    ],
    pumps: [],
  });
  const dry = { stepS: 3600, ratesMmPerH: [0] };
  const input: DrainsInput = {
    city: cityDrains(network),
    rain: dry,
    rainField: null,
    rainCatchRatio: new Float64Array(SIDE * SIDE).fill(1),
    blocked: {},
    failed: [],
    ...more,
  };
  return { ground, coupled: new CoupledDrains(ground, input), flows: noFlows() };
}

const at = ({ ground }: { ground: Ground }, column: number, row: number) => cellAt(ground.terrain, column, row);

function play(run: { coupled: CoupledDrains; flows: Flows }, seconds: number): void {
  for (let second = 1; second <= seconds; second++) run.coupled.act(second, 1, run.flows);
}

describe('the exchange of Rubinato et al. 2017', () => {
  const of = (surfaceM: number, headM: number) => exchangeM3ps(0.15, 2.4, 10, surfaceM, headM);

  test('over the rim, as a free weir', () => {
    // (2/3) · .54 · 2.4 m · .04^1.5 · √(2g)
    expect(of(10.04, 8)).toBeCloseTo((2 / 3) * 0.54 * 2.4 * 0.04 ** 1.5 * Math.sqrt(2 * 9.80665), 9);
  });

  test('no more than the grate lets through', () => {
    expect(of(11, 8)).toBeCloseTo(0.67 * 0.15 * Math.sqrt(2 * 9.80665), 9);
  });

  test('drowned, as a weir of both levels while shallow, then as an orifice', () => {
    expect(of(10.05, 10.01)).toBeCloseTo(0.056 * 2.4 * 0.05 * Math.sqrt(2 * 9.80665 * 0.04), 9);
    expect(of(10.5, 10.4)).toBeCloseTo(0.167 * 0.15 * Math.sqrt(2 * 9.80665 * 0.1), 9);
  });

  test('out of the drains as an orifice; nothing from below the street', () => {
    expect(of(10, 10.3)).toBeCloseTo(-0.167 * 0.15 * Math.sqrt(2 * 9.80665 * 0.3), 9);
    expect(of(10, 9.9)).toBe(0);
  });
});

describe('street and drains', () => {
  test('what leaves the street is in the drains or came out of the outfall, to the last drop', () => {
    const run = street();
    const { solver } = run.ground;
    solver.pour(at(run, 2, 3), 0.2);
    play(run, 600);
    const { enteredM3, leftM3, storedM3, errorRatio } = run.coupled.drains.ledger();
    expect(solver.depthM(at(run, 2, 3))).toBeLessThan(0.01);
    expect(enteredM3 + solver.depthM(at(run, 2, 3)) * 100).toBeCloseTo(20, 9);
    expect(solver.depthM(at(run, 0, 0)) * 100).toBeCloseTo(leftM3, 9);
    expect(run.flows.drainedM3).toBeCloseTo(storedM3, 9);
    expect(20 - solver.volumeM3()).toBeCloseTo(run.flows.drainedM3, 9);
    expect(Math.abs(errorRatio)).toBeLessThan(1e-12);
  });

  test('an empty cell gives nothing', () => {
    const run = street();
    play(run, 10);
    expect(run.flows.drainedM3).toBe(0);
    expect(run.coupled.picture().state.every((state) => state === FREE)).toBe(true);
  });

  test('a covered inlet takes what its open part takes', () => {
    const first = (ratio: number) => {
      const run = street({ blocked: { '*': ratio } });
      run.ground.solver.pour(at(run, 2, 3), 0.05);
      play(run, 1);
      return run.flows.drainedM3;
    };
    expect(first(1)).toBe(0);
    expect(first(0.75)).toBeCloseTo(first(0) / 4, 7);
    expect(() => street({ blocked: { 'in-1': 1.5 } })).toThrow('blocked.in-1: expected 0 to 1, got 1.5');
  });

  test('a high river comes up on the street, and no drop more than it lost', () => {
    const run = street();
    const { solver } = run.ground;
    solver.pour(at(run, 0, 0), 6);
    const before = solver.volumeM3();
    play(run, 300);
    expect(solver.depthM(at(run, 2, 3)) + solver.depthM(at(run, 3, 3)) + solver.depthM(at(run, 4, 3))).toBeGreaterThan(
      0.05,
    );
    expect(run.coupled.picture().state[0]).toBe(SPILLING);
    expect(before - solver.volumeM3()).toBeCloseTo(run.coupled.drains.ledger().storedM3, 8);
  });

  test('a flap gate keeps the river out', () => {
    const run = street({}, true);
    run.ground.solver.pour(at(run, 0, 0), 6);
    play(run, 300);
    expect(run.flows.drainedM3).toBe(0);
  });

  test('rain that the surface does not catch goes into the pipes, once', () => {
    const rainCatchRatio = new Float64Array(SIDE * SIDE).fill(1).fill(0, 0, 3);
    const run = street({ rainCatchRatio, rain: { stepS: 3600, ratesMmPerH: [36] } });
    play(run, 100);
    // 36 mm/h = 1 mm in 100 s, on three cells of 100 m².
    expect(run.coupled.roofRainM3).toBeCloseTo(0.3, 9);
    expect(run.coupled.drains.ledger().enteredM3).toBeCloseTo(0.3, 9);
    const caught = street({ rain: { stepS: 3600, ratesMmPerH: [36] } });
    play(caught, 100);
    expect(caught.coupled.roofRainM3).toBe(0);
    const rate = () => new Float32Array(1).fill(36);
    const radar = { kind: 'grid' as const, columns: 1, rows: 1, cellM: 1e6, westM: 0, southM: 0 };
    const rainField = { ...radar, timesS: [0, 3600], ratesMmPerH: [rate(), rate()] };
    const seen = street({ rainCatchRatio, rainField });
    play(seen, 100);
    expect(seen.coupled.roofRainM3).toBeCloseTo(0.3, 9);
  });

  test('a restored run goes on bit by bit', () => {
    const [whole, first, second] = [street(), street(), street()];
    for (const run of [whole, first]) {
      run.ground.solver.pour(at(run, 2, 3), 0.5);
      play(run, 40);
    }
    second.ground.solver.restore(first.ground.solver.save());
    second.coupled.restore(first.coupled.save());
    play(whole, 40);
    play(second, 40);
    expect(second.coupled.save()).toEqual(whole.coupled.save());
    expect(second.ground.solver.save()).toEqual(whole.ground.solver.save());
  });
});
