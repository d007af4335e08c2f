import { appendFile, mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { McapStreamReader } from '@mcap/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { finish, lineOf, OpenRecording, openRecording, type Recorded, replay } from '../../hub/recording/recording.ts';

const NOON_MS = Date.UTC(2026, 6, 18, 12);
const ACTS = 'shapan/alarms/acts';
const isAct = (topic: string) => topic === ACTS;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapan-recording-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Ten streams a second for `seconds`; each was measured 1.5 s before it came; one act in the middle. */
function hour(seconds: number): Recorded[] {
  return Array.from({ length: 10 * seconds }, (_, i) => {
    const logMs = NOON_MS + 100 * i;
    const isMiddle = i === 5 * seconds;
    return {
      topic: isMiddle ? ACTS : `v1.1/Datastreams(${i % 10})/Observations`,
      logMs,
      publishMs: logMs - 1500.5,
      data: new TextEncoder().encode(isMiddle ? '{"key":"a"}' : `{"result":${i}}`),
    };
  });
}

async function record(name: string, messages: readonly Recorded[]): Promise<string> {
  const path = join(folder, `${name}.part`);
  const recording = await OpenRecording.begin(path);
  for (const message of messages) recording.add(message);
  await recording.close();
  return path;
}

const instantly = { nowMs: () => 0, sleep: async () => {} };

async function logOf(path: string, fromMs: number, rate: number): Promise<string> {
  const recording = await openRecording(path);
  const lines: string[] = [];
  for await (const message of replay(recording, fromMs, rate, instantly)) lines.push(lineOf(message));
  await recording.close();
  return lines.join('\n');
}

test('a recording keeps both times and every byte, is indexed by time and by act, and replays to the same log twice', async () => {
  const messages = hour(60);
  const to = join(folder, 'whole.mcap');
  expect(await finish(await record('whole', messages), to, isAct)).toBe(600);
  const recording = await openRecording(to);
  expect(recording).toMatchObject({ fromMs: NOON_MS, toMs: NOON_MS + 59_900, messages: 600 });
  expect(recording.incidents).toEqual([{ logMs: NOON_MS + 30_000, text: '{"key":"a"}' }]);
  await recording.close();
  const log = await logOf(to, 0, 1);
  expect(log).toBe(messages.map(lineOf).join('\n'));
  expect(await logOf(to, 0, 100)).toBe(log);
  expect(await logOf(to, NOON_MS + 50_000, 0.1)).toBe(messages.slice(500).map(lineOf).join('\n'));
  expect(await readdir(folder)).toEqual(['whole.mcap']);
});

test('@mcap/core reads it record by record, its sums checked, and by its index, to the same messages', async () => {
  const messages = hour(60);
  const to = join(folder, 'conforming.mcap');
  await finish(await record('conforming', messages), to, isAct);
  const bytes = await readFile(to);
  const stream = new McapStreamReader({ validateCrcs: true });
  stream.append(bytes);
  const types: string[] = [];
  const read: string[] = [];
  for (let one = stream.nextRecord(); one; one = stream.nextRecord()) {
    types.push(one.type);
    if (one.type === 'Message') read.push(new TextDecoder().decode(one.data));
  }
  expect([stream.done(), stream.bytesRemaining()]).toEqual([true, 0]);
  expect([types[0], types.at(-1)]).toEqual(['Header', 'Footer']);
  const count = (type: string) => types.filter((each) => each === type).length;
  expect([count('Message'), count('DataEnd'), count('Statistics'), count('Metadata')]).toEqual([600, 1, 1, 1]);
  expect(count('ChunkIndex')).toBeGreaterThan(0);
  const log = (await logOf(to, 0, 100)).split('\n').map((line) => (JSON.parse(line) as unknown[])[3]);
  expect(log).toEqual(read);
  const at = bytes.indexOf('{"result":301');
  expect(at).toBeGreaterThan(0);
  bytes[at + 10] ^= 1;
  const spoilt = new McapStreamReader({ validateCrcs: true });
  spoilt.append(bytes);
  expect(() => {
    while (spoilt.nextRecord());
  }).toThrow(/crc/i);
});

test('a recording torn off at any byte gives back every message before the tear', async () => {
  const messages = hour(2);
  const path = join(folder, 'torn.part');
  const recording = await OpenRecording.begin(path);
  const ends: number[] = [];
  for (const message of messages) {
    recording.add(message);
    await recording.flush();
    ends.push((await readFile(path)).length);
  }
  const bytes = await readFile(path);
  await recording.close();
  for (const cut of [ends[0], ends[7] - 1, ends[7], ends[7] + 1, ends[19] - 1]) {
    const torn = join(folder, `torn-${cut}.part`);
    await appendFile(torn, bytes);
    await truncate(torn, cut);
    const to = join(folder, `torn-${cut}.mcap`);
    expect(await finish(torn, to, isAct)).toBe(ends.filter((end) => end <= cut).length);
    expect((await logOf(to, 0, 1)).split('\n')[0]).toBe(lineOf(messages[0]));
  }
});

test('a replay keeps time: at ten times, an hour of minutes is waited for in tenths', async () => {
  const to = join(folder, 'paced.mcap');
  await finish(await record('paced', hour(6)), to, isAct);
  let nowMs = 0;
  const waits: number[] = [];
  const clock = {
    nowMs: () => nowMs,
    sleep: async (ms: number) => {
      waits.push(ms);
      nowMs += ms;
    },
  };
  const recording = await openRecording(to);
  for await (const _ of replay(recording, NOON_MS + 1000, 10, clock)) nowMs += 1;
  await expect(replay(recording, 0, 101, clock).next()).rejects.toThrow('rate: expected 0.1 to 100, got 101');
  await recording.close();
  expect(nowMs).toBeCloseTo(491, 6);
  expect(waits).toHaveLength(49);
});

test('a file that is no recording says so', async () => {
  const path = join(folder, 'none.mcap');
  await appendFile(path, 'not a recording at all, but text');
  await expect(openRecording(path)).rejects.toThrow(/none\.mcap: expected a finished MCAP recording, got/);
});
