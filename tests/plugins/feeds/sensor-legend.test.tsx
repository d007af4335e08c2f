import { beforeEach, expect, test } from 'vitest';
import { BASE_KINDS } from '../../../model/sensors/base-kinds.ts';
import { words } from '../../../src/kit/words.ts';
import { KIND_GLYPHS } from '../../../src/plugins/feeds/kind-glyphs.ts';
import { SENSOR_LAYER } from '../../../src/plugins/feeds/live-feed-controller.ts';
import { SensorLegend } from '../../../src/plugins/feeds/panels/sensor-legend.tsx';
import { attributeOf, markupIn, readable, tagsOf } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
const kind = {
  ...{ name: 'kind', type: 'code' as const, label: { zh: '种类', en: 'Kind' }, file: '' },
  values: {
    river: { zh: '河道水位', en: 'River level' },
    rain: { zh: '雨量', en: 'Rain' },
    'wind-chime': { zh: '风铃', en: 'Wind chime' },
  },
};
const [points] = city.layers;
const withSensors = { ...city, layers: [...city.layers, { ...points, id: SENSOR_LAYER, attributes: [kind] }] };

beforeEach(() => words.changeLanguage('zh'));

test('every kind of sensor that comes with the program has a glyph', () => {
  // `*` is whatever else a city measures: a plain disc.
  const kinds = (BASE_KINDS.kinds ?? []).map(({ id }) => id).filter((id) => id !== '*');
  expect(kinds.filter((id) => !KIND_GLYPHS[id])).toEqual([]);
});

test('the legend tells the colours of states and alarms, and of each kind of the city its glyph, in either language', async () => {
  const legend = () => markupIn(pageTwin(withSensors), <SensorLegend />);
  const paths = tagsOf(legend(), 'path').map((tag) => attributeOf(tag, 'd'));
  expect(paths).toEqual([KIND_GLYPHS.river, KIND_GLYPHS.rain]);
  expect(readable(legend())).toMatch(/Ⅰ Ⅱ Ⅲ Ⅳ 河道水位 雨量$/);
  expect(tagsOf(legend(), 'i').map((tag) => attributeOf(tag, 'class'))).toEqual(
    ['live', 'stale', 'alarm-1', 'alarm-2', 'alarm-3', 'alarm-4'].map((state) => `disc ${state}`),
  );
  await words.changeLanguage('en');
  expect(readable(legend())).toMatch(/River level Rain$/);
});
