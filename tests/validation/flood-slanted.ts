import { cutCells, type Outline } from '../../model/city/cut-cells.ts';
import type { Scheme } from '../../workers/flood/core/flood-input.ts';
import type { Place, Work } from '../../workers/flood/works/works.ts';
import { rectangle } from './flood-houses.ts';
import { inputOf, played } from './flood-published.ts';
import { atMost, type ValidationCase, type Verdict } from './verdict.ts';

/** A street between houses, in cells of a tenth of its width; 0.5 m is its normal depth: q = h^(5/3)·√S / n. */
const STREET = { widthM: 10, lengthM: 200, slope: 0.002, n: 0.03, depthM: 0.5, cellM: 1, endS: 900, seenAt: middle(9) };

/** So many parts of a street's length, from .3 to .7. */
function middle(count: number): number[] {
  return Array.from({ length: count }, (_, k) => 0.3 + (0.4 * k) / (count - 1));
}

const TURNED_DEG = [18.43, 30, 45];

/** How houses stand on the raster: a cell is blocked or not, or walls run through cells. */
type Walls = 'steps' | 'outlines';

/**
 * Uniform flow in a street that runs at an angle to the raster: mean depth along its middle over the normal depth, less one. Along the
 * raster it is .023, which its ends do.
 *
 * The marks are ours. By cells that are blocked or not, at 45° the steps of a wall must not be felt: .021 in second order, .017 in first
 * (.233 and .790 before `slanted-walls.ts`). At 18.4° and 30° water that follows a wall must still change its way from cell to cell: .20
 * in second order, .28 in first (.29 and .77). With walls through cells (`cuts.ts`) it must be as along the raster at any angle: .05 for
 * all, set before it was measured.
 */
async function slanted(): Promise<Verdict[]> {
  const deeper = (order: 1 | 2, deg: number, walls: Walls) =>
    Math.abs(meanDepthM({ ...STREET, walls, scheme: { kind: 'full', order }, deg }) / STREET.depthM - 1);
  const worst = (order: 1 | 2) => Math.max(...TURNED_DEG.map((deg) => deeper(order, deg, 'outlines')));
  return [
    atMost('flood.slantedStreet.swe2.diagonal', deeper(2, 45, 'steps'), 0.05),
    atMost('flood.slantedStreet.swe1.diagonal', deeper(1, 45, 'steps'), 0.05),
    atMost('flood.slantedStreet.swe2.worst', Math.max(deeper(2, 18.43, 'steps'), deeper(2, 30, 'steps')), 0.25),
    atMost('flood.slantedStreet.outlines.swe2.worst', worst(2), 0.05),
    atMost('flood.slantedStreet.outlines.swe1.worst', worst(1), 0.05),
  ];
}

/** Broad enough that a square house in it is flowed round on both sides. */
const AVENUE = { ...STREET, widthM: 40, lengthM: 160, seenAt: [0.22, 0.26, 0.3] };
const HOUSE_M = 15;

/**
 * A square house in the middle of an avenue: how much deeper the water stands before it than without it, when all is turned on the
 * raster, over the same along the raster, less one. Mark .1, ours, set before it was measured.
 */
async function turnedHouse(): Promise<Verdict[]> {
  const scheme = { kind: 'full', order: 2 } as const;
  const rises = [0, ...TURNED_DEG].map(
    (deg) =>
      meanDepthM({ ...AVENUE, walls: 'outlines', scheme, deg, houseM: HOUSE_M }) -
      meanDepthM({ ...AVENUE, walls: 'outlines', scheme, deg }),
  );
  process.stderr.write(`turned house: ${rises.map((riseM) => riseM.toFixed(4)).join(', ')} m deeper before it\n`);
  return [
    atMost('flood.turnedHouse.swe2.worst', Math.max(...rises.slice(1).map((m) => Math.abs(m / rises[0] - 1))), 0.1),
  ];
}

interface Street {
  widthM: number;
  lengthM: number;
  slope: number;
  n: number;
  /** Its normal depth. */
  depthM: number;
  cellM: number;
  endS: number;
  /** Parts of its length at which the depth along its middle is read. */
  seenAt: readonly number[];
  walls: Walls;
  scheme: Scheme;
  /** From east to north. */
  deg: number;
  /** Of a house in its middle, which stands along it. */
  houseM?: number;
}

function meanDepthM({
  widthM,
  lengthM,
  slope,
  n,
  depthM,
  cellM,
  endS,
  seenAt,
  walls,
  scheme,
  deg,
  houseM = 0,
}: Street): number {
  const angle = (deg * Math.PI) / 180;
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
  const gauges = seenAt.map((part) => at(part * lengthM, 0));
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
  const centre = at(lengthM / 2, 0);
  const around = rectangle([(columns * cellM) / 2, (rows * cellM) / 2], 4 * lengthM, 4 * lengthM, 0);
  const houses: Outline[] = [[around, rectangle(centre, lengthM, widthM, angle)]];
  if (houseM > 0) houses.push([rectangle(centre, houseM, houseM, angle)]);
  if (walls === 'outlines') input.cutCells = cutCells(input, houses);
  for (let i = 0; i < columns * rows; i++) {
    const place = [((i % columns) + 0.5) * cellM, (Math.floor(i / columns) + 0.5) * cellM] as const;
    const [alongM, acrossM] = [along(...place), across(...place)];
    const inside = alongM >= 0 && alongM <= lengthM && Math.abs(acrossM) <= widthM / 2;
    if (walls === 'steps' && !inside) input.blocked[i] = 1;
    if (input.blocked[i] === 0) input.depthM[i] = depthM;
  }
  const levelsM = played(input).gauges.map(({ series }) => series.values.at(-1) ?? Number.NaN);
  const bedM = ([east, north]: Place) =>
    input.bedElevationM[Math.floor(north / cellM) * columns + Math.floor(east / cellM)];
  return levelsM.reduce((sum, levelM, k) => sum + levelM - bedM(gauges[k]), 0) / levelsM.length;
}

export const CASES: ValidationCase[] = [
  { name: 'flood.slantedStreet', quick: false, run: slanted },
  { name: 'flood.turnedHouse', quick: false, run: turnedHouse },
];
