import { expect, test } from 'vitest';
import { parcelRing } from '../../../model/schemes/metrics.ts';
import { DEFAULT_CONTROLS, type Scheme } from '../../../model/schemes/scheme.ts';
import { addWords, words } from '../../../src/kit/words.ts';
import { SchemeLegend } from '../../../src/plugins/scheme-design/panels/legend.tsx';
import { schemeWords } from '../../../src/plugins/scheme-design/words.ts';
import { markupIn, readable } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
const box = (west: number, south: number, wideM: number, deepM: number): [number, number][] => [
  [west, south],
  [west + wideM, south],
  [west + wideM, south + deepM],
  [west, south + deepM],
];
const schemeOf = (heightM: number): Scheme => ({
  id: 's1',
  name: 'one',
  parcels: [
    {
      ...{ id: 'p1', name: '', source: null, ...parcelRing(box(0, 0, 100, 60)) },
      controls: { ...DEFAULT_CONTROLS, heightMaxM: 24 },
    },
  ],
  buildings: [
    { id: 'b1', parcel: 'p1', ringM: box(40, 25, 20, 10), baseM: 0, heightM, storeys: 3, use: 'residential' },
  ],
});

test('the colour of a volume that breaks a limit of its parcel has a row while there is one', async () => {
  addWords(schemeWords);
  await words.changeLanguage('en');
  const twin = pageTwin(city);
  const legendOf = (heightM: number) => {
    twin.getState().setSchemes({ schemes: [schemeOf(heightM)], schemeShown: 's1' });
    return readable(markupIn(twin, <SchemeLegend />));
  };
  expect(legendOf(9)).not.toContain('Breaks a limit');
  expect(legendOf(30)).toContain('Buildings beyond the limits of their parcel');
});
