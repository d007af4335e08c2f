import { describe, expect, test } from 'vitest';
import { observationId, observationJson, readObservation, readTime } from '../../hub/history/observations.ts';
import type { Datastream } from '../../hub/sensor-things/catalogue.ts';

const NOW_MS = Date.UTC(2026, 6, 18, 4);
const DAY_MS = 86_400_000;
const streams = new Map([
  [3, { id: 3, feature: 11, isMeasured: true } as Datastream],
  [4, { id: 4, feature: 11, isMeasured: false } as Datastream],
]);
const reading = { streams, nowMs: NOW_MS, retainedSinceMs: NOW_MS - 30 * DAY_MS };
const read = (json: unknown, datastream: number | null = 3) => readObservation(json, datastream, reading);
const iso = (ms: number) => new Date(ms).toISOString();

describe('an observation', () => {
  test('without a time was made now, of the feature of its datastream', () => {
    expect(read({ result: 5 })).toEqual({
      datastream: 3,
      phenomenonMs: NOW_MS,
      resultMs: null,
      receivedMs: NOW_MS,
      result: 5,
      feature: 11,
    });
  });

  test('names its datastream itself where its address does not', () => {
    expect(read({ result: 5, Datastream: { '@iot.id': 3 } }, null).datastream).toBe(3);
    expect(() => read({ result: 5, Datastream: { '@iot.id': 5 } }, null)).toThrow('Datastream/@iot.id');
    expect(() => read({ result: 5 }, null)).toThrow('Datastream/@iot.id');
  });

  test('may be of an interval, which counts at its end, and of another feature', () => {
    const phenomenonTime = `${iso(NOW_MS - 60_000)}/${iso(NOW_MS)}`;
    expect(read({ result: 5, phenomenonTime, FeatureOfInterest: { '@iot.id': 9 } })).toMatchObject({
      phenomenonMs: NOW_MS,
      phenomenonBeginMs: NOW_MS - 60_000,
      feature: 9,
    });
  });

  test('keeps what else SensorThings lets it say, and nothing beyond', () => {
    expect(read({ result: 5, parameters: { mode: 'test' }, colour: 'red' }).more).toEqual({
      parameters: { mode: 'test' },
    });
  });

  test.each([
    ['a number', 12.5, 12.5],
    ['a text that is a number', '12.5', 12.5],
    ['a text with blanks, a sign and a power', ' -1.5e3 ', -1500],
    ['on', true, 1],
    ['off', false, 0],
    ['null', null, null],
  ])('of a measured datastream has %s as the number that it is', (_, sent, kept) => {
    expect(read({ result: sent }).result).toBe(kept);
  });

  test.each([['开'], ['12,5'], ['0x10'], [''], ['NaN'], [{ mm: 5 }], [[5]]])(
    'of a measured datastream is refused with %j',
    (result) => {
      expect(() => read({ result })).toThrow('result: expected a number, as the datastream measures');
      expect(read({ result }, 4).result).toEqual(result);
    },
  );

  test('that a broker had retained is of its own time, never of now', () => {
    const retained = (json: object) => readObservation(json, 3, { ...reading, isRetained: true });
    expect(() => retained({ result: 5 })).toThrow(
      'phenomenonTime: expected a time in a message that the broker had retained',
    );
    expect(retained({ result: 5, phenomenonTime: iso(NOW_MS - DAY_MS) }).phenomenonMs).toBe(NOW_MS - DAY_MS);
  });

  test.each([
    ['no object', [5], 'body'],
    ['no result', {}, 'result'],
    ['a result that is no number', { result: Number.POSITIVE_INFINITY }, 'result'],
    [
      'an interval that ends before it begins',
      { result: 1, phenomenonTime: `${iso(NOW_MS)}/${iso(0)}` },
      'phenomenonTime',
    ],
    ['an interval of three times', { result: 1, phenomenonTime: Array(3).fill(iso(0)).join('/') }, 'phenomenonTime'],
    [
      'an interval that ends two days ahead',
      { result: 1, phenomenonTime: `${iso(NOW_MS)}/${iso(NOW_MS + 2 * DAY_MS)}` },
      'at most a day ahead',
    ],
    ['a time two days ahead', { result: 1, phenomenonTime: iso(NOW_MS + 2 * DAY_MS) }, 'at most a day ahead'],
    ['a time that is forgotten', { result: 1, phenomenonTime: iso(NOW_MS - 31 * DAY_MS) }, 'has forgotten'],
    ['a result time that is none', { result: 1, resultTime: 'yesterday' }, 'resultTime'],
    ['a result that no sum can hold', { result: 1.7e308 }, 'within ±1e+300'],
    ['NUL in its text', { result: 'a\u0000b' }, 'without NUL'],
    ['half of a pair in its text', { result: '\ud800' }, 'without NUL and lone surrogates'],
    ['NUL in the name of a parameter', { result: 1, parameters: { 'a\u0000': 1 } }, 'parameters: expected text'],
    ['a number beyond all inside', { result: [JSON.parse('1e400')] }, 'numbers below'],
    ['lists of 65 levels', { result: JSON.parse('['.repeat(65) + ']'.repeat(65)) }, 'at most 64 lists'],
    ['lists of 120,000 levels', { result: JSON.parse('['.repeat(120_000) + ']'.repeat(120_000)) }, 'got a list'],
    ['a body of such lists', JSON.parse('['.repeat(120_000) + ']'.repeat(120_000)), 'body'],
    ['a feature beyond an int4', { result: 1, FeatureOfInterest: { '@iot.id': 1e10 } }, 'FeatureOfInterest'],
    ['a feature without a number', { result: 1, FeatureOfInterest: 'here' }, 'FeatureOfInterest'],
  ])('is refused with %s', (_, json, place) => {
    expect(() => read(json, 4)).toThrow(place);
  });

  test('is written as it was read', () => {
    const sent = {
      phenomenonTime: iso(NOW_MS - 60_000),
      resultTime: iso(NOW_MS),
      result: 5.25,
      parameters: { mode: 'test' },
    };
    const written = JSON.parse(observationJson(read(sent)));
    expect(written).toEqual({ ...sent, '@iot.id': observationId(read(sent)), Datastream: { '@iot.id': 3 } });
  });

  test('has the same id whenever the same is said of the same instant, and another for another value', () => {
    const idOf = (result: number) => observationId({ datastream: 3, phenomenonMs: NOW_MS, result });
    expect(idOf(5)).toBe(idOf(5));
    expect(idOf(5)).not.toBe(idOf(5.1));
  });
});

test('a time without a zone is no instant', () => {
  expect(readTime('2026-07-18T04:00:00Z')).toBe(NOW_MS);
  expect(readTime('2026-07-18T12:00+08:00')).toBe(NOW_MS);
  expect(readTime('2026-07-18T04:00:00')).toBeNaN();
  expect(readTime('2026-07-18')).toBeNaN();
});
