import type { GivenWind } from '../../model/city/given-data.ts';
import type { ReleaseRequest } from '../../model/questions/air.ts';
import { MessageError } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';
import type { GivenWeather } from '../shared/weather.ts';
import { airMessage } from './messages.ts';

/** Sun above this is strong, above the other moderate: Pasquill's words in W/m² (Seinfeld and Pandis, table 16.3). */
const STRONG_SUN_WPM2 = 700;
const MODERATE_SUN_WPM2 = 350;
/** With less there is no day. */
const DAY_WPM2 = 10;
/** Tenths: half of the sky is cloud, all of it is. */
const HALF_CLOUD = 5;
const FULL_CLOUD = 9.5;

/** Wind that was taken from the city's weather, and the layer that tells it. */
export interface WindUsed extends GivenWind {
  label: Text;
}

/** The request in the wind that it asks for; `used` is null where it states its own. @throws MessageError where the city has no such wind. */
export function inGivenWind(
  request: ReleaseRequest,
  weather: GivenWeather | null,
): { request: ReleaseRequest; used: WindUsed | null } {
  if (request.wind === 'stated') return { request, used: null };
  const wind = weather?.[request.wind];
  if (!weather || !wind) throw new MessageError(airMessage('no-wind', {}));
  const { windMps, windFromDeg } = wind;
  return {
    request: { ...request, windMps, windFromDeg, sky: skyOf(wind) ?? request.sky },
    used: { ...wind, label: weather.used.label },
  };
}

/** The sky by which a class of stability is found; null: the record does not tell it. */
function skyOf({ cloud, radiationWpm2 }: GivenWind): ReleaseRequest['sky'] | null {
  if (cloud !== null && cloud >= FULL_CLOUD) return 'overcast';
  if (radiationWpm2 === null) return null;
  if (radiationWpm2 > DAY_WPM2) {
    if (radiationWpm2 > STRONG_SUN_WPM2) return 'strongSun';
    return radiationWpm2 > MODERATE_SUN_WPM2 ? 'moderateSun' : 'slightSun';
  }
  if (cloud === null) return null;
  return cloud >= HALF_CLOUD ? 'nightCloudy' : 'nightClear';
}
