import { expect, test } from 'vitest';
import {
  backupProblem,
  chargeProblem,
  coverProblem,
  keptState,
  medianProblem,
  type SitingCase,
  setCoverProblem,
  solveCentre,
} from '../../../workers/site-selection/siting-models.ts';
import { solved, solveSiting } from '../../../workers/site-selection/solve-siting.ts';

const WORK = 10_000_000;
const FAR = 1000;

/** People live at 0, 1, 2, 10 and 11 on a line; each of these places is a site as well. */
const PLACES = [0, 1, 2, 10, 11];
const PEOPLE = [10, 20, 10, 5, 5];
const line: SitingCase = {
  sites: 5,
  rows: 5,
  times: Float64Array.from({ length: 25 }, (_, i) => Math.abs(PLACES[Math.floor(i / 5)] - PLACES[i % 5])),
  weights: Float64Array.from(PEOPLE),
};
const two = { minOpen: 2, maxOpen: 2 };

test('a p-median of two puts one site amid each group', () => {
  // 10 × 1 + 10 × 1 to the place at 1, and 5 × 1 to one of the two beyond.
  expect(solved(solveSiting(medianProblem(line, two, FAR), { work: WORK }))).toMatchObject({
    open: [1, 3],
    cost: 25,
    bound: 25,
    isProven: true,
  });
});

test('a site that is kept stays, though another were better', () => {
  const kept = { ...line, state: keptState(5, [0]) };
  // 20 × 1 + 10 × 2 to the place at 0, 5 × 1 beyond.
  expect(solved(solveSiting(medianProblem(kept, two, FAR), { work: WORK }))).toMatchObject({
    open: [0, 3],
    cost: 45,
    isProven: true,
  });
});

test('a p-centre of two has everybody within 1, of one within 6 where only whole places count', () => {
  expect(solved(solveCentre(line, two, { work: WORK }))).toMatchObject({ radius: 1, bound: 1, isProven: true });
  // From 2 it is 9 to the last place, from 10 it is 10 to the first.
  const one = { minOpen: 1, maxOpen: 1 };
  expect(solved(solveCentre(line, one, { work: WORK }))).toMatchObject({ open: [2], radius: 9, isProven: true });
});

test('one site within 1 covers 40 of 50 people; two cover all, and no fewer', () => {
  const one = { minOpen: 1, maxOpen: 1 };
  expect(solved(solveSiting(coverProblem(line, one, 1), { work: WORK }))).toMatchObject({ open: [1], cost: 10 });
  expect(solved(solveSiting(setCoverProblem(line, 1), { work: WORK }))).toMatchObject({ cost: 2, isProven: true });
});

test('a backup is worth more to the many: both sites stand in the larger group', () => {
  // With 6 of 10 for the first site, two in the group of 40 are worth 24 + at most 16, one in each group 24 + 6.
  const answer = solved(solveSiting(backupProblem(line, two, 2, 0.6), { work: WORK }));
  expect(answer).toMatchObject({ cost: 10 * 1000, isProven: true });
  expect(answer?.open.every((site) => site < 3)).toBe(true);
});

test('a second site is opened where it costs less than it saves', () => {
  // One site at 1 costs 20 + 5 × 9 + 5 × 10 = 115; a second one beyond saves 90.
  const open = (charge: number) =>
    solved(solveSiting(chargeProblem(line, new Float64Array(5).fill(charge), FAR), { work: WORK }))?.open.length;
  expect(open(89)).toBe(2);
  expect(open(91)).toBe(1);
});

test('a budget buys the two cheap sites that cover more than the dear one', () => {
  const price = Float64Array.from([9, 10, 9, 4, 4]);
  const any = { minOpen: 0, maxOpen: 5 };
  const within = (limit: number) =>
    solved(solveSiting(coverProblem(line, any, 1, { budget: { price, limit } }), { work: WORK }));
  // For 9 one site in the large group has 30 people; 10 buy all 40 of it, 14 the small one too.
  expect(within(9)).toMatchObject({ cost: 20, isProven: true });
  expect(within(10)).toMatchObject({ open: [1], cost: 10, isProven: true });
  expect(within(14)).toMatchObject({ cost: 0, isProven: true });
});

test('a search that may not work long says how far its answer may be from the best', () => {
  const random = Float64Array.from({ length: 3600 }, (_, i) => (i * 7919 + ((i * i) % 613)) % 997);
  const of = { sites: 60, rows: 60, times: random, weights: new Float64Array(60).fill(1) };
  const problem = medianProblem(of, { minOpen: 8, maxOpen: 8 }, FAR);
  const short = solved(solveSiting(problem, { work: 20_000 }));
  const long = solved(solveSiting(problem, { work: 100_000_000 }));
  expect(short?.isProven).toBe(false);
  expect(long?.isProven).toBe(true);
  expect(short?.bound).toBeLessThanOrEqual(long?.cost ?? 0);
  expect(short?.cost).toBeGreaterThanOrEqual(long?.cost ?? 0);
});

test('more sites kept than may be open is no answer', () => {
  const kept = { ...line, state: keptState(5, [0, 1, 2]) };
  expect(solved(solveSiting(medianProblem(kept, two, FAR), { work: WORK }))).toBe(null);
});
