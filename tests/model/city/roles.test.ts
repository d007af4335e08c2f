import { expect, test } from 'vitest';
import { hourOf, isWholeDay, localMinutesOf } from '../../../model/city/role-time.ts';
import { guessedRole, roleFaults } from '../../../model/city/roles.ts';

const attribute = (name: string, type: 'string' | 'code' | 'number' | 'integer', zh = name) => ({
  name,
  type,
  label: { zh, en: name },
});

test('columns are guessed by their names or labels, and marked as guessed; what is stated stays', () => {
  const grid = [attribute('id', 'string'), attribute('asukkaita', 'integer'), attribute('rakennukset', 'integer')];
  expect(guessedRole('population', grid)).toEqual({ columns: { residents: 'asukkaita' }, guessed: ['residents'] });
  const schools = [attribute('lb', 'code', '类别'), attribute('xw', 'number', '学位数'), attribute('use', 'code')];
  expect(guessedRole('facilities', schools)).toEqual({
    columns: { kind: 'lb', capacity: 'xw' },
    guessed: ['kind', 'capacity'],
  });
  expect(guessedRole('facilities', schools, { kind: 'use' })).toEqual({
    columns: { kind: 'use', capacity: 'xw' },
    guessed: ['capacity'],
  });
});

test('a role says what a layer lacks: a column it needs, one that is not there, one of the other type', () => {
  const table = [attribute('name', 'string'), attribute('n', 'integer')];
  const faults = (columns: Record<string, string>) => roleFaults('population', table, { columns, guessed: [] });
  expect(faults({})).toEqual([{ column: 'residents', fault: 'missing', got: '' }]);
  expect(faults({ residents: 'pop' })).toEqual([{ column: 'residents', fault: 'unknown', got: 'pop' }]);
  expect(faults({ residents: 'name' })).toEqual([{ column: 'residents', fault: 'type', got: 'name' }]);
  expect(faults({ residents: 'n' })).toEqual([]);
  expect(faults({ residents: 'n', people: 'n' })).toEqual([{ column: 'people', fault: 'unknown', got: 'n' }]);
  expect(roleFaults('facilities', table, { columns: {}, guessed: [] })).toEqual([]);
});

test('weather and counts take one of several columns; hours and instants are read from numbers and texts', () => {
  const table = [attribute('name', 'string'), attribute('风速', 'number'), attribute('时刻', 'string')];
  const columns = { columns: { time: '时刻' }, guessed: [] };
  expect(roleFaults('weather', table, columns)).toEqual([
    { column: 'temperature | humidity | windSpeed', fault: 'missing', got: '' },
  ]);
  expect(guessedRole('weather', table).columns).toEqual({ time: '时刻', windSpeed: '风速' });
  expect(roleFaults('weather', table, guessedRole('weather', table))).toEqual([]);
  expect(guessedRole('counts', [attribute('AADT', 'integer'), attribute('hour', 'integer')]).columns).toEqual({
    daily: 'AADT',
    hour: 'hour',
  });
  expect([8, '08:00', '7-8', '8时', '2024-03-05 17:30', '24', 'x', '2024-03-05'].map(hourOf)).toEqual([
    8,
    8,
    7,
    8,
    17,
    0,
    null,
    null,
  ]);
  expect(localMinutesOf('2024年3月5日 08:30')).toBe(Date.UTC(2024, 2, 5, 8, 30) / 60_000);
  expect([isWholeDay('2024/3/5'), isWholeDay('2024-03-05T08:00')]).toEqual([true, false]);
});
