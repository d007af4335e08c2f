import type { CountsUsed, WeatherUsed } from '../../model/city/given-data.ts';
import { boundsOf } from '../../model/questions/field.ts';
import { NoiseRequest } from '../../model/questions/noise.ts';
import type { RoadSegment } from '../../model/roads/road-network.ts';
import { countedSegments, type GivenCounts, hoursBetween } from '../shared/counts.ts';
import type { GivenWeather } from '../shared/weather.ts';
import { PERIOD_HOURS, usualHeavyPct } from './road-traffic.ts';

/** A question as it is computed, and which of the city's data stand in it. */
interface FilledQuestion {
  request: NoiseRequest;
  used: { counts: CountsUsed | null; weather: WeatherUsed | null };
}

/**
 * Puts the city's counts and weather in place of what would be inferred or usual: traffic that the question itself states stays, and so does its
 * weather where it says so.
 */
export function withGivenData(
  request: NoiseRequest,
  segments: readonly RoadSegment[],
  { streams, used }: GivenCounts,
  weather: GivenWeather | null,
): FilledQuestion {
  const stated = request.traffic ?? [];
  const named = new Set(stated.map(({ segment }) => segment));
  const counted = trafficOf(streams, segments).filter(({ segment }) => !named.has(segment));
  const air = request.weather === 'given' ? (weather?.used ?? null) : null;
  const traffic = [...stated, ...counted];
  const { airC, humidityPct } = NoiseRequest.entries;
  return {
    request: {
      ...request,
      ...(traffic.length > 0 ? { traffic } : {}),
      airC: bounded(air?.airC ?? request.airC, airC),
      humidityPct: bounded(air?.humidityPct ?? request.humidityPct, humidityPct),
    },
    used: { counts: used, weather: air && (air.airC !== null || air.humidityPct !== null) ? air : null },
  };
}

function bounded(value: number, field: Parameters<typeof boundsOf>[0]): number {
  const { min, max } = boundsOf(field);
  return Math.min(max, Math.max(min, value));
}

/** Counted traffic of each segment by day and by night; where nobody counted heavy vehicles their share is that of the road's class. */
function trafficOf(
  streams: GivenCounts['streams'],
  segments: readonly RoadSegment[],
): NonNullable<NoiseRequest['traffic']> {
  return [...countedSegments(streams, segments)].map(([segment, { perHour, heavyPct }]) => ({
    segment: segments[segment].id,
    dayPerHour: perHour(hoursBetween(...PERIOD_HOURS.day)),
    nightPerHour: perHour(hoursBetween(...PERIOD_HOURS.night)),
    heavyPct: heavyPct ?? usualHeavyPct(segments[segment]),
  }));
}
