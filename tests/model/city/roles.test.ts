import { expect, test } from 'vitest';
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
