import { expect, test } from 'vitest';
import { unreachableOf } from '../../../workers/crowd/check.ts';
import { buildCrowdSetup } from '../../../workers/crowd/lay-out.ts';
import { ADULT, caseOf, crossing, floorOf, play, room, spaceOf, walkers } from '../../validation/crowd-rooms.ts';

/** From a platform in the west to a hall in the east, 12 m apart: a strip a metre wide from y = 1, and one from y = 7. */
const strip = (id: string, southM: number, way: 'up' | 'down') => ({
  id,
  foot: { floor: 'platform', left: [10, southM + 1] as [number, number], right: [10, southM] as [number, number] },
  head: { floor: 'hall', left: [22, southM + 1] as [number, number], right: [22, southM] as [number, number] },
  ascentRatio: 0.46,
  descentRatio: 0.52,
  stepFree: false,
  belt: { way, mps: 0.6 },
});
const station = (ways: readonly ('up' | 'down')[]) =>
  spaceOf([floorOf([room(0, 0, 10, 9)], 'platform'), floorOf([room(22, 0, 32, 9)], 'hall', 6)], {
    exits: [crossing('out', [32, 3], [32, 6], 'hall')],
    stairs: ways.map((way, k) => strip(`escalator-${k}`, 1 + 6 * k, way)),
  });
const profiles = [{ ...ADULT, speedMps: { kind: 'uniform', from: 0.7, to: 1.9 } as const }];
const up = walkers(20, room(1, 5, 6, 8.5), { floor: 'platform' });

test('twenty people near the escalator that runs down all take the one that runs up, as fast as it: 20 s for 12 m', () => {
  const { result, laid } = play(caseOf(station(['up', 'down']), [up], { profiles }));
  const crossed = (id: string) => result.crossings[laid.input.lines.findIndex((line) => line.id === id)];
  expect(result.remained).toEqual([]);
  expect(crossed('escalator-1:foot')).toMatchObject({ forwardS: [], backwardS: [] });
  const times = (id: string) => [...crossed(id).forwardS, ...crossed(id).backwardS].sort((a, b) => a - b);
  const [on, off] = [times('escalator-0:foot'), times('escalator-0:head')];
  expect(off).toHaveLength(20);
  expect(off[0] - on[0]).toBeGreaterThan(19.5);
  expect(off[0] - on[0]).toBeLessThan(20.5);
});

test('who has only escalators against them has no way, and is named before the run', () => {
  expect(unreachableOf(buildCrowdSetup(caseOf(station(['down', 'down']), [up], { profiles })))).toEqual([
    { code: 'exit-unreached', values: { exit: 'out' } },
    { code: 'cut-off', values: { population: 'people', count: 20 } },
  ]);
});
