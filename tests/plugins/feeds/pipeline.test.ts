import { expect, test } from 'vitest';
import { Samples } from '../../../model/sensors/samples.ts';
import { type Observation, Pipeline, type StreamInfo } from '../../../src/plugins/feeds/tasks/pipeline.ts';
import { isSkewed, mergeFeedQuality } from '../../../src/twin/live/truth.ts';

const S = 1000;
const MINUTE = 60 * S;

function pipelineOf(...streams: { id: string; source?: number; cadenceMs: number | null }[]): Pipeline {
  return new Pipeline(
    streams.map((stream): StreamInfo => ({ source: 0, rules: [], ...stream })),
    100,
  );
}

/** By the shortest way of 200 ms unless told otherwise. */
function tell(pipeline: Pipeline, stream: number, timeMs: number, receivedMs = timeMs + 200, value = 1): void {
  const observation: Observation = { stream, timeMs, resultMs: timeMs, value };
  pipeline.take(observation, receivedMs, 'live');
}

test('a second value of one time is told apart: seen before, of a later result, or against the first', () => {
  const samples = new Samples(10);
  const puts = [
    [1, 10, 4],
    [1, 10, 4],
    [1, 20, 5],
    [1, 15, 6],
    [1, 20, 3],
    // What no longer stands was heard all the same.
    [1, 10, 4],
    [1, 20, 3],
  ].map(([timeMs, resultMs, value]) => [samples.put(timeMs, resultMs, value), samples.isWritten, samples.lastValue]);
  expect(puts).toEqual([
    ['appended', true, 4],
    ['duplicate', false, 4],
    ['corrected', true, 5],
    ['corrected', false, 5],
    ['contradicted', false, 5],
    ['duplicate', false, 5],
    ['duplicate', false, 5],
  ]);
});

test('corrections, contradictions and duplicates are counted each by itself, and the value shown is the one that stands', () => {
  const pipeline = pipelineOf({ id: 'a', cadenceMs: MINUTE });
  for (const [resultMs, value] of [
    [0, 2],
    [0, 2],
    [5, 3],
    [5, 2.5],
  ])
    pipeline.take({ stream: 0, timeMs: 0, resultMs, value }, 10, 'live');
  expect(pipeline.tally(10)[0]).toMatchObject({ received: 4, duplicate: 1, corrected: 1, contradicted: 1 });
  expect(pipeline.samplesOf(0).lastValue).toBe(3);
});

test('the watermark of a stream is two cadences behind its newest; a source tells the oldest of those that speak', () => {
  const pipeline = pipelineOf(
    { id: 'fast', cadenceMs: 10 * S },
    { id: 'slow', cadenceMs: MINUTE },
    { id: 'by-event', cadenceMs: null },
    { id: 'other', source: 1, cadenceMs: MINUTE },
  );
  expect(pipeline.tally(0)[0].watermark).toBeNull();
  for (let ms = 0; ms <= 5 * MINUTE; ms += 10 * S) tell(pipeline, 0, ms);
  tell(pipeline, 1, 4 * MINUTE);
  tell(pipeline, 2, 0);
  tell(pipeline, 3, 3 * MINUTE);
  // An older one does not take it back.
  tell(pipeline, 1, 3 * MINUTE, 5 * MINUTE);
  const truths = pipeline.tally(5 * MINUTE);
  expect(truths.map(({ watermark }) => watermark)).toEqual([
    { ms: 2 * MINUTE, stream: 'slow' },
    { ms: MINUTE, stream: 'other' },
  ]);
  expect(mergeFeedQuality(truths).watermark).toEqual({ ms: MINUTE, stream: 'other' });
  // Silent for more than three cadences it is stale, and holds nothing back.
  for (let ms = 5 * MINUTE; ms <= 9 * MINUTE; ms += 10 * S) tell(pipeline, 0, ms);
  expect(pipeline.tally(9 * MINUTE)[0].watermark).toEqual({ ms: 9 * MINUTE - 20 * S, stream: 'fast' });
});

test('just behind the watermark is late, at it is not', () => {
  const pipeline = pipelineOf({ id: 'a', cadenceMs: MINUTE });
  tell(pipeline, 0, 10 * MINUTE);
  tell(pipeline, 0, 8 * MINUTE, 10 * MINUTE);
  tell(pipeline, 0, 8 * MINUTE - 1, 10 * MINUTE);
  expect(pipeline.tally(10 * MINUTE)[0]).toMatchObject({ late: 1, disordered: 1 });
});

test('the clock of a source is the median of its streams: one device far off is named and moves it not', () => {
  const pipeline = pipelineOf(...['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, cadenceMs: MINUTE })));
  for (let stream = 0; stream < 5; stream++) {
    const offMs = stream === 4 ? -90 * S : 0;
    // Half of the messages are held up; the shortest way is what counts.
    for (let i = 0; i < 6; i++) tell(pipeline, stream, i * MINUTE + offMs, i * MINUTE + 200 + (i % 2) * 9 * S);
  }
  const [truth] = pipeline.tally(6 * MINUTE);
  expect(truth).toMatchObject({ skewMs: 200, skewed: 1 });
  expect(isSkewed(truth)).toBe(false);
});

test('a source whose own clock is off by 3 s is flagged, and no longer once it was set right', () => {
  const pipeline = pipelineOf({ id: 'a', cadenceMs: 10 * S }, { id: 'b', cadenceMs: 10 * S });
  let ms = 0;
  const speakFor = (spanMs: number, offMs: number) => {
    for (const endMs = ms + spanMs; ms < endMs; ms += 10 * S)
      for (const stream of [0, 1]) tell(pipeline, stream, ms - offMs, ms + 200);
  };
  speakFor(5 * MINUTE, 3 * S);
  expect(pipeline.tally(ms)[0]).toMatchObject({ skewMs: 3200, skewed: 2 });
  expect(isSkewed(pipeline.tally(ms)[0])).toBe(true);
  speakFor(20 * MINUTE, 0);
  expect(pipeline.tally(ms)[0]).toMatchObject({ skewMs: 200, skewed: 0 });
});

test('history says nothing of a clock', () => {
  const pipeline = pipelineOf({ id: 'a', cadenceMs: MINUTE });
  pipeline.take({ stream: 0, timeMs: 0, resultMs: 0, value: 1 }, 90 * MINUTE, 'history');
  expect(pipeline.tally(90 * MINUTE)[0].skewMs).toBeNull();
});

test('a frame is told when each value came live; of what history tells it is told nothing', () => {
  const pipeline = pipelineOf({ id: 'a', cadenceMs: MINUTE }, { id: 'b', cadenceMs: MINUTE });
  tell(pipeline, 0, MINUTE);
  pipeline.take({ stream: 1, timeMs: MINUTE, resultMs: MINUTE, value: 1 }, 2 * MINUTE, 'history');
  expect([...pipeline.changes().receivedMs]).toEqual([MINUTE + 200, Number.NaN]);
});
