import * as v from 'valibot';
import { expect, test } from 'vitest';
import {
  area,
  choice,
  factsOf,
  flag,
  line,
  place,
  quantity,
  rising,
  share,
  text,
  whole,
} from '../../../model/questions/field.ts';
import {
  defaultsOf,
  defineQuestion,
  fieldsOf,
  raise,
  readQuestion,
  writeQuestion,
} from '../../../model/questions/question.ts';

const Walk = v.strictObject({
  title: text({}),
  speedMps: quantity({ unit: 'm/s', min: 0.1, max: 3, step: 0.1, usual: 1.3, word: 'walk.speed' }),
  people: whole({ min: 1, max: 500, usual: 20, word: 'walk.people' }),
  blockedRatio: share({ usual: 0.25, more: true, word: 'walk.blocked' }),
  hasLifts: flag({ usual: false, word: 'walk.lifts' }),
  direction: choice({ to: 'walk.to', from: 'walk.from' }, { usual: 'to', word: 'walk.direction' }),
  wallM: v.nullable(quantity({ min: 0, max: 2, offers: [0.5, 1] })),
  start: place({ word: 'walk.start' }),
  way: line({}),
  field: area({ max: 10 }),
  minutes: rising(quantity({ min: 1, max: 120 }), 1, 3),
});
const whole_ = {
  title: 'a',
  wallM: null,
  start: [1, 2],
  way: [
    [0, 0],
    [1, 1],
  ],
  field: [
    [0, 0],
    [1, 0],
    [0, 1],
  ],
  minutes: [5, 10],
};

test('a form begins with the usual values, and a case that leaves them out means them', () => {
  const usual = { speedMps: 1.3, people: 20, blockedRatio: 0.25, hasLifts: false, direction: 'to' };
  expect(defaultsOf(Walk)).toEqual(usual);
  expect(v.parse(Walk, whole_)).toEqual({ ...whole_, ...usual });
});

test('a bound is said once: it is the schema’s and the control’s', () => {
  const { success, issues } = v.safeParse(Walk, { ...whole_, speedMps: 4 });
  expect([success, issues?.[0].message]).toEqual([false, '0.1 to 3']);
  expect(factsOf(Walk.entries.speedMps)).toEqual({
    kind: 'quantity',
    unit: 'm/s',
    min: 0.1,
    max: 3,
    step: 0.1,
    word: 'walk.speed',
  });
});

test('facts are found through what makes a field optional or nullable', () =>
  expect(fieldsOf(Walk).map(({ name, facts }) => `${name} ${facts.kind}`)).toEqual([
    'title text',
    'speedMps quantity',
    'people quantity',
    'blockedRatio share',
    'hasLifts flag',
    'direction choice',
    'wallM quantity',
    'start place',
    'way line',
    'field area',
  ]));

test.each([
  ['a word that is none of the choices', { direction: 'up' }],
  ['half a person', { people: 1.5 }],
  ['minutes that fall', { minutes: [10, 5] }],
  [
    'a ring of two corners',
    {
      field: [
        [0, 0],
        [1, 1],
      ],
    },
  ],
])('%s is refused', (_, part) => expect(v.safeParse(Walk, { ...whole_, ...part }).success).toBe(false));

const dated = defineQuestion({
  id: 'dated',
  schema: v.strictObject({ endS: v.number() }),
  upgrades: [
    ({ endMin, ...rest }) => ({ ...rest, endH: Number(endMin) / 60 }),
    ({ endH }) => ({ endS: Number(endH) * 3600 }),
  ],
});

test.each([
  ['without a version', { endMin: 90 }],
  ['of version 2', { version: 2, endH: 1.5 }],
  ['of the newest version', { version: 3, endS: 5400 }],
])('JSON %s is raised to the newest', (_, json) => {
  const read = readQuestion(dated, json);
  expect(read.output).toEqual({ endS: 5400 });
  expect(writeQuestion(dated, { endS: 5400 })).toEqual({ version: 3, endS: 5400 });
});

test('a version that is not known yet is left for the schema to refuse', () => {
  expect(raise(dated, { version: 4, endS: 1 })).toEqual({ version: 4, endS: 1 });
  expect(readQuestion(dated, { version: 4, endS: 1 }).success).toBe(false);
});
