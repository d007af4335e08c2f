import type { Text } from '../text/text.ts';

/** Counted traffic that an engine took, and what became of it. */
export interface CountsUsed {
  labels: readonly Text[];
  /** A column was found by its name; nobody confirmed it. */
  isGuessed: boolean;
  /** Places where vehicles were counted, each way apart where the data tell it. */
  places: number;
  /** Places that no road is near. */
  offRoad: number;
  /** Rows without a number of vehicles, or with one below 0. */
  blank: number;
  /** Road segments that have a count. */
  segments: number;
}

/** Weather that an engine took; null: the record does not tell it. */
export interface WeatherUsed {
  label: Text;
  isGuessed: boolean;
  readings: number;
  airC: number | null;
  humidityPct: number | null;
}

/** Wind of a record at one instant, or on average of the direction that it comes from most often. */
export interface GivenWind {
  windMps: number;
  windFromDeg: number;
  /** The instant as the record writes it; null: it is an average. */
  time: string | null;
  /** Share of the readings that the average is made of. */
  shareRatio: number;
  /** Tenths, 0 to 10. */
  cloud: number | null;
  radiationWpm2: number | null;
}

/** Candidate sites that an engine took. */
export interface CandidatesUsed {
  labels: readonly Text[];
  places: number;
  /** Smaller than was asked for. */
  small: number;
}
