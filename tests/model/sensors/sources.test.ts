import { describe, expect, test } from 'vitest';
import { MAX_SOURCES, parseSource, parseSources, parseStreams } from '../../../model/sensors/sources.ts';

const MQTT = { id: 'plant', name: 'Plant', kind: 'mqtt', url: 'wss://plant.example/mqtt', streams: [['a', 'b']] };
const LINES = {
  id: 'log',
  name: 'Logger',
  kind: 'jsonLines',
  url: 'https://log.example/lines',
  fields: { stream: 'tag', time: 'at', value: 'reading.value' },
  streams: [['a/*', 'x/*']],
};

describe('a source', () => {
  test('has what is usual where it says nothing: MQTT 5, asked every ten seconds', () => {
    expect(parseSource(MQTT)).toMatchObject({
      mqttVersion: 5,
      pollS: 10,
      filter: null,
      fields: null,
      entityType: null,
    });
  });

  test('has its address as browsers write it', () => {
    expect(parseSource({ ...MQTT, url: 'WSS://Plant.Example' }).url).toBe('wss://plant.example/');
    expect(parseSource({ ...MQTT, url: 'ws://[::1]:1883/' }).url).toBe('ws://[::1]:1883/');
  });

  test.each([
    ['a password in its address', { ...MQTT, url: 'wss://a:b@plant.example/' }],
    ['a host that a policy would read as several', { ...MQTT, url: 'wss://*.example/' }],
    ['no address at all', { ...MQTT, url: 'plant' }],
    ['the scheme of another kind', { ...MQTT, url: 'https://plant.example/' }],
    ['a socket for lines', { ...LINES, url: 'wss://log.example/' }],
    ['no fields where no standard says them', { ...LINES, fields: null }],
    ['a filter without fields', { ...MQTT, filter: 'plant/#' }],
    ['fields without a filter', { ...MQTT, fields: LINES.fields }],
    ['no type of entities', { ...LINES, kind: 'ngsiLd', fields: null }],
    ['no streams', { ...MQTT, streams: [] }],
    ['a star in one of two names', { ...MQTT, streams: [['a/*', 'b']] }],
    ['two stars', { ...MQTT, streams: [['a/*/*', 'b/*/*']] }],
    ['a path of nine steps', { ...LINES, fields: { ...LINES.fields, value: 'a.b.c.d.e.f.g.h.i' } }],
    ['a way out of its message', { ...LINES, fields: { ...LINES.fields, value: 'a..b' } }],
    ['a name of its own', { ...MQTT, retain: true }],
    ['no name', { ...MQTT, name: '   ' }],
    ['an id with a blank', { ...MQTT, id: 'the plant' }],
    ['MQTT 3', { ...MQTT, mqttVersion: 3 }],
    ['less than a second between two questions', { ...LINES, pollS: 0.5 }],
  ])('that has %s is refused', (_, source) => {
    expect(() => parseSource(source)).toThrow();
  });

  test('that is refused says where', () => {
    expect(() => parseSource({ ...MQTT, url: 'https://plant.example/' })).toThrow(/url/);
    expect(() => parseSource({ ...LINES, fields: null })).toThrow(/fields/);
    expect(() => parseSource({ ...LINES, kind: 'ngsiLd', fields: null })).toThrow(/entityType/);
  });
});

test('so many sources and no more', () => {
  const many = (count: number) => ({ sources: Array.from({ length: count }, () => MQTT) });
  expect(parseSources(many(MAX_SOURCES))).toHaveLength(MAX_SOURCES);
  expect(() => parseSources(many(MAX_SOURCES + 1))).toThrow(/sources/);
});

describe('streams as a person writes them', () => {
  test('are theirs and ours with a sign between; the last sign counts, for theirs may hold one', () => {
    expect(parseStreams('a = b\n\n  tag=7=c  \n')).toEqual([
      ['a', 'b'],
      ['tag=7', 'c'],
    ]);
    expect(parseStreams('')).toEqual([]);
  });

  test.each(['a', 'a =', '= b', ' = '])('are refused with the number of their line: "%s"', (line) => {
    expect(() => parseStreams(`x = y\n${line}`)).toThrow(/^line 2: expected theirs = ours/);
  });
});
