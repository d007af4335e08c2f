import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { percentile } from '../../model/scenarios/crowd-ensemble.ts';
import type { FloodInput } from '../../workers/flood/core/flood-input.ts';
import { cliMessage, refusedArgument } from '../messages.ts';
import { type GeoFrame, geoTiff } from './geotiff.ts';

/** One run of an ensemble of floods: the case's rain times a ratio. */
export interface FloodMember {
  rainRatio: number;
  rainM3: number;
  storedM3: number;
  errorRatio: number;
  wetKm2: Record<string, number>;
  /** Highest water level at each gauge; null: it was dry. */
  highestM: Record<string, number | null>;
  status: string;
  hash: string;
}

export interface FloodEnsemble {
  runs: number;
  members: FloodMember[];
  /** Highest levels of each gauge over the runs in which it was wet. */
  gauges: Record<string, { wetRuns: number; medianM: number | null; p95M: number | null }>;
}

/** The cells of an ensemble, and where they lie. */
export interface FloodRaster {
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
  frame: GeoFrame;
}

const MAX_MEMBERS = 200;
const MAX_RATIO = 10;

/** Ratios of rain as 1,0.8,1.2: the first is the run whose files are kept whole. */
export function rainRatios(text: string): number[] {
  const ratios = text.split(',').map((one) => (one.trim() === '' ? Number.NaN : Number(one)));
  const isSound = ratios.every((ratio) => ratio >= 0 && ratio <= MAX_RATIO) && new Set(ratios).size === ratios.length;
  if (isSound && ratios.length <= MAX_MEMBERS) return ratios;
  throw refusedArgument(cliMessage('rain-ratios', { most: MAX_MEMBERS, mostRatio: MAX_RATIO }));
}

/** The input with so much more or less rain at every place and moment; rivers and levels stay. */
export function withRainTimes(input: FloodInput, ratio: number): FloodInput {
  if (ratio === 1) return input;
  const times = (rateMmPerH: number): number => rateMmPerH * ratio;
  const { rainField } = input;
  return {
    ...input,
    rain: { ...input.rain, ratesMmPerH: input.rain.ratesMmPerH.map(times) },
    ...(rainField?.kind === 'moving' ? { rainField: { ...rainField, peakMmPerH: times(rainField.peakMmPerH) } } : {}),
    ...(rainField?.kind === 'grid'
      ? { rainField: { ...rainField, ratesMmPerH: rainField.ratesMmPerH.map((rates) => rates.map(times)) } }
      : {}),
  };
}

export function floodEnsembleOf(members: readonly FloodMember[]): FloodEnsemble {
  const ids = Object.keys(members[0]?.highestM ?? {});
  const gauges = ids.map((id) => {
    const levels = members.flatMap(({ highestM }) => highestM[id] ?? []);
    return [id, { wetRuns: levels.length, medianM: percentile(levels, 0.5), p95M: percentile(levels, 0.95) }] as const;
  });
  return { runs: members.length, members: [...members], gauges: Object.fromEntries(gauges) };
}

/** Depths whose share of runs is written: a kerb, and what a person no longer walks through. */
const CHANCE_OF_M = [0.15, 0.5];
const PERCENTILES = [50, 95];

/** Cells of each run that are held at a time. */
const BLOCK = 65_536;

/**
 * Writes figures of the greatest depths of all runs, cell by cell: the part of the runs that reach a depth, and the nearest-rank
 * percentiles. `files`: float32, a file a run, row-major from the south-west, NaN where no water can be. Read in blocks: two hundred runs
 * of a large city do not fit into memory.
 */
export function writeFloodEnsemble(folder: string, { frame, ...raster }: FloodRaster, files: readonly string[]): void {
  const cells = raster.columns * raster.rows;
  const chances = CHANCE_OF_M.map(() => new Float32Array(cells));
  const ranked = PERCENTILES.map(() => new Float32Array(cells));
  const ranks = PERCENTILES.map((p) => Math.max(0, Math.ceil((p / 100) * files.length) - 1));
  const depths = files.map(() => new Float32Array(Math.min(BLOCK, cells)));
  const sorted = new Float32Array(files.length);
  const open = files.map((file) => openSync(file, 'r'));
  for (let from = 0; from < cells; from += BLOCK) {
    const count = Math.min(BLOCK, cells - from);
    for (const [k, file] of open.entries()) readSync(file, depths[k], 0, count * 4, from * 4);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < files.length; k++) sorted[k] = depths[k][i];
      sorted.sort();
      const isClosed = Number.isNaN(sorted[files.length - 1]);
      for (const [j, depthM] of CHANCE_OF_M.entries())
        chances[j][from + i] = isClosed ? Number.NaN : partFrom(sorted, depthM);
      for (const [j, rank] of ranks.entries()) ranked[j][from + i] = isClosed ? Number.NaN : sorted[rank];
    }
  }
  for (const file of open) closeSync(file);
  const put = (name: string, values: Float32Array) =>
    writeFileSync(join(folder, name), geoTiff({ ...raster, values }, frame));
  for (const [j, depthM] of CHANCE_OF_M.entries()) put(`chance-over-${depthM * 1000}mm.tif`, chances[j]);
  for (const [j, p] of PERCENTILES.entries()) put(`max-depth-m-p${p}.tif`, ranked[j]);
}

function partFrom(rising: Float32Array, least: number): number {
  let below = 0;
  while (below < rising.length && rising[below] < least) below++;
  return (rising.length - below) / rising.length;
}
