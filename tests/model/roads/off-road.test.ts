import { expect, test } from 'vitest';
import { offRoadM } from '../../../model/roads/off-road.ts';
import { CLEAR_ROADS } from '../../../model/roads/road-state.ts';

test('ways of an assignment end 350 m from the unit and 3 m from the demand', () => {
  const request = {
    kind: 'assignment' as const,
    demands: [{ id: 'fire', atM: [1000, 3] as [number, number], capability: 'fire' as const, count: 1, weight: 1 }],
    units: [
      { id: 'V1', atM: [0, 350] as [number, number], vehicle: 'fire-engine' as const, capabilities: ['fire' as const] },
    ],
    aim: 'sum' as const,
    roads: CLEAR_ROADS,
  };
  const line: [number, number][] = [
    [0, 0],
    [1000, 0],
  ];
  expect(offRoadM({ kind: 'assignment', request, served: [{ demand: 'fire', unit: 'V1', line }] })).toEqual([350, 3]);
  expect(offRoadM({ kind: 'assignment', request, served: [{ demand: 'fire', unit: null, line: [] }] })).toEqual([]);
});
