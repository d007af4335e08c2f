import { beforeEach, describe, expect, test } from 'vitest';
import { DESKS } from '../../src/app/desks.ts';
import { PLUGINS } from '../../src/app/listed-plugins.ts';
import { CityCard } from '../../src/app/shell/city-card.tsx';
import { Cluster } from '../../src/app/shell/cluster.tsx';
import { shell } from '../../src/app/shell/plugin.ts';
import { RunningJobs } from '../../src/app/shell/running-jobs.tsx';
import { TaskColumn } from '../../src/app/shell/task-column.tsx';
import { TopBar } from '../../src/app/shell/top-bar.tsx';
import { Tray } from '../../src/app/shell/tray.tsx';
import { words } from '../../src/kit/words.ts';
import type { Twin } from '../../src/twin/twin.ts';
import { attributeOf, markupIn, readable, tagsOf } from '../kit/rendered.tsx';
import { testApp } from '../kit/test-app.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

let twin: Twin;
beforeEach(async () => {
  twin = pageTwin(smallCity().city);
  await words.changeLanguage('en');
});
const bar = () => markupIn(twin, <TopBar />);
const tools = () => markupIn(twin, <Cluster />);
const column = () => markupIn(twin, <TaskColumn />);

describe('the top bar', () => {
  test('names the city, and every desk in the order of the list, the open one marked', () => {
    const names = DESKS.map(({ label }) => label.en);
    expect(readable(bar())).toContain(names.join(' '));
    expect(readable(bar())).toContain('Smalltown');
    const current = () =>
      bar()
        .split('<button')
        .filter((part) => part.includes('aria-current="page"'))
        .map((part) => readable(`<${part.split('</button>')[0]}`));
    expect(current()).toEqual([names[0]]);
    twin.getState().openDesk('build');
    expect(current()).toEqual([names[DESKS.findIndex(({ id }) => id === 'build')]]);
  });
});

describe('the tools of the map', () => {
  const buttonOf = (label: string) =>
    tagsOf(tools(), 'button').find((tag) => attributeOf(tag, 'aria-label')?.includes(label)) ?? '';

  test('have a compass that points north, however the camera is turned', () => {
    twin.getState().reportCamera({ ...twin.city.home, headingDeg: 89.6 });
    expect(tools()).toContain('--heading:-90deg');
  });

  test('are named by the word that is seen below the icon, and by what they do', () => {
    expect(attributeOf(buttonOf('Sun and time'), 'aria-label')).toBe('Hour · Sun and time');
    expect(attributeOf(buttonOf('Zoom in'), 'aria-label')).toBe('Zoom in');
  });

  test('mark what a tool does while it does it', () => {
    const compare = words.t('compare.title');
    expect(attributeOf(buttonOf(compare), 'class')).toBe('');
    twin.getState().setCompare('swipe');
    expect(attributeOf(buttonOf(compare), 'class')).toBe('in-use');
  });

  test('are one toolbar whose every button has a name, each its own', async () => {
    for (const language of ['en', 'zh'] as const) {
      await words.changeLanguage(language);
      const labels = tagsOf(tools(), 'button').map((tag) => attributeOf(tag, 'aria-label'));
      expect(labels.length).toBeGreaterThan(6);
      expect(labels.every((label) => label !== null && label !== '')).toBe(true);
      expect(new Set(labels).size).toBe(labels.length);
      if (language === 'zh') for (const label of labels) expect(label).toMatch(/\p{Script=Han}/u);
    }
  });
});

describe('the task column', () => {
  test('leads to the page of the guide about the open desk, in the language of the page', async () => {
    const guide = () => tagsOf(column(), 'a').map((tag) => attributeOf(tag, 'href'));
    expect(guide()).toEqual(['guide/en/use/plan.html']);
    twin.getState().openDesk('command');
    await words.changeLanguage('zh');
    expect(guide()).toEqual(['guide/zh/use/command.html']);
  });

  test('has every step of the desk in view, and the tools of the open one alone, each with what it answers', () => {
    const heads = () => tagsOf(column(), 'li').flatMap((tag) => attributeOf(tag, 'data-step') ?? []);
    const rows = () => tagsOf(column(), 'button').flatMap((tag) => attributeOf(tag, 'data-tool') ?? []);
    expect(heads()).toEqual(['data', 'conflicts', 'decide', 'schemes', 'analyse', 'out']);
    expect(rows()).toEqual([]);
    twin.getState().setStep('schemes');
    expect(rows()).toEqual(['scheme-design', 'scheme-compare']);
    expect(readable(column())).toContain(words.t('schemes.answers'));
    twin.getState().openDesk('command');
    expect([heads()[0], rows()]).toEqual(['now', []]);
  });
});

test('the step of analyses counts the rows below it that name a result', () => {
  const row = (at: string, found: object | null) => ({ at: [at], result: () => found });
  const placed = () => [
    row('plan.analyse/light', { zh: '34 户', en: '34 dwellings' }),
    row('plan.analyse/ground', null),
    row('plan.schemes', { zh: '2 个方案', en: '2 schemes' }),
  ];
  expect(shell.steps?.['plan.analyse'](twin.getState(), { placed } as never)?.figure).toBe(1);
});

test('groups of tools have the level of heading that follows the page’s own', () => {
  twin.getState().setStep('analyse');
  expect(column().match(/<h\d/g)).toEqual(['<h2', '<h2', '<h2', '<h2']);
});

describe('running jobs', () => {
  test('are named with their progress, and each can be cancelled by name, a run as well as an analysis', () => {
    twin.getState().setAnalysis('height-limits', { kind: 'running', doneRatio: 0.25 });
    const jobs = markupIn(twin, <RunningJobs />);
    expect(readable(jobs)).toContain(`${words.t('heights.title')} 25 %`);
    expect(attributeOf(tagsOf(jobs, 'button')[0], 'aria-label')).toBe(`Cancel ${words.t('heights.title')}`);
    const stopped: unknown[] = [];
    const stop = (id: string) => void stopped.push(id);
    testApp(twin, { 'height-limits': { stop } }).stopJob('height-limits', 'height-limits');
    testApp(twin, { flood: { stop } }).stopJob('flood', 'flood-3');
    expect(stopped).toEqual(['height-limits', 'flood-3']);
  });
});

describe('the steps of the command desk', () => {
  test('say how the incident stands, and that there is none', () => {
    twin.getState().openDesk('command');
    expect(readable(column())).toContain('Incident — none');
    expect(readable(column())).toContain('Evaluation — once closed');
  });
});

describe('the tray', () => {
  test('is its head alone where there is no room for more, and says how it is opened', () => {
    twin.getState().openDesk('command');
    const tray = (isTight: boolean) => markupIn(twin, <Tray isTight={isTight} />);
    const buttonOf = (markup: string) => tagsOf(markup, 'button').find((tag) => tag.includes('tray-fold')) ?? '';
    expect(attributeOf(tagsOf(tray(true), 'div')[0], 'class')).toBe('tray folded');
    expect(attributeOf(buttonOf(tray(true)), 'aria-expanded')).toBe('false');
    expect(readable(tray(true))).toContain('Unfold');
    expect(tray(true)).not.toContain('time-axis');
    expect(attributeOf(tagsOf(tray(false), 'div')[0], 'class')).toBe('tray');
    expect(attributeOf(buttonOf(tray(false)), 'aria-expanded')).toBe('true');
    expect(tray(false)).toContain('time-axis');
  });
});

test('the first card of a city counts the buildings, whatever their layer is called', () => {
  const { city } = smallCity();
  const layers = city.layers.map((layer) => (layer.kind === 'building' ? { ...layer, id: 'houses' } : layer));
  const count = layers.find(({ kind }) => kind === 'building')?.count;
  const card = readable(markupIn(pageTwin({ ...city, layers }), <CityCard />));
  expect(card).toContain(`${count} ${words.t('city.buildings')}`);
});

test('every step of every desk has a tool, and every tool a step or a place on the map', () => {
  const tools = PLUGINS.flatMap(({ places }) => places.tool ?? []);
  const places = new Set(tools.flatMap(({ at }) => at ?? []));
  const steps = DESKS.flatMap(({ id, steps }) => steps.map((step) => ({ id, step })));
  for (const { id, step } of steps.filter(({ id, step }) => `${id}.${step.id}` !== 'tour.tours'))
    expect([...places].some((place) => place.split('/')[0] === `${id}.${step.id}`)).toBe(true);
  const known = steps.flatMap(({ id, step }) => [
    `${id}.${step.id}`,
    ...(step.groups ?? []).map((group) => `${id}.${step.id}/${group.id}`),
  ]);
  expect([...places].filter((place) => place !== 'cluster' && !known.includes(place))).toEqual([]);
  expect(tools.filter(({ at }) => !at?.length).map(({ id }) => id)).toEqual([]);
});

describe('what a desk works on', () => {
  test('is the city where nobody says, and a choice where there are several schemes', () => {
    expect(readable(column())).toContain('Smalltown');
    expect(column()).not.toContain('<select');
    const scheme = { id: 's1', name: 'Scheme 1', parcels: [] };
    Object.assign(twin.getState(), { schemes: [scheme], schemeShown: 's1' });
    const options = tagsOf(column(), 'option').map((tag) => attributeOf(tag, 'value'));
    expect(options).toEqual(['', 's1']);
    testApp(twin).subjectOf('plan')?.choose('');
    expect(twin.getState().schemeShown).toBe(null);
  });

  test('is followed at the foot by what to do next, the worst first, by what each step is for', () => {
    twin.getState().setPlanCheck({ planCheck: { kind: 'done', serial: 1 } });
    const severe = { severity: 'prohibited' };
    const conflicts = {
      report: () => ({ conflicts: [severe, severe], plans: [] }),
      decisions: () => new Map([['a', { state: 'proposed' }]]),
    };
    const text = readable(markupIn(twin, <TaskColumn />, { conflicts }));
    const next = text.slice(text.indexOf('Do next'));
    expect(next).toMatch(
      /Do next which plans disagree Conflicts 2 2 severe decide, and make one blueprint Decisions 1/,
    );
  });
});
