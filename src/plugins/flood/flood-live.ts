import type { GaugeObservations, LiveReading, StageObservations } from '../../../model/questions/flood.ts';
import type { CitySensor } from '../../../model/sensors/sensors.ts';
import { MessageError } from '../../../model/text/message.ts';
import { MS_PER_MIN } from '../../../model/time.ts';
import { gapsIn, HOLE_CADENCES, levelsOf, rainSteps, stepMeans } from '../../twin/live/gauge-series.ts';
import type { LiveFeed } from '../../twin/live/live-feed.ts';
import type { StreamSeries } from '../../twin/live/service.ts';
import { floodFormMessage } from './messages.ts';
import type { FloodArea, FloodPlace, FloodSite } from './slice.ts';

/** Five minutes: gauges of 0.01 mm a minute are too coarse for less, and a street's pipes answer no sooner. */
const LIVE_STEP_S = 300;

/** Hours of measured rain that a run of the present begins with. */
export const FIRST_LIVE_H = 3;

/** Reads one datastream by its id. */
type ReadStream = (sensor: CitySensor, part: number, fromMs: number, toMs: number) => Promise<StreamSeries>;

const SILENT: StreamSeries = { timesMs: new Float64Array(), values: new Float64Array() };

/** Null until the city's sensors are read. */
export function streamReader(feeds: LiveFeed): ReadStream | null {
  const live = feeds.live();
  if (!live) return null;
  const firsts = new Map(live.sensors.map(({ id }, i) => [id, live.firstStream[i]]));
  return async ({ id }, part, fromMs, toMs) => {
    const first = firsts.get(id);
    // A sensor that was taken away meanwhile is silent.
    return first === undefined ? SILENT : feeds.series(first + part, fromMs, toMs);
  };
}

/** The last hours of the rain in a box and of the levels of the city's rivers; rejects in words where no rain gauge said anything. */
export async function readLiveGauges(
  read: ReadStream,
  sensors: readonly CitySensor[],
  site: Pick<FloodSite, 'gauges'>,
  { area, hours, nowMs }: { area: FloodArea; hours: number; nowMs: number },
): Promise<LiveReading> {
  const toMs = Math.floor(nowMs / MS_PER_MIN) * MS_PER_MIN;
  const endS = hours * 3600;
  const fromMs = toMs - endS * 1000;
  const { taken, gauges } = gaugesFor(sensors, area);
  const rain = await Promise.all(
    gauges.map(async (gauge) => {
      const { maxGapS, series } = await readGauge(read, gauge, fromMs, toMs);
      const rates = rainSteps(series, fromMs, { endS, stepS: LIVE_STEP_S, maxGapS });
      return { observed: observationsOf(gauge, series, fromMs, endS), rates };
    }),
  );
  const { ratesMmPerH, holes } = meanOf(
    rain.map(({ rates }) => rates),
    endS / LIVE_STEP_S,
  );
  if (rain.every(({ rates }) => rates.every((rate) => rate === null)))
    throw new MessageError(floodFormMessage('no-gauge-readings', {}));
  const stages = await Promise.all(
    upperGauges(sensors, site).map(async ({ sensor, river, at }): Promise<StageObservations> => {
      const { series } = await readGauge(read, sensor, fromMs, toMs);
      const means = stepMeans(levelsOf(series, fromMs), endS, LIVE_STEP_S);
      const levelsM = means.values.map((level) => rounded(level));
      return { ...observationsOf(sensor, series, fromMs, endS), river, at, timesS: means.timesS, levelsM };
    }),
  );
  return {
    readMs: Math.round(nowMs),
    fromMs,
    hours,
    taken,
    stepS: LIVE_STEP_S,
    holes,
    ratesMmPerH: ratesMmPerH.map(rounded),
    rain: rain.map(({ observed }) => observed),
    stages: stages.filter(({ timesS }) => timesS.length > 0),
  };
}

/** As a link rounds: a form that came by link is the same to the last digit. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** The gauges whose rain a box takes. */
export function gaugesFor(sensors: readonly CitySensor[], { westM, southM, eastM, northM }: FloodArea) {
  const gauges = sensors.filter(({ kind }) => kind === 'rain');
  const inside = gauges.filter(
    ({ at: [east, north] }) => east >= westM && east <= eastM && north >= southM && north <= northM,
  );
  if (inside.length > 0) return { taken: 'mean' as const, gauges: inside };
  const awayM = ({ at: [east, north] }: CitySensor) =>
    Math.hypot(east - (westM + eastM) / 2, north - (southM + northM) / 2);
  const nearest = [...gauges].sort((a, b) => awayM(a) - awayM(b)).slice(0, 1);
  return { taken: 'nearest' as const, gauges: nearest };
}

/** Returns the gauge of each river that is highest upstream and has a sensor in the city. */
function upperGauges(sensors: readonly CitySensor[], { gauges }: Pick<FloodSite, 'gauges'>) {
  const upper = new Map<string, { sensor: CitySensor; river: string; at: FloodPlace }>();
  for (const { id, at, watched } of [...gauges].sort((a, b) => a.chainageM - b.chainageM)) {
    const sensor = sensors.find((each) => each.id === id);
    if (sensor && watched && !upper.has(watched.river)) upper.set(watched.river, { sensor, river: watched.river, at });
  }
  return [...upper.values()];
}

/** With what it told just before, so that the first step is whole. */
async function readGauge(read: ReadStream, gauge: CitySensor, fromMs: number, toMs: number) {
  const maxGapS = HOLE_CADENCES * gauge.datastreams[0].cadenceS;
  return { maxGapS, series: await read(gauge, 0, fromMs - maxGapS * 1000, toMs) };
}

function observationsOf(
  { id, datastreams: [{ id: stream, cadenceS }] }: CitySensor,
  series: StreamSeries,
  fromMs: number,
  endS: number,
): GaugeObservations {
  const timesS = levelsOf(series, fromMs).timesS.filter((timeS) => timeS > 0 && timeS <= endS);
  const holes = gapsIn(timesS, endS, HOLE_CADENCES * cadenceS);
  return { gauge: id, stream, values: timesS.length, whole: Math.round(endS / cadenceS), holes };
}

/** Step by step the mean of the gauges that know it. */
function meanOf(gauges: readonly (readonly (number | null)[])[], steps: number) {
  const ratesMmPerH: number[] = [];
  const holes: [fromS: number, toS: number][] = [];
  for (let step = 0; step < steps; step++) {
    const known = gauges.flatMap((rates) => rates[step] ?? []);
    ratesMmPerH.push(known.length > 0 ? known.reduce((sum, rate) => sum + rate, 0) / known.length : 0);
    if (known.length > 0) continue;
    const fromS = step * LIVE_STEP_S;
    const toS = (step + 1) * LIVE_STEP_S;
    const last = holes.at(-1);
    if (last?.[1] === fromS) last[1] = toS;
    else holes.push([fromS, toS]);
  }
  return { ratesMmPerH, holes };
}

/** Returns the part of the reading's time in which its rain is known. */
export const knownRatio = ({ hours, holes }: LiveReading): number =>
  1 - holes.reduce((sum, [fromS, toS]) => sum + toS - fromS, 0) / (hours * 3600);
