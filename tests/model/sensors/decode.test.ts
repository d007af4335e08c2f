import { describe, expect, test } from 'vitest';
import {
  FeedError,
  fieldOf,
  instantOf,
  jsonOf,
  MAX_MESSAGE_BYTES,
  numberOf,
  parseJson,
  readingOf,
} from '../../../model/sensors/decode.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const NOON = '2026-07-18T12:00:00+08:00';
const NOON_MS = Date.UTC(2026, 6, 18, 4);

describe('an observation', () => {
  test('is its value at its event time; without a result time that of the event stands for it', () => {
    expect(readingOf({ phenomenonTime: NOON, result: 1.5 })).toEqual({
      timeMs: NOON_MS,
      resultMs: NOON_MS,
      value: 1.5,
    });
    expect(readingOf({ phenomenonTime: NOON, resultTime: null, result: 0 })).toMatchObject({ resultMs: NOON_MS });
    expect(readingOf({ phenomenonTime: NOON, resultTime: '2026-07-18T04:00:02Z', result: 0 })).toMatchObject({
      resultMs: NOON_MS + 2000,
    });
  });

  test('of a span counts at its end', () => {
    expect(readingOf({ phenomenonTime: `2026-07-18T11:00:00+08:00/${NOON}`, result: 3 }).timeMs).toBe(NOON_MS);
  });

  test('that is a number as text is that number', () => {
    expect(readingOf({ phenomenonTime: NOON, result: ' 7.25 ' }).value).toBe(7.25);
  });

  test('that is on or off is one or nought', () => {
    expect([true, false].map(numberOf)).toEqual([1, 0]);
  });

  test.each([
    ['a text that is no number', { phenomenonTime: NOON, result: '1,5' }],
    ['nothing', { phenomenonTime: NOON }],
    ['no finite number', { phenomenonTime: NOON, result: Number.NaN }],
    ['a time without a zone', { phenomenonTime: '2026-07-18T12:00:00', result: 1 }],
    ['a day', { phenomenonTime: '2026-07-18', result: 1 }],
    ['a number for a time', { phenomenonTime: NOON_MS, result: 1 }],
    ['a list', [NOON, 1]],
    ['null', null],
  ])('that has %s is refused', (_, json) => {
    expect(() => readingOf(json)).toThrow(FeedError);
  });
});

describe('an instant', () => {
  test('may leave out seconds, and the colon of its zone', () => {
    expect(instantOf('2026-07-18T12:00+0800', 'time')).toBe(NOON_MS);
    expect(instantOf('2026-07-18T04:00:00.250Z', 'time')).toBe(NOON_MS + 250);
  });

  test('that is no day of any calendar is refused with its place', () => {
    expect(() => instantOf('2026-13-18T12:00:00Z', 'resultTime')).toThrow(/resultTime.*2026-13-18/);
  });

  test('as long as a book is not read', () => {
    expect(() => instantOf(`${NOON}${' '.repeat(80)}`, 'time')).toThrow(FeedError);
  });
});

test('lists in each other, as many as a message holds, are refused as any other value is', () => {
  const deep = parseJson(`${'['.repeat(30_000)}${']'.repeat(30_000)}`);
  expect(() => numberOf(deep)).toThrow('result: expected a number, got […]');
  expect(() => fieldOf(deep, 'result')).toThrow('message: expected an object, got […]');
});

describe('a message', () => {
  test('of plain letters and of any others says the same as it was sent', () => {
    for (const json of [{ a: 1 }, { 名称: '南门 🌧' }, { long: 'x'.repeat(6000) }, [1, 2, null]])
      expect(jsonOf(bytes(JSON.stringify(json)))).toEqual(json);
  });

  test('larger than any observation is refused before it is read', () => {
    const large = new Uint8Array(MAX_MESSAGE_BYTES + 1).fill(0x20);
    expect(() => jsonOf(large)).toThrow(FeedError);
    const most = bytes(`"${'x'.repeat(MAX_MESSAGE_BYTES - 2)}"`);
    expect(jsonOf(most)).toHaveLength(MAX_MESSAGE_BYTES - 2);
  });

  test('that is no text or no JSON is refused with its beginning', () => {
    expect(() => jsonOf(Uint8Array.of(0xff, 0xfe, 0x80))).toThrow(FeedError);
    expect(() => parseJson(`nonsense ${'x'.repeat(100)}`)).toThrow(/nonsense x{51}…/);
  });
});

test('a field is what the message itself says: nothing that JavaScript gives every object', () => {
  expect(fieldOf({ value: 3 }, 'value')).toBe(3);
  expect(fieldOf({}, 'toString')).toBeUndefined();
  expect(fieldOf({ constructor: 1 }, 'constructor')).toBe(1);
  for (const other of [3, 'text', [], undefined]) expect(() => fieldOf(other, 'value')).toThrow(FeedError);
});
