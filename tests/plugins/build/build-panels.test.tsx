import { beforeEach, describe, expect, test } from 'vitest';
import { words } from '../../../src/kit/words.ts';
import { BuildLegend } from '../../../src/plugins/build/panels/legend.tsx';
import { LinksPart } from '../../../src/plugins/build/panels/links.tsx';
import { RepairPart } from '../../../src/plugins/build/panels/repair.tsx';
import { ScenarioForm } from '../../../src/plugins/build/panels/scenario-form.tsx';
import { Schedule } from '../../../src/plugins/build/panels/schedule.tsx';
import { TaskHead, TaskState } from '../../../src/plugins/build/panels/task.tsx';
import { NOISE_CLASSES, noiseToken } from '../../../src/plugins/build/review-controller.ts';
import { openScheduleController, type ScheduleController } from '../../../src/plugins/build/schedule-controller.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { planFacts } from '../../../workers/construction/plan-facts.ts';
import { markupIn, readable, tagsOf } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { noReview } from './no-review.ts';

const TABLE =
  'id,name,duration,start,finish,predecessors\n1,挖土｜Dig,5d,2026-01-05 08:00,2026-01-09 17:00,\n2,浇筑｜Pour,3d,,,1\n';

let twin: Twin;
let build: ScheduleController;
beforeEach(async () => {
  twin = pageTwin(smallCity().city, 0);
  twin.getState().openDesk('build');
  build = openScheduleController(
    twin,
    { ...noReview, open: async (bytes, file) => planFacts(bytes, file) },
    { schedule: null, construction: null, gidOf: async () => null },
  );
  await words.changeLanguage('en');
});
const open = () => build.open(new TextEncoder().encode(TABLE), 'small.csv');
const markupOf = (element: React.ReactNode) => markupIn(twin, element, { build: { build } });
const textOf = (element: React.ReactNode) => readable(markupOf(element));

describe('the legend of the build desk', () => {
  const entries = () =>
    [...markupOf(<BuildLegend />).matchAll(/<li><i (class="missing"|style="[^"]*")[^>]*><\/i>([^<]*)/g)].map(
      ([, look, label]) => [/--([\w-]+)/.exec(look)?.[1] ?? 'hatched', label],
    );

  test('tells how far elements are, or how they stand against the baseline; what is missing is hatched', async () => {
    expect(entries()).toEqual([
      ['map-build', 'Built'],
      ['accent', 'In progress'],
      ['hatched', 'Due, not started'],
    ]);
    twin.getState().colourBuild('baseline');
    expect(entries().map(([token]) => token)).toEqual(['map-build', 'warn', 'div-6', 'accent', 'hatched']);
    await words.changeLanguage('zh');
    for (const [, label] of entries()) expect(label).toMatch(/\p{Script=Han}/u);
  });

  test('of noise has a colour for each class of 5 dB, open at both ends, the louder another than the quieter', () => {
    twin.getState().setReview({ noiseShown: 'night' });
    const [first] = NOISE_CLASSES;
    const last = NOISE_CLASSES[NOISE_CLASSES.length - 1];
    const shown = entries();
    expect(shown).toHaveLength(NOISE_CLASSES.length + 1);
    expect(shown[0][1]).toMatch(new RegExp(`^(&lt;|<) ${first}$`));
    expect(shown[1][1]).toBe(`${first}–${NOISE_CLASSES[1]}`);
    expect(shown[shown.length - 1][1]).toBe(`≥ ${last}`);
    expect(NOISE_CLASSES.slice(1).every((db, i) => db - NOISE_CLASSES[i] === 5)).toBe(true);
    expect(new Set(shown.map(([token]) => token)).size).toBe(shown.length);
    expect(noiseToken(first)).not.toBe(noiseToken(first - 0.1));
    expect(noiseToken(first + 4.9)).toBe(noiseToken(first));
  });
});

describe('a question to the worker', () => {
  const head = (task: Parameters<typeof TaskHead>[0]['task'], isAnswered = false) => (
    <TaskHead
      task={task}
      label="Searching…"
      first="Search"
      again="Search again"
      isAnswered={isAnswered}
      onRequest={() => {}}
      onStop={() => {}}
    >
      <a href="#x">Export</a>
    </TaskHead>
  );

  test('is asked by a button, is under way with its share and a way to end it, and can be asked again', () => {
    expect(textOf(head({ kind: 'idle' }))).toBe('Search');
    expect(textOf(head({ kind: 'running', doneRatio: 0.335 }))).toBe('Searching… 34\u2009% Cancel');
    expect(textOf(head({ kind: 'done', serial: 1 }, true))).toBe('Search again Export');
  });

  test('that failed says why, in the language of the page, and can be asked again', async () => {
    const failed = { kind: 'failed' as const, reason: { zh: '没有工序', en: 'No activities' } };
    expect(textOf(head(failed))).toBe('No activities Search');
    await words.changeLanguage('zh');
    expect(textOf(<TaskState task={failed} label="x" />)).toBe('没有工序');
    expect(markupOf(<TaskState task={failed} label="x" />)).toContain('role="alert"');
  });
});

describe('the schedule below the model', () => {
  test('says what will stand there while no plan is open', async () => {
    expect(textOf(<Schedule />)).toContain('No schedule is loaded.');
    await words.changeLanguage('zh');
    expect(textOf(<Schedule />)).not.toMatch(/[A-Za-z]{4}/);
  });

  test('of an open plan names its file, and how the bars are shown, coloured and played', async () => {
    await open();
    const text = textOf(<Schedule />);
    expect(text).toContain('small.csv');
    for (const word of ['Bars', 'S-curve', 'All', 'Year', 'Quarter', 'By state', 'Against baseline', '1 wk/s'])
      expect(text).toContain(word);
  });
});

describe('the form of a what-if', () => {
  test('is not there without a plan', () => {
    expect(markupOf(<ScenarioForm onAdd={() => {}} />)).toBe('');
  });

  test('begins with what the plan can change: its calendars, its rates, its days', async () => {
    await open();
    const markup = markupOf(<ScenarioForm onAdd={() => {}} />);
    const values = tagsOf(markup, 'option').map((tag) => /value="([^"]*)"/.exec(tag)?.[1]);
    expect(values).toContain('shifts');
    expect(values).toContain('rates');
    expect(values).toContain('noGo');
    // The file has no resources: there are no crews to change.
    expect(values).not.toContain('crews');
  });
});

test('without a plan and elements rules can be opened from a file, and none can be made', async () => {
  expect(textOf(<LinksPart />)).toBe('Model and schedule Open rules');
  await words.changeLanguage('zh');
  expect(textOf(<LinksPart />)).not.toMatch(/[A-Za-z]/);
});

test('what was accepted stands in a list, and each is taken back by itself', async () => {
  const accepted: string[] = [];
  build = openScheduleController(
    twin,
    {
      ...noReview,
      open: async (bytes, file) => planFacts(bytes, file),
      async accept(changes) {
        accepted.push(
          changes.map((change) => (change.kind === 'link' ? `${change.from}→${change.to}` : change.kind)).join(' '),
        );
        return planFacts(new TextEncoder().encode(TABLE), 'small.csv');
      },
    },
    { schedule: null, construction: null, gidOf: async () => null },
  );
  await open();
  const link = { from: 0, to: 1, why: 'dates', evidence: 0, confidence: 1 } as const;
  const other = { ...link, from: 1, to: 0 };
  await build.review.accept([link, other]);
  const text = textOf(<RepairPart />);
  expect(text).toContain('2 changes accepted');
  expect(text).toContain('The 2 accepted changes Dig → Pour Pour → Dig');
  await build.review.withdraw({ kind: 'link', link: other });
  expect(build.review.accepted()).toEqual([{ kind: 'link', link }]);
  await build.review.withdraw(null);
  expect([accepted, build.review.before()]).toEqual([['0→1 1→0', '0→1', ''], null]);
});
