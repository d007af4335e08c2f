import { expect, test } from 'vitest';
import type { RunFigureName } from '../../../model/runs/run-figures.ts';
import { DEFAULT_DRAFT } from '../../../src/plugins/incident-log/ahead-draft.ts';
import type { AheadItem, AheadSubject } from '../../../src/plugins/incident-log/look-ahead.ts';
import { peopleRequest } from '../../../src/plugins/incident-log/panels/ahead-people.tsx';
import { AheadTable } from '../../../src/plugins/incident-log/panels/ahead-table.tsx';
import type { WaterSituation } from '../../../src/twin/look-ahead.ts';
import type { RoadWorks } from '../../../src/twin/roads.ts';
import type { RunFacts } from '../../../src/twin/runs.ts';
import { markupIn } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const item = (subject: AheadSubject, name: string, isNoAction: boolean): AheadItem => ({
  id: name,
  subject,
  engine: subject === 'water' ? 'flood' : 'crowd',
  name,
  look: 1,
  isNoAction,
  state: { kind: 'begun', run: `run of ${name}` },
});
const ITEMS = [
  item('water', 'no action', true),
  item('water', 'more rain', false),
  item('people', 'untold', true),
  item('people', 'told now', false),
];

function run(name: string, figures: Partial<Record<RunFigureName, number>>): RunFacts {
  const more = Object.entries(figures).map(([figure, value]) => ({ name: figure as RunFigureName, value, unit: '1' }));
  const own = { id: `run of ${name}`, name, form: {}, origin: null, startMs: 0, endS: 1800, notes: [] };
  return { ...own, status: { kind: 'done' }, timesS: [0], hash: 'a'.repeat(64), figures: { loss: null, more } };
}

test('floods and evacuations stand in one table, each against no action of its own; what a variant is not about is —', () => {
  const twin = pageTwin(smallCity().city);
  twin.getState().addRun('flood', run('no action', { wetResidents: 120, deepest: 0.5 }));
  twin.getState().addRun('flood', run('more rain', { wetResidents: 150, deepest: 0.75 }));
  twin.getState().addRun('crowd', run('untold', { people: 80, left: 0, waded: 0 }));
  twin.getState().addRun('crowd', run('told now', { people: 80, left: 78, waded: 5, clearance95: 412.4 }));
  const markup = markupIn(twin, <AheadTable items={ITEMS} />);
  const rowOf = (figure: string) =>
    (new RegExp(`<tr data-figure="${figure}">(.*?)</tr>`).exec(markup)?.[1] ?? '')
      .replace(/<[^>]*>/g, '|')
      .split('|')
      .map((cell) => cell.replace(/[\s\u2009]/g, ''))
      .filter((cell) => cell !== '')
      .slice(1);
  expect(markup.match(/scope="col"/g)?.length).toBe(4);
  expect(rowOf('wetResidents')).toEqual(['120', '150', '(+30)', '—']);
  expect(rowOf('deepest')).toEqual(['0.50', '0.75', '(+0.25)', '—']);
  expect(rowOf('left')).toEqual(['0', '—', '78', '(+78)']);
  expect(rowOf('waded')).toEqual(['0', '—', '5', '(+5)']);
  // Untold nobody is ever out: there is a time, and nothing that it could be less than.
  expect(rowOf('clearance95')).toEqual(['—', '—', '412', '(—)']);
});

const SITUATION: WaterSituation = {
  at: [1, 2],
  reachM: 600,
  nowMs: 5,
  horizonMin: 60,
  rain: { kind: 'live' },
  breach: null,
};
const t = ((key: string) => key) as never;
const WORKS: RoadWorks = { id: 'east', name: 'Axis Road', ring: [], closed: [], narrowed: [] };

test('a look ahead asks for people only where that is switched on, and first for those who are told nothing', () => {
  expect(peopleRequest(DEFAULT_DRAFT.people, SITUATION, [], t)).toBeNull();
  const wish = peopleRequest(
    { ...DEFAULT_DRAFT.people, isOn: true, reachM: 150, shut: 'north' },
    SITUATION,
    [WORKS],
    t,
  );
  expect(wish?.situation).toEqual({
    at: [1, 2],
    reachM: 150,
    nowMs: 5,
    horizonMin: 60,
    perM2: 0.02,
    seatedPct: 0,
    works: [WORKS],
  });
  expect(wish?.variants.map(({ notifiedInMin, shut, orders }) => [notifiedInMin, shut, orders])).toEqual([
    [null, null, 'without'],
    [0, null, undefined],
    [10, null, undefined],
    [0, 'north', undefined],
  ]);
});
