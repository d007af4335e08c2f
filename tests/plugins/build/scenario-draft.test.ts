import { expect, test } from 'vitest';
import { readSchedule } from '../../../readers/schedule/schedule-file.ts';
import { parseConstructionCase } from '../../../scenarios/construction.ts';
import { type ScenarioDraft, scenarioOf } from '../../../src/plugins/build/scenario-draft.ts';
import { scenariosOfFile } from '../../../src/plugins/build/scenario-file.ts';
import { openScheduleController } from '../../../src/plugins/build/schedule-controller.ts';
import { Review } from '../../../workers/construction/review/review.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { noReview } from './no-review.ts';

/** Monday to Wednesday of the week after, 8 hours a day. */
const TABLE =
  'id,name,duration,start,finish,predecessors\n7,Dig,5d,2026-01-05 08:00,2026-01-09 17:00,\n9,Pour,3d,,,7\n';

const noMonday: ScenarioDraft = {
  ...{ name: ' No Monday ', basedOn: null, onceCost: 500 },
  change: { kind: 'noGo', from: '2026-01-12', to: '2026-01-12', days: 'everyDay', times: '00:00-24:00' },
};
const fastDig: ScenarioDraft = {
  ...{ name: 'Fast too', basedOn: 'own-1', onceCost: 200 },
  change: { kind: 'rates', codes: '7', rate: 2, crewRatio: 1 },
};

const whatIfs = (text: string, file: string) => scenariosOfFile(JSON.parse(text), file);

async function openedDesk() {
  const twin = pageTwin(smallCity().city, 0);
  const review = new Review(() => null);
  const desk = openScheduleController(
    twin,
    {
      ...noReview,
      open: async (bytes, file) => review.open(await readSchedule(bytes, file), file),
      setScenarios: async (scenarios) => review.setScenarios(scenarios),
      compare: (hear) => review.compare(hear),
    },
    { schedule: null, construction: null, gidOf: async () => null },
  );
  await desk.open(new TextEncoder().encode(TABLE), 'small.csv');
  const seen = () =>
    desk.review.rows().map(({ ids, finishMin, cost, best }) => ({
      ...{ id: ids.join(), cost, best },
      finish: new Date(finishMin * 60_000).toISOString().slice(0, 16),
    }));
  return { twin, desk: desk.review, seen };
}

test('a scenario made on the page is played beside the plan, one based on another keeps its differences, and a removed one is gone', async () => {
  const { twin, desk, seen } = await openedDesk();
  const plan = { id: '', finish: '2026-01-14T17:00', cost: 0, best: true };
  const first = { id: 'own-1', finish: '2026-01-15T17:00', cost: 500, best: false };
  await desk.addScenario(noMonday);
  expect(seen()).toEqual([plan, first]);
  await desk.addScenario(fastDig);
  // 20 h of digging to Wednesday noon; 24 h of pouring from 13:00, Monday left out, to Tuesday noon.
  const second = { id: 'own-2', finish: '2026-01-13T12:00', cost: 700, best: true };
  expect(seen()).toEqual([plan, first, second]);
  expect(desk.scenarioTitle('own-2')).toEqual({ zh: 'Fast too', en: 'Fast too' });
  await desk.removeScenario('own-1');
  expect(seen()).toEqual([plan, second]);
  expect(twin.getState().whatIf.kind).toBe('done');
  await desk.addScenario(noMonday);
  expect(seen()).toEqual([plan, second, first]);
});

test('what the plan does not have, or no clock shows, is named, and the scenarios stay as they were', async () => {
  const { twin, desk, seen } = await openedDesk();
  await desk.addScenario(noMonday);
  const before = seen();
  const change = { kind: 'rates', codes: 'P4.', rate: 2, crewRatio: 1 } as const;
  await expect(desk.addScenario({ ...fastDig, change })).rejects.toThrow(
    'own-2: rates: expected activities whose code begins "P4.", got none',
  );
  const times = { ...noMonday.change, times: 'nights' } as ScenarioDraft['change'];
  await expect(desk.addScenario({ ...noMonday, change: times })).rejects.toThrow(
    'No Monday: noGo.0.times: expected times like 08:00-12:00, got "nights"',
  );
  expect(twin.getState().scenarios.map(({ id }) => id)).toEqual(['own-1']);
  expect(seen()).toEqual(before);
});

test('a form writes what a case writes', () => {
  const times = '08:00-12:00，13:00-17:00; 18:00-22:00';
  const shifts = { kind: 'shifts', calendar: 'Site', days: 'sixDays', costRatio: 1.3, times } as const;
  expect(scenarioOf({ name: '两班', basedOn: null, onceCost: 0, change: shifts }, [])).toEqual({
    ...{ id: 'own-1', title: { zh: '两班', en: '两班' }, cost: { once: 0 } },
    shifts: [
      {
        ...{ calendar: 'Site', costRatio: 1.3, weekdays: ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'] },
        shifts: ['08:00-12:00', '13:00-17:00', '18:00-22:00'],
      },
    ],
  });
  const base = { id: 'own-1', crews: [{ resource: 'a', capacity: 1 }], cost: { perDay: 3 } };
  const crews = { kind: 'crews', resource: 'b', capacity: 4 } as const;
  expect(scenarioOf({ name: 'x', basedOn: 'own-1', onceCost: 7, change: crews }, [base])).toEqual({
    ...{ id: 'own-2', title: { zh: 'x', en: 'x' }, cost: { perDay: 3, once: 7 } },
    crews: [
      { resource: 'a', capacity: 1 },
      { resource: 'b', capacity: 4 },
    ],
  });
});

test('saved what-ifs are a case that opens again: the same rows; of one id the file’s own; a broken file is refused by name and changes nothing', async () => {
  const { twin, desk, seen } = await openedDesk();
  await desk.addScenario(noMonday);
  const before = seen();
  const file = desk.scenarioFile() ?? '';
  expect(parseConstructionCase(JSON.parse(file))).toMatchObject({
    schedule: 'small.csv',
    scenarios: [{ id: 'own-1' }],
  });
  await desk.removeScenario('own-1');
  await desk.addScenario({ ...fastDig, basedOn: null });
  await desk.openScenarios(whatIfs(file, 'what-ifs.case.json'), 'what-ifs.case.json');
  expect(seen()).toEqual(before);
  const openedMine = async (text: string) => desk.openScenarios(whatIfs(text, 'mine.json'), 'mine.json');
  const refused: [text: string, words: string][] = [
    ['{"format":1,"kind":"flood"}', 'mine.json: kind: expected "construction", got "flood"'],
    [file.replace('00:00-24:00', 'nights'), 'mine.json: scenarios.0.noGo.0.times: expected times like 08:00-12:00'],
    [
      JSON.stringify({ ...JSON.parse(file), scenarios: [{ id: 'x', crews: [{ resource: 'divers', capacity: 2 }] }] }),
      'mine.json: x: crews: expected one of none, got "divers"',
    ],
  ];
  for (const [text, words] of refused) await expect(openedMine(text)).rejects.toThrow(words);
  expect(twin.getState().scenarios.map(({ id }) => id)).toEqual(['own-1']);
  expect(seen()).toEqual(before);
});
