import { addCrowns, emptyScene, type HeatScene } from '../../workers/outdoor-heat/heat-scene.ts';
import { placeTrees } from '../../workers/outdoor-heat/planting.ts';
import { radiantOf } from '../../workers/outdoor-heat/radiant.ts';
import { addSunlight, THROUGH_LEAVES } from '../../workers/outdoor-heat/shade-sweep.ts';
import { openSkySweep } from '../../workers/outdoor-heat/sky-sweep.ts';
import { skyViewAt } from '../../workers/outdoor-heat/sky-view.ts';
import { utciC } from '../../workers/outdoor-heat/utci.ts';
import { seeded } from '../../workers/shared/random.ts';
import { goteborg, missing } from './heat-goteborg.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

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

/** The sky that a scene's cells see, by sweeps. */
function swept(scene: HeatScene) {
  const sweep = openSkySweep(scene, AZIMUTHS);
  for (let i = 0; i < sweep.steps; i++) sweep.step();
  return sweep.view();
}

const SWEPT_CELLS = 41;
const SWEPT_LONG_CELLS = 1201;

/** A long street of `SWEPT_CELLS` between walls of `ratio` times its width. */
function sweptStreet(ratio: number): HeatScene {
  const columns = SWEPT_CELLS + 2;
  const scene = emptyScene({ westM: 0, southM: 0, cellM: 1, columns, rows: SWEPT_LONG_CELLS }, 0);
  for (let row = 0; row < SWEPT_LONG_CELLS; row++) {
    scene.topM[row * columns] = ratio * SWEPT_CELLS;
    scene.topM[row * columns + columns - 1] = ratio * SWEPT_CELLS;
  }
  return scene;
}

/** Sky of streets by sweeps: their middle, and the mean over the floor. */
function sweeps(): Verdict[] {
  return [0.5, 1, 2, 3].flatMap((ratio) => {
    const { open } = swept(sweptStreet(ratio));
    const from = Math.floor(SWEPT_LONG_CELLS / 2) * (SWEPT_CELLS + 2) + 1;
    const floor = open.subarray(from, from + SWEPT_CELLS);
    const mean = floor.reduce((sum, one) => sum + one, 0) / SWEPT_CELLS;
    const middle = floor[(SWEPT_CELLS - 1) / 2];
    return [
      atMost(
        `heat.sweeps: middle of a street, walls ${ratio} of its width, off by`,
        Math.abs(middle - 1 / Math.sqrt(1 + 4 * ratio * ratio)),
        0.005,
      ),
      atMost(
        `heat.sweeps: mean over its floor, walls ${ratio} of its width, off by`,
        Math.abs(mean - (Math.sqrt(1 + ratio * ratio) - ratio)),
        0.005,
      ),
    ];
  });
}

/** Shade of a wall and of a crown at suns whose shadows are known. */
function shade(): Verdict[] {
  const side = 61;
  const wall = emptyScene({ westM: 0, southM: 0, cellM: 1, columns: side, rows: side }, 0);
  for (let row = 0; row < side; row++) wall.topM[row * side + 50] = 10;
  const lengthOf = (altitudeDeg: number): number => {
    const lit = new Float32Array(side * side);
    addSunlight(wall, { azimuthDeg: 90, altitudeDeg }, 1, lit);
    return lit.subarray(30 * side, 30 * side + 50).filter((one) => one === 0).length;
  };
  const walls = [60, 45, 30].map((altitudeDeg) =>
    atMost(
      `heat.shade: shadow of a wall of 10 m, sun ${altitudeDeg}° high, m off by`,
      Math.abs(lengthOf(altitudeDeg) - 10 / Math.tan((altitudeDeg * Math.PI) / 180)),
      0.5,
    ),
  );
  const crown = emptyScene({ westM: 0, southM: 0, cellM: 1, columns: side, rows: side }, 0);
  addCrowns(crown, [{ atM: [40.5, 30.5], crownM: 6, heightM: 12 }]);
  const lit = new Float32Array(side * side);
  addSunlight(crown, { azimuthDeg: 90, altitudeDeg: 45 }, 1, lit);
  const shaded = [...lit.subarray(30 * side, 31 * side)].flatMap((one, column) =>
    Math.abs(one - THROUGH_LEAVES) < 1e-6 ? [40 - column] : [],
  );
  // A crown of radius 3 from 3 m to 12 m under a sun of 45°: its shade lies 0 to 15 m from the trunk.
  return [
    ...walls,
    atMost('heat.shade: nearest shade of a crown, m off by', Math.abs(Math.min(...shaded) - 0), 1),
    atMost('heat.shade: farthest shade of a crown, m off by', Math.abs(Math.max(...shaded) - 15), 1),
  ];
}

/** Trees by relief on made ground: none better by full enumeration of pairs, far better than chance. */
async function planting(): Promise<Verdict[]> {
  const side = 24;
  const place = { westM: 0, southM: 0, cellM: 3, columns: side, rows: side };
  const random = seeded(11);
  const weight = Float32Array.from({ length: side * side }, () => (random() < 0.3 ? 10 * random() : 0));
  const ground = () => ({
    place,
    mayStand: new Uint8Array(side * side).fill(1),
    isFree: new Uint8Array(side * side).fill(1),
    weight,
    reliefTenths: [new Uint8Array(side * side).fill(50)],
    casts: [[{ azimuthDeg: 180, altitudeDeg: 60 }]],
  });
  const wish = { crownM: 6, treeM: 8, spacingM: 2, weight: 'ground' } as const;
  const go = async () => false;
  const sumOf = (list: readonly { relief: number }[] | null) =>
    (list ?? []).reduce((sum, { relief }) => sum + relief, 0);
  const greedy = sumOf(await placeTrees(ground(), { ...wish, trees: 2 }, go));
  const only = async (cells: readonly number[]) => {
    const own = ground();
    own.mayStand.fill(0);
    for (const cell of cells) own.mayStand[cell] = 1;
    return sumOf(await placeTrees(own, { ...wish, trees: cells.length }, go));
  };
  const single = await Promise.all(Array.from({ length: side * side }, (_, cell) => only([cell])));
  const best = single.map((gain, cell) => ({ gain, cell })).sort((a, b) => b.gain - a.gain);
  let most = 0;
  for (let i = 0; i < best.length && best[i].gain + best[0].gain > most; i++)
    for (let j = 0; j < i && best[i].gain + best[j].gain > most; j++)
      most = Math.max(most, await only([best[i].cell, best[j].cell]));
  const chance = await Promise.all(
    Array.from({ length: 50 }, () => only([Math.floor(side * side * random()), Math.floor(side * side * random())])),
  );
  return [
    atLeast('heat.planting: two trees against the best pair of all, %', Math.round((1000 * greedy) / most) / 10, 63.2),
    atLeast('heat.planting: against fifty pairs by chance, times their mean', greedy / (sumOfNumbers(chance) / 50), 2),
  ];
}

const sumOfNumbers = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0);

export const CASES: ValidationCase[] = [
  { name: 'heat.utci', quick: true, run: async () => utci() },
  { name: 'heat.radiant', quick: true, run: async () => radiant() },
  { name: 'heat.sky-view', quick: true, run: async () => skyView() },
  { name: 'heat.sweeps', quick: true, run: async () => sweeps() },
  { name: 'heat.shade', quick: true, run: async () => shade() },
  { name: 'heat.planting', quick: true, run: planting },
  { name: 'heat.goteborg', quick: true, missing, run: goteborg },
];
