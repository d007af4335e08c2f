import { describe, expect, test } from 'vitest';
import { readOptions } from '../../hub/sensor-things/odata.ts';
import { whereSql } from '../../hub/sensor-things/sensor-things-filter.ts';
import { TYPES } from '../../hub/sensor-things/sensor-things-model.ts';
import { NoSuchPath, readTarget } from '../../hub/sensor-things/sensor-things-path.ts';
import { cutPage, dataArrays, nextQuery, type Query } from '../../hub/sensor-things/sensor-things-query.ts';

const query = (): Query => ({ base: 'http://hub/v1.1', parameters: [], aliases: 0, nowMs: 0, things: null });

describe('an address below the root', () => {
  const target = (path: string) => {
    const { type, isOne, property, form } = readTarget(query(), path);
    return { type: type.name, isOne, ...(property ? { property } : {}), ...(form ? { form } : {}) };
  };

  test.each([
    ['Things', { type: 'Thing', isOne: false }],
    ['Things(1)', { type: 'Thing', isOne: true }],
    ['Things(1)/Datastreams', { type: 'Datastream', isOne: false }],
    ['Things(1)/Datastreams(3)/Thing', { type: 'Thing', isOne: true }],
    ['Things(1)/name', { type: 'Thing', isOne: true, property: 'name' }],
    ['Things(1)/name/$value', { type: 'Thing', isOne: true, property: 'name', form: '$value' }],
    ['Datastreams(3)/Observations/$ref', { type: 'Observation', isOne: false, form: '$ref' }],
  ])('leads to what it names: %s', (path, expected) => {
    expect(target(path)).toEqual(expected);
  });

  test.each([
    ['nothing at all', ''],
    ['a set that there is not', 'Robots'],
    ['a property of many', 'Things/name'],
    ['a step after a property', 'Things(1)/name/Datastreams'],
    ['a number where a link leads to one', 'Datastreams(3)/Thing(1)'],
    ['brackets that are not closed', 'Things(1'],
    ['a step after $ref', 'Things/$ref/name'],
    ["a name of JavaScript's own", 'constructor'],
  ])('leads nowhere with %s', (_, path) => {
    expect(() => readTarget(query(), path)).toThrow(NoSuchPath);
  });

  test('of more steps than there are links is refused', () => {
    expect(() => readTarget(query(), Array(17).fill('Things(1)').join('/'))).toThrow('at most 16 steps');
  });
});

describe('a filter as SQL', () => {
  const sqlOf = (text: string) => {
    const statement = query();
    const { filter = { kind: 'literal' as const, value: true } } = readOptions([['$filter', text]]);
    return { sql: whereSql(statement, filter, { type: TYPES.Datastreams, alias: 'd' }), values: statement.parameters };
  };

  test('has no text of who asks in it: values are parameters', () => {
    const { sql, values } = sqlOf("name eq 'x''; DROP TABLE things; --'");
    expect(sql).not.toContain('DROP');
    expect(values).toContain("x'; DROP TABLE things; --");
  });

  test('asks over a link to many whether there is any', () => {
    expect(sqlOf('Observations/result gt 5').sql).toMatch(/^EXISTS \(SELECT 1 FROM/);
  });

  test('refuses a name that the type has not', () => {
    expect(() => sqlOf('colour eq 1')).toThrow(/colour/);
  });

  test('refuses a function that it does not know by its name', () => {
    expect(() => sqlOf("geo.near(name, 'x')")).toThrow(/geo\.near/);
  });
});

describe('a page of an answer', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));

  test('has a hundred rows unless asked, and ten thousand at most', () => {
    const sizeOf = (query: [string, string][]) => cutPage(rows(20_000), readOptions(query)).rows.length;
    expect([[], [['$top', '7']], [['$top', '1000000']]].map((query) => sizeOf(query as [string, string][]))).toEqual([
      100, 7, 10_000,
    ]);
  });

  test('knows that there are more by the one row too many', () => {
    const options = { ...readOptions([]), top: 2 };
    expect(cutPage(rows(3), options)).toEqual({ rows: rows(2), hasMore: true });
    expect(cutPage(rows(2), options)).toEqual({ rows: rows(2), hasMore: false });
  });

  test('of no rows has no next one', () => {
    expect(cutPage(rows(1), { ...readOptions([]), top: 0 })).toEqual({ rows: [], hasMore: false });
  });

  test('leads to the next with all that was asked, from the row that it ends with', () => {
    const options = readOptions([
      ['$filter', "name eq 'a b'"],
      ['$top', '10'],
      ['$skip', '20'],
    ]);
    const next = nextQuery(options, { '@keys': ['é', null, '7'] });
    expect(next).toMatch(/^\$filter=name%20eq%20'a%20b'&\$top=10&\$skiptoken='[\w-]+'$/);
    expect(readOptions(new URLSearchParams(next)).after).toEqual(['é', null, '7']);
  });

  test.each(['x', "''", "'x'", "'W10x'", "'WzVd'", '5'])('is refused with a cursor that no link had: %s', (token) => {
    expect(() => readOptions([['$skiptoken', token]])).toThrow('of a next link');
  });
});

test('data arrays are one table a datastream, in the order in which streams came', () => {
  const row = (stream: number, result: number) => ({ '@stream': stream, '@iot.id': `o${result}`, result });
  const options = readOptions([['$select', 'id,result']]);
  expect(dataArrays([row(7, 1), row(3, 2), row(7, 3)], options, 'http://hub/v1.1')).toEqual([
    {
      'Datastream@iot.navigationLink': 'http://hub/v1.1/Datastreams(7)',
      components: ['id', 'result'],
      'dataArray@iot.count': 2,
      dataArray: [
        ['o1', 1],
        ['o3', 3],
      ],
    },
    {
      'Datastream@iot.navigationLink': 'http://hub/v1.1/Datastreams(3)',
      components: ['id', 'result'],
      'dataArray@iot.count': 1,
      dataArray: [['o2', 2]],
    },
  ]);
});
