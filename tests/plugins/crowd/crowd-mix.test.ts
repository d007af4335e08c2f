import { expect, test } from 'vitest';
import { caseOfForm, type PageCrowdScenario } from '../../../src/plugins/crowd/crowd-case.ts';
import { populationsOf } from '../../../src/plugins/crowd/crowd-mix.ts';
import type { CrowdForm, CrowdSiteOptions } from '../../../src/plugins/crowd/slice.ts';
import { PLAIN } from './plain-form.ts';

const exit = (id: string, widthM: number) => ({
  ...{ id, kind: 'edge' as const, label: null, floor: 'ground', part: 'square' },
  from: [0, 0] as [number, number],
  to: [widthM, 0] as [number, number],
});
const house = { storeyM: 3, wayM: 5, part: 'square', at: [4, 4] as [number, number] };
const offer: CrowdSiteOptions = {
  exits: [exit('lane', 2), exit('avenue', 12)],
  gates: [],
  stands: [
    {
      ...{ id: 'platform', kind: 'platform', label: null, floor: 'under', outer: [], m2: 50, places: 100 },
      part: 'square',
    },
  ],
  homes: {
    atHome: { hours: [0], residentsAtHome: { weekday: [1], weekend: [1] } },
    houses: [
      { ...house, id: 'low', storeys: 1, residents: 3 },
      { ...house, id: 'high', storeys: 6, residents: 7 },
    ],
  },
  walkableM2: 1000,
};
const form: CrowdForm = {
  place: { kind: 'area', area: { westM: 0, southM: 0, eastM: 100, northM: 100 }, perM2: 0.1 },
  ...{ stands: [], homes: null, orders: [], exits: ['lane', 'avenue'], lines: [], shut: [] },
  ...{ preset: 'prescriptive', hesitate: true, endMin: 5, seed: 1, waterId: null },
  ...PLAIN,
};
const made = (part: Partial<CrowdForm>): PageCrowdScenario => caseOfForm({ ...form, ...part }, offer, 'c', []);
const counts = ({ populations }: PageCrowdScenario) =>
  populations.map(({ id, profile, count }) => [id, profile, count]);

test('one hundred people of four classes are as many as their shares, and one hundred in all', () => {
  const classes = { childPct: 15, elderlyPct: 20.6, wheelchairPct: 1 };
  expect(counts(made({ classes }))).toEqual([
    ['people', 'adult', 63],
    ['people-child', 'child', 15],
    ['people-elderly', 'elderly', 21],
    ['people-wheelchair', 'wheelchair', 1],
  ]);
  expect(counts(made({}))).toEqual([['people', 'adult', 100]]);
});

test('who knows one exit knows the widest; who knows all prefers none, and nobody is told apart where all know all', () => {
  const { populations, choice } = made({ knowAllPct: 30 });
  expect(populations.map(({ id, count, familiar }) => [id, count, familiar])).toEqual([
    ['people', 30, ['lane', 'avenue']],
    ['people-visitor', 70, ['avenue']],
  ]);
  expect(choice).toEqual({ familiarity: 12 });
  expect(made({}).populations[0].familiar).toEqual([]);
  expect(made({}).choice).toEqual({});
});

test('in groups of two in the mean there are ones, twos and threes', () => {
  const [{ groupSize }] = made({ groupMean: 2 }).populations;
  expect(groupSize).toEqual({ kind: 'uniform', from: 0.5, to: 3.5 });
});

test('no wheelchair is on a stand or in a house, to which steps lead; shares of small houses add up over the lane', () => {
  const houses = Array.from({ length: 10 }, (_, k) => ({
    ...{ id: `h${k}`, at: [0, 0] as [number, number], people: 2, storeys: 2, storeyM: 3, wayM: 0 },
  }));
  const plain = { id: 'residents', floor: 'ground', count: 20, where: { kind: 'houses' as const, houses } };
  const classes = { childPct: 25, elderlyPct: 0, wheelchairPct: 50 };
  const parts = populationsOf(plain, { ...form, classes }, [
    { id: 'lane', widthM: 2 },
  ]) as PageCrowdScenario['populations'];
  expect(parts.map(({ id, count }) => [id, count])).toEqual([
    ['residents', 15],
    ['residents-child', 5],
  ]);
  for (const { count, where } of parts)
    expect(where.kind === 'houses' && where.houses.reduce((sum, { people }) => sum + people, 0)).toBe(count);
});

test('an order reaches every class of the people that it names, each once', () => {
  const classes = { childPct: 10, elderlyPct: 0, wheelchairPct: 0 };
  const orders = [{ population: 'people', exit: 'lane', fromMin: 0, toMin: 1, followPct: 100 }];
  expect(made({ classes, orders }).orders.map(({ id, population }) => [id, population])).toEqual([
    ['marshal-1-1', 'people'],
    ['marshal-1-2', 'people-child'],
  ]);
});

test('trains: so many people each, from their minute on, at once on their way; on the ground too', () => {
  const train = { at: 'platform', firstMin: 1, everyMin: 3, times: 2, people: 80, overS: 30 };
  const { populations, title } = made({ arrivals: [train, { ...train, at: 'people', times: 1 }] });
  expect(
    populations
      .slice(1)
      .map(({ id, floor, count, appearS, premovementS }) => ({ id, floor, count, appearS, premovementS })),
  ).toEqual(
    [
      ['arrival-1-1', 'under', 60],
      ['arrival-1-2', 'under', 240],
      ['arrival-2-1', 'ground', 60],
    ].map(([id, floor, from]) => ({
      ...{ id, floor, count: 80, appearS: { from, to: Number(from) + 30 } },
      premovementS: { kind: 'constant', value: 0 },
    })),
  );
  expect(title.zh).toBe('340 人 · 所选范围疏散');
});

test('houses of two storeys and more are refuges where there is water, unless nobody is to be led there', () => {
  expect(made({ waterId: 'flood-1' }).refuges).toEqual([{ id: 'high', floor: 'ground', at: [4, 4] }]);
  expect(made({ waterId: 'flood-1', upperFloors: false }).refuges).toEqual([]);
  expect(made({}).refuges).toEqual([]);
});

test('the model that people walk by is the form’s', () => {
  expect(made({ model: 'social-force' }).model).toBe('social-force');
});
