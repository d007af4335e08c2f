import type { MqttClient } from 'mqtt';
import type { HubPlace } from './hub-case.ts';
import { lostOf, openDevice, readingOf, secondsUntilHealth } from './hub-devices.ts';
import { atLeast, atMost, exactly, type Verdict } from './verdict.ts';

const GOOD = 20;
const NOW = new Date().toISOString();
const of = (fields: object): string => JSON.stringify({ phenomenonTime: NOW, result: 1, ...fields });
const raw = (result: string): string => `{"phenomenonTime":"${NOW}","result":${result}}`;
const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

/** Messages to a datastream that are no observation, or that no database could keep; each alone and many times in one batch. */
const POISON: readonly (string | Buffer)[] = [
  '',
  '{',
  'null',
  'true',
  '5',
  '"text"',
  '[]',
  deep(5000),
  deep(120_000),
  Buffer.from([0xff, 0xfe, 0x00]),
  Buffer.alloc(1000),
  '{}',
  `{"phenomenonTime":"${NOW}"}`,
  of({ result: 'a\u0000b' }),
  raw('"\\ud800"'),
  raw('"\\udc00\\ud800"'),
  raw('{"\\u0000":1}'),
  raw('{"a":{"b":["\\ud83d"]}}'),
  raw('1e400'),
  raw('-1e400'),
  raw('1.7e308'),
  raw('-1.7e308'),
  raw('[1e999]'),
  raw(deep(65)),
  raw(deep(5000)),
  raw(deep(120_000)),
  raw(`{"a":${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}}`),
  of({ FeatureOfInterest: { '@iot.id': 1e10 } }),
  of({ FeatureOfInterest: { '@iot.id': 1.5 } }),
  of({ FeatureOfInterest: { '@iot.id': '1' } }),
  of({ FeatureOfInterest: [] }),
  of({ parameters: { a: '\u0000' } }),
  of({ parameters: { '\u0000': 1 } }),
  of({ validTime: '\u0000' }),
  of({ resultQuality: { a: '\ud800' } }),
  of({ phenomenonTime: 'yesterday' }),
  of({ phenomenonTime: '2026-13-45T99:99:99Z' }),
  of({ phenomenonTime: '9999-12-31T23:59:59Z' }),
  of({ phenomenonTime: `${NOW}/2000-01-01T00:00:00Z` }),
  of({ phenomenonTime: [NOW] }),
  of({ phenomenonTime: 'x'.repeat(10_000) }),
  of({ resultTime: 'never' }),
  of({ resultTime: 5 }),
  of({ Datastream: { '@iot.id': 1 }, result: undefined }),
  of({ result: 'x'.repeat(300_000) }),
];

/** A device with poison beside one with readings: only the poison is refused, its sender hears why, and the hub lives on. */
export async function poisonCase(place: HubPlace): Promise<Verdict[]> {
  const hub = await place.start();
  const [good, bad] = [await openDevice(hub, 'good'), await openDevice(hub, 'bad')];
  const refused: string[] = [];
  bad.on('message', (_, payload) => refused.push(payload.toString()));
  await bad.subscribeAsync('shapan/refused', { qos: 1 });
  const acknowledged = new Set<number>();
  let minute = 0;
  let most = hub.peakRssMb();
  for (const poison of POISON) {
    const sent = Array.from({ length: GOOD }, () => publishGood(good, minute++, acknowledged));
    await Promise.all([...sent, within(bad.publishAsync('v1.1/Datastreams(2)/Observations', poison, { qos: 1 }))]);
    most = Math.max(most, hub.peakRssMb());
  }
  for (let tries = 0; tries < 300 && refused.length < POISON.length; tries++)
    await new Promise((done) => setTimeout(done, 100));
  const lost = await lostOf(hub, 1, acknowledged);
  const okS = await secondsUntilHealth(hub, false, 10);
  for (const device of [good, bad]) device.end(true);
  const code = await hub.stop();
  return [
    atLeast('hub.poison kinds', POISON.length, 40),
    exactly('hub.poison refused, told to the sender', refused.length, POISON.length),
    exactly('hub.poison readings acknowledged', acknowledged.size, GOOD * POISON.length),
    exactly('hub.poison acknowledgedLost', lost, 0),
    exactly('hub.poison stops', code === 0 ? 0 : 1, 0),
    atMost('hub.poison seconds until /health is ok', okS, 10),
    atMost('hub.poison RSS, MB', Math.round(most), 800),
  ];
}

async function publishGood(device: MqttClient, minute: number, acknowledged: Set<number>): Promise<void> {
  const isTaken = await within(device.publishAsync('v1.1/Datastreams(1)/Observations', readingOf(minute), { qos: 1 }));
  if (isTaken) acknowledged.add(minute);
}

/** Whether it was acknowledged; a message that never is must not hold up the others. */
async function within(published: Promise<unknown>): Promise<boolean> {
  const late = new Promise<false>((done) => setTimeout(() => done(false), 20_000).unref());
  return Promise.race([published.then(() => true).catch(() => false), late]);
}
