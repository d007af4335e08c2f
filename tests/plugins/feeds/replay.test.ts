import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { finish, OpenRecording } from '../../../hub/recording/recording.ts';
import { Pipeline } from '../../../src/plugins/feeds/tasks/pipeline.ts';
import { ReplayedFeed } from '../../../src/plugins/feeds/tasks/replay.ts';

const NOON_MS = Date.UTC(2026, 6, 18, 12);
const MINUTE_MS = 60_000;

let folder = '';
let bytes: Uint8Array;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapan-replay-'));
  const [part, file] = [join(folder, 'a.part'), join(folder, 'a.mcap')];
  const recording = await OpenRecording.begin(part);
  const put = (topic: string, logMs: number, json: object | string) =>
    recording.add({
      topic,
      logMs,
      publishMs: logMs,
      data: new TextEncoder().encode(typeof json === 'string' ? json : JSON.stringify(json)),
    });
  // Half an hour of two streams, one message in 10 s each; the first is over its limit of 5 from minute 10 to 20.
  for (let i = 0; i < 180; i++) {
    const timeMs = NOON_MS + 10_000 * i;
    const iso = new Date(timeMs).toISOString();
    const level = i >= 60 && i < 120 ? 9 : 1;
    put('v1.1/Datastreams(7)/Observations', timeMs + 300, { phenomenonTime: iso, resultTime: iso, result: level });
    put('v1.1/Datastreams(8)/Observations', timeMs + 400, { phenomenonTime: iso, resultTime: iso, result: i });
    if (i === 70)
      put('shapan/alarms/acts', timeMs + 500, {
        key: 'a high',
        event: { kind: 'acknowledge', atMs: timeMs, by: '甲' },
      });
    if (i === 80) put('v1.1/Datastreams(7)/Observations', timeMs + 600, '{');
  }
  await recording.close();
  await finish(part, file, () => false);
  bytes = new Uint8Array(await readFile(file));
});
afterAll(() => rm(folder, { recursive: true }));

const word = { zh: '高', en: 'high' };
const makePipeline = () =>
  new Pipeline(
    ['a', 'b'].map((id) => ({
      id,
      source: 0,
      cadenceMs: 10_000,
      rules: [
        {
          id: 'high',
          priority: 1,
          title: word,
          consequence: word,
          action: word,
          cause: 'high',
          condition: { kind: 'above', limit: id === 'a' ? 5 : 1000, hysteresis: 0.5 },
          onDelayMs: 0,
          offDelayMs: 0,
          clearOnSilenceMs: null,
        },
      ],
    })),
    1000,
  );
const open = () => ReplayedFeed.open(bytes, makePipeline, (id) => ({ 7: 0, 8: 1 })[id]);

function shown({ pipeline, atMs }: ReplayedFeed) {
  return {
    values: [0, 1].map((stream) => pipeline.samplesOf(stream).lastValue),
    alarms: pipeline.standing(atMs).map(({ key, state }) => `${key} ${state.kind}`),
  };
}

test('an instant of a recording is what the page showed then: values, alarms, what was done to them', async () => {
  const replay = await open();
  expect([replay.fromMs, replay.toMs]).toEqual([NOON_MS + 300, NOON_MS + 1_790_400]);
  const at = async (minute: number) => {
    await replay.goTo(NOON_MS + minute * MINUTE_MS);
    return shown(replay);
  };
  expect(await at(5)).toEqual({ values: [1, 29], alarms: [] });
  expect(await at(11)).toEqual({ values: [9, 65], alarms: ['a high unacknowledged'] });
  expect(await at(12)).toEqual({ values: [9, 71], alarms: ['a high acknowledged'] });
  expect(await at(25)).toEqual({ values: [1, 149], alarms: [] });
  expect(await at(11)).toEqual({ values: [9, 65], alarms: ['a high unacknowledged'] });
});

test('an alarm of a recording has the value that raised it, of that instant', async () => {
  const replay = await open();
  await replay.goTo(NOON_MS + 19 * MINUTE_MS);
  expect(replay.pipeline.standing(replay.atMs)).toMatchObject([
    { key: 'a high', value: 9, raised: { value: 9, atMs: NOON_MS + 10 * MINUTE_MS } },
  ]);
});

test('played in steps of any size it shows the same as after a jump; what cannot be read is counted', async () => {
  const [steps, jump] = [await open(), await open()];
  for (let ms = NOON_MS; ms <= NOON_MS + 19 * MINUTE_MS; ms += 7300) await steps.goTo(ms);
  await steps.goTo(NOON_MS + 19 * MINUTE_MS);
  await jump.goTo(NOON_MS + 19 * MINUTE_MS);
  expect(shown(steps)).toEqual(shown(jump));
  expect(steps.pipeline.qualities[0].invalid).toBe(1);
  const again = await open();
  for (let ms = NOON_MS; ms <= NOON_MS + 19 * MINUTE_MS; ms += 100_000) await again.goTo(ms);
  await again.goTo(NOON_MS + 19 * MINUTE_MS);
  expect(shown(again)).toEqual(shown(steps));
});

/** All that happened, as lines: each new value of a stream with its times, each step in the life of each alarm. */
async function eventLog(rate: number): Promise<string> {
  const replay = await open();
  const lines: string[] = [];
  for (let ms = replay.fromMs; ; ms = Math.min(replay.toMs, ms + 1000 * rate)) {
    await replay.goTo(ms);
    if (ms === replay.toMs) break;
  }
  const { pipeline, toMs } = replay;
  for (const stream of [0, 1]) {
    const { timesMs, resultMs, values, bits, start, end } = pipeline.samplesOf(stream);
    for (let i = start; i < end; i++) lines.push(JSON.stringify([stream, timesMs[i], resultMs[i], values[i], bits[i]]));
  }
  for (const key of pipeline.alarms.keys())
    for (const step of pipeline.alarms.history(key, toMs)) lines.push(JSON.stringify([key, step]));
  lines.push(JSON.stringify(pipeline.tally(toMs)));
  return lines.join('\n');
}

test('a recording played twice, and at 0.1, 1 and 100 times, gives a byte-equal event log', async () => {
  const log = await eventLog(1);
  expect(log.split('\n').length).toBe(360 + 3 + 1);
  for (const rate of [1, 0.1, 100]) expect(await eventLog(rate)).toBe(log);
});

test('before its beginning and after its end it stands still; what is no recording is refused', async () => {
  const replay = await open();
  await replay.goTo(0);
  expect(replay.atMs).toBe(NOON_MS + 300);
  await replay.goTo(Number.MAX_SAFE_INTEGER);
  expect(shown(replay)).toEqual({ values: [1, 179], alarms: [] });
  await expect(
    ReplayedFeed.open(new TextEncoder().encode('{"no": "mcap"}'), makePipeline, () => undefined),
  ).rejects.toThrow('recording: expected a finished MCAP file');
});
