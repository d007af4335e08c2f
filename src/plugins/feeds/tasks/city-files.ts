import { BASE_KINDS } from '../../../../model/sensors/base-kinds.ts';
import { FeedError, parseJson } from '../../../../model/sensors/decode.ts';
import { citySensorOf, type OwnSensor, parseOwnSensors } from '../../../../model/sensors/own-sensors.ts';
import {
  mergeSensorKinds,
  parseSensorKinds,
  SENSOR_KINDS_FILE,
  type SensorKinds,
} from '../../../../model/sensors/sensor-kind.ts';
import { type CitySensor, parseCitySensors } from '../../../../model/sensors/sensors.ts';
import { parseSources, type SourceSpec } from '../../../../model/sensors/sources.ts';
import { fetchLimited } from '../../../../readers/fetch-below.ts';
import { cityElevation } from '../../../../tiles/read/city-ground.ts';
import { type Ground, groundOf } from '../../../../tiles/shape/ground.ts';
import type { ListedSensors, SensorFrame } from '../../../twin/live/service.ts';
import { sourceMessage } from '../messages.ts';
import type { HubClient } from './hub-client.ts';

const MAX_FILE_BYTES = 1 << 26;

/** The city's sensors, with how high each was baked. */
export async function readCity(
  cityUrl: string,
  placesFile: string,
): Promise<{ sensors: readonly CitySensor[]; upM: Float64Array }> {
  const read = fetchLimited(cityUrl, FeedError);
  const sensors = parseCitySensors(parseJson(new TextDecoder().decode(await read('sensors.json', MAX_FILE_BYTES))));
  const places = new Float32Array((await read(placesFile, MAX_FILE_BYTES)).buffer);
  return { sensors, upM: heightsOf(sensors, places, placesFile) };
}

/** Columns east, north, up, radius. */
function heightsOf(sensors: readonly CitySensor[], places: Float32Array, file: string): Float64Array {
  const wrong = sensors.findIndex(({ at }, i) => !(Math.hypot(at[0] - places[4 * i], at[1] - places[4 * i + 1]) < 1));
  if (wrong >= 0 || places.length !== 4 * sensors.length)
    throw new FeedError(sourceMessage('places-order', { file, row: wrong }));
  return Float64Array.from(sensors, (_, i) => places[4 * i + 2]);
}

/** Those that users connected at the hub, as this login may see them; without a hub there are none. */
export async function readOwnSensors(client: HubClient): Promise<readonly OwnSensor[]> {
  const answer = await client.ask('own-sensors').catch(() => null);
  if (!answer?.ok || !answer.headers.get('Content-Type')?.includes('json')) return [];
  return parseOwnSensors(await answer.json());
}

/** What a sensor without an elevation stands on; where the ground cannot be read, that is the city's plane. */
export async function groundOfCity(cityUrl: string, { origin, geoidUndulationM, grids }: SensorFrame): Promise<Ground> {
  return groundOf(origin, geoidUndulationM, await cityElevation(cityUrl, grids).catch(() => null));
}

/** The city's baked sensors with those of its users behind them; one that says no elevation stands on the ground. */
export function withOwnSensors(
  baked: { sensors: readonly CitySensor[]; upM: Float64Array },
  own: readonly OwnSensor[],
  { origin }: SensorFrame,
  ground: Ground,
): ListedSensors {
  const enuM = new Float64Array(3);
  const upM = own.map(({ lonDeg, latDeg, elevationM }) => {
    ground.enu(lonDeg, latDeg, ground.originElevationM, enuM, 0);
    ground.enu(lonDeg, latDeg, elevationM ?? ground.elevationAt(enuM[0], enuM[1]), enuM, 0);
    return enuM[2];
  });
  return {
    sensors: [...baked.sensors, ...own.map((one) => citySensorOf(one, origin))],
    upM: Float64Array.from([...baked.upM, ...upM]),
    own,
  };
}

/** As the hub has them; without a hub the program's with the city's own file over them, where it has one. */
export async function readKinds(client: HubClient, cityUrl: string): Promise<SensorKinds> {
  const answer = await client.ask('sensor-kinds').catch(() => null);
  if (answer?.ok && answer.headers.get('Content-Type')?.includes('json'))
    return mergeSensorKinds(parseSensorKinds(await answer.json(), 'sensor-kinds'));
  const own = await fetch(new URL(SENSOR_KINDS_FILE, cityUrl)).catch(() => null);
  if (!own?.ok || !own.headers.get('Content-Type')?.includes('json')) return mergeSensorKinds(BASE_KINDS);
  return mergeSensorKinds(BASE_KINDS, parseSensorKinds(await own.json()));
}

/** A hub that knows of none, or no hub: the city's own alone. */
export async function namedSources(hubUrl: string): Promise<readonly SourceSpec[]> {
  const response = await fetch(new URL('sources', hubUrl)).catch(() => null);
  if (!response?.ok || !response.headers.get('Content-Type')?.includes('json')) return [];
  return parseSources(parseJson(await response.text()));
}
