import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { BASE_PLAN_RULES } from '../../model/plans/base-rules.ts';
import { DEFAULT_SLIVERS } from '../../model/plans/slivers.ts';
import { Overlay } from '../../workers/plans/overlay.ts';
import { jobsOf, sidesOf } from '../../workers/plans/pairs.ts';
import { boxesOf } from '../../workers/plans/shapes.ts';
import { loadGeos } from '../../workers/shared/geos.ts';
import { redigitisedParcels } from '../bench/plans-parcels.ts';

const PROBE = 'import ctypes; ctypes.CDLL("libgeos_c.so.1")';

/** The version of python3 that finds the system's GEOS; null: it does not. */
export function geosLibrary(): string | null {
  const { status } = spawnSync('python3', ['-c', PROBE], { stdio: 'ignore' });
  return status === 0 ? 'libgeos_c.so.1' : null;
}

/** A side of the field of parcels. */
const SIDE = 45;
/** Areas below are compared as they are: a sliver of 1e-3 m² has no six digits that mean anything at coordinates of kilometres. */
const LEAST_M2 = 1;

/** All pairs of a field of parcels and the same digitised again, here and by the system's GEOS. */
export async function geosOverlays(): Promise<{ pairs: number; worstRatio: number }> {
  const { shapes } = redigitisedParcels(SIDE, 'geos');
  const rule = BASE_PLAN_RULES.rules.find(({ id }) => id === 'use-crosswalk');
  if (!rule) throw new Error('rules: expected use-crosswalk');
  const options = { slivers: DEFAULT_SLIVERS, isRepairing: false };
  const boxes = boxesOf(shapes.arrays);
  const jobs = sidesOf(rule, shapes.shapes).flatMap((sides) => jobsOf(rule, shapes.shapes, boxes, sides, options));
  const overlay = new Overlay(await loadGeos(), (shape) => [shapes.arrays, shape]);
  const ours: number[] = [];
  const pairs: number[] = [];
  for (const job of jobs) {
    ours.push(...overlay.run(job).shared);
    for (let i = 0; i < job.a.length; i++)
      for (let k = job.start[i]; k < job.start[i + 1]; k++) pairs.push(job.a[i], job.b[k]);
  }
  const { ringVertex, xyM } = shapes.arrays;
  const numbers = [shapes.shapes.length, ours.length];
  for (let i = 0; i + 1 < ringVertex.length; i++) {
    const corners = [...xyM.subarray(2 * ringVertex[i], 2 * ringVertex[i + 1])];
    numbers.push(corners.length / 2 + 1, ...corners, corners[0], corners[1]);
  }
  const input = Buffer.from(Float64Array.from([...numbers, ...pairs]).buffer);
  const { status, stdout, stderr } = spawnSync('python3', [script()], { input, maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`plans-geos.py: ${stderr}`);
  const theirs = new Float64Array(new Uint8Array(stdout).buffer);
  const off = ours.map((areaM2, i) => Math.abs(areaM2 - theirs[i]) / Math.max(LEAST_M2, theirs[i]));
  return { pairs: ours.length, worstRatio: Math.max(...off) };
}

/** Beside this file, which runs compiled below `build/node`. */
const script = (): string => join(import.meta.dirname.replace(/build[/\\]node[/\\]/, ''), 'plans-geos.py');
