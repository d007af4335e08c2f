import { expect, test } from 'vitest';
import { createTwin } from '../../src/twin/twin.ts';
import { weatherOf } from '../../src/twin/weather.ts';
import { smallCity } from '../model/city/small-city.ts';

const twinOf = () => createTwin(smallCity().city, 0);

test('a chosen weather is nobody’s report, and a new page has a clear sky', () => {
  const twin = twinOf();
  expect(weatherOf(twin.getState())).toEqual({ weather: 'clear', strengthRatio: 0, report: null });
  twin.getState().setWeather('storm');
  twin.getState().reportRain('gauges', { mmPerH: 3, from: 'live' });
  expect(weatherOf(twin.getState())).toEqual({ weather: 'rain', strengthRatio: 1, report: null });
});

test('reported weather is the run’s before the gauges’, and stronger rain is drawn stronger', () => {
  const twin = twinOf();
  const { setWeather, reportRain } = twin.getState();
  setWeather('reported');
  expect(weatherOf(twin.getState()).report).toBeNull();
  reportRain('gauges', { mmPerH: 4.5, from: 'live' });
  const light = weatherOf(twin.getState());
  expect(light).toMatchObject({ weather: 'rain', report: { mmPerH: 4.5, from: 'live' } });
  expect(light.strengthRatio).toBeCloseTo(0.3);
  reportRain('run', { mmPerH: 98, from: 'simulated' });
  expect(weatherOf(twin.getState())).toMatchObject({ weather: 'rain', strengthRatio: 1, report: { mmPerH: 98 } });
  reportRain('run', { mmPerH: 0, from: 'simulated' });
  expect(weatherOf(twin.getState())).toMatchObject({ weather: 'clear', report: { from: 'simulated' } });
  reportRain('run', null);
  expect(weatherOf(twin.getState()).report?.from).toBe('live');
});

test('the same report again changes nothing', () => {
  const twin = twinOf();
  twin.getState().reportRain('gauges', { mmPerH: 2, from: 'live' });
  const before = twin.getState().rainReports;
  twin.getState().reportRain('gauges', { mmPerH: 2, from: 'live' });
  twin.getState().reportRain('nobody', null);
  expect(twin.getState().rainReports).toBe(before);
});
