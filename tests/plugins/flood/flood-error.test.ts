import { describe, expect, test } from 'vitest';
import { comparedCount, levelError, MIN_LEVELS } from '../../../src/plugins/flood/flood-error.ts';

const series = (timesS: number[], values: number[]) => ({ timesS, values });
const steady = (count: number, levelAt: (i: number) => number) =>
  series(
    Array.from({ length: count }, (_, i) => 10 * i),
    Array.from({ length: count }, (_, i) => levelAt(i)),
  );

describe('the error of a simulated level', () => {
  test('that is 20 cm too high everywhere is a bias of 20 cm, and as much of root mean square', () => {
    const error = levelError(
      steady(8, (i) => 5 + 0.1 * i + 0.2),
      steady(8, (i) => 5 + 0.1 * i),
    );
    expect(error?.count).toBe(8);
    expect(error?.biasM).toBeCloseTo(0.2, 9);
    expect(error?.rmseM).toBeCloseTo(0.2, 9);
  });

  test('that is now 10 cm above and now 10 cm below has no bias', () => {
    const error = levelError(
      steady(8, (i) => 5 + (i % 2 === 0 ? 0.1 : -0.1)),
      steady(8, () => 5),
    );
    expect(error?.biasM).toBeCloseTo(0, 9);
    expect(error?.rmseM).toBeCloseTo(0.1, 9);
  });

  test('is taken straight between frames where the gauge reads between them', () => {
    const error = levelError(series([0, 100], [1, 2]), series([0, 20, 40, 60, 80, 100], [1, 1.2, 1.4, 1.6, 1.8, 2]));
    expect(error?.rmseM).toBeCloseTo(0, 9);
  });

  test('counts no reading outside the run, and says nothing of too few', () => {
    const simulated = series([0, 50], [1, 1]);
    const readings = (count: number) => steady(count, () => 1);
    expect(levelError(simulated, readings(20))?.count).toBe(6);
    expect(levelError(series([0, 40], [1, 1]), readings(20))).toBeNull();
    // Of many readings only those within the run: not "146, fewer than 6".
    expect(comparedCount(series([0, 40], [1, 1]), readings(20))).toBe(5);
    expect(MIN_LEVELS).toBe(6);
  });

  test('says by how much and how much later the highest level comes', () => {
    const error = levelError(
      steady(8, (i) => [5, 5, 5, 5, 6.5, 5, 5, 5][i]),
      steady(8, (i) => [5, 5, 6, 5, 5, 5, 5, 5][i]),
    );
    expect(error?.peakM).toBeCloseTo(0.5, 9);
    expect(error?.laterS).toBe(20);
  });

  test('knows no delay where the level still rises at the end, or only flickers', () => {
    const peaked = steady(8, (i) => [5, 5, 6, 5, 5, 5, 5, 5][i]);
    expect(
      levelError(
        steady(8, (i) => 5 + i),
        peaked,
      )?.laterS,
    ).toBeNull();
    expect(
      levelError(
        peaked,
        steady(8, (i) => (i === 3 ? 5.02 : 5)),
      )?.laterS,
    ).toBeNull();
  });
});
