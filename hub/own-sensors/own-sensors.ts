import type { LonLat } from '../../model/geo/lon-lat.ts';
import { SENSORS_TOPIC } from '../../model/hub/topics.ts';
import { citySensorOf, MAX_OWN_SENSORS, type OwnSensor, streamIdOf } from '../../model/sensors/own-sensors.ts';
import type { CitySensor } from '../../model/sensors/sensors.ts';
import { MessageError } from '../../model/text/message.ts';
import type { AlarmWatch } from '../alarms/alarm-watch.ts';
import type { Broker } from '../broker/broker.ts';
import { tellPages } from '../broker/bus.ts';
import type { Ingest } from '../history/ingest.ts';
import type { Hub } from '../hub.ts';
import { hubMessage, subjectText } from '../messages.ts';
import { openMutex } from '../mutex.ts';
import { recordLocations, registerSensors, renewStreams } from '../sensor-things/catalogue.ts';
import type { Sql } from '../sql/sql-api.ts';
import { deleteOwnSensor, readOwnSensors, readTakenCodes, writeOwnSensors } from './own-sensor-rows.ts';

/** The parts of the hub that a new sensor has to be known to. */
type OwnHub = Pick<Hub, 'sql' | 'places' | 'nowMs'> & { ingest: Ingest; broker: Broker };

/** What the city is told by, beside its sensors. */
interface OwnCity {
  id: string;
  origin: LonLat;
  /** Its baked sensors. */
  things: readonly CitySensor[];
}

/** The sensors that users of the city connected. */
export interface OwnSensors {
  list(): readonly OwnSensor[];
  /** Connects them, or changes those of the same ids: all or none. Rejects with what is wrong; `record` comes before anything is changed. */
  put(sensors: readonly OwnSensor[], record: () => Promise<unknown>): Promise<void>;
  /** Takes one away with what it measured; false: there is none. */
  remove(id: string): Promise<boolean>;
  /** The hub's number of the datastream that its readings go to. */
  datastreamOf(id: string): number | null;
}

/**
 * Puts the kept ones into the catalogue before anything reads it. One whose id the city's own file has taken since is left out, and said:
 * its history is that id's.
 */
export async function registerOwnSensors(sql: Sql, city: OwnCity): Promise<readonly OwnSensor[]> {
  const kept = await readOwnSensors(sql);
  const baked = new Set(city.things.flatMap(({ id, datastreams }) => [id, ...datastreams.map((one) => one.id)]));
  const clashes = (one: OwnSensor) => baked.has(one.id) || baked.has(streamIdOf(one.id));
  for (const one of kept.filter(clashes))
    process.stderr.write(`hub: own sensor ${one.id}: expected an id that sensors.json has not; it is left out\n`);
  const own = kept.filter((one) => !clashes(one));
  await registerSensors(sql, city.id, citySensors(own, city.origin));
  return own;
}

const citySensors = (own: readonly OwnSensor[], origin: LonLat) => own.map((one) => citySensorOf(one, origin));

/** Lets users connect sensors while the hub runs: catalogue, topics, places, alarms and pages know each at once. */
export async function openOwnSensors(
  hub: OwnHub,
  city: OwnCity,
  registered: readonly OwnSensor[],
  alarms: () => AlarmWatch,
): Promise<OwnSensors> {
  const { sql, ingest, broker, places, nowMs } = hub;
  const own = new Map(registered.map((one) => [one.id, one]));
  const list = () => [...own.values()];

  async function takeTopics(): Promise<void> {
    const byCode = new Map([...ingest.streams.values()].map(({ code, id }) => [code, id]));
    ingest.topics.clear();
    for (const { id, topic, valuePath } of own.values()) {
      const datastream = byCode.get(streamIdOf(id));
      if (datastream !== undefined) ingest.topics.set(topic, { datastream, valuePath });
    }
    await broker.listenTo([...ingest.topics.keys()]);
  }

  async function changed(): Promise<void> {
    await recordLocations(sql, nowMs());
    await places.renew();
    await renewStreams(sql, ingest.streams);
    await takeTopics();
    await alarms().takeThings([...city.things, ...citySensors(list(), city.origin)]);
    await tellPages(broker, SENSORS_TOPIC, { atMs: nowMs() });
  }

  /** One after the other: each is judged by what the one before left. */
  const inTurn = openMutex();

  await takeTopics();
  return {
    list,
    datastreamOf: (id) => ingest.topics.get(own.get(id)?.topic ?? '')?.datastream ?? null,
    put: (sensors, record) =>
      inTurn(async () => {
        await check(sql, own, sensors);
        await record();
        await sql.transaction(async (within) => writeOwnSensors(within, sensors));
        await registerSensors(sql, city.id, citySensors(sensors, city.origin));
        for (const one of sensors) own.set(one.id, one);
        await changed();
      }),
    remove: (id) =>
      inTurn(async () => {
        if (!own.has(id)) return false;
        own.delete(id);
        await deleteOwnSensor(sql, id);
        await changed();
        return true;
      }),
  };
}

/** Throws where they cannot stand beside what is there: an id or a topic that is another's, or another unit for readings that are kept. */
async function check(sql: Sql, own: ReadonlyMap<string, OwnSensor>, sensors: readonly OwnSensor[]): Promise<void> {
  const after = new Map([...own, ...sensors.map((one) => [one.id, one] as const)]);
  if (after.size > MAX_OWN_SENSORS)
    throw new MessageError(hubMessage('too-many', { what: subjectText('own-sensors'), most: MAX_OWN_SENSORS }));
  const seen = new Set<string>();
  for (const { id } of sensors) {
    if (seen.has(id)) throw new MessageError(hubMessage('own-id-twice', { id }));
    seen.add(id);
  }
  const topics = new Map<string, string>();
  for (const { id, topic } of after.values()) {
    const other = topics.get(topic);
    if (other !== undefined) throw new MessageError(hubMessage('own-topic-used', { topic, id: other }));
    topics.set(topic, id);
  }
  const taken = await readTakenCodes(
    sql,
    sensors.filter(({ id }) => !own.has(id)),
  );
  for (const { id, unit } of sensors) {
    const before = own.get(id);
    if (before && before.unit !== unit)
      throw new MessageError(hubMessage('own-unit', { id, unit: before.unit, got: unit }));
    if (!before && (taken.has(id) || taken.has(streamIdOf(id))))
      throw new MessageError(hubMessage('own-id-used', { id }));
  }
}
