import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { ecefFromLonLat, enuFromEcef } from '../geo/enu.ts';
import type { LonLat } from '../geo/lon-lat.ts';
import { UnknownUnit, unitOf } from '../geo/units.ts';
import { requirement } from '../text/requirements.ts';
import { KindId } from './sensor-kind.ts';
import type { CitySensor } from './sensors.ts';

/** The most sensors of their own that the users of one city connect. */
export const MAX_OWN_SENSORS = 2000;

const Words = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100));
const Amount = v.pipe(v.number(), v.minValue(-1e12), v.maxValue(1e12));

/** Beginnings of topics that say something else at the hub already. */
const TAKEN_ROOTS = ['v1.1', 'shapan', 'devices'];

/** A topic that a device publishes on: whole levels without wildcards. */
const Topic = v.pipe(
  v.string(),
  v.maxLength(200),
  v.regex(/^[^\s/+#$\p{Cc}][^\s/+#\p{Cc}]*(\/[^\s/+#\p{Cc}]+){0,14}$/u, requirement('topic')),
  v.check(
    (topic) => !TAKEN_ROOTS.includes(topic.split('/', 1)[0]),
    requirement('freeTopic', { roots: TAKEN_ROOTS.map((root) => `${root}/`).join(', ') }),
  ),
);

/** A way into the JSON of a message, `reading.level`: names with dots between, eight at most. */
const Path = v.pipe(
  v.string(),
  v.maxLength(300),
  v.regex(/^[\w@$:#-]{1,64}(\.[\w@$:#-]{1,64}){0,7}$/, requirement('path')),
);

function isUnit(code: string): boolean {
  try {
    unitOf(code);
    return true;
  } catch (error) {
    if (error instanceof UnknownUnit) return false;
    throw error;
  }
}

const OwnSensorSchema = v.strictObject({
  /** For life, and the name that its device signs in with. */
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][\w.-]{0,63}$/, requirement('sensorId'))),
  kind: KindId,
  name: v.strictObject({ zh: Words, en: Words }),
  lonDeg: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
  latDeg: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
  /** Above the city's vertical datum; without it the sensor is shown on the ground. */
  elevationM: v.optional(v.pipe(v.number(), v.minValue(-12_000), v.maxValue(20_000))),
  /** UCUM. */
  unit: v.pipe(v.string(), v.minLength(1), v.maxLength(32), v.check(isUnit, requirement('unit'))),
  /** How often it speaks: what stays away for several of these is missing. */
  cadenceS: v.pipe(v.number(), v.minValue(0.1), v.maxValue(604_800)),
  warn: v.optional(Amount),
  alarm: v.optional(Amount),
  topic: Topic,
  /** Where in a message of JSON the value stands; without it in `result` or `value`. A bare number needs none. */
  valuePath: v.optional(Path),
});

/** A sensor that a user of the city connected: one device, one place, one series of readings that come on a topic. */
export type OwnSensor = v.InferOutput<typeof OwnSensorSchema>;

const OwnSensorList = v.object({ sensors: v.pipe(v.array(OwnSensorSchema), v.maxLength(MAX_OWN_SENSORS)) });

/** Parses a list as it is sent and kept; the error names the place, what was expected and what came. */
export const parseOwnSensors = (json: unknown, file = 'own sensors'): readonly OwnSensor[] =>
  parseAs(OwnSensorList, json, file).sensors;

const READING = { zh: '读数', en: 'Reading' };

/** The one datastream of a sensor of one's own. */
export const streamIdOf = (id: string): string => `${id}/1`;

/** As the rest of the city's sensors are told of; `origin` is the city's. */
export function citySensorOf(own: OwnSensor, origin: LonLat): CitySensor {
  const { id, kind, name, lonDeg, latDeg, elevationM, unit, cadenceS, warn, alarm } = own;
  const [eastM, northM] = enuFromEcef(origin, ecefFromLonLat({ lonDeg, latDeg, heightM: origin.heightM }));
  return {
    id,
    kind,
    name,
    lonLat: [lonDeg, latDeg],
    at: [eastM, northM],
    ...(elevationM !== undefined && { elevationM }),
    of: id,
    datastreams: [
      {
        id: streamIdOf(id),
        name: READING,
        unit,
        cadenceS,
        ...(warn !== undefined && { warn }),
        ...(alarm !== undefined && { alarm }),
      },
    ],
  };
}
