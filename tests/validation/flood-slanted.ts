import type { Scheme } from '../../workers/flood/flood.ts';
import type { Place, Work } from '../../workers/flood/works.ts';
import { inputOf, played } from './flood-published.ts';
import { atMost, type ValidationCase, type Verdict } from './verdict.ts';

/** A street between houses, in cells of a tenth of its width; 0.5 m is its normal depth: q = h^(5/3)·√S / n. */
const STREET = { widthM: 10, lengthM: 200, slope: 0.002, n: 0.03, depthM: 0.5, cellM: 1, endS: 900 };

/**
 * Uniform flow in a street that runs at an angle to the raster, its walls by cells that are blocked or not: mean depth along its middle
 * over the normal depth, less one. Along the raster it is .023, which its ends do.
 *
 * The marks are ours. At 45° the steps of a wall must not be felt: .021 in second order, .017 in first (.233 and .790 before
 * `slanted-walls.ts`). At 18.4° and 30° water that follows a wall must still change its way from cell to cell: .20 in second order,
 * .28 in first (.29 and .77). Only cells that are built in part would mend that: with the open part of each face, the free part of each
 * cell and the wall's thrust across it, a trial in float64 came to .037 at 30°, as along the raster.
 */
async function slanted(): Promise<Verdict[]> {
  const deeper = (order: 1 | 2, deg: number) =>
    Math.abs(depthRatio({ kind: 'full', order }, (deg * Math.PI) / 180) - 1);
  return [
    atMost('flood.slantedStreet.swe2.diagonal', deeper(2, 45), 0.05),
    atMost('flood.slantedStreet.swe1.diagonal', deeper(1, 45), 0.05),
    atMost('flood.slantedStreet.swe2.worst', Math.max(deeper(2, 18.43), deeper(2, 30)), 0.25),
  ];
}

function depthRatio(scheme: Scheme, angle: number): number {
  const { widthM, lengthM, slope, n, depthM, cellM, endS } = STREET;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const columns = Math.ceil((lengthM * cos + widthM * sin + 4) / cellM);
  const rows = Math.ceil((lengthM * sin + widthM * cos + 4) / cellM);
  const start: Place = [(widthM * sin) / 2 + 2, (widthM * cos) / 2 + 2];
  const along = (east: number, north: number) => (east - start[0]) * cos + (north - start[1]) * sin;
  const across = (east: number, north: number) => (north - start[1]) * cos - (east - start[0]) * sin;
  const at = (alongM: number, acrossM: number): Place => [
    start[0] + alongM * cos - acrossM * sin,
    start[1] + alongM * sin + acrossM * cos,
  ];
  const halfM = widthM / 2 - 0.5;
  const dischargeM3ps = (widthM * depthM ** (5 / 3) * Math.sqrt(slope)) / n;
  const endM = lengthM - 3;
  const gauges = Array.from({ length: 9 }, (_, k) => at((0.3 + 0.05 * k) * lengthM, 0));
  const input = inputOf({
    ...{ columns, rows, cellM, n, endS, scheme },
    bedM: (east, north) => 10 - slope * along(east, north),
    works: [
      {
        ...{ kind: 'inflow', id: 'in', from: at(3, -halfM), to: at(3, halfM) },
        dischargeM3ps: { timesS: [0, 60], values: [0, dischargeM3ps] },
      },
      { kind: 'outflow', id: 'out', from: at(endM, -halfM), to: at(endM, halfM), slope, manningN: n },
      ...gauges.map((place, k): Work => ({ kind: 'gauge', id: `g${k}`, at: place })),
    ],
  });
  for (let i = 0; i < columns * rows; i++) {
    const place = [((i % columns) + 0.5) * cellM, (Math.floor(i / columns) + 0.5) * cellM] as const;
    const [alongM, acrossM] = [along(...place), across(...place)];
    if (alongM < 0 || alongM > lengthM || Math.abs(acrossM) > widthM / 2) input.blocked[i] = 1;
    else input.depthM[i] = depthM;
  }
  const levelsM = played(input).gauges.map(({ series }) => series.values.at(-1) ?? Number.NaN);
  const bedM = ([east, north]: Place) =>
    input.bedElevationM[Math.floor(north / cellM) * columns + Math.floor(east / cellM)];
  return levelsM.reduce((sum, levelM, k) => sum + levelM - bedM(gauges[k]), 0) / levelsM.length / depthM;
}

export const SLANTED: ValidationCase = { name: 'flood.slantedStreet', quick: false, run: slanted };
