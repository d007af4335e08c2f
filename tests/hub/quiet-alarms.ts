import { type AlarmWatch, openAlarmWatch } from '../../hub/alarms/alarm-watch.ts';
import type { Ingest } from '../../hub/history/ingest.ts';
import type { Hub } from '../../hub/hub.ts';
import { BASE_KINDS } from '../../model/sensors/base-kinds.ts';
import { mergeSensorKinds } from '../../model/sensors/sensor-kind.ts';

/** The alarms of a city without sensors, whose history is not there: what is done to them is kept all the same. */
export function quietAlarms(hub: Hub): Promise<AlarmWatch> {
  const ingest: Ingest = {
    streams: new Map(),
    topics: new Map(),
    unpublished: 0,
    bring: async () => undefined,
    bringPast: async () => undefined,
    follow: () => () => undefined,
    read: () => {
      throw new Error('nothing is read here');
    },
    take: () => null,
  };
  return openAlarmWatch({ hub: { ...hub, ingest }, things: [], kinds: mergeSensorKinds(BASE_KINDS) });
}
