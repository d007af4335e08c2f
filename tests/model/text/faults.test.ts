import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { jsonFault } from '../../../model/text/json-fault.ts';
import { requirement } from '../../../model/text/requirements.ts';
import { checked, faultMessages } from '../../../model/text/schema-faults.ts';

const RATE = requirement('between', { least: 0, most: 500 });
const Schema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z]+$/, requirement('id'))),
  rate: v.pipe(v.number(), v.minValue(0, RATE), v.maxValue(500, RATE)),
  count: v.pipe(v.number(), v.integer()),
  kind: v.picklist(['a', 'b']),
  isOn: v.boolean(),
  places: v.pipe(v.array(v.number()), v.minLength(2), v.maxLength(3)),
  more: v.optional(v.object({ name: v.string() })),
});
const GOOD = { id: 'x', rate: 1, count: 1, kind: 'a', isOn: true, places: [1, 2] };

function faultsOf(json: unknown) {
  const read = v.safeParse(Schema, json);
  return faultMessages(read.success ? [] : read.issues, 'case.json');
}
const codes = (change: object) => faultsOf({ ...GOOD, ...change }).map(({ code }) => code);
const english = (change: object) => faultsOf({ ...GOOD, ...change }).map(({ text }) => text.en);

test('of a small file every fault is told, of one of a million wrong entries the first', () => {
  const Numbers = v.object({ list: v.array(v.object({})) });
  expect(checked(Numbers, { list: [1, 2, 3] }).issues).toHaveLength(3);
  expect(checked(Numbers, { list: new Array<number>(1_000_000).fill(0) }).issues).toHaveLength(1);
});

describe('what is wrong with a file', () => {
  test('is nothing where it holds to its schema', () => {
    expect(faultsOf(GOOD)).toEqual([]);
  });

  test.each([
    ['a value out of its range', { rate: 501 }, 'range'],
    ['a text for a number', { rate: 'heavy' }, 'number'],
    ['a part of one', { count: 1.5 }, 'whole'],
    ['too few', { places: [1] }, 'few'],
    ['too many', { places: [1, 2, 3, 4] }, 'many'],
    ['other letters', { id: 'X' }, 'pattern'],
    ['a number for a text', { id: 7 }, 'text'],
    ['a word for a flag', { isOn: 'yes' }, 'flag'],
    ['an object for a list', { places: {} }, 'list'],
    ['a text for an object', { more: 'x' }, 'object'],
    ['none of the words', { kind: 'c' }, 'word'],
    ['a name that nobody knows', { colour: 'red' }, 'unknown-key'],
    ['nothing', { kind: undefined }, 'missing'],
  ])('is told by what it is: %s', (_, change, code) => {
    expect(codes(change)).toEqual([code]);
  });

  test('is told with its place, what was expected and what came, in both languages', () => {
    expect(english({ rate: 501 })).toEqual(['case.json: rate: expected 0 to 500, got 501']);
    expect(english({ places: [1, 'x', 3] })).toEqual(['case.json: places.1: expected a number, got "x"']);
    expect(english({ more: { name: 4 } })).toEqual(['case.json: more.name: expected text, got 4']);
    const [fault] = faultsOf({ ...GOOD, rate: 501 });
    expect(fault.text.zh).toBe('case.json：rate：应为 0 至 500，现为 501');
  });

  test('says what a rule requires in both languages', () => {
    const [fault] = faultsOf({ ...GOOD, id: 'X' });
    expect(fault.text).toEqual({
      zh: 'case.json：id：应为 由字母、数字和 . _ - 组成的编号，至多 64 个字符，现为 "X"',
      en: 'case.json: id: expected letters, digits, . _ - (64 at most), got "X"',
    });
  });

  test('names the words that there are, without the English between them', () => {
    expect(faultsOf({ ...GOOD, kind: 'c' })[0].text.zh).toContain('应为 "a" | "b"');
  });

  test('of the whole file is at its root', () => {
    expect(faultsOf('text')[0].text.en).toMatch(/^case\.json: \(root\): expected an object/);
  });

  test('shows the beginning of a long value, and twenty faults at most with the number of the others', () => {
    const [long] = english({ kind: 'x'.repeat(200) });
    expect(long.length).toBeLessThan(140);
    expect(long.endsWith('…')).toBe(true);
    const names = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`extra${i}`, 1]));
    const List = v.array(v.number());
    const read = v.safeParse(
      List,
      Array.from({ length: 33 }, () => 'x'),
    );
    const listed = faultMessages(read.success ? [] : read.issues, 'case.json');
    expect(listed).toHaveLength(21);
    expect(listed[20].text.en).toBe('case.json: 13 more');
    expect(codes(names).length).toBeGreaterThan(0);
  });
});

describe('where a text stops being JSON', () => {
  const faultOf = (text: string) => {
    try {
      JSON.parse(text);
    } catch (error) {
      return jsonFault(error, text);
    }
    throw new Error('expected no JSON');
  };

  test('is told by line and column where the engine tells the position', () => {
    expect(faultOf('{\n  "a": 1,\n  "b" 2\n}').zh).toBe('第 3 行第 7 列有语法错误');
    expect(faultOf('{"a": 1').zh).toMatch(/内容不完整|第 1 行第 8 列/);
  });

  test('is told by line and column as Firefox says them', () => {
    const error = new SyntaxError('JSON.parse: expected : after name at line 3 column 7 of the JSON data');
    expect(jsonFault(error).zh).toBe('第 3 行第 7 列有语法错误');
  });

  test('is told by the letters about it where that is all', () => {
    const error = new SyntaxError('Unexpected token \'h\', "hello" is not valid JSON');
    expect(jsonFault(error).zh).toBe('"hello" 处有语法错误');
  });

  test('keeps the own words of the engine in English, and has no English word in Chinese', () => {
    for (const text of ['', 'hello', '[1,', '{"a":}', '"open']) {
      const fault = faultOf(text);
      expect(fault.en.length).toBeGreaterThan(5);
      expect(fault.zh.replace(/"[^"]*"/g, '')).not.toMatch(/[A-Za-z]{3}/);
    }
  });
});
