import { describe, expect, test } from 'vitest';
import type { AtHome } from '../../../model/city/population.ts';
import { CrowdRefusal } from '../../../model/scenarios/crowd-problem.ts';
import {
  type CityCrowdScenario,
  caseFactsOf,
  caseOfForm,
  chosenCase,
  defaultCrowdForm,
  peopleAtHome,
  spreadPeople,
} from '../../../src/plugins/crowd/crowd-case.ts';
import { refuseLarge } from '../../../src/plugins/crowd/crowd-file.ts';
import {
  boxOfCrowd,
  type CrowdForm,
  type CrowdSiteOptions,
  type HomesOption,
} from '../../../src/plugins/crowd/slice.ts';
import { seeded } from '../../../workers/shared/random.ts';

const AREA = { westM: -400, southM: 0, eastM: 600, northM: 500 };
const OFFER: CrowdSiteOptions = {
  exits: [{ id: 'north', kind: 'edge', label: null, floor: 'ground', from: [-5, 100], to: [5, 100], part: 'streets' }],
  gates: [],
  stands: [],
  walkableM2: 40_000,
  homes: null,
};

describe('people on the ground of a box', () => {
  test('are as many as the density says, somebody at least, and nobody where it is nought', () => {
    expect([spreadPeople(0.25, 1000), spreadPeople(0.001, 10), spreadPeople(0, 1000), spreadPeople(2, 0.1)]).toEqual([
      250, 1, 0, 1,
    ]);
  });
});

describe('people in houses', () => {
  const atHome: AtHome = {
    hours: [0, 12],
    residentsAtHome: { weekday: [1, 0.5], weekend: [1, 0.8] },
  };
  const random = seeded(17);
  const houses = Array.from({ length: 400 }, (_, i) => ({
    id: `h${i}`,
    at: [i, 0] as [number, number],
    residents: 1 + Math.floor(4 * random()),
    part: 'streets',
    storeys: 2,
    storeyM: 2.8,
    wayM: 3,
    ground: 'g',
  })) as unknown as HomesOption['houses'];
  const offered: HomesOption = { atHome, houses } as HomesOption;
  const living = houses.reduce((sum, { residents }) => sum + residents, 0);
  const at = (hour: number, day: 'weekday' | 'weekend' = 'weekday') => peopleAtHome({ day, hour }, offered);
  const sum = (list: readonly { people: number }[]) => list.reduce((all, { people }) => all + people, 0);

  test('are all of them at midnight, half at noon of a weekday, and three quarters between', () => {
    expect(sum(at(0))).toBe(living);
    expect(sum(at(12))).toBe(Math.round(living / 2));
    expect(sum(at(6))).toBe(Math.round(0.75 * living));
    expect(sum(at(12, 'weekend'))).toBe(Math.round(0.8 * living));
  });

  test('are whole people, no more in a house than live there, and no house without any is named', () => {
    const byId = new Map(houses.map(({ id, residents }) => [id, residents]));
    for (const hour of [3, 9, 12, 17]) {
      const people = at(hour);
      expect(people.every((house) => Number.isInteger(house.people) && house.people > 0)).toBe(true);
      expect(people.every((house) => house.people <= (byId.get(house.id) ?? 0))).toBe(true);
    }
  });

  test('are even over the city: of each ten houses in a row as many as their share, to one', () => {
    const people = new Map(at(12).map((house) => [house.id, house.people]));
    for (let from = 0; from < houses.length; from += 10) {
      const row = houses.slice(from, from + 10);
      const expected = row.reduce((all, { residents }) => all + residents, 0) / 2;
      const got = row.reduce((all, { id }) => all + (people.get(id) ?? 0), 0);
      expect(Math.abs(got - expected)).toBeLessThanOrEqual(1);
    }
  });

  test('are nobody where nobody is asked to come out, or the city does not know', () => {
    expect(peopleAtHome(null, offered)).toEqual([]);
    expect(peopleAtHome({ day: 'weekday', hour: 0 }, null)).toEqual([]);
  });
});

describe('the form that is shown first', () => {
  test('is people in the middle of the city, 200 m by 200 m', () => {
    const form = defaultCrowdForm({ area: AREA } as Parameters<typeof defaultCrowdForm>[0], []);
    expect(form.place).toEqual({
      kind: 'area',
      area: { westM: 0, southM: 150, eastM: 200, northM: 350 },
      perM2: 0.2,
    });
    expect(boxOfCrowd(form, [], null)).toEqual([0, 150, 200, 350]);
    const seen = { area: AREA, middle: [40, 300] } as unknown as Parameters<typeof defaultCrowdForm>[0];
    expect(boxOfCrowd(defaultCrowdForm(seen, []), [], null)).toEqual([-60, 200, 140, 400]);
    expect([form.preset, form.endMin, form.waterId]).toEqual(['prescriptive', 15, null]);
  });

  test('is a case of the city where it has one, and what a case says goes before what was chosen', () => {
    const made = caseOfForm(
      { ...defaultCrowdForm({ area: AREA } as Parameters<typeof defaultCrowdForm>[0], []), exits: ['north'] },
      OFFER,
      'small',
      [],
    );
    const facts = caseFactsOf({ ...made, id: 'match', endS: 601, seed: 9 } as CityCrowdScenario);
    expect(facts).toMatchObject({
      id: 'match',
      people: 8000,
      endMin: 11,
      seed: 9,
      boxM: [0, 150, 200, 350],
      populations: ['people'],
      exits: ['north'],
    });
    const first = defaultCrowdForm({ area: AREA } as Parameters<typeof defaultCrowdForm>[0], [facts]);
    expect(first).toMatchObject({ place: { kind: 'case', id: 'match' }, endMin: 11, seed: 9 });
    expect(boxOfCrowd(first, [facts], null)).toEqual(facts.boxM);
    expect(boxOfCrowd(first, [], null)).toBeNull();
    const changed: CrowdForm = { ...first, shut: ['G01'], exits: ['north'], ...chosenCase(facts) };
    expect(changed).toMatchObject({ shut: [], exits: [], preset: facts.preset });
  });
});

test('a case file larger than any case is refused before it is read, by its name', () => {
  expect(() => refuseLarge('match.json', 16 << 20)).not.toThrow();
  const refused = () => refuseLarge('match.json', (16 << 20) + 1);
  expect(refused).toThrow(CrowdRefusal);
  expect(refused).toThrow(/match\.json/);
});
