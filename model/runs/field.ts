import type { RasterPlace } from '../city/raster.ts';

/** Name of a quantity that one run gives and another needs, `<subject>.<quantity>`: who needs it names neither engine nor plug-in. */
export type FieldId = string;

/** How the values of a field lie: on a grid, along lines, at points, or with people and vehicles that move. */
type FieldKind = 'raster' | 'line' | 'point' | 'agents';

/** What is known of a field before any value of it. */
export interface FieldInfo {
  readonly id: FieldId;
  readonly kind: FieldKind;
  /** UCUM, of the first channel where samples have several. */
  readonly unit: string;
}

/**
 * The values of a field over a stretch of the one clock: plain data, so that it crosses into a worker as it is. The owner of the samples
 * may still draw them: nobody changes what he is given.
 */
export interface Field<Sample = unknown> extends FieldInfo {
  /** Times of the samples, UTC, ascending; one sample alone holds at any time. */
  readonly timesMs: readonly number[];
  readonly samples: readonly Sample[];
}

/** A sample of a raster field: cells row-major from the south-west, in metres of the city's origin. */
export interface RasterSample extends RasterPlace {
  /** By cell, then by channel. Unsigned 16-bit values are half floats. NaN where the field has no value. */
  readonly values: Float32Array | Uint16Array;
  /** Names of the values of one cell, the field's own quantity first. */
  readonly channels: readonly string[];
}

/** A sample of a line field: rings or open lines, each by the id of what it stands for. */
export interface LineSample {
  readonly lines: readonly { id: string; points: readonly (readonly [eastM: number, northM: number])[] }[];
}

/**
 * The sample that holds at an instant: the last one that is not after it, and the first one before that; null of an empty field. Samples
 * are not interpolated, for only who reads them knows whether the straight way between two of them means anything.
 */
export function sampleAt<Sample>({ timesMs, samples }: Field<Sample>, timeMs: number): Sample | null {
  if (samples.length === 0) return null;
  const after = timesMs.findIndex((each) => each > timeMs);
  return samples[after < 0 ? samples.length - 1 : Math.max(0, after - 1)];
}
