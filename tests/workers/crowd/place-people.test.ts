import { describe, expect, test } from 'vitest';
import { Assistants } from '../../../workers/crowd/core/assistance.ts';
import { Standing, spread } from '../../../workers/crowd/core/place-people.ts';
import { draw, type Spread } from '../../../workers/crowd/core/premovement.ts';
import { seeded } from '../../../workers/shared/random.ts';

type Areas = Parameters<typeof spread>[0];

const HALL: Areas = [
  {
    outer: [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
    ],
    holes: [],
  },
] as unknown as Areas;
const everywhere = () => true;

describe('people who are spread over a hall', () => {
  const nearestM = (places: readonly (readonly [number, number])[]) => {
    let nearest = Number.POSITIVE_INFINITY;
    for (const [i, [x, y]] of places.entries())
      for (const [a, b] of places.slice(i + 1)) nearest = Math.min(nearest, Math.hypot(a - x, b - y));
    return nearest;
  };

  test('are as many as were asked for, all in it, and touch nobody', () => {
    const places = spread(HALL, 100, 0.2, everywhere, seeded(1));
    expect(places).toHaveLength(100);
    for (const [x, y] of places) expect(x >= 0 && x <= 10 && y >= 0 && y <= 10).toBe(true);
    expect(nearestM(places)).toBeGreaterThanOrEqual(0.4);
  });

  test('still touch nobody at six on a square metre, where chance alone finds no place', () => {
    const places = spread(HALL, 600, 0.18, everywhere, seeded(1));
    expect(places).toHaveLength(600);
    expect(nearestM(places)).toBeGreaterThanOrEqual(0.36);
  });

  test('are fewer where there is no room for all', () => {
    const places = spread(HALL, 10_000, 0.5, everywhere, seeded(1));
    expect(places.length).toBeGreaterThan(90);
    expect(places.length).toBeLessThan(130);
  });

  test('keep out of where there is no room', () => {
    const places = spread(HALL, 20, 0.2, (x) => x > 5, seeded(1));
    expect(places).toHaveLength(20);
    for (const [x] of places) expect(x).toBeGreaterThan(5);
  });

  test('stand elsewhere with another seed, and there again with the same', () => {
    const first = spread(HALL, 20, 0.2, everywhere, seeded(1));
    expect(spread(HALL, 20, 0.2, everywhere, seeded(1))).toEqual(first);
    expect(spread(HALL, 20, 0.2, everywhere, seeded(2))).not.toEqual(first);
  });
});

describe('who stands where already', () => {
  test('leaves room beside two radii, on the same floor', () => {
    const standing = new Standing();
    expect(standing.leavesRoom(0, 0, 0, 5)).toBe(true);
    standing.add(0, [[0.95, 0.95]], 0.3);
    expect(standing.leavesRoom(0, 1.5, 0.95, 0.2)).toBe(true);
    expect(standing.leavesRoom(0, 1.4, 0.95, 0.2)).toBe(false);
    expect(standing.leavesRoom(1, 0.95, 0.95, 0.2)).toBe(true);
  });

  test('counts the widest of all, however far its square is', () => {
    const standing = new Standing();
    standing.add(0, [[0, 0]], 2.5);
    standing.add(0, [[9, 9]], 0.1);
    expect(standing.leavesRoom(0, 2.6, 0, 0.2)).toBe(false);
  });
});

describe('times until people start', () => {
  const draws = (spreadOf: Spread) => {
    const random = seeded(3);
    return Array.from({ length: 4000 }, () => draw(spreadOf, random));
  };
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  test.each([
    ['constant', { kind: 'constant', value: 7 }, 7],
    ['uniform', { kind: 'uniform', from: 10, to: 30 }, 20],
    ['normal', { kind: 'normal', mean: 60, deviation: 10, from: 0, to: 120 }, 60],
    ['lognormal', { kind: 'lognormal', mean: 2, deviation: 0.5 }, Math.exp(2.125)],
    ['gamma', { kind: 'gamma', shape: 3, scale: 4 }, 12],
    ['weibull', { kind: 'weibull', scale: 5, shape: 1 }, 5],
  ] as [string, Spread, number][])('have the mean of their law: %s', (_, spreadOf, expected) => {
    expect(mean(draws(spreadOf)) / expected).toBeGreaterThan(0.95);
    expect(mean(draws(spreadOf)) / expected).toBeLessThan(1.05);
  });

  test('of a cut normal law never lie beyond its ends', () => {
    const values = draws({ kind: 'normal', mean: 0, deviation: 10, from: -1, to: 2 });
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...values)).toBeLessThanOrEqual(2);
  });

  test('of a law that its ends shut out are the nearest end', () => {
    expect(draw({ kind: 'normal', mean: 0, deviation: 1, from: 1000, to: 2000 }, seeded(1))).toBe(1000);
  });
});

describe('a ward of three patients and one team', () => {
  const PREPARE_S = 10;
  const ways = [30, 20, 40];
  const ward = () =>
    new Assistants(
      [{ population: 'ward', assist: { teams: 1, prepareS: { kind: 'constant', value: PREPARE_S } }, ids: [0, 1, 2] }],
      1,
    );
  const round = (delivered: readonly number[]) => ({
    startS: () => 5,
    isDelivered: (id: number) => delivered.includes(id),
    wayS: (id: number) => ways[id],
  });
  const held = (assistants: Assistants) => [0, 1, 2].filter((id) => assistants.isHeld(id));

  test('goes first with the one nearest to the way out, once they are ready', () => {
    const assistants = ward();
    assistants.update(0, round([]));
    expect(held(assistants)).toEqual([0, 1, 2]);
    assistants.update(14, round([]));
    expect(held(assistants)).toEqual([0, 1, 2]);
    assistants.update(15, round([]));
    expect(held(assistants)).toEqual([0, 2]);
  });

  test('walks back for the next when the first is out, and makes them ready there', () => {
    const assistants = ward();
    assistants.update(0, round([]));
    assistants.update(15, round([]));
    assistants.update(35, round([1]));
    assistants.update(35 + 30 + 9, round([1]));
    expect(held(assistants)).toEqual([0, 2]);
    assistants.update(35 + 30 + 10, round([1]));
    expect(held(assistants)).toEqual([2]);
  });

  test('does not take a patient who has no way', () => {
    const assistants = ward();
    const noWay = { ...round([]), wayS: () => Number.POSITIVE_INFINITY };
    for (let timeS = 0; timeS < 200; timeS += 10) assistants.update(timeS, noWay);
    expect(held(assistants)).toEqual([0, 1, 2]);
  });

  test('goes on from what was saved as if it had not stopped', () => {
    const assistants = ward();
    assistants.update(0, round([]));
    const saved = structuredClone(assistants.saved());
    assistants.update(15, round([]));
    const other = ward();
    other.restore(saved);
    expect(held(other)).toEqual([0, 1, 2]);
    other.update(15, round([]));
    expect(held(other)).toEqual(held(assistants));
  });
});
