import { combinedRulesOf, rulesOf } from '../../../../model/alarms/stream-rules.ts';
import type { SensorKinds } from '../../../../model/sensors/sensor-kind.ts';
import type { CitySensor } from '../../../../model/sensors/sensors.ts';
import { HUB } from './hub-streams.ts';
import { Pipeline, type StreamInfo } from './pipeline.ts';

/** The streams of a city as this page listens to them. */
export interface CityStreams {
  readonly infos: readonly StreamInfo[];
  /** For the present: rules run here for streams that only this page listens to; of all others the hub has the alarms. */
  livePipeline(): Pipeline;
  /** For a recording: every rule runs here, since its alarms are its own. */
  replayPipeline(): Pipeline;
}

/** `tellerOf`: which source a stream comes from. */
export function cityStreams(
  sensors: readonly CitySensor[],
  kinds: SensorKinds,
  tellerOf: (streamId: string) => number,
  maxSamples: (streams: number) => number,
): CityStreams {
  const infos = sensors.flatMap((sensor) =>
    sensor.datastreams.map((stream) => ({
      id: stream.id,
      source: tellerOf(stream.id),
      cadenceMs: 1000 * stream.cadenceS,
      rules: rulesOf(kinds, sensor, stream),
    })),
  );
  const live = infos.map((info) => (info.source === HUB ? { ...info, rules: [] } : info));
  const isOurs = live.some(({ rules }) => rules.length > 0);
  const most = maxSamples(infos.length);
  const combinations = combinedRulesOf(kinds, sensors);
  return {
    infos,
    livePipeline: () => new Pipeline(live, most, isOurs ? combinations : []),
    replayPipeline: () => new Pipeline(infos, most, combinations),
  };
}
