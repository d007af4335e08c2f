import type { Slice, TwinState } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends WeatherSlice {}
}

/** `storm`: rain at its hardest. `reported`: as gauges tell it, or the run that is shown. */
export const WEATHER_CHOICES = ['clear', 'cloudy', 'rain', 'storm', 'snow', 'fog', 'reported'] as const;
export type WeatherChoice = (typeof WEATHER_CHOICES)[number];
export type Weather = Exclude<WeatherChoice, 'storm' | 'reported'>;

/** How hard it rains at the shown time, by somebody who knows. */
interface RainReport {
  readonly mmPerH: number;
  readonly from: 'live' | 'recorded' | 'simulated';
}

export interface WeatherSlice {
  weather: WeatherChoice;
  /** By who reports; nobody who knows nothing stands in it. */
  rainReports: Readonly<Record<string, RainReport>>;
  setWeather(weather: WeatherChoice): void;
  /** Null: nothing is known at the shown time. */
  reportRain(by: string, report: RainReport | null): void;
}

export const weatherSlice: Slice<WeatherSlice> = (set) => ({
  weather: 'clear',
  rainReports: {},
  setWeather: (weather) => set({ weather }),
  reportRain: (by, report) =>
    set(({ rainReports }) => {
      const { [by]: before, ...others } = rainReports;
      if (before?.mmPerH === report?.mmPerH && before?.from === report?.from) return {};
      return { rainReports: report ? { ...others, [by]: report } : others };
    }),
});

/** What falls or hangs over the city in the picture. */
export interface ShownWeather {
  readonly weather: Weather;
  /** How strong it is, 0 to 1. */
  readonly strengthRatio: number;
  /** Null: it was chosen, and nobody says that it is so. */
  readonly report: RainReport | null;
}

type Drawn = Pick<ShownWeather, 'weather' | 'strengthRatio'>;

/** How what somebody chose is drawn: rain as of some 12, a storm as of 50 mm/h. */
const CHOSEN: Readonly<Record<Exclude<WeatherChoice, 'reported'>, Drawn>> = {
  clear: { weather: 'clear', strengthRatio: 0 },
  cloudy: { weather: 'cloudy', strengthRatio: 0.7 },
  rain: { weather: 'rain', strengthRatio: 0.5 },
  storm: { weather: 'rain', strengthRatio: 1 },
  snow: { weather: 'snow', strengthRatio: 0.7 },
  fog: { weather: 'fog', strengthRatio: 0.8 },
};

/** Less than a gauge can tell from dew in an hour. */
const MIN_RAIN_MM_PER_H = 0.1;

/** The hardest rain that is drawn as such. What is reported has its figure, and no name by a class of rain: those are of standards. */
const MAX_MM_PER_H = 50;

/** A run says more of the shown time than gauges do: it is what is looked at. */
const ORDER: readonly RainReport['from'][] = ['simulated', 'recorded', 'live'];

/** The weather of the picture. A report without rain is a clear sky: gauges tell nothing of clouds. */
export function weatherOf({ weather, rainReports }: Pick<TwinState, 'weather' | 'rainReports'>): ShownWeather {
  if (weather !== 'reported') return { ...CHOSEN[weather], report: null };
  const reports = Object.values(rainReports);
  const report = ORDER.flatMap((from) => reports.find((each) => each.from === from) ?? [])[0] ?? null;
  if (!report || report.mmPerH < MIN_RAIN_MM_PER_H) return { weather: 'clear', strengthRatio: 0, report };
  return { weather: 'rain', strengthRatio: Math.min(1, Math.sqrt(report.mmPerH / MAX_MM_PER_H)), report };
}
