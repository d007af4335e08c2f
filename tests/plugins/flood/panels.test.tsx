import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, test } from 'vitest';
import type { LiveReading } from '../../../model/questions/flood.ts';
import { AppContext } from '../../../src/kit/app-context.tsx';
import { waitText } from '../../../src/kit/format.ts';
import { words } from '../../../src/kit/words.ts';
import { impactCsv, totalsCsv } from '../../../src/plugins/flood/flood-csv.ts';
import { runRecord } from '../../../src/plugins/flood/flood-record.ts';
import { defaultStorm } from '../../../src/plugins/flood/flood-storm.ts';
import { between, drainedM3ps, elapsedText, floodAt, rainOfLastHourMm } from '../../../src/plugins/flood/flood-time.ts';
import { FloodBar } from '../../../src/plugins/flood/panels/bar.tsx';
import { FloodFormBody } from '../../../src/plugins/flood/panels/form.tsx';
import { FloodImpact } from '../../../src/plugins/flood/panels/impact.tsx';
import { FloodLegend } from '../../../src/plugins/flood/panels/legend.tsx';
import { FloodRuns } from '../../../src/plugins/flood/panels/runs.tsx';
import type { FloodRecord, FloodRunController, Impact } from '../../../src/plugins/flood/run-controller.ts';
import {
  defaultFloodForm,
  FLOOD_ENGINE,
  type FloodForm,
  type FloodRunFacts,
  type FloodSite,
} from '../../../src/plugins/flood/slice.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { inSlot } from '../../kit/slot-view.tsx';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const START_MS = Date.UTC(2026, 6, 18, 4, 0, 0);
const { city } = smallCity();
const site: FloodSite = {
  area: { westM: -4000, southM: -3000, eastM: 4000, northM: 3000 },
  cellM: 4,
  stormYears: [20, 100],
  riverYears: [100],
  riverPeakH: 18,
  riverEndH: 48,
  hasDrains: true,
  supplies: ['ss-2'],
  breaches: [
    { id: 'b', label: { zh: '溃口', en: 'Breach' }, at: [0, 0], chainageM: 2350, beginH: 20, returnYears: 100 },
  ],
  gauges: [],
};

const impact: Impact = {
  buildings: [
    {
      id: 'h1',
      name: { zh: '=一号楼', en: 'House 1, "east"' },
      vital: 'school',
      dwellings: 4,
      residents: 11,
      wetDwellings: 2,
      wetResidents: 6,
      spans: [{ fromS: 720, toS: 1680 }],
      insideM: 0.5,
    },
  ],
  roads: [
    {
      id: 'seg-1',
      name: { zh: '体育路', en: 'Tiyu Road' },
      closed: { walkers: [], cars: [{ fromS: 768, toS: null }], fireEngines: [] },
      depthM: 0.4,
    },
  ],
  entrances: [],
  totals: [],
};

const totals = (timeS: number, residents: number) => ({
  timeS,
  residents,
  ...{ buildings: 1, dwellings: 4, wetDwellings: 2, wetResidents: residents / 2, entrances: 0, pondedM2: 250_000 },
  closed: { walkers: 0, cars: 1, fireEngines: 0 },
});
const ledger = (drainedM3: number) => ({
  ...{ initialM3: 1e6, rainM3: 2e5, enteredM3: 0, infiltratedM3: 0, hollowsM3: 0, leftM3: 0, storedM3: 0 },
  drainedM3,
  errorRatio: 3.2e-8,
});
const record: FloodRecord = {
  ground: {
    ...{ columns: 1, rows: 1, cellM: 8, westM: 0, southM: 0, baseM: 0 },
    bedElevationM: new Float32Array(1),
    rain: { stepS: 1800, ratesMmPerH: [20, 80, 40] },
    gauges: [
      {
        ...{ id: 'g', label: { zh: '澄西站', en: 'Chengxi gauge' }, at: [0, 0], chainageM: 860 },
        ...{ watched: null, warnM: 1, guaranteeM: 2 },
      },
    ],
    notes: [],
    drains: null,
  },
  frames: [],
  ledgers: [ledger(0), ledger(600), ledger(900)],
  totals: [totals(0, 0), totals(600, 100), totals(1200, 300)],
  gaugesM: { g: [380, 381, 382.5] },
  end: null,
};
const done: FloodRecord = {
  ...record,
  end: {
    maxima: {
      watchEveryS: 10,
      ...{ depthM: new Float32Array(1), speedMps: new Float32Array(1), depthSpeedM2ps: new Float32Array(1) },
      ...{ hazardRating: new Float32Array(1), arrivalS: new Float32Array(1), deepestAtS: new Float32Array(1) },
      ...{ over100MmS: new Float32Array(1), over300MmS: new Float32Array(1) },
    },
    impact,
    hash: '0123456789abcdef0123',
    steps: 12345,
    notes: [],
    wallS: 61,
  },
};
const run: FloodRunFacts = {
  id: 'flood-1',
  name: '推演 A',
  form: defaultFloodForm(site),
  origin: null,
  status: { kind: 'done' },
  startMs: START_MS,
  endS: 3 * 3600,
  hash: null,
  timesS: [0, 600, 1200],
  ledger: ledger(900),
  opened: null,
  notes: [{ code: 'no-drains', values: {} }],
};

let twin: Twin;
beforeEach(async () => {
  twin = pageTwin(city, START_MS);
  await words.changeLanguage('zh');
});

const flood: Partial<FloodRunController> = { open: async () => {}, record: () => done };

function markupOf(element: React.ReactNode): string {
  const app = testApp(twin, { flood });
  return renderToStaticMarkup(<AppContext value={app}>{element}</AppContext>);
}

const textOf = (element: React.ReactNode): string =>
  markupOf(element)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

const at = (timeS: number) => {
  const now = floodAt(run, { record: () => record }, timeS);
  if (!now) throw new Error('expected a moment of the run');
  return now;
};

describe('figures of a moment', () => {
  test('lie straight between frames, and rest at the ends', () => {
    expect(between(at(900), (frame) => record.totals[frame].residents)).toBe(200);
    expect(between(at(5000), (frame) => record.totals[frame].residents)).toBe(300);
    expect([at(-5).timeS, at(-5).isWithin, at(600).frame]).toEqual([0, false, 1]);
  });

  test('the hour’s rain is what fell in the 3,600 s before', () => {
    const long = { ...run, timesS: [0, 4500] };
    const now = floodAt(long, { record: () => record }, 4500);
    // 4,500 s: 900 s of the first step, all of the second, 900 s of the third: 5 + 40 + 10 mm.
    expect(now && rainOfLastHourMm(now)).toBeCloseTo(55, 9);
  });

  test('what the drains take is the ledger’s rise between two frames', () => {
    expect(drainedM3ps(at(300))).toBe(1);
    expect(drainedM3ps(at(1200))).toBe(0.5);
    expect(drainedM3ps({ ...at(300), record: { ...record, ledgers: [ledger(0), ledger(0), ledger(0)] } })).toBeNull();
  });

  test.each([
    [0, 'T+0:00'],
    [2220, 'T+0:37'],
    [93_900, 'T+26:05'],
  ])('%i s of a run is %s', (seconds, text) => expect(elapsedText(seconds)).toBe(text));

  test.each([
    [0.2, '1\u2009s'],
    [40, '40\u2009s'],
    [185, '3\u2009min'],
    [4800, '1\u2009h 20\u2009min'],
  ])('%d s of waiting is %s', (seconds, text) => expect(waitText(seconds)).toBe(text));
});

describe('the exported list', () => {
  const lines = impactCsv(impact, START_MS).split('\r\n');
  test('names its columns, a row a thing, and ends', () => {
    expect(lines[0].split(',')).toHaveLength(17);
    expect(lines).toHaveLength(4);
  });
  test('quotes what must be quoted and keeps a formula a text', () => {
    expect(lines[1]).toBe(
      `school,h1,'=一号楼,"House 1, ""east""",4,11,2,6,0.50,2026-07-18T04:12:00.000Z,2026-07-18T04:28:00.000Z,,,,,,`,
    );
  });
  test('the totals over time are a row a frame', () => {
    const rows = totalsCsv([totals(0, 0), totals(600, 100)], START_MS).split('\r\n');
    expect(rows[0].split(',')).toHaveLength(12);
    expect(rows[2]).toBe('2026-07-18T04:10:00.000Z,600,1,4,100,2,50,0,1,0,0,250000');
  });
  test('a road that is still closed has no end', () => {
    expect(lines[2]).toBe('road,seg-1,体育路,Tiyu Road,,,,,0.40,,,,,2026-07-18T04:12:48.000Z,,,');
  });
});

describe('the panels', () => {
  beforeEach(() => {
    twin.getState().takeFloodSite(site);
    twin.getState().openDesk('command');
    twin.getState().addRun(FLOOD_ENGINE, run);
  });

  test('the form has no fast scheme while a levee breaks, and says why', () => {
    expect(textOf(<FloodFormBody onStarted={() => {}} />)).toContain('有溃口时不可用');
    expect(textOf(<FloodFormBody onStarted={() => {}} />)).toContain('K2+350');
    twin.getState().changeFlood({ breaches: [] });
    expect(textOf(<FloodFormBody onStarted={() => {}} />)).toContain('快速');
  });

  test('live rain cannot be chosen while no hub is heard, and says why', () => {
    expect(textOf(<FloodFormBody onStarted={() => {}} />)).toContain('实况不可用：未连接数据服务');
    twin.getState().takeFeed({ feed: { kind: 'live', sinceMs: START_MS } });
    expect(textOf(<FloodFormBody onStarted={() => {}} />)).toContain('本市没有雨量站');
  });

  test('a run that gauges drove is marked so, and names its streams, their values and what is missing', () => {
    const heard = { gauge: 'r1', stream: 'r1/1', values: 40, whole: 60, holes: [[1200, 2400]] as const };
    const reading: LiveReading = {
      ...{ readMs: START_MS + 3_620_000, fromMs: START_MS, hours: 1, taken: 'mean', rain: [heard], stages: [] },
      ...{ stepS: 1200, ratesMmPerH: [12, 0, 6], holes: [[1200, 2400]] },
    };
    const form = { ...run.form, rain: { kind: 'live' as const, hours: 1, reading } };
    twin.getState().changeRun(FLOOD_ENGINE, 'flood-1', { form });
    twin.getState().showRun(FLOOD_ENGINE, 'flood-1');
    const text = textOf(<FloodRuns onBranch={() => {}} />);
    // 20 minutes of 12 mm/h and 20 of 6 mm/h.
    expect(text).toContain('范围内 1 个雨量站的平均值 · 6.0');
    expect(text).toContain('缺测 T+0:20–T+0:40：推演中该时段按无雨计');
    expect(text).toContain('雨量数据仅覆盖 67% 的时间');
    expect(text).toContain('r1/1 40/60 个读数');
    expect(textOf(<FloodBar />)).toMatch(/模拟.*实况驱动/);
    const told = JSON.parse(runRecord(city.id, { ...run, form }, done.end));
    expect(told).toMatchObject({ isSimulated: true, start: '2026-07-18T04:00:00.000Z', form: { rain: { reading } } });
    expect(told.resultHash).toBe('0123456789abcdef0123');
  });

  test('a run always shows the error of its ledger, its limits and its hash', () => {
    twin.getState().showRun(FLOOD_ENGINE, 'flood-1');
    const text = textOf(<FloodRuns onBranch={() => {}} />);
    expect(text).toContain('水量平衡误差 3 × 10⁻⁸');
    expect(text).toContain('雨水管网');
    expect(text).toContain('0123456789abcdef');
    expect(text).toContain('最大水深');
  });

  test('a shown run that is over can be left at its shown frame, not at its last', () => {
    twin.getState().showRun(FLOOD_ENGINE, 'flood-1');
    twin.getState().showTime(START_MS + 700_000);
    expect(textOf(<FloodRuns onBranch={() => {}} />)).toContain('从 T+0:10 分支');
    twin.getState().changeRun(FLOOD_ENGINE, 'flood-1', { status: { kind: 'paused', progressRatio: 0.5 } });
    expect(textOf(<FloodRuns onBranch={() => {}} />)).not.toContain('另起');
  });

  test('the form of a branch asks only what can change from its moment on', () => {
    twin.getState().branchFlood({ id: 'flood-1', timeS: 1200 });
    const text = textOf(<FloodFormBody onStarted={() => {}} />);
    expect(text).toContain('推演 A 在 T+0:20 的分支');
    expect(text).toContain('溃口');
    expect(text).not.toContain('网格尺寸');
    twin.getState().changeFlood({ breaches: [{ kind: 'planned', id: 'b', beginH: 0.25 }] });
    expect(textOf(<FloodFormBody onStarted={() => {}} />)).toContain('T+0:15 起已溃');
  });

  test('over the picture stands that it is simulated, which run and which moment', () => {
    expect(textOf(<FloodBar />)).toBe('');
    twin.getState().showRun(FLOOD_ENGINE, 'flood-1');
    twin.getState().showTime(START_MS + 600_000);
    expect(textOf(<FloodBar />)).toContain('模拟');
    expect(textOf(<FloodBar />)).toContain('T+0:10');
  });

  test('vitals are the run’s at the shown time, each marked as simulated', () => {
    expect(textOf(inSlot('vitals'))).toContain('未接入');
    twin.getState().showRun(FLOOD_ENGINE, 'flood-1');
    twin.getState().showTime(START_MS + 900_000);
    const text = textOf(inSlot('vitals'));
    expect(text.match(/模拟/g)).toHaveLength(5);
    expect(text).toContain('澄西站 381.75');
    expect(text).toContain('0.25');
    expect(text).toContain('200');
  });

  test('the impact list names who, how deep and when', () => {
    twin.getState().showRun(FLOOD_ENGINE, 'flood-1');
    const text = textOf(<FloodImpact />);
    expect(text).toContain('一号楼');
    expect(text).toContain('进水楼层 2 户 6 人 · 全楼 4 户 11 人');
    expect(text).toContain('T+0:12–T+0:28');
  });

  test('the legend tells limits and unit of what is drawn', () => {
    twin.getState().showRun(FLOOD_ENGINE, 'flood-1');
    expect(textOf(<FloodLegend />)).toMatch(/水深.*m.*模拟.*0.05.*0.15.*0.3.*0.5.*1.*2/);
    twin.getState().setFloodMap('hazard');
    expect(textOf(<FloodLegend />)).toMatch(/H1.*H6/);
    expect(markupOf(<FloodLegend />)).toMatch(/class="rule-mark"[^>]*待核/);
  });
});

describe('rain that is not the same everywhere', () => {
  const shown = (rain: FloodForm['rain']) => {
    twin.getState().takeFloodSite(site);
    twin.getState().changeFlood({ rain });
    return textOf(<FloodFormBody onStarted={() => {}} />);
  };

  test('a moving storm says how it falls off, and how much of it falls when', () => {
    const text = shown(defaultStorm(defaultFloodForm(site).area));
    expect(text).toContain('雨强由中心按 exp(−(r/半径)²) 递减');
    expect(text).toMatch(/范围内雨量：平均 \d+ mm，最大 \d+ mm，T\+0:\d\d 至 T\+1:\d\d。/);
    expect(text).not.toContain('按所绘路径');
  });

  test('a design storm of a city without a formula has its four numbers filled in, unverified; one with its own has none', () => {
    const formula = { a: 1800, c: 0.8, bMin: 9, n: 0.7 };
    const rain = { kind: 'design', years: 50, hours: 2, formula } as const;
    twin.getState().takeFloodSite({ ...site, stormYears: null });
    twin.getState().changeFlood({ rain });
    const text = textOf(<FloodFormBody onStarted={() => {}} />);
    expect(text).toContain('本市没有暴雨强度公式');
    expect(text).toMatch(/待核.*起始值是手册所载北京市公式.*系数 a.*系数 c.*常数 b.*指数 n/);
    expect(text).toContain('50 年一遇');
    expect(shown(rain)).toContain('采用案例自带的暴雨强度公式');
  });

  test('one whose way was drawn past the area says that no rain falls there', async () => {
    await words.changeLanguage('en');
    const storm = {
      ...defaultStorm(defaultFloodForm(site).area),
      from: [90_000, 0] as const,
      to: [90_000, 20_000] as const,
    };
    const text = shown(storm);
    expect(text).toContain('as drawn');
    expect(text).toContain('no rain falls in the area');
  });

  test('grids say what was read, until when they last and the most they hold', () => {
    const files = ['r-0000.asc', 'r-0006.asc', 'r-0012.asc'];
    const size = { columns: 40, rows: 30, cellM: 250, westM: -5000, southM: -4000 };
    const text = shown({ kind: 'grids', grids: { id: 'rain-1', files, ...size, mostMmPerH: 84.25 }, stepMin: 6 });
    expect(text).toContain('3 个栅格，首个 r-0000.asc，至 T+0:12；40 × 30 网格，边长 250 m；最大 84.3 mm/h。');
    expect(text).toContain('链接不包含栅格');
  });
});
