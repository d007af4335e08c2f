import { beforeEach, describe, expect, test } from 'vitest';
import { type Message, messagesOf } from '../../../model/text/message.ts';
import { floorPlansOfIfc } from '../../../readers/ifc/floor-plan.ts';
import { applyLink, formatLink, parseLink } from '../../../src/app/link.ts';
import {
  type CityCrowdScenario,
  caseOfForm,
  cityCaseOf,
  exitsInReach,
  type PageCrowdScenario,
} from '../../../src/plugins/crowd/crowd-case.ts';
import { countsOn } from '../../../src/plugins/crowd/crowd-counted.ts';
import { caseOfFile } from '../../../src/plugins/crowd/crowd-file.ts';
import { readCrowdLink, writeCrowdLink } from '../../../src/plugins/crowd/crowd-link.ts';
import { frameAt, peopleAt } from '../../../src/plugins/crowd/crowd-moment.ts';
import { followCrowdPicks } from '../../../src/plugins/crowd/crowd-picks.ts';
import { openCrowdRunController } from '../../../src/plugins/crowd/run-controller.ts';
import {
  type CrowdForm,
  type CrowdSiteOptions,
  crowdRuns,
  type PackedCrowdFrame,
  shownCrowd,
} from '../../../src/plugins/crowd/slice.ts';
import { type EngineClient, EngineFault } from '../../../src/twin/engine-host.ts';
import { openFields } from '../../../src/twin/fields.ts';
import { LiveValues } from '../../../src/twin/live/live-values.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import type { CrowdEngineTypes } from '../../../workers/crowd/engine-types.ts';
import { storeysOf } from '../../../workers/crowd/plan/ifc-plan.ts';
import type { RunEnd } from '../../../workers/shared/engine.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { smallStoreys } from '../../readers/ifc/small-storeys.ts';
import { handEngine } from '../../twin/hand-engine.ts';
import { PLAIN } from './plain-form.ts';

const { city } = smallCity();
const START_MS = Date.UTC(2026, 6, 18, 4, 0, 0);
const area = { westM: -100, southM: -100, eastM: 100, northM: 100 };

const offer: CrowdSiteOptions = {
  exits: [
    { id: 'north', kind: 'edge', label: null, floor: 'ground', from: [-5, 100], to: [5, 100], part: 'streets' },
    { id: 'park', kind: 'shelter', label: null, floor: 'ground', from: [50, 0], to: [54, 0], part: 'streets' },
  ],
  gates: [{ id: 'G01', kind: 'gate', label: null, floor: 'ground', from: [0, 0], to: [3, 0], part: 'streets' }],
  stands: [
    {
      ...{ id: 'G01-stand', kind: 'seats', label: null, floor: 'ground', m2: 200, places: 400, part: 'streets' },
      outer: [
        [0, 0],
        [20, 0],
        [20, 10],
        [0, 10],
      ],
    },
    {
      ...{ id: 'platform', kind: 'platform', label: null, floor: 'under', m2: 50, places: 100, part: 'hall' },
      outer: [],
    },
  ],
  walkableM2: 1000,
  homes: null,
};

const form: CrowdForm = {
  place: { kind: 'area', area, perM2: 0.25 },
  stands: [],
  homes: null,
  orders: [],
  exits: ['north'],
  lines: [
    { id: 'exit-1', kind: 'exit', from: [-40, -50], to: [-36, -50] },
    { id: 'barrier-1', kind: 'barrier', from: [10, 10], to: [20, 10] },
  ],
  shut: ['G01'],
  preset: 'laboratory',
  hesitate: false,
  endMin: 10,
  seed: 3,
  waterId: null,
  ...PLAIN,
};

const written = {
  format: 1,
  kind: 'crowd',
  id: 'hall',
  title: { zh: '大厅', en: 'Hall' },
  ground: { kind: 'city', id: city.id, boxM: [-100, -100, 100, 100], cellM: 1 },
  exits: [{ id: 'door', floor: 'ground', from: [0, 0], to: [2, 0] }],
  doors: [{ id: 'G01', floor: 'ground', from: [0, 0], to: [3, 0] }],
  events: [{ door: 'G01', atS: 60 }],
  populations: [
    { id: 'some', floor: 'ground', count: 10, where: { kind: 'walkable', ids: ['hall'] }, exits: ['door'] },
    { id: 'others', floor: 'ground', count: 20, where: { kind: 'walkable', ids: ['hall'] } },
  ],
  flood: { file: 'result.flood', floors: ['ground'] },
  endS: 100,
};

describe('the form as a case', () => {
  test('of a box: density times the ground, the ways out that are taken and drawn, gates and barriers as shut doors', () => {
    const { populations, exits, doors, endS, preset, seed, ground } = caseOfForm(form, offer, 'c', []);
    if (ground.kind !== 'city') expect.fail('expected a case of a city');
    expect(populations.map(({ count }) => count)).toEqual([250]);
    expect(exits.map(({ id }) => id)).toEqual(['north', 'exit-1']);
    expect(doors.map(({ id, forward, backward }) => [id, forward, backward])).toEqual([
      ['barrier-1', false, false],
      ['G01', false, false],
    ]);
    expect([endS, preset, seed, ground.boxM]).toEqual([600, 'laboratory', 3, [-100, -100, 100, 100]]);
  });

  const populationsOf = (part: Partial<CrowdForm>) =>
    caseOfForm({ ...form, ...part }, offer, 'c', []).populations.map(({ id, floor, count }) => [id, floor, count]);

  test('people on stands and platforms beside those on the ground, who are as many fewer as the stand on it is large', () => {
    const stands = [
      { id: 'G01-stand', people: 300 },
      { id: 'platform', people: 40 },
      { id: 'of another box', people: 9 },
    ];
    expect(populationsOf({ stands })).toEqual([
      ['people', 'ground', 200],
      ['G01-stand', 'ground', 300],
      ['platform', 'under', 40],
    ]);
    const made = caseOfForm({ ...form, stands }, offer, 'c', []);
    expect(made.populations.map(({ where }) => where)).toMatchObject([
      { kind: 'areas', areas: [{ holes: [offer.stands[0].outer] }] },
      { kind: 'walkable', ids: ['G01-stand'] },
      { kind: 'walkable', ids: ['platform'] },
    ]);
    expect(made.title.en).toBe('540 people · evacuation of a drawn area');
  });

  const house = { id: 'bld-1', at: [40, 60] as [number, number], storeys: 6, storeyM: 2.8, wayM: 12, part: 'streets' };
  const homes = {
    atHome: { hours: [0, 12], residentsAtHome: { weekday: [1, 0.5], weekend: [1, 1] } },
    houses: [
      { ...house, residents: 41 },
      { ...house, id: 'bld-2', residents: 1, part: 'court' },
    ],
  };
  const lived: CrowdSiteOptions = { ...offer, homes };

  test('residents of its houses: those who are at home at the hour, as many in all as their share, beside the others', () => {
    const madeAt = (day: 'weekday' | 'weekend', hour: number, perM2 = 0.25) =>
      caseOfForm({ ...form, homes: { day, hour }, place: { kind: 'area', area, perM2 } }, lived, 'c', []);
    const [people, residents] = madeAt('weekday', 12).populations;
    expect([people.id, people.count, residents.id]).toEqual(['people', 250, 'residents']);
    const { id, at, storeys, storeyM, wayM } = house;
    expect(residents).toMatchObject({
      count: 21,
      // Half of 42 is 21, not the 22 of 20.5 and 0.5 rounded up in each.
      where: {
        kind: 'houses',
        houses: [{ id, at, storeys, storeyM, wayM, people: 21 }],
      },
    });
    const counts = (made: PageCrowdScenario) => made.populations.map(({ count }) => count);
    expect(counts(madeAt('weekday', 0, 0))).toEqual([42]);
    expect(counts(madeAt('weekday', 13, 0))).toEqual([23]);
    expect(counts(madeAt('weekend', 13, 0))).toEqual([42]);
    // Where a city tells nothing of its houses nobody lives in them.
    expect(populationsOf({ homes: { day: 'weekday', hour: 0 } })).toHaveLength(1);
  });

  test('ways out of the parts that residents come out in, where nobody else is', () => {
    const empty = {
      ...form,
      place: { kind: 'area', area, perM2: 0 } as const,
      homes: { day: 'weekday', hour: 0 } as const,
    };
    const ways = (houses: typeof homes.houses) =>
      exitsInReach(empty, { ...lived, homes: { ...homes, houses } }).map(({ id }) => id);
    expect(ways(homes.houses)).toEqual(['north', 'park']);
    expect(ways(homes.houses.slice(1))).toEqual([]);
  });

  test('nobody on the ground where the density is 0; nobody at all is refused', () => {
    const place = { kind: 'area', area, perM2: 0 } as const;
    expect(populationsOf({ place, stands: [{ id: 'platform', people: 40 }] })).toEqual([['platform', 'under', 40]]);
    expect(() => populationsOf({ place })).toThrow('populations: expected people');
  });

  test('marshals: orders of the case, in seconds and parts of one; a written case keeps its own before them', () => {
    const orders = [{ population: 'people', exit: 'north', fromMin: 2, toMin: 5, followPct: 80 }];
    const order = { id: 'marshal-1', population: 'people', exit: 'north', fromS: 120, toS: 300, followRatio: 0.8 };
    expect(caseOfForm({ ...form, orders }, offer, 'c', []).orders).toEqual([order]);
    const own = { id: 'own', population: 'some', exit: 'door' };
    const hall = cityCaseOf({ ...written, orders: [own] }, city.id, 'case') as CityCrowdScenario;
    const changed = caseOfForm({ ...form, orders, place: { kind: 'case', id: 'hall' } }, offer, city.id, [hall]);
    expect(changed.orders.map(({ id }) => id)).toEqual(['own', 'marshal-1']);
  });

  test('of a written case: its own, with what was changed; a shut gate stays shut, and the file’s flood is left out', () => {
    const hall = cityCaseOf(written, city.id, 'case') as CityCrowdScenario;
    const made = caseOfForm({ ...form, place: { kind: 'case', id: 'hall' } }, offer, city.id, [hall]);
    expect(made.exits.map(({ id }) => id)).toEqual(['door', 'exit-1']);
    expect(made.populations.map(({ exits }) => exits)).toEqual([['door', 'exit-1'], undefined]);
    expect(made.doors.map(({ id, forward }) => [id, forward])).toEqual([
      ['barrier-1', false],
      ['G01', false],
    ]);
    expect([made.events, made.flood]).toEqual([[], undefined]);
  });

  test('a case of another city is none of this one', () => {
    expect(cityCaseOf(written, 'elsewhere', 'case')).toBeNull();
    expect(() => cityCaseOf({ ...written, exits: [] }, city.id, 'case')).toThrow(/exits/);
  });
});

describe('counters on a platform', () => {
  const platform = { ...offer.stands[0], kind: 'platform', m2: 200, places: 400 } as const;
  const sensor = (id: string, unit: string, eastM: number) => ({
    ...{ id, kind: 'metro', name: { zh: id, en: id }, lonLat: [108, 34] as [number, number], of: 'st-1' },
    at: [eastM, 5] as [number, number],
    datastreams: [{ id: `${id}/1`, name: { zh: '值', en: 'value' }, unit, cadenceS: 10 }],
  });
  const live = (agesS: number[], values: number[]) => {
    const sensors = [
      sensor('a', '1/m2', 2),
      sensor('b', '1/m2', 12),
      sensor('gate', '1', 5),
      sensor('beside', '1/m2', 50),
    ];
    const made = new LiveValues(sensors, new Float64Array(4), [{ first: 0, gidBase: 0 }]);
    made.take({
      streams: Uint32Array.from(values.keys()),
      values: Float64Array.from(values),
      receivedMs: Float64Array.from(agesS, () => START_MS),
      timesMs: Float64Array.from(agesS, (ageS) => START_MS - ageS * 1000),
    });
    return made;
  };

  test('the mean of people/m² times the platform, since its oldest reading; gates and what stands beside it do not count', () => {
    expect(countsOn(platform, live([2, 8, 1, 1], [0.5, 1, 30, 9]), START_MS)).toEqual({
      ...{ people: 150, perM2: 0.75, timeMs: START_MS - 8000, samples: 2, silent: [] },
    });
  });
  test('a stale or silent one is named and left out; without any that speaks there is no number', () => {
    expect(countsOn(platform, live([2, 60], [0.5, 1]), START_MS)).toMatchObject({ people: 100, silent: ['b'] });
    expect(countsOn(platform, live([60], [0.5]), START_MS)).toMatchObject({ people: null, silent: ['a', 'b'] });
  });
  test('no more than the platform holds; none where no counter stands', () => {
    expect(countsOn(platform, live([1, 1], [9, 9]), START_MS)?.people).toBe(400);
    expect(
      countsOn(
        {
          ...platform,
          outer: [
            [70, 0],
            [80, 0],
            [80, 9],
          ],
        },
        live([1], [1]),
        START_MS,
      ),
    ).toBeNull();
  });
});

const bytesOf = (json: unknown) => new TextEncoder().encode(JSON.stringify(json));

describe('a case file', () => {
  const reading = (bytes: Uint8Array) => () => caseOfFile(bytes, 'mine.json', city.id);

  test('is the case of the command line', () => {
    expect(caseOfFile(bytesOf(written), 'mine.json', city.id)).toEqual(cityCaseOf(written, city.id, 'mine.json'));
  });

  test('of another city, of a plan, of a wrong number, of no JSON, of other bytes: refused by file and place', () => {
    const elsewhere = { ...written, ground: { ...written.ground, id: 'elsewhere' } };
    expect(reading(bytesOf(elsewhere))).toThrow(
      `mine.json: ground.id: expected "${city.id}", the opened city, got "elsewhere"`,
    );
    const plan = {
      kind: 'plan',
      cellM: 1,
      floors: [
        {
          id: 'ground',
          areas: [
            {
              outer: [
                [0, 0],
                [9, 0],
                [9, 9],
              ],
            },
          ],
        },
      ],
    };
    expect(reading(bytesOf({ ...written, ground: plan }))).toThrow(
      /mine.json: ground.kind: expected "city" .*, got "plan"/,
    );
    expect(reading(bytesOf({ ...written, endS: -1 }))).toThrow(/^mine.json: endS: expected .*, got -1/);
    expect(reading(bytesOf({ kind: 'flood' }))).toThrow(/^mine.json: /);
    expect(reading(new TextEncoder().encode('{"format": 1,\n"id" 7}'))).toThrow(
      'mine.json: expected JSON, got other text from line 2, column 6 on',
    );
    expect(reading(new TextEncoder().encode('{"format": 1,\n"id": }'))).toThrow(/^mine.json: expected JSON, .*"id": }/);
    expect(reading(new TextEncoder().encode('{"format": '))).toThrow(/^mine.json: .* from line 1, column 12 on$/);
    expect(reading(Uint8Array.from([0x7b, 0xff, 0x7d]))).toThrow('mine.json: expected UTF-8 text, got other bytes');
    expect(reading(new Uint8Array((16 << 20) + 1))).toThrow('mine.json: expected at most 16777216 bytes, got 16777217');
  });

  test.each([
    [{ endS: -1 }, 'mine.json：endS：应为 1 至 86400，现为 -1', 'mine.json: endS: expected 1 to 86400, got -1'],
    [{ endS: 'soon' }, 'mine.json：endS：应为 1 至 86400，现为 "soon"', '"soon"'],
    [{ endS: undefined }, 'mine.json：endS：缺少这一项', 'expected "endS", got undefined'],
    [{ speed: 1 }, 'mine.json：speed：不能有这一项', 'expected nothing of this name'],
    [{ exits: [] }, 'mine.json：exits：至少 1 项，现为 0', 'expected 1 or more, got 0'],
    [{ exits: {} }, 'mine.json：exits：应为列表 […]，现为 {…}', 'expected a list […], got {…}'],
    [{ exits: Array(201).fill(written.exits[0]) }, 'mine.json：exits：长度至多 200，现为 201', 'at most 200, got 201'],
    [{ title: 7 }, 'mine.json：title：应为对象 {…}，现为 7', 'expected an object {…}, got 7'],
    [{ title: { zh: 7, en: '' } }, 'mine.json：title.zh：应为文字，现为 7', 'expected text, got 7'],
    [{ id: 'a b' }, '现为 "a b"', 'mine.json: id: expected letters, digits, . _ - (64 at most), got "a b"'],
    [{ kind: 'flood' }, 'mine.json：kind：应为 "crowd"，现为 "flood"', 'expected "crowd", got "flood"'],
    [{ ground: { kind: 'moon' } }, 'ground.kind：应为 "plan" | "city"，现为 "moon"', '"plan" | "city", got "moon"'],
    [
      { preset: 'fast' },
      '：应为 "prescriptive" | "laboratory" | "weidmann" | "pupils" | "pressing"，现为 "fast"',
      'mine.json: preset: expected "prescriptive" | "laboratory" | "weidmann" | "pupils" | "pressing", got "fast"',
    ],
    [
      {
        populations: [
          { ...written.populations[0], where: { kind: 'houses', houses: [{ id: 'h', at: [0, 0], people: 1.5 }] } },
        ],
      },
      'mine.json：populations.0.where.houses.0.people：应为整数，现为 1.5',
      'expected a whole number, got 1.5',
    ],
    [
      { counters: [{ ...written.exits[0], from: [0, 0, 0] }] },
      'mine.json：counters.0.from.2：不能有这一项',
      'expected nothing of this name',
    ],
    [
      { doors: [{ ...written.exits[0], forward: 'ja' }] },
      'mine.json：doors.0.forward：应为 true 或 false，现为 "ja"',
      'expected true or false, got "ja"',
    ],
  ])('is refused in both languages, by file and place, to the page too (%#)', (change, zh, en) => {
    const messages = refusalOf({ ...written, ...change });
    expect(messages.map(({ text }) => text.zh).join()).toContain(zh);
    expect(messages.map(({ text }) => text.en).join()).toContain(en);
  });

  test('all that is wrong with it, up to twenty, and how many more', () => {
    const populations = Array.from({ length: 20 }, () => ({ ...written.populations[0], count: 'many' }));
    const messages = refusalOf({ ...written, populations, seed: -1, endS: 'ten' });
    const told = messages.map(({ text }) => text.zh);
    expect(told).toHaveLength(21);
    expect(told[1]).toContain('mine.json：populations.1.count：');
    expect(told[20]).toBe('mine.json：另有 2 处');
  });
});

function refusalOf(written: object): readonly Message[] {
  try {
    caseOfFile(bytesOf(written), 'mine.json', city.id);
  } catch (error) {
    return messagesOf(error) ?? expect.fail('expected messages');
  }
  return expect.fail('expected a refusal');
}

test('the clock put on the last frame shows the last frame, though steps of 0.05 s and milliseconds since 1970 round apart', () => {
  const endS = 3 * 0.05;
  const frames = [{ timeS: 0 }, { timeS: 0.1 }, { timeS: endS }];
  expect(frameAt(frames, (START_MS + endS * 1000 - START_MS) / 1000)).toEqual({ low: 2, high: 2, part: 0 });
});

const told = (timeS: number, eastCells: number, level = 0, left = 0): PackedCrowdFrame => ({
  timeS,
  places: Uint16Array.from([eastCells, 0]),
  heightsCm: Uint16Array.from([100]),
  levels: Uint8Array.from([level]),
  states: Uint8Array.from([2]),
  speeds: Uint8Array.from([50]),
  densities: Uint8Array.from([25]),
  exits: Uint8Array.from([0]),
  inside: level === 255 ? 0 : 1,
  left,
  lost: 0,
  upstairs: 0,
  densestPerM2: 0,
});

const ground = {
  box: { westM: 0, southM: 0, unitM: 0.1 },
  baseM: 370,
  people: 1,
  populations: [{ id: 'people', profile: 'adult' }],
  populationOf: Uint16Array.from([0]),
  levels: ['ground', 'under'],
  exits: ['north'],
  terrain: { westM: 0, southM: 0, cellM: 1, columns: 2, rows: 2, elevationM: new Float32Array(4) },
  states: ['waits', 'walks', 'queues', 'wades', 'trapped', 'refuge', 'swept'] as const,
  speedStepMps: 0.02,
  densityStepPerM2: 0.04,
  notes: [],
};

describe('people at a moment', () => {
  const at = (frames: PackedCrowdFrame[], timeS: number, colour: 'state' | 'speed' | 'density' = 'state') => {
    const into = new Float32Array(4);
    peopleAt({ ground, frames, startMs: 0, colour }, timeS * 1000, into);
    return [...into].map((value) => Number(value.toFixed(3)));
  };
  test('stand straight between two frames, above the datum, with what they are coloured by', () => {
    const frames = [told(0, 0), told(10, 100)];
    expect(at(frames, 5)).toEqual([5, 0, 371, 2]);
    expect(at(frames, 99, 'speed')).toEqual([10, 0, 371, 1]);
    expect(at(frames, 0, 'density')[3]).toBe(1);
  });
  test('who changes floor stays where they were, who has left is nowhere', () => {
    expect(at([told(0, 0), told(10, 100, 1)], 5)[0]).toBe(0);
    expect(at([told(0, 0, 255), told(10, 100)], 5)[3]).toBe(-1);
  });
  test('before the first frame and after the last the nearest is held', () => {
    const frames = [told(0, 0), told(10, 100), told(20, 0)];
    expect([frameAt(frames, -5), frameAt(frames, 15), frameAt(frames, 50)]).toEqual([
      { low: 0, high: 1, part: 0 },
      { low: 1, high: 2, part: 0.5 },
      { low: 2, high: 2, part: 0 },
    ]);
  });
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('the desk', () => {
  let twin: Twin;
  let hand: ReturnType<typeof handEngine<CrowdEngineTypes>>;
  const answers: Partial<EngineClient<CrowdEngineTypes>> = {
    open: async () => ({ area, hasWalkable: true }),
    estimate: async (scenario) => ({
      ...{ people: scenario.populations[0].count, steps: 1, seconds: 1, memoryBytes: 1, notes: [], exitsLeftOut: [] },
    }),
    questions: { offer: async () => offer, plan: () => Promise.reject(new Error('no plan')) },
  };
  const fields = openFields();
  let desk: ReturnType<typeof openCrowdRunController>;

  beforeEach(async () => {
    hand = handEngine<CrowdEngineTypes>(answers);
    twin = pageTwin(city, START_MS);
    desk = openCrowdRunController(
      twin,
      hand.client,
      fields,
      async () => [],
      async (bytes, file, id) => caseOfFile(bytes, file, id),
      async (bytes, file) => storeysOf(await floorPlansOfIfc(bytes, file), file),
    );
    await desk.open();
    await Promise.resolve();
    twin.getState().changeCrowd(form);
  });

  test('a box’s ways out are all taken until somebody chooses', async () => {
    twin.getState().changeCrowd({ place: { kind: 'area', area: { ...area, eastM: 120 }, perM2: 0.1 }, exits: [] });
    expect(twin.getState().crowdSiteOptions).toBeNull();
    await Promise.resolve();
    await Promise.resolve();
    expect(twin.getState().crowdForm?.exits).toEqual(['north', 'park']);
  });

  test('of a building model the storey with most ways out is opened, and another may be chosen', async () => {
    await desk.openPlan(new File([smallStoreys().slice()], 'house.ifc'));
    const ground = twin.getState().crowdPlan;
    expect([ground?.storeys, ground?.storey, ground?.exits.length]).toEqual([['1F', '2F'], 0, 1]);
    expect(ground?.notes.map(({ code }) => code)).toEqual(['ifc-rooms']);
    desk.showPlanStorey(1);
    const upper = twin.getState().crowdPlan;
    expect([upper?.storey, upper?.m2.toFixed(1), upper?.exits.length]).toEqual([1, '24.6', 0]);
    expect(twin.getState().crowdForm?.place).toMatchObject({ kind: 'plan', people: 6 });
  });

  test('what cannot be run is refused with codes that the page says in its own language', async () => {
    const problems = [{ code: 'cut-off', values: { population: 'people', count: 3 } }];
    const refused = handEngine<CrowdEngineTypes>({
      ...answers,
      estimate: () => Promise.reject(new EngineFault({ message: 'refused', problems, messages: [] })),
    });
    const strict = openCrowdRunController(
      ...([twin, refused.client, fields, async () => []] as const),
      async (bytes, file, id) => caseOfFile(bytes, file, id),
      async () => [],
    );
    twin.getState().setCrowdSiteOptions(offer);
    await expect(strict.estimate(form)).rejects.toMatchObject({
      problems: [{ code: 'cut-off' }],
      message:
        'populations.people: expected a way to an exit for everyone, 3 have none; draw an exit on the ground where they are, or take another area',
    });
    await expect(strict.estimate({ ...form, exits: [], lines: [] })).rejects.toMatchObject({
      problems: [{ code: 'no-exit' }],
    });
    const many = Array.from(
      { length: 201 },
      (_, k) => ({ id: `exit-${k}`, kind: 'exit', from: [k, 0], to: [k, 4] }) as const,
    );
    await expect(strict.estimate({ ...form, exits: [], lines: many })).rejects.toMatchObject({
      problems: [{ code: 'many-exits', values: { most: 200, got: 201 } }],
    });
  });

  test('a case file is one more case, and the form’s; a second of its id has a number; a refused one changes nothing', async () => {
    const fileOf = (json: unknown) => new File([JSON.stringify(json)], 'mine.json');
    await desk.openFile(fileOf(written));
    await desk.openFile(fileOf({ ...written, seed: 9, endS: 600 }));
    const { crowdCases, crowdForm } = twin.getState();
    expect(crowdCases.map(({ id, people, seed }) => [id, people, seed])).toEqual([
      ['hall', 30, 1],
      ['hall-2', 30, 9],
    ]);
    expect(crowdForm).toMatchObject({
      place: { kind: 'case', id: 'hall-2' },
      seed: 9,
      endMin: 10,
      lines: [],
      shut: [],
    });
    await expect(desk.openFile(fileOf({ ...written, exits: [] }))).rejects.toThrow(/^mine.json: exits: /);
    expect(twin.getState().crowdForm).toBe(crowdForm);
    expect(twin.getState().crowdCases).toBe(crowdCases);
  });

  test('a run starts at the shown time, one at a time; its clock follows while nobody moves it', async () => {
    desk.start('A');
    desk.start('B');
    expect(crowdRuns(twin.getState()).list.map(({ name }) => name)).toEqual(['A']);
    const [{ request, start, hear, end }] = hand.runs;
    expect([start.fields, request.populations[0].count]).toEqual([[], 250]);
    hear({ kind: 'opening', opening: ground });
    hear({ kind: 'frame', frame: told(0, 0) });
    hear({ kind: 'frame', frame: told(10, 100) });
    expect(twin.getState().shownTimeMs).toBe(START_MS + 10_000);
    hear({ kind: 'progress', timeS: 60, wallS: 6 });
    expect(shownCrowd(twin.getState())?.status).toEqual({ kind: 'running', progressRatio: 0.1, etaS: 54 });
    const { id } = crowdRuns(twin.getState()).list[0];
    desk.pause(id);
    desk.resume(id);
    expect(hand.calls).toEqual(['pause', 'resume']);
    end({
      isWhole: false,
      wallS: 1,
      result: { hash: 'abc', facts: { left: 1, remained: {}, jams: [] } },
    } as unknown as RunEnd<CrowdEngineTypes>);
    await Promise.resolve();
    await Promise.resolve();
    expect(shownCrowd(twin.getState())).toMatchObject({ status: { kind: 'stopped' }, hash: 'abc', people: 1 });
    desk.drop(id);
    expect(crowdRuns(twin.getState())).toMatchObject({ list: [], shownId: null });
    expect(hand.calls.at(-1)).toBe(`forget ${id}`);
  });

  test('what the worker refuses is the run’s last word', async () => {
    desk.start('A');
    hand.runs[0].fail(new Error('no room'));
    await Promise.resolve();
    await Promise.resolve();
    expect(shownCrowd(twin.getState())?.status).toMatchObject({ kind: 'failed', reason: { en: 'no room' } });
  });

  test('on one clock with a water of this window: its samples, and the instant at which people start', async () => {
    const cells = new Uint16Array(4);
    const sample = { westM: 0, southM: 0, cellM: 4, columns: 1, rows: 1, values: cells, channels: ['depthM'] };
    const water = {
      id: 'flood.depth',
      kind: 'raster',
      unit: 'm',
      timesMs: [START_MS - 600_000],
      samples: [sample],
    } as const;
    const source = { id: 'flood.depth', sourceId: 'a', label: 'A', fromMs: START_MS - 600_000, toMs: START_MS };
    const endOffer = fields.offer('flood.depth', () => [{ ...source, read: async () => water }]);
    twin.getState().changeCrowd({ waterId: 'a' });
    desk.start('A');
    await settled();
    expect(hand.runs[0].start).toMatchObject({ startMs: START_MS, branch: null });
    expect(hand.runs[0].start.fields).toEqual([water]);
    endOffer();
    hand.runs[0].hear({ kind: 'opening', opening: ground });
    hand.runs[0].end({
      isWhole: true,
      // Twenty of it would take long: nobody plays them unasked.
      wallS: 10,
      result: { hash: 'abc', facts: { left: 0, remained: {}, jams: [] } },
    } as unknown as RunEnd<CrowdEngineTypes>);
    await settled();
    expect(twin.getState().crowdEnsembles).toEqual([]);
    const [{ id }] = crowdRuns(twin.getState()).list;
    // Twenty seeds of that run, whatever the form says by now, in the same water: what may be signed.
    twin.getState().changeCrowd({ seed: 99 });
    desk.signRun(id);
    await settled();
    expect(hand.runs[1].request).toMatchObject({ ...hand.runs[0].request, frameEveryS: 600 });
    expect(hand.runs[1].start).toMatchObject({ startMs: START_MS, fields: [water] });
    expect(twin.getState().crowdEnsembles).toMatchObject([{ runId: id, name: 'A', seeds: 20 }]);
    desk.stopEnsemble(twin.getState().crowdEnsembles[0].id);
    hand.runs[1].end({ isWhole: false } as unknown as RunEnd<CrowdEngineTypes>);
    await settled();
    desk.start('B');
    await settled();
    expect(hand.runs[2].start.fields).toEqual([]);
  });

  test('the seeds that its times are signed with begin by themselves when a quick run is over, unless it left people in a jam', async () => {
    const endWith = (run: number, jams: readonly object[]) => {
      hand.runs[run].hear({ kind: 'opening', opening: ground });
      hand.runs[run].end({
        isWhole: true,
        wallS: 1,
        result: { hash: 'abc', facts: { left: 1, remained: {}, jams } },
      } as unknown as RunEnd<CrowdEngineTypes>);
      return settled();
    };
    desk.start('A');
    await endWith(0, [{}]);
    expect(twin.getState().crowdEnsembles).toEqual([]);
    desk.start('B');
    await endWith(1, []);
    const [, { id }] = crowdRuns(twin.getState()).list;
    expect(twin.getState().crowdEnsembles).toMatchObject([{ runId: id, seeds: 20, status: { kind: 'running' } }]);
    desk.drop(id);
    hand.runs[2].end({ isWhole: false } as unknown as RunEnd<CrowdEngineTypes>);
    await settled();
    expect(twin.getState().crowdEnsembles).toMatchObject([{ status: { kind: 'stopped' } }]);
  });

  test('two clicks make a way out; the ruler is put away', () => {
    followCrowdPicks(twin);
    const point = (eastM: number) => ({
      lonLat: { lonDeg: 0, latDeg: 0, heightM: 0 },
      enu: [eastM, 0, 0] as [number, number, number],
      ...{ elevationM: 0, on: 'ground' as const },
    });
    twin.getState().startPicking('crowd', 'exit', 'distance');
    twin.getState().addPickPoint(point(0));
    twin.getState().addPickPoint(point(4));
    expect(twin.getState().crowdForm?.lines.at(-1)).toMatchObject({ kind: 'exit', from: [0, 0], to: [4, 0] });
    expect(twin.getState().pick).toBeNull();
  });
});

describe('the form in a link', () => {
  const site = { area, hasWalkable: true };
  const own = { ...form, place: { kind: 'case', id: 'hall' } } as const;
  const facts = {
    id: 'hall',
    title: written.title,
    people: 30,
    preset: 'prescriptive',
    model: 'collision-free-speed',
    seed: 1,
    endMin: 2,
  } as const;
  const cases = [{ ...facts, boxM: [-100, -100, 100, 100] as const, populations: ['some'], exits: ['door'] }];

  test('goes through and back, less the flood of this window', () => {
    expect(readCrowdLink(writeCrowdLink({ ...form, waterId: 'flood-1' }, offer))).toEqual(form);
    expect(readCrowdLink(writeCrowdLink(own, offer))).toEqual(own);
    const told = {
      ...form,
      stands: [{ id: 'platform', people: 40, countedMs: START_MS }],
      homes: { day: 'weekend', hour: 21.5 } as const,
      orders: [{ population: 'platform', exit: 'north', fromMin: 0, toMin: 5, followPct: 50 }],
    };
    expect(readCrowdLink(writeCrowdLink(told, offer))).toEqual(told);
  });
  test('of before there were stands, residents and marshals it has none', () => {
    const { stands: _, orders: __, waterId: ___, homes: ____, ...rest } = form;
    const before = Object.fromEntries(Object.entries(rest).filter(([name]) => !(name in PLAIN)));
    expect(readCrowdLink(encodeURIComponent(JSON.stringify(before)))).toEqual(form);
  });
  test('all ways out of a box are none in the link, which whoever opens it is given again', () => {
    const exits = offer.exits.map(({ id }) => id);
    expect(readCrowdLink(writeCrowdLink({ ...form, exits }, offer))?.exits).toEqual([]);
    expect(readCrowdLink(writeCrowdLink({ ...form, exits }, null))?.exits).toEqual(exits);
  });
  test('what is no form is told, and nothing of it is taken', () => {
    const broken = encodeURIComponent(JSON.stringify({ ...form, waterId: undefined, seed: -1 }));
    for (const text of [broken, '%', '{', encodeURIComponent('{"place":{}}')]) {
      expect(readCrowdLink(text)).toBeNull();
      const { state, problems } = parseLink(`#crowd=${text}`, city);
      expect(state.crowdForm).toBeUndefined();
      expect(problems[0].text.en).toContain('crowd: expected the form of a crowd');
    }
  });
  test('opened before the city has told its ground it waits; one of a case that is not there gives way to the usual', () => {
    const sender = pageTwin(city, START_MS);
    sender.getState().takeCrowdSite(site, cases, form);
    sender.getState().changeCrowd({ seed: 77 });
    const opened = (link: string, known: typeof cases | []) => {
      const twin = pageTwin(city, START_MS);
      applyLink(twin, parseLink(link, city).state);
      twin.getState().takeCrowdSite(site, known, form);
      return twin.getState().crowdForm;
    };
    expect(opened(formatLink(sender.getState(), city), cases)).toEqual({ ...form, seed: 77 });
    sender.getState().changeCrowd({ place: own.place });
    const ofCase = formatLink(sender.getState(), city);
    expect(opened(ofCase, cases)?.place).toEqual(own.place);
    expect(opened(ofCase, [])).toEqual(form);
  });
});

test('with nobody on the ground, ways out are those of the parts with people on their stands', () => {
  const reached = (perM2: number, id: string) =>
    exitsInReach(
      { place: { kind: 'area', area, perM2 }, homes: null, arrivals: [], stands: [{ id, people: 5 }] },
      offer,
    ).map((exit) => exit.id);
  expect(reached(0, 'G01-stand')).toEqual(['north', 'park']);
  expect(reached(0, 'platform')).toEqual([]);
  expect(reached(0.1, 'platform')).toEqual(['north', 'park']);
});
