import { describe, expect, test } from 'vitest';
import type { FloodInput } from '../../../workers/flood/core/flood-input.ts';
import { startFlood, terrainOf } from '../../../workers/flood/flood.ts';
import { levelStepOf, shocksOf } from '../../../workers/flood/shocks.ts';
import type { Work } from '../../../workers/flood/works/works.ts';
import { grid, oracle, smallFlood, wallEdges } from './small-flood.ts';

const FAST = { kind: 'fast' } as const;

const input = (change: Partial<FloodInput>): FloodInput => smallFlood(10, 2, 1, { scheme: FAST, ...change });
const place = (of: FloodInput) => ({ terrain: terrainOf(of), westM: of.westM, southM: of.southM });
const codes = (change: Partial<FloodInput>) => shocksOf(place(input(change)), input(change)).map(({ code }) => code);

const dam = grid(10, 2, (column) => (column < 4 ? 1 : 0));
const levee: Work = {
  kind: 'crest',
  id: 'levee',
  line: [
    [4, -1, 2],
    [4, 3, 2],
  ],
};

describe('in the fast scheme', () => {
  test('water that stands 1 m high beside dry ground is a step, at its place; behind a crest or a house it is none', () => {
    expect(levelStepOf(place(input({ depthM: dam })), input({ depthM: dam }))).toEqual({
      stepM: 1,
      eastM: 4,
      northM: 0.5,
    });
    expect(codes({ depthM: dam })).toEqual(['fast-step']);
    expect(codes({ depthM: dam, works: [levee] })).toEqual([]);
    expect(codes({ depthM: dam, works: [{ ...levee, fromS: 60 } as Work] })).toEqual(['fast-step']);
    const blocked = Uint8Array.from(grid(10, 2, (column) => (column === 4 ? 1 : 0)));
    expect(codes({ depthM: dam, blocked })).toEqual([]);
  });

  test('a lake at rest over an uneven bed has none, nor a film that runs down a slope, nor a small step of deep water', () => {
    const bedElevationM = grid(10, 2, (column) => column / 5);
    expect(codes({ bedElevationM, depthM: bedElevationM.map((bed) => Math.max(0, 1.1 - bed)) })).toEqual([]);
    expect(codes({ bedElevationM, depthM: new Float32Array(20).fill(0.01) })).toEqual([]);
    expect(codes({ depthM: grid(10, 2, (column) => (column < 4 ? 3 : 2.5)) })).toEqual([]);
  });

  test('water swifter than its wave is noted: 4 m/s at 1 m, 1 m/s is not', () => {
    const flow = (mps: number) => ({
      depthM: new Float32Array(20).fill(1),
      flowM2ps: { east: new Float32Array(20).fill(mps), north: new Float32Array(20) },
    });
    expect(codes(flow(4))).toEqual(['fast-swift']);
    expect(codes(flow(1))).toEqual([]);
  });

  test('an edge whose level or inflow stands or rises at once is noted, one that rises in hours is not', () => {
    const west = (beyond: FloodInput['edges']['west'][number]) => ({ ...wallEdges(10, 2), west: [beyond, beyond] });
    const rising = (seconds: number) => [
      { side: 'west' as const, from: 0, to: 2, series: { timesS: [0, seconds], values: [0, 2] } },
    ];
    expect(codes({ edges: west({ kind: 'stage', stageM: 1 }) })).toEqual(['fast-rise']);
    expect(codes({ edges: west({ kind: 'stage', stageM: 1 }), depthM: new Float32Array(20).fill(1) })).toEqual([]);
    expect(codes({ edges: west({ kind: 'stage', stageM: 0 }), changing: rising(30) })).toEqual(['fast-rise']);
    expect(codes({ edges: west({ kind: 'stage', stageM: 0 }), changing: rising(7200) })).toEqual([]);
    expect(codes({ edges: west({ kind: 'inflow', unitDischargeM2ps: 2 }) })).toEqual(['fast-rise']);
    expect(codes({ edges: west({ kind: 'free' }) })).toEqual([]);
  });

  test('a source that begins at once on dry ground and a gate that opens at once are noted', () => {
    const source = (timesS: number[], values: number[]): Work => ({
      ...{ kind: 'inflow', id: 's', from: [1, 1], to: [1, 1] },
      dischargeM3ps: { timesS, values },
    });
    expect(codes({ works: [source([0], [2])] })).toEqual(['fast-rise']);
    expect(codes({ works: [source([0, 10], [0, 2])] })).toEqual(['fast-rise']);
    expect(codes({ works: [source([0, 3600], [0, 2])] })).toEqual([]);
    const gate: Work = {
      ...{ kind: 'gate', id: 'g', from: [3.5, 1], to: [4.5, 1], sillM: 0, widthM: 1 },
      openRatio: { timesS: [600, 610], values: [0, 1] },
    };
    expect(codes({ works: [levee, gate] })).toEqual(['fast-gate']);
  });

  test('a run says it, and one of the full scheme does not', () => {
    const noteCodes = (scheme: FloodInput['scheme']) =>
      startFlood(oracle, input({ depthM: dam, scheme }))
        .notes()
        .map(({ code }) => code);
    expect(noteCodes(FAST)).toEqual(['fast-step']);
    expect(noteCodes({ kind: 'full', order: 1 })).toEqual([]);
  });
});
