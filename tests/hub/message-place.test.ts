import { describe, expect, test } from 'vitest';
import { feedGapMs, GAP_RULE } from '../../hub/alarms/feed-gap.ts';
import { isForAll, placeOfCase, placeOfMessage } from '../../hub/broker/message-place.ts';
import type { Places } from '../../hub/sensor-things/places.ts';
import {
  ACTS_TOPIC,
  ALARMS_TOPIC,
  CASES_TOPIC,
  COMMANDS_TOPIC,
  KINDS_TOPIC,
  SENSORS_TOPIC,
} from '../../model/hub/topics.ts';
import type { CitySensor } from '../../model/sensors/sensors.ts';

/** Places that tell what they were asked for. */
const places: Places = {
  ofObject: (object, at) => ({ area: at ? 'a point' : 'an object', class: object }),
  ofAlarm: (key) => ({ area: 'an alarm', class: key }),
  ofDatastream: (id) => (id === 7 ? { area: 'a datastream', class: '7' } : null),
  deviceOf: () => null,
  thingsOf: () => null,
  names: () => ({ areas: [], classes: [] }),
  renew: async () => {},
};
const placeOf = (topic: string, body: unknown) =>
  placeOfMessage({ topic, payload: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) }, places);

describe('where a message of the bus speaks of', () => {
  test('is the datastream of an observation, told by its topic', () => {
    expect(placeOf('v1.1/Datastreams(7)/Observations', 'not even read')).toEqual({ area: 'a datastream', class: '7' });
    expect(placeOf('v1.1/Datastreams(8)/Observations', '{}')).toBeNull();
  });

  test('is that of an alarm, a command or a case', () => {
    expect(placeOf(ALARMS_TOPIC, { key: 's/1 high' })).toEqual({ area: 'an alarm', class: 's/1 high' });
    expect(placeOf(ACTS_TOPIC, { key: 's/1 high' })).toEqual({ area: 'an alarm', class: 's/1 high' });
    expect(placeOf(COMMANDS_TOPIC, { device: 'pump-1' })).toEqual({ area: 'an object', class: 'pump-1' });
    expect(placeOf(CASES_TOPIC, { object: 'road-1', place: null })).toEqual({ area: 'an object', class: 'road-1' });
  });

  test('is unknown where the message does not say it, so that those with a scope do not hear it', () => {
    expect(placeOf(ALARMS_TOPIC, { key: 7 })).toBeNull();
    expect(placeOf(COMMANDS_TOPIC, {})).toBeNull();
    expect(placeOf(ALARMS_TOPIC, 'no JSON')).toBeNull();
    expect(placeOf(ALARMS_TOPIC, 'null')).toBeNull();
    expect(placeOf('shapan/audit/row', { key: 's/1 high' })).toBeNull();
    expect(placeOf('v1.1/Datastreams(7)/Observations/more', {})).toBeNull();
  });

  test('of a case is its alarm before its object, and its object before the point on the map', () => {
    const at = { lonDeg: 1, latDeg: 2, heightM: 3 };
    expect(placeOfCase({ alarm: 's/1 high', object: 'road-1', place: at }, places).area).toBe('an alarm');
    expect(placeOfCase({ alarm: null, object: 'road-1', place: at }, places)).toEqual({
      area: 'a point',
      class: 'road-1',
    });
  });

  test('matters to nobody where all that it says is to read again', () => {
    for (const topic of [KINDS_TOPIC, SENSORS_TOPIC]) expect(isForAll({ topic })).toBe(true);
    for (const topic of [ALARMS_TOPIC, ACTS_TOPIC, CASES_TOPIC, COMMANDS_TOPIC])
      expect(isForAll({ topic })).toBe(false);
  });
});

test('nothing from anybody is one alarm after five of the fastest cadence, and a minute at least', () => {
  const thing = (...cadencesS: number[]) =>
    ({ datastreams: cadencesS.map((cadenceS) => ({ cadenceS })) }) as unknown as CitySensor;
  expect(feedGapMs([thing(60, 300), thing(20)])).toBe(100_000);
  expect(feedGapMs([thing(1)])).toBe(60_000);
  expect(feedGapMs([])).toBe(Number.POSITIVE_INFINITY);
  for (const text of [GAP_RULE.title, GAP_RULE.consequence, GAP_RULE.action])
    expect(text.zh).toMatch(/\p{Script=Han}/u);
});
