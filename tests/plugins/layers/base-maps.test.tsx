import { expect, test } from 'vitest';
import { words } from '../../../src/kit/words.ts';
import { BaseMaps } from '../../../src/plugins/layers/panels/base-maps.tsx';
import { markupIn, readable } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

test('what is doubtful of a photograph of the ground stands with it while it is shown', async () => {
  await words.changeLanguage('en');
  const label = { zh: '航片', en: 'Photographs' };
  const photo = {
    kind: 'photo' as const,
    id: 'ortho',
    label,
    source: { name: label, licence: 'none' },
    boundsDeg: [7, 51, 7.1, 51.1] as [number, number, number, number],
    maxLevel: 18,
    url: 'photo/{z}/{x}/{y}.png',
    minLevel: 10,
    problems: [
      { code: 'crs-area', count: 1, example: 'ortho.tif: expected a place in the area of EPSG:25833, got 7, 51' },
    ],
  };
  const twin = pageTwin({ ...smallCity().city, baseMaps: [photo] });
  const text = () => readable(markupIn(twin, <BaseMaps />));
  expect(text()).not.toContain('ortho.tif');
  twin.getState().showBaseMap('ortho');
  expect(text()).toContain('ortho.tif');
});
