import { expect, test } from 'vitest';
import { openLiveFeedController } from '../../../src/plugins/feeds/live-feed-controller.ts';
import type { FeedDelta, FeedService } from '../../../src/twin/live/service.ts';
import { emptyFeedQuality } from '../../../src/twin/live/truth.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const OPENED_MS = 1_000_000;

/** Tells the given values one frame after the other, a second apart, each with when it came: NaN for history. */
async function latencyAfter(frames: readonly (readonly { timeMs: number; receivedMs: number }[])[]) {
  const { city } = smallCity();
  const layers = [{ ...city.layers[0], id: 'sensors' }];
  const twin = pageTwin({ ...city, layers }, OPENED_MS);
  let told = 0;
  const deltas = frames.map(
    (values): FeedDelta => ({
      changes: {
        streams: Uint32Array.from(values, () => 0),
        values: Float64Array.from(values, () => 1),
        timesMs: Float64Array.from(values, ({ timeMs }) => timeMs),
        receivedMs: Float64Array.from(values, ({ receivedMs }) => receivedMs),
      },
      alarms: null,
      cases: null,
      replayMs: null,
      isFullState: false,
      openAlarms: 0,
      kinds: null,
      sensors: null,
      unlisted: null,
      quality: emptyFeedQuality(),
      sources: [],
      status: { kind: 'live', sinceMs: OPENED_MS },
    }),
  );
  await new Promise<void>((done, fail) => {
    const unused = () => Promise.reject(new Error('not asked for here'));
    const service: FeedService = {
      open: () => Promise.resolve({ sensors: [], upM: new Float64Array(0), own: [], kinds: {} }),
      next() {
        const delta = deltas[told++];
        if (delta) return Promise.resolve(delta);
        done();
        return new Promise(() => undefined);
      },
      act: unused,
      signIn: unused,
      replay: unused,
      replayTo: unused,
      endReplay: unused,
      series: unused,
      hide: unused,
      readOwnSensors: unused,
      followTopic: unused,
    };
    const window = { nextFrame: () => Promise.resolve(), nowMs: () => OPENED_MS + 1000 * told };
    openLiveFeedController(
      twin,
      service,
      { session: { post: unused }, holder: null },
      { cityUrl: '', hubUrl: '' },
      window,
      fail,
    );
  });
  return twin.getState().feedLatency;
}

test('latency and age are those of live values: not of history, nor of what waited for the page to open', async () => {
  const waited = { timeMs: OPENED_MS - 5000, receivedMs: OPENED_MS - 4000 };
  const ofHistory = { timeMs: OPENED_MS - 400_000, receivedMs: Number.NaN };
  expect(await latencyAfter([[waited], [ofHistory]])).toBeNull();
  const live = { timeMs: OPENED_MS + 1800, receivedMs: OPENED_MS + 1900 };
  const latency = await latencyAfter([[waited], [ofHistory, live]]);
  expect(latency).toMatchObject({ count: 1 });
  // Upper edges of steps of 7 %.
  expect(Math.round((latency?.p99Ms ?? 0) / 15)).toBe(7);
  expect(Math.round((latency?.ageP99Ms ?? 0) / 20)).toBe(10);
});
