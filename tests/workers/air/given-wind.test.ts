import * as v from 'valibot';
import { expect, test } from 'vitest';
import { ReleaseRequest } from '../../../model/questions/air.ts';
import { inGivenWind } from '../../../workers/air/given-wind.ts';
import type { GivenWeather } from '../../../workers/shared/weather.ts';

const WIND = { windMps: 4, windFromDeg: 225, time: '2024-05-01 13:00', shareRatio: 1, cloud: 2, radiationWpm2: 800 };
const WEATHER: GivenWeather = {
  used: { label: { zh: '站', en: 'Station' }, isGuessed: false, readings: 2, airC: 20, humidityPct: 50 },
  latest: WIND,
  prevailing: { ...WIND, windMps: 3, time: null, shareRatio: 0.4, cloud: null, radiationWpm2: null },
};
const wish = (more: object) => v.parse(ReleaseRequest, { kind: 'release', atM: [0, 0], windMps: 2, ...more });

test('a release blows with the last wind of the record and its sky, or with its own', () => {
  const given = inGivenWind(wish({ wind: 'latest' }), WEATHER);
  expect(given.request).toMatchObject({ windMps: 4, windFromDeg: 225, sky: 'strongSun' });
  expect(given.used).toMatchObject({ time: '2024-05-01 13:00', label: { en: 'Station' } });
  const night = { ...WEATHER, latest: { ...WIND, radiationWpm2: 0, cloud: 7 } };
  expect(inGivenWind(wish({ wind: 'latest' }), night).request.sky).toBe('nightCloudy');
  // The prevailing wind tells no sky: that of the question stays.
  expect(inGivenWind(wish({ wind: 'prevailing' }), WEATHER).request).toMatchObject({ windMps: 3, sky: 'overcast' });
  expect(inGivenWind(wish({}), WEATHER)).toMatchObject({ request: { windMps: 2 }, used: null });
});

test('a city without such a wind says which layer it expects', () => {
  expect(() => inGivenWind(wish({ wind: 'latest' }), null)).toThrow('role of weather');
});
