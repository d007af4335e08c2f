import type { CandidateFilter } from '../../../model/questions/site-selection.ts';
import type { Field, RasterSample } from '../../../model/runs/field.ts';
import { halfFloat } from '../../../model/runs/half-float.ts';

/** Water of a run, whoever gives it. */
export const DEPTH_FIELD = 'flood.depth';

import type { Fields } from '../../twin/fields.ts';
import type { SitingForm } from './slice.ts';

type FloodedCells = NonNullable<CandidateFilter['flooded']>;

/** Bits of the half float that is infinite; greater ones are no numbers. */
const INFINITE_HALF = 0x7c00;

/** The flooded cells of the run that a form names; of one that is gone those kept of it. Null: there are none any more. */
export async function floodedNow(
  fields: Pick<Fields, 'sources' | 'read'>,
  { waterId, maxDepthM, flooded: kept }: Pick<SitingForm, 'waterId' | 'maxDepthM' | 'flooded'>,
): Promise<Partial<Pick<SitingForm, 'waterId' | 'flooded'>> | null> {
  if (waterId === null) return {};
  const label = fields.sources(DEPTH_FIELD).find(({ sourceId }) => sourceId === waterId)?.label;
  const field = (await fields.read(DEPTH_FIELD, waterId)) as Field<RasterSample> | null;
  const flooded = field && label !== undefined ? await floodedCells(field, label, maxDepthM) : null;
  if (flooded) return { flooded };
  return kept && { waterId: null };
}

/** Gathers the cells that are deeper at any time of a run than somebody allows; null: the run has no frame. The page breathes between frames. */
export async function floodedCells(
  { samples }: Field<RasterSample>,
  label: string,
  maxDepthM: number,
): Promise<FloodedCells | null> {
  const [first] = samples;
  if (!first) return null;
  const { westM, southM, cellM, columns, rows } = first;
  const isWet = new Uint8Array(columns * rows);
  for (const sample of samples) {
    markDeep(sample, maxDepthM, isWet);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return { label, maxDepthM, westM, southM, cellM, columns, rows, runs: runsOf(isWet) };
}

/** Halves of positive numbers rise with their bits, so that none is made a number. */
function markDeep({ values, channels }: RasterSample, maxDepthM: number, isWet: Uint8Array): void {
  const stride = channels.length;
  const least = values instanceof Float32Array ? null : leastHalfAbove(maxDepthM);
  for (let cell = 0; cell < isWet.length; cell++) {
    const value = values[cell * stride];
    if (least === null ? value > maxDepthM : value >= least && value <= INFINITE_HALF) isWet[cell] = 1;
  }
}

function leastHalfAbove(value: number): number {
  let bits = 0;
  while (halfFloat(bits) <= value) bits++;
  return bits;
}

/** Lengths of runs of dry and of flooded cells, dry ones first. */
function runsOf(isWet: Uint8Array): number[] {
  const runs: number[] = [];
  let from = 0;
  for (let cell = 1; cell <= isWet.length; cell++) {
    if (cell < isWet.length && isWet[cell] === isWet[cell - 1]) continue;
    if (runs.length === 0 && isWet[0] === 1) runs.push(0);
    runs.push(cell - from);
    from = cell;
  }
  return runs;
}
