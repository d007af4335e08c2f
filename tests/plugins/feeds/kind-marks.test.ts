import { type BillboardCollection, BufferPointCollection, Cartesian3, RenderState } from '@cesium/engine';
import { beforeEach, expect, test, vi } from 'vitest';
import { KIND_GLYPHS } from '../../../src/plugins/feeds/kind-glyphs.ts';
import { KindMarks } from '../../../src/plugins/feeds/scene/globe/kind-marks.ts';
import { marksOf } from '../../../src/plugins/feeds/scene/globe/sensor-marks.ts';
import type { ShownMarks } from '../../../src/plugins/feeds/scene/globe/tag-candidates.ts';
import { keepIntact } from '../../../src/plugins/feeds/scene/globe/whole-points.ts';
import { GRAVITY, type LiveValues, type SensorState } from '../../../src/twin/live/live-values.ts';
import type { GlobeHost } from '../../../src/view/globe/host.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const paths: { text: string }[] = [];
const glyphsDrawn = () => paths.map(({ text }) => text);

/** A canvas that notes the strokes it is given, but for circles. */
function fakeCanvas() {
  const pen = { stroke: (path?: { text: string }) => path && paths.push(path) };
  const context = new Proxy(pen, { get: (own, name) => Reflect.get(own, name) ?? (() => {}), set: () => true });
  return { width: 0, height: 0, dataset: {}, getContext: () => context };
}

beforeEach(() => {
  paths.length = 0;
  vi.stubGlobal('document', { createElement: fakeCanvas, body: { append: () => {} } });
  vi.stubGlobal('getComputedStyle', () => ({ getPropertyValue: () => '#3a7d44' }));
  vi.stubGlobal(
    'Path2D',
    class {
      readonly text: string;
      constructor(text: string) {
        this.text = text;
      }
    },
  );
});

/** Sensors east of the eye, each with a kind and a state. */
function shownOf(each: { eastM: number; state: SensorState }[], cellM: number | null = null): ShownMarks {
  const marks = marksOf(Float64Array.from(each.flatMap(({ eastM }) => [eastM, 0, 0])), cellM);
  const severities = Uint8Array.from(each, ({ state }) => GRAVITY.indexOf(state));
  return { marks, ecefM: marks.placesM, severities, writes: 0 };
}

function opened(kinds: readonly string[]) {
  const drawn: BillboardCollection[] = [];
  const host = {
    twin: pageTwin(smallCity().city),
    requestFrame: () => {},
    globe: {
      stage: {
        scene: {
          camera: { positionWC: new Cartesian3(0, 0, 0) },
          primitives: { add: (one: BillboardCollection) => drawn.push(one) && one },
        },
      },
    },
  };
  const live = { sensors: kinds.map((kind) => ({ kind })), gidOf: (sensor: number) => sensor };
  const marks = new KindMarks(host as unknown as GlobeHost, live as unknown as LiveValues);
  const [billboards] = drawn;
  const points: [number, boolean][] = [];
  return {
    points,
    choose(shown: ShownMarks | null) {
      points.length = 0;
      marks.choose(shown, (mark, isShown) => points.push([mark, isShown]));
      return Array.from({ length: billboards.length }, (_, i) => billboards.get(i));
    },
  };
}

test('near and alone, a sensor is a disc with the glyph of its kind, before all that stands in front, in place of its point', () => {
  const on = opened(['river', 'rain']);
  const discs = on.choose(
    shownOf([
      { eastM: 500, state: 'normal' },
      { eastM: 900, state: 'alarm1' },
    ]),
  );
  expect(discs).toHaveLength(2);
  for (const { disableDepthTestDistance } of discs) expect(disableDepthTestDistance).toBe(Number.POSITIVE_INFINITY);
  expect(glyphsDrawn()).toEqual([KIND_GLYPHS.river, KIND_GLYPHS.rain]);
  expect(on.points).toEqual([
    [0, false],
    [1, false],
  ]);
});

test('a point stays a point from 2 km on, without a reading, in a group, and where its kind has no glyph', () => {
  const on = opened(['river', 'river', 'wind-chime']);
  const none = shownOf([
    { eastM: 2500, state: 'normal' },
    { eastM: 500, state: 'silent' },
    { eastM: 600, state: 'normal' },
  ]);
  expect(on.choose(none)).toHaveLength(0);
  expect(on.points).toEqual([]);
  const grouped = [500, 510].map((eastM) => ({ eastM, state: 'normal' as const }));
  expect(on.choose(shownOf(grouped, 64))).toHaveLength(0);
});

test('points that are no longer covered by a disc come back', () => {
  const on = opened(['river']);
  const shown = shownOf([{ eastM: 500, state: 'normal' }]);
  expect(on.choose(shown)).toHaveLength(1);
  shown.severities[0] = GRAVITY.indexOf('silent');
  shown.writes++;
  expect(on.choose(shown)).toHaveLength(0);
  expect(on.points).toEqual([[0, true]]);
});

test('points are drawn whole: nothing before them cuts them', () => {
  // The engine itself asks the graphics card how wide its lines are.
  vi.spyOn(RenderState, 'fromCache').mockImplementation((state) => state);
  const collection = new BufferPointCollection({ primitiveCountMax: 1 });
  keepIntact(collection);
  const { _renderContext: context } = collection as unknown as {
    _renderContext: { renderState: { depthTest: { enabled: boolean } } };
  };
  expect(context.renderState.depthTest.enabled).toBe(false);
});
