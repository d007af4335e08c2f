import type { ShownWeather, Weather } from '../../../twin/weather.ts';
import type { UnitRgb } from '../../tokens.ts';

/** What a weather does to the light of an hour; at full strength, and less of it at less. */
interface WeatherLook {
  /** Share of the sky that is closed: of so much the sun is taken away and given to the sky. */
  coverRatio: number;
  /** Part of the light on level ground that is lost by day. */
  dimRatio: number;
  /** Haze begins and ends at this share of its clear distances. */
  sightRatio: number;
  wetRatio: number;
  snowRatio: number;
}

const LOOKS: Readonly<Record<Weather, WeatherLook>> = {
  clear: { coverRatio: 0, dimRatio: 0, sightRatio: 1, wetRatio: 0, snowRatio: 0 },
  cloudy: { coverRatio: 1, dimRatio: 0.1, sightRatio: 0.85, wetRatio: 0, snowRatio: 0 },
  rain: { coverRatio: 1, dimRatio: 0.26, sightRatio: 0.4, wetRatio: 1, snowRatio: 0 },
  snow: { coverRatio: 1, dimRatio: 0.1, sightRatio: 0.45, wetRatio: 0.2, snowRatio: 1 },
  fog: { coverRatio: 1, dimRatio: 0.06, sightRatio: 0.14, wetRatio: 0.25, snowRatio: 0 },
};

/** Ground is wet, and the sky closed, long before it pours. */
const SOON_FULL = 2.4;

/** Part of the sun that is left behind closed clouds. */
const SUN_LEFT = 0.08;

/** A closed sky lights walls from all sides: of the sun that level ground loses, this much. */
const ON_WALLS = 0.28;

/** Share of windows with light under the darkest sky by day. */
const LIT_BY_DAY = 0.09;

/** Light, haze and sky as an hour has them. */
export interface HourLight {
  sun: UnitRgb;
  ambient: UnitRgb;
  bounce: UnitRgb;
  haze: UnitRgb;
  sky: UnitRgb;
  /** Height of the drawn sun over level ground, as the sine of its altitude. */
  sunUp: number;
  litShare: number;
}

/** What a weather makes of an hour, and what of it the surfaces wear. */
export interface WeatherLight extends HourLight {
  coverRatio: number;
  /** Part of the light that is left on level ground. */
  lightRatio: number;
  sightRatio: number;
  wetRatio: number;
  snowRatio: number;
}

/**
 * An hour under a weather: the sun goes into the sky, colours turn towards the grey of their own brightness, and level ground keeps the light that
 * is left. By night (`dayRatio` 0) less is lost, for there is little to lose.
 */
export function underWeather(
  hour: HourLight,
  { weather, strengthRatio }: ShownWeather,
  dayRatio: number,
): WeatherLight {
  const look = LOOKS[weather];
  const soonRatio = Math.min(1, strengthRatio * SOON_FULL);
  const coverRatio = look.coverRatio * soonRatio;
  const leftRatio = 1 - look.dimRatio * strengthRatio * (0.4 + 0.6 * dayRatio);
  const sun = scaled(hour.sun, 1 - (1 - SUN_LEFT) * coverRatio);
  const level = hour.ambient.map((part, i) => (part + hour.sun[i] * hour.sunUp) * leftRatio - sun[i] * hour.sunUp);
  const wall = hour.bounce.map((part, i) => part + ON_WALLS * (hour.sun[i] - sun[i]) * hour.sunUp);
  const haze = greyed(hour.haze, 0.85 * coverRatio, 1 - (1 - leftRatio) * 0.7);
  return {
    ...hour,
    sun,
    ambient: greyed(level as UnitRgb, 0.7 * coverRatio, 1),
    bounce: greyed(wall as UnitRgb, 0.7 * coverRatio, leftRatio),
    haze,
    sky: mixedRgb(hour.sky, scaled(haze, 0.9), coverRatio),
    litShare: Math.max(hour.litShare, LIT_BY_DAY * look.dimRatio * 4 * strengthRatio * dayRatio),
    coverRatio,
    lightRatio: leftRatio,
    sightRatio: 1 - (1 - look.sightRatio) * Math.min(1, strengthRatio * 1.25),
    wetRatio: look.wetRatio * soonRatio,
    snowRatio: look.snowRatio * soonRatio,
  };
}

/** Cool: a closed sky is a little blue. */
const GREY: UnitRgb = [0.985, 1, 1.02];

function greyed(colour: UnitRgb, ratio: number, lightRatio: number): UnitRgb {
  const tone = 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2];
  return scaled(mixedRgb(colour, scaled(GREY, tone), ratio), lightRatio);
}

const scaled = (colour: UnitRgb, by: number): UnitRgb => colour.map((part) => part * by) as UnitRgb;

const mixedRgb = (a: UnitRgb, b: UnitRgb, ratio: number): UnitRgb =>
  a.map((part, i) => part + (b[i] - part) * ratio) as UnitRgb;
