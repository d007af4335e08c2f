import { expect, test } from 'vitest';
import type { Weather } from '../../src/twin/weather.ts';
import { DAY, NIGHT } from '../../src/view/globe/sky/look.ts';
import { type HourLight, underWeather } from '../../src/view/globe/sky/weather-look.ts';

const hourOf = (hour: typeof DAY): HourLight => ({
  sun: hour.sun,
  ambient: hour.ambient,
  bounce: hour.bounce,
  haze: hour.haze,
  sky: hour.skyTop,
  sunUp: 0.6,
  litShare: 0,
});
const under = (weather: Weather, strengthRatio = 1, hour = DAY, dayRatio = 1) =>
  underWeather(hourOf(hour), { weather, strengthRatio, report: null }, dayRatio);
const level = ({ ambient, sun, sunUp }: HourLight) => ambient.map((part, i) => part + sun[i] * sunUp);
const tone = ([red, green, blue]: readonly number[]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

test('a clear sky leaves the hour as it is', () => {
  const { coverRatio, lightRatio, sightRatio, wetRatio, snowRatio, ...light } = under('clear');
  expect(light).toEqual(hourOf(DAY));
  expect([coverRatio, lightRatio, sightRatio, wetRatio, snowRatio]).toEqual([0, 1, 1, 0, 0]);
});

test('under clouds the sun goes into the sky: level ground keeps the light that is left, walls get a part of it', () => {
  for (const weather of ['cloudy', 'rain', 'snow', 'fog'] as const) {
    const light = under(weather);
    expect(light.sun[0]).toBeCloseTo(DAY.sun[0] * 0.08);
    expect(tone(level(light))).toBeCloseTo(tone(level(hourOf(DAY))) * light.lightRatio, 1);
    expect(tone(light.bounce)).toBeGreaterThan(tone(DAY.bounce) * light.lightRatio);
  }
});

test('more rain is darker and nearer; by night less light is lost', () => {
  const weak = under('rain', 0.3);
  const strong = under('rain', 1);
  expect(strong.lightRatio).toBeLessThan(weak.lightRatio);
  expect(strong.sightRatio).toBeLessThan(weak.sightRatio);
  expect(weak.wetRatio).toBeGreaterThan(0.7);
  expect(strong.litShare).toBeGreaterThan(0.05);
  expect(under('rain', 1, NIGHT, 0).lightRatio).toBeGreaterThan(strong.lightRatio);
});

test('fog sees less far than any rain, and only snow lies', () => {
  expect(under('fog').sightRatio).toBeLessThan(under('rain').sightRatio);
  expect((['rain', 'fog', 'cloudy'] as const).map((each) => under(each).snowRatio)).toEqual([0, 0, 0]);
  expect(under('snow').snowRatio).toBe(1);
});
