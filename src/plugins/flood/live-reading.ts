import type { SeriesGap } from '../../twin/live/gauge-series.ts';

/** What was observed at one gauge in the hours that a run takes; times in seconds of the reading. */
export interface GaugeObservations {
  /** Id of the sensor. */
  gauge: string;
  /** Id of the datastream. */
  stream: string;
  /** Values that came, and as many as come of a gauge that misses none. */
  values: number;
  whole: number;
  holes: readonly SeriesGap[];
}

/** A river gauge's levels in means of a step, m above the city's vertical datum. */
export interface StageObservations extends GaugeObservations {
  river: string;
  at: readonly [eastM: number, northM: number];
  timesS: readonly number[];
  levelsM: readonly number[];
}

/**
 * The city's own rain and rivers as they were read at one moment: all that a run takes of them, so that the run can be repeated when the
 * feed is gone. It stands in the run's form, and with it in its link.
 */
export interface LiveReading {
  readMs: number;
  /** The run's second 0, on a whole minute. */
  fromMs: number;
  hours: number;
  /** The mean of the gauges in the box; where it holds none, the one nearest to its middle. */
  taken: 'mean' | 'nearest';
  rain: readonly GaugeObservations[];
  stepS: number;
  /** 0 in `holes`. */
  ratesMmPerH: readonly number[];
  /** When no gauge sent enough: no rain falls in the run there. */
  holes: readonly SeriesGap[];
  /** Of each river the uppermost gauge that sent levels. */
  stages: readonly StageObservations[];
}
