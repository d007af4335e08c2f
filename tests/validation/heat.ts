import { radiantOf } from '../../workers/outdoor-heat/radiant.ts';
import { skyViewAt } from '../../workers/outdoor-heat/sky-view.ts';
import { utciC } from '../../workers/outdoor-heat/utci.ts';
import { goteborg, missing } from './heat-goteborg.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/** Air, radiant, wind at 10 m, humidity → UTCI (UTCI_a002). */
const UTCI = [
  [25, 25, 1, 50, 24.612],
  [30, 30, 1, 50, 30.311],
  [30, 60, 1, 50, 37.924],
  [35, 70, 0.5, 40, 44.228],
  [35, 35, 3, 40, 34.465],
  [20, 50, 2, 60, 27.362],
  [10, 10, 5, 70, -0.042],
  [0, 0, 1, 50, -0.82],
  [-10, -10, 10, 80, -39.708],
  [40, 75, 1.5, 20, 48.405],
] as const;

function utci(): Verdict[] {
  const rows = UTCI.map(([airC, radiantC, windMps, humidityPct, known]) =>
    atMost(
      `heat.utci: ${airC} °C, ${radiantC} °C, ${windMps} m/s, ${humidityPct} %, K from ${known}`,
      Math.abs((utciC({ airC, radiantC, windMps, humidityPct }) ?? Number.POSITIVE_INFINITY) - known),
      0.001,
    ),
  );
  const outside = [
    { airC: 51, radiantC: 51, windMps: 1, humidityPct: 50 },
    { airC: 20, radiantC: 91, windMps: 1, humidityPct: 50 },
    { airC: 20, radiantC: 20, windMps: 0.4, humidityPct: 50 },
    { airC: 20, radiantC: 20, windMps: 18, humidityPct: 50 },
  ].filter((air) => utciC(air) !== null).length;
  return [...rows, exactly('heat.utci: values outside the range of the fit', outside, 0)];
}

function radiant(): Verdict[] {
  const sun = { down: 800, up: 120, north: 150, east: 100, south: 300, west: 100 };
  const warmth = { down: 380, up: 520, north: 450, east: 450, south: 470, west: 450 };
  const { absorbedWPerM2, radiantC } = radiantOf(sun, warmth);
  return [
    atMost('heat.radiant: W/m² from 579.508', Math.abs(absorbedWPerM2 - 579.508), 0.001),
    atMost('heat.radiant: °C from 47.2379', Math.abs(radiantC - 47.2379), 0.001),
  ];
}

const AZIMUTHS = 64;
/** Cells of a canyon along its street: long enough that its ends are not seen. */
const LONG_CELLS = 2001;

/** The middle of a street of so many cells between walls of `ratio` times its width. */
function canyonMiddle(widthCells: number, ratio: number): number {
  const columns = widthCells + 2;
  const heightM = new Float32Array(columns * LONG_CELLS);
  for (let row = 0; row < LONG_CELLS; row++) {
    heightM[row * columns] = ratio * widthCells;
    heightM[row * columns + columns - 1] = ratio * widthCells;
  }
  const raster = { westM: 0, southM: 0, cellM: 1, columns, rows: LONG_CELLS, heightM };
  return skyViewAt(raster, Math.floor(LONG_CELLS / 2) * columns + (columns - 1) / 2, AZIMUTHS);
}

/** A square court of so many cells, its walls `ratio` times its width. */
function courtMiddle(widthCells: number, ratio: number): number {
  const side = widthCells + 2;
  const heightM = new Float32Array(side * side).fill(ratio * widthCells);
  for (let row = 1; row <= widthCells; row++) heightM.fill(0, row * side + 1, row * side + 1 + widthCells);
  const raster = { westM: 0, southM: 0, cellM: 1, columns: side, rows: side, heightM };
  return skyViewAt(raster, ((side - 1) / 2) * side + (side - 1) / 2, AZIMUTHS);
}

function skyView(): Verdict[] {
  const canyons = [0.5, 1, 2, 3].map((ratio) =>
    atMost(
      `heat.sky-view: middle of a street, walls ${ratio} of its width, off by`,
      Math.abs(canyonMiddle(21, ratio) - 1 / Math.sqrt(1 + 4 * ratio * ratio)),
      0.005,
    ),
  );
  const courts = [
    [0.5, 0.55413],
    [1, 0.23946],
    [2, 0.07348],
  ].map(([ratio, known]) =>
    atMost(
      `heat.sky-view: middle of a square court, walls ${ratio} of its width, off by`,
      Math.abs(courtMiddle(21, ratio) - known),
      0.005,
    ),
  );
  return [...canyons, ...courts];
}

export const CASES: ValidationCase[] = [
  { name: 'heat.utci', quick: true, run: async () => utci() },
  { name: 'heat.radiant', quick: true, run: async () => radiant() },
  { name: 'heat.sky-view', quick: true, run: async () => skyView() },
  { name: 'heat.goteborg', quick: true, missing, run: goteborg },
];
