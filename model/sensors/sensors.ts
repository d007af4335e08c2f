import * as v from 'valibot';
import { cityMessage } from '../city/city-messages.ts';
import { GridError, parseAs } from '../city/grid.ts';

/** A city's sensors, `sensors.json`, in the words of the SensorThings model. */
const Text = v.object({ zh: v.string(), en: v.string() });
const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(128));
const Finite = v.pipe(v.number(), v.finite());

const CitySensors = v.object({
  things: v.array(
    v.object({
      id: Id,
      kind: Id,
      name: Text,
      lonLat: v.tuple([Finite, Finite]),
      /** East and north, metres of the city's origin. */
      at: v.tuple([Finite, Finite]),
      elevationM: v.optional(Finite),
      /** The object that it watches. */
      of: v.string(),
      datastreams: v.array(
        v.object({
          id: Id,
          name: Text,
          /** UCUM. */
          unit: v.pipe(v.string(), v.minLength(1)),
          cadenceS: v.pipe(v.number(), v.minValue(0.01)),
          /** Set points that the owner gave, in the unit. */
          warn: v.optional(Finite),
          alarm: v.optional(Finite),
        }),
      ),
    }),
  ),
});

/** A stream that was not heard for so many of its cadences says nothing of now any more. */
export const STALE_CADENCES = 3;

/** A sensor of a city after OGC SensorThings: a thing with its place and datastreams. */
export type CitySensor = v.InferOutput<typeof CitySensors>['things'][number];
/** One datastream of a sensor: a series of observations of one property. */
export type CityStream = CitySensor['datastreams'][number];

/** Also refuses an id that is used twice, among sensors and datastreams together: history knows each by its own. */
export function parseCitySensors(json: unknown, file = 'sensors.json'): readonly CitySensor[] {
  const { things } = parseAs(CitySensors, json, file);
  const ids = new Set<string>();
  const claim = (place: string, id: string) => {
    if (ids.has(id)) throw new GridError(cityMessage('thing-twice', { file, place, id }));
    ids.add(id);
  };
  for (const [i, { id, datastreams }] of things.entries()) {
    claim(`things.${i}`, id);
    for (const [j, stream] of datastreams.entries()) claim(`things.${i}.datastreams.${j}`, stream.id);
  }
  return things;
}

/** The sensor that a stream is of: streams are numbered sensor by sensor. Null: of none of them. */
export function sensorOfStream(stream: number | null, sensors: readonly CitySensor[]): CitySensor | null {
  let first = 0;
  for (const sensor of sensors) {
    const end = first + sensor.datastreams.length;
    if (stream !== null && stream >= first && stream < end) return sensor;
    first = end;
  }
  return null;
}
