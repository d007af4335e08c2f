import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, test } from 'vitest';
import { AppContext } from '../../../src/kit/app-context.tsx';
import { words } from '../../../src/kit/words.ts';
import { leftCsv, peopleCsv } from '../../../src/plugins/crowd/crowd-csv.ts';
import { crowdFigures } from '../../../src/plugins/crowd/crowd-figures.ts';
import { formatRunClock } from '../../../src/plugins/crowd/crowd-time.ts';
import { CrowdBar } from '../../../src/plugins/crowd/panels/bar.tsx';
import { CrowdFormBody } from '../../../src/plugins/crowd/panels/form.tsx';
import { CrowdLegend } from '../../../src/plugins/crowd/panels/legend.tsx';
import { CrowdResults } from '../../../src/plugins/crowd/panels/results.tsx';
import { CrowdRuns } from '../../../src/plugins/crowd/panels/runs.tsx';
import type { CrowdEnd, CrowdRecord, CrowdRunController } from '../../../src/plugins/crowd/run-controller.ts';
import {
  CROWD_ENGINE,
  type CrowdFacts,
  type CrowdRunFacts,
  type PackedCrowdFrame,
} from '../../../src/plugins/crowd/slice.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { inSlot } from '../../kit/slot-view.tsx';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { PLAIN } from './plain-form.ts';

const START_MS = Date.UTC(2026, 6, 18, 4, 0, 0);
const { city } = smallCity();
const area = { westM: -100, southM: -100, eastM: 100, northM: 100 };

const facts: CrowdFacts = {
  people: 3,
  left: 2,
  remained: { onTheWay: 1 },
  jams: [],
  clearance50S: 61,
  clearance95S: null,
  clearance100S: null,
  meanTravelS: 50,
  meanQueueS: 12,
  byExit: { north: 2 },
  counters: { ramp: { forward: 2, backward: 1 } },
  water: { dry: 1, waded: 2 },
  simulatedS: 120,
  steps: 2400,
};

const frame = (timeS: number, left: number): PackedCrowdFrame => ({
  ...{ timeS, left, inside: 3 - left, lost: 0, upstairs: 0, densestPerM2: 1.4 },
  places: new Uint16Array(6),
  heightsCm: new Uint16Array(3),
  levels: Uint8Array.from([0, 0, 255]),
  states: Uint8Array.from([1, 2, 0]),
  speeds: Uint8Array.from([60, 5, 0]),
  densities: Uint8Array.from([10, 50, 0]),
  exits: Uint8Array.from([0, 0, 0]),
});

const record = {
  scenario: { seed: 1, exits: [{ id: 'north', label: { zh: '中轴路（北侧）', en: 'Central Axis Road (north)' } }] },
  ground: {
    ...{ people: 3, levels: ['ground'], exits: ['north'], speedStepMps: 0.02, densityStepPerM2: 0.04 },
    populations: [{ id: 'stands', profile: 'adult' }],
    populationOf: Uint16Array.from([0, 0, 0]),
    states: ['waits', 'walks', 'queues', 'wades', 'trapped', 'refuge', 'swept'],
  },
  frames: [frame(0, 0), frame(120, 2)],
  end: {
    ...{ isWhole: true, facts, agentUpdates: 7200, wallS: 2, walker: 'kernel', hash: '0123456789abcdef0123' },
    leftS: Float32Array.from([70, Number.NaN, 61]),
    exit: Int32Array.from([0, -1, 0]),
    queueS: Float32Array.from([5, 30, 1]),
    crossings: [
      { id: 'north', forwardS: [61, 70], backwardS: [] },
      { id: 'ramp', forwardS: [30, 60], backwardS: [90] },
    ],
  },
} as unknown as CrowdRecord & { end: CrowdEnd; ground: NonNullable<CrowdRecord['ground']> };

const run: CrowdRunFacts = {
  id: 'crowd-1',
  name: '人群 A',
  title: { zh: '散场', en: 'The end of a match' },
  wallS: 18,
  form: {
    place: { kind: 'area', area, perM2: 0.1 },
    ...{
      stands: [],
      homes: null,
      orders: [],
      exits: ['north'],
      lines: [],
      shut: ['G03'],
      preset: 'prescriptive',
      hesitate: true,
    },
    ...{ endMin: 10, seed: 1, waterId: null },
    ...PLAIN,
  },
  origin: null,
  status: { kind: 'done' },
  startMs: START_MS,
  endS: 600,
  timesS: [0, 120],
  people: 3,
  facts,
  hash: '0123456789abcdef0123',
  notes: [{ code: 'escalator-still', values: { id: 'st-1' } }],
};

let twin: Twin;
const crowd: Partial<CrowdRunController> = { open: async () => {}, record: () => record };

const textOf = (element: React.ReactNode): string =>
  markupOf(element)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

function markupOf(element: React.ReactNode): string {
  const {
    crowdSiteOptions: crowdOffer,
    setCrowdSiteOptions: takeCrowdOffer,
    pickedPerson,
    pickPerson,
  } = twin.getState();
  const app = testApp(twin, { crowd });
  // The controller asks its worker anew, which never answers.
  takeCrowdOffer(crowdOffer);
  pickPerson(pickedPerson);
  return renderToStaticMarkup(<AppContext value={app}>{element}</AppContext>);
}

beforeEach(async () => {
  twin = pageTwin(city, START_MS);
  twin.getState().openDesk('command');
  twin.getState().showTime(START_MS);
  twin.getState().takeCrowdSite({ area, hasWalkable: true }, [], run.form);
  twin.getState().setCrowdSiteOptions({
    exits: [{ id: 'north', kind: 'edge', label: null, floor: 'ground', from: [0, 0], to: [4, 0], part: 'streets' }],
    gates: [
      {
        id: 'G03',
        kind: 'gate',
        label: { zh: 'G03 口', en: 'Gate G03' },
        floor: 'ground',
        from: [0, 0],
        to: [3, 0],
        part: 'streets',
      },
    ],
    stands: [],
    walkableM2: 5000,
    homes: null,
  });
  twin.getState().addRun(CROWD_ENGINE, run);
  await words.changeLanguage('zh');
});

test('the form says how many people a density is, which gates are shut, and that there is no flood to meet', () => {
  const text = textOf(<CrowdFormBody onStarted={() => {}} />);
  expect(text).toContain('500 人');
  expect(text).toContain('关闭 1 / 1');
  expect(text).toContain('G03 口');
  expect(text).toContain('请先推演洪涝');
});

test('a box without walking ground says so instead of a number of people', () => {
  const offer = twin.getState().crowdSiteOptions ?? expect.fail('expected an offer');
  twin.getState().setCrowdSiteOptions({ ...offer, walkableM2: 0 });
  expect(textOf(<CrowdFormBody onStarted={() => {}} />)).toContain('框内没有可步行地面');
});

test('ways out by the street’s name and side; two of one name with their ids', () => {
  const offer = twin.getState().crowdSiteOptions ?? expect.fail('expected an offer');
  const [way] = offer.exits;
  const label = { zh: '永济路（东侧）', en: 'Yongji Road (east)' };
  const other = { ...way, id: 'dr-3', label: { zh: '鼓楼街（西侧）', en: 'Drum Tower Street (west)' } };
  twin
    .getState()
    .setCrowdSiteOptions({ ...offer, exits: [{ ...way, id: 'dr-1', label }, { ...way, id: 'dr-2', label }, other] });
  const text = textOf(<CrowdFormBody onStarted={() => {}} />);
  for (const word of ['永济路（东侧） dr-1', '永济路（东侧） dr-2', '鼓楼街（西侧）']) expect(text).toContain(word);
  expect(text).not.toContain('dr-3');
});

test('stands by kind and by name, and an order whose way out nobody offers any more', () => {
  const stand = { id: 'G03-stand', kind: 'seats', label: { zh: 'G03 区看台', en: 'Stand G03' } } as const;
  const offer = twin.getState().crowdSiteOptions ?? expect.fail('expected an offer');
  twin.getState().setCrowdSiteOptions({
    ...offer,
    stands: [{ ...stand, floor: 'ground', outer: [], m2: 700, places: 1500, part: 'streets' }],
  });
  twin.getState().changeCrowd({
    stands: [{ id: 'G03-stand', people: 1200 }],
    orders: [{ population: 'G03-stand', exit: 'gone', fromMin: 1, toMin: 4, followPct: 75 }],
  });
  const text = textOf(<CrowdFormBody onStarted={() => {}} />);
  for (const word of ['1,200 / 1,500 人', 'G03 区看台', '引导 1', 'gone', '75']) expect(text).toContain(word);
});

test('residents: how many live in the box, how many of them are at home at the hour, and that the shown clock says another', () => {
  const offer = twin.getState().crowdSiteOptions ?? expect.fail('expected an offer');
  const house = { at: [0, 0] as [number, number], storeys: 6, storeyM: 2.8, wayM: 5, part: 'streets' };
  const houses = [100, 21].map((residents, k) => ({ ...house, id: `bld-${k}`, residents }));
  twin.getState().setCrowdSiteOptions({
    ...offer,
    homes: { atHome: { hours: [0], residentsAtHome: { weekday: [0.5], weekend: [1] } }, houses },
  });
  expect(textOf(<CrowdFormBody onStarted={() => {}} />)).toContain('居民从住宅撤离');
  twin.getState().changeCrowd({ homes: { day: 'weekday', hour: 8.5 } });
  const text = textOf(<CrowdFormBody onStarted={() => {}} />);
  // The clock shows a Saturday noon, Shanghai.
  for (const word of [
    '08:30',
    '2 栋住宅登记居民 121 人，此时约 50 % 在家：61 人',
    '按当前显示时刻：周末 12:00',
    '楼内居民',
  ])
    expect(text).toContain(word);
});

test('a run’s row says what it is of, its limits and its hash', () => {
  twin.getState().showRun(CROWD_ENGINE, 'crowd-1');
  const text = textOf(<CrowdRuns />);
  for (const word of ['散场', '关闭 G03', '完成', '扶梯按停运计算', '0123456789abcdef', '不对应任何真实个人'])
    expect(text).toContain(word);
});

describe('the results', () => {
  beforeEach(() => twin.getState().showRun(CROWD_ENGINE, 'crowd-1'));

  test('a jam that does not break is said, with where it is, and no time is given', () => {
    const jams = [{ people: 2, floor: 'ground', eastM: 4.5, northM: 7 }];
    const jammed = { ...facts, remained: { jammed: 2 }, left: 1, jams, clearance50S: null };
    expect(crowdFigures(jammed).more).toEqual([
      { name: 'people', value: 3, unit: '1' },
      { name: 'jammed', value: 2, unit: '1' },
    ]);
    const other: CrowdRunFacts = { ...run, id: 'crowd-2', facts: jammed };
    twin.getState().addRun(CROWD_ENGINE, other);
    twin.getState().showRun(CROWD_ENGINE, 'crowd-2');
    expect(textOf(<CrowdResults />)).toContain(
      '有 2 人堵死，30 s 以上无人通过，本次推演不给出疏散时间。最多的在地面（自原点向东 5 m、向北 7 m）附近，2 人。',
    );
  });

  test('clearance, who could not leave and why, ways out, counters', () => {
    twin.getState().showTime(START_MS + 120_000);
    const text = textOf(<CrowdResults />);
    for (const word of [
      '50 % 撤离 T+1:01',
      '95 % 撤离 —',
      '2 / 3',
      '仍在途中',
      '中轴路（北侧）',
      'ramp',
      '2 → · ← 1',
      '涉水人数 2',
    ])
      expect(text).toContain(word);
    // Two forward at 30 and 60 of 120 s, one backward at 90: sums, the higher of them full.
    const drawn = markupOf(<CrowdResults />);
    expect(drawn).toContain('points="0,40 25.00,21.00 50.00,2.00 100,2.00"');
    expect(drawn).toContain('points="0,40 75.00,21.00 100,21.00"');
    expect(text).toContain('模拟');
  });

  test('times of one run are not signed: twenty seeds are, by their median and 95th percentile', () => {
    expect(textOf(<CrowdResults />)).toContain(
      '签署取 20 个种子的中位数和 95 分位。 全部种子约需 6 min；两分钟以内的会自动开始。 推演 20 个种子',
    );
    const runs = [100, 120, 140].map((atS) => ({
      ...{ clearance50S: atS / 2, clearance95S: atS, clearance100S: atS, remained: { length: 0 }, hash: '' },
    }));
    twin.getState().putCrowdEnsemble({
      ...{ id: 'e', runId: 'crowd-1', name: '人群 A', title: run.title, preset: 'weidmann', people: 3, seeds: 20 },
      ...{ runs, band: null, status: { kind: 'running', progressRatio: 0.15, etaS: 60 } },
    });
    const text = textOf(<CrowdResults />);
    for (const word of ['已完成 3 / 20 次', '100 % 撤离 T+2:00 T+2:20', '停止']) expect(text).toContain(word);
    expect(text).not.toContain('签署取');
  });

  test('two runs stand side by side', () => {
    const other = { ...run, id: 'crowd-2', name: '人群 B', facts: { ...facts, clearance50S: 90 } };
    twin.getState().addRun(CROWD_ENGINE, other);
    twin.getState().compareRun(CROWD_ENGINE, 'crowd-2');
    expect(textOf(<CrowdResults />)).toMatch(/人群 A 人群 B 50 % 撤离 T\+1:01 T\+1:30/);
  });

  test('the picked person: class, state, way, speed', () => {
    twin.getState().pickPerson(1);
    const text = textOf(<CrowdResults />);
    for (const word of ['模拟人员 2', '成人 · stands', '排队', '前往 中轴路（北侧）', '0.10', '2.0'])
      expect(text).toContain(word);
    twin.getState().pickPerson(2);
    expect(textOf(<CrowdResults />)).toContain('不在场');
  });

  test('the strip of figures is of the shown frame', () => {
    expect(textOf(inSlot('vitals'))).toMatch(/已撤离 0 .*未撤离 3 .*排队 1 .*涉水或被困水中 0 .*最密的 3 × 3 m 1\.4/);
  });

  test('a place denser than the model was calibrated for is said to be so, then and over the run', () => {
    const [first, last] = record.frames;
    expect(textOf(<CrowdResults />)).not.toContain('未经标定');
    record.frames = [first, { ...last, timeS: 60, densestPerM2: 9.04 }, { ...last, densestPerM2: 5.4 }];
    expect(textOf(<CrowdResults />)).toContain(
      '最密的 3 × 3 m 达 9.0 人/m²（T+1:00）。超过 5.4 人/m²（Weidmann 曲线终点）模型未经标定',
    );
    expect(textOf(inSlot('vitals'))).not.toContain('未标定');
    twin.getState().showTime(START_MS + 60_000);
    expect(textOf(inSlot('vitals'))).toContain('＞5.4 未标定');
    record.frames = [first, last];
  });

  test('the bar over the picture says that it is simulated, and when', () => {
    expect(textOf(<CrowdBar />)).toMatch(/模拟 人群 A .* T\+0:00 与现状对看 回到现在/);
  });

  test('the legend names states, and levels of service by their limits', () => {
    expect(textOf(<CrowdLegend />)).toMatch(/被困水中 被水围困（脚下无水） 被冲倒/);
    twin.getState().colourCrowd('density');
    twin.getState().heatCrowd('highest');
    expect(textOf(<CrowdLegend />)).toMatch(/周边密度 .*A 0\.31 0\.43 0\.72 1\.08 2\.15 .*全程最大密度/);
  });
});

test('the files: a row a person, in the order in which they left; who did not has no time', () => {
  expect(leftCsv(record.end).trim().split('\r\n')).toEqual(['time_s,left,exit', '61.00,1,north', '70.00,2,north']);
  expect(peopleCsv(record.end, record.ground).split('\r\n')[2]).toBe('1,stands,adult,,30.00,');
});

test('minutes and seconds of a run', () =>
  expect([formatRunClock(0), formatRunClock(187)]).toEqual(['T+0:00', 'T+3:07']));
