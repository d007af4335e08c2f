import { describe, expect, test } from 'vitest';
import { type Expression, readOptions } from '../../hub/sensor-things/odata.ts';

const filterOf = (text: string) => readOptions([['$filter', text]]).filter;

/** An expression with all its brackets, to see what binds to what. */
function written(expression: Expression | undefined): string {
  switch (expression?.kind) {
    case 'binary':
      return `(${written(expression.left)} ${expression.operator} ${written(expression.right)})`;
    case 'not':
      return `not ${written(expression.of)}`;
    case 'path':
      return expression.names.join('/');
    case 'call':
      return `${expression.name}(${expression.args.map(written).join(', ')})`;
    case 'literal':
      return JSON.stringify(expression.value);
    case 'time':
      return new Date(expression.ms).toISOString();
    default:
      return 'nothing';
  }
}

describe('a filter', () => {
  test.each([
    ['a or b and c', '(a or (b and c))'],
    ['a and b or c', '((a and b) or c)'],
    ['(a or b) and c', '((a or b) and c)'],
    ['result gt 2 add 3 mul 4', '(result gt (2 add (3 mul 4)))'],
    ['8 sub 3 sub 2 eq 3', '(((8 sub 3) sub 2) eq 3)'],
    ['not a and b', '(not a and b)'],
    ['not (a and b)', 'not (a and b)'],
  ])('binds as OData says: %s', (text, brackets) => {
    expect(written(filterOf(text))).toBe(brackets);
  });

  test('has texts with quotes doubled, numbers, words and nothing', () => {
    expect(filterOf("'it''s'")).toEqual({ kind: 'literal', value: "it's" });
    expect(['-1.5e3', 'true', 'false', 'null'].map((text) => written(filterOf(text)))).toEqual([
      '-1500',
      'true',
      'false',
      'null',
    ]);
  });

  test('has times of any zone as instants', () => {
    expect(written(filterOf('phenomenonTime ge 2026-07-18T12:00:00+08:00'))).toBe(
      '(phenomenonTime ge 2026-07-18T04:00:00.000Z)',
    );
  });

  test('has functions with what they are given, also none, and paths along links', () => {
    expect(written(filterOf("startswith(Thing/name, 'Weir')"))).toBe('startswith(Thing/name, "Weir")');
    expect(written(filterOf('phenomenonTime lt now()'))).toBe('(phenomenonTime lt now())');
  });

  test.each([
    ['result gt', 'expected a value, got the end'],
    ['(result gt 1', 'expected ), got the end'],
    ['result gt 1 2', 'expected the end, got 2'],
    ['result ! 1', 'expected a name, a value or a sign'],
    ["'open", 'expected a name, a value or a sign'],
    ['t gt 2026-13-45T00:00:00Z', 'expected an ISO 8601 time'],
  ])('that cannot be read is told where: %s', (text, reason) => {
    expect(() => filterOf(text)).toThrow(`$filter: ${reason}`);
  });

  test('is read to a depth that no person writes, and no further', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}1${')'.repeat(depth)}`;
    expect(written(filterOf(nested(20)))).toBe('1');
    expect(() => filterOf(nested(200))).toThrow('levels of brackets');
  });

  test('is read to a length, and no further', () => {
    expect(() => filterOf(`'${'x'.repeat(9000)}'`)).toThrow('$filter: expected at most 8192 characters');
  });
});

describe('the other options', () => {
  test('say how many, from where, in which order and what of each', () => {
    const options = readOptions([
      ['$top', '10'],
      ['$skip', '20'],
      ['$count', 'true'],
      ['$orderby', 'phenomenonTime desc, id'],
      ['$select', 'result,Datastream/name'],
    ]);
    expect(options).toMatchObject({ top: 10, skip: 20, count: true, select: ['result', 'Datastream/name'] });
    expect(options.orderby.map(({ by, isDescending }) => [written(by), isDescending])).toEqual([
      ['phenomenonTime', true],
      ['id', false],
    ]);
  });

  test('expand along links, written as a path or in brackets, the same link once', () => {
    const path = readOptions([['$expand', 'Datastreams/Observations,Datastreams/Sensor']]).expand;
    expect(path.map(({ link }) => link)).toEqual(['Datastreams']);
    expect(path[0].options.expand.map(({ link }) => link)).toEqual(['Observations', 'Sensor']);
    const brackets = readOptions([['$expand', 'Datastreams($expand=Observations($top=1;$skip=2);$count=true)']]).expand;
    expect(brackets[0].options.count).toBe(true);
    expect(brackets[0].options.expand[0]).toMatchObject({ link: 'Observations', options: { top: 1, skip: 2 } });
  });

  test.each([
    ['$top', '-1', '$top: expected a count, got -1'],
    ['$top', '1.5', '$top: expected a count, got 1.5'],
    ['$count', 'maybe', '$count: expected true or false, got maybe'],
    ['$resultFormat', 'csv', '$resultFormat: expected dataArray, got csv'],
    ['$apply', 'x', 'expected $filter, $orderby'],
    ['$expand', 'Things($top)', '$expand: expected =, got )'],
  ])('that cannot be are told: %s=%s', (name, text, reason) => {
    expect(() => readOptions([[name, text]])).toThrow(reason);
  });
});
