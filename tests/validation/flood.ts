import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { cutCells, type Outline } from '../../model/city/cut-cells.ts';
import { GRAVITY_MPS2 as g } from '../../workers/flood/core/hllc.ts';
import { ShallowWaterKernel } from '../../workers/flood/core/kernel.ts';
import { FloodRun, type Forcing, NOTHING_CHANGES } from '../../workers/flood/core/run.ts';
import { ShallowWater } from '../../workers/flood/core/shallow-water.ts';
import {
  cellAt,
  dryWater,
  edges,
  flatTerrain,
  type OutsideCondition,
  openGround,
  type Side,
  type Terrain,
  type Water,
} from '../../workers/flood/core/terrain.ts';
import { cutsOf } from '../../workers/flood/works/cuts.ts';
import { seeded } from '../../workers/shared/random.ts';
import { randomHouses } from './flood-houses.ts';
import { atLeast, atMost, type ValidationCase, type Verdict } from './verdict.ts';

/** What a case starts from, at the centre of each cell. */
interface Setup {
  columns: number;
  rows: number;
  cellM: number;
  /** East and north of the south-west corner. */
  bedM(eastM: number, northM: number): number;
  depthM(eastM: number, northM: number, bedM: number): number;
  /** Unit discharge east and north. */
  flowM2ps?(eastM: number, northM: number, depthM: number): [number, number];
  manningN?: number;
  houses?: Outline[];
  beyond?: Partial<Record<Side, OutsideCondition>>;
  forcing?: Partial<Forcing>;
}

/** A run and the ground that it is on. */
interface Started {
  run: FloodRun;
  terrain: Terrain;
}

/** `float64` is the oracle, `shipped` the kernel in float32. */
type Precision = 'float64' | 'shipped';

/** Names of cases that were first run on the oracle alone stay as they are. */
const suffixOf = (precision: Precision): string => (precision === 'float64' ? '' : '.shipped');

/** Built by `npm run kernels`, which `npm run validate` does first; npm runs in the project's folder. */
const kernel = () => new WebAssembly.Module(readFileSync(resolve('build/kernels/flood.wasm')));

function start(setup: Setup, precision: Precision = 'float64'): Started {
  const { columns, rows, cellM } = setup;
  const terrain = flatTerrain(columns, rows, cellM);
  const water = dryWater(terrain);
  if (setup.houses)
    terrain.cuts = cutsOf(terrain, cutCells({ columns, rows, cellM, westM: 0, southM: 0 }, setup.houses));
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const i = cellAt(terrain, column, row);
      const [eastM, northM] = [(column + 0.5) * cellM, (row + 0.5) * cellM];
      terrain.bedElevationM[i] = setup.bedM(eastM, northM);
      terrain.manningN[i] = setup.manningN ?? 0;
      if (terrain.blocked[i] === 1) continue;
      water.depthM[i] = Math.max(0, setup.depthM(eastM, northM, terrain.bedElevationM[i]));
      const [x, y] = setup.flowM2ps?.(eastM, northM, water.depthM[i]) ?? [0, 0];
      water.unitDischargeXM2ps[i] = x;
      water.unitDischargeYM2ps[i] = y;
    }
  }
  const rainCatch = openGround(terrain);
  const sides = edges(terrain, setup.beyond);
  const solver =
    precision === 'float64'
      ? new ShallowWater(terrain, sides, 2, rainCatch)
      : new ShallowWaterKernel(kernel(), terrain, sides, 2, rainCatch);
  const forcing = { ...NOTHING_CHANGES, ...setup.forcing };
  return { run: new FloodRun(solver, water, forcing, terrain, rainCatch), terrain };
}

/** Sum of |depth − exact| over the sum of exact. */
function relativeL1(
  { terrain, run }: Started,
  exactM: (eastM: number, northM: number, bedM: number) => number,
): number {
  const { depthM } = run.solver.water();
  let [offM, allM] = [0, 0];
  eachCell(terrain, (i, eastM, northM) => {
    const exact = Math.max(0, exactM(eastM, northM, terrain.bedElevationM[i]));
    offM += Math.abs(depthM[i] - exact);
    allM += exact;
  });
  return offM / allM;
}

function eachCell(terrain: Terrain, visit: (i: number, eastM: number, northM: number) => void): void {
  const { columns, rows, cellM } = terrain;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      visit(cellAt(terrain, column, row), (column + 0.5) * cellM, (row + 0.5) * cellM);
    }
  }
}

function most(terrain: Terrain, value: (i: number) => number): number {
  let found = Number.NEGATIVE_INFINITY;
  eachCell(terrain, (i) => {
    found = Math.max(found, value(i));
  });
  return found;
}

const largestFlow = ({ unitDischargeXM2ps, unitDischargeYM2ps }: Water, i: number) =>
  Math.max(Math.abs(unitDischargeXM2ps[i]), Math.abs(unitDischargeYM2ps[i]));

/** Water over an uneven bed that must not move, to rounding. */
async function lakeAtRest(precision: Precision, flowM2ps: number, levelMark: number, houses = 0): Promise<Verdict[]> {
  const name = houses > 0 ? 'flood.lakeAmidHouses' : 'flood.lakeAtRest';
  const levelM = 6.2;
  const started = start(
    {
      columns: 200,
      rows: 200,
      cellM: 1,
      bedM: (east, north) => {
        const [i, j] = [east + 0.5, north + 0.5];
        return 2 * Math.sin(0.13 * i) * Math.cos(0.21 * j) + 1.5 * Math.sin(0.01 * i * j) + 5;
      },
      depthM: (_, __, bedM) => levelM - bedM,
      ...(houses > 0 ? { houses: randomHouses(seeded(20261121), 200, 1, houses) } : {}),
    },
    precision,
  );
  const { run, terrain } = started;
  for (let step = 0; step < 200; step++) run.advanceTo(run.timeS + 0.1);
  const water = run.solver.water();
  const { depthM } = water;
  return [
    atMost(
      `${name}.${precision}.flowM2ps`,
      most(terrain, (i) => largestFlow(water, i)),
      flowM2ps,
    ),
    atMost(
      `${name}.${precision}.levelM`,
      most(terrain, (i) => (depthM[i] > 0 ? Math.abs(depthM[i] + terrain.bedElevationM[i] - levelM) : 0)),
      levelMark,
    ),
  ];
}

const DAM = { cells: 400, lengthM: 1000, upM: 5, timeS: 40 };

/** A dam in the middle of a level channel goes all at once (SWASHES 4.1.1 wet, 4.1.2 dry; Delestre et al. 2013). */
async function damBreak(name: string, downM: number, mark: number, precision: Precision): Promise<Verdict[]> {
  const { cells, lengthM, upM, timeS } = DAM;
  const started = start(
    {
      columns: cells,
      rows: 1,
      cellM: lengthM / cells,
      bedM: () => 0,
      depthM: (east) => (east < lengthM / 2 ? upM : downM),
    },
    precision,
  );
  started.run.advanceTo(timeS);
  const exact = downM > 0 ? stoker(upM, downM) : ritter(upM);
  return [
    atMost(
      `${name}${suffixOf(precision)}.relL1`,
      relativeL1(started, (east) => exact((east - lengthM / 2) / timeS)),
      mark,
    ),
  ];
}

/** Depth at x/t behind a dam that broke over dry ground (Ritter 1892). */
function ritter(upM: number): (speedMps: number) => number {
  const c = Math.sqrt(g * upM);
  return (s) => (s <= -c ? upM : s >= 2 * c ? 0 : (4 / (9 * g)) * (c - s / 2) ** 2);
}

/** The same over water (Stoker 1957): a fan, a plateau at depth cm²/g, a shock. */
function stoker(upM: number, downM: number): (speedMps: number) => number {
  const [cl, cr] = [Math.sqrt(g * upM), Math.sqrt(g * downM)];
  const cm = root((c) => (c * c - cr * cr) ** 2 * (c * c + cr * cr) - 8 * cr * cr * c * c * (cl - c) ** 2, cr, cl);
  const shockMps = (2 * cm * cm * (cl - cm)) / (cm * cm - cr * cr);
  return (s) => {
    if (s <= -cl) return upM;
    if (s <= 2 * cl - 3 * cm) return (4 / (9 * g)) * (cl - s / 2) ** 2;
    return s <= shockMps ? (cm * cm) / g : downM;
  };
}

/** Where a function that changes its sign once between two places does so. */
function root(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (Math.sign(f(middle)) === Math.sign(f(low))) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Water that swings up and down in a round bowl (Thacker 1981; SWASHES 4.2.1). */
function thackerRadial(cells: number, precision: Precision): number {
  const [a, h0, r0, lengthM, timeS] = [100, 10, 80, 400, 67];
  const [ratio, omega] = [(a * a - r0 * r0) / (a * a + r0 * r0), Math.sqrt(8 * g * h0) / a];
  const r2 = (east: number, north: number) => (east - lengthM / 2) ** 2 + (north - lengthM / 2) ** 2;
  const levelM = (east: number, north: number, t: number) => {
    const swing = 1 - ratio * Math.cos(omega * t);
    return (
      h0 * (Math.sqrt(1 - ratio ** 2) / swing - 1 - (r2(east, north) / a ** 2) * ((1 - ratio ** 2) / swing ** 2 - 1))
    );
  };
  const started = start(
    {
      columns: cells,
      rows: cells,
      cellM: lengthM / cells,
      bedM: (east, north) => -h0 * (1 - r2(east, north) / a ** 2),
      depthM: (east, north, bedM) => levelM(east, north, 0) - bedM,
    },
    precision,
  );
  started.run.advanceTo(timeS);
  return relativeL1(started, (east, north, bedM) => levelM(east, north, timeS) - bedM);
}

async function thackerRadials(precision: Precision): Promise<Verdict[]> {
  const [coarse, fine] = [thackerRadial(100, precision), thackerRadial(200, precision)];
  return [
    atMost(`flood.thackerRadial200${suffixOf(precision)}.relL1`, fine, 0.015),
    atLeast(`flood.thackerRadial${suffixOf(precision)}.order`, Math.log2(coarse / fine), 1.6),
  ];
}

/** Water that runs round a bowl with a plane surface, three times (Thacker 1981; SWASHES 4.2.2). */
async function thackerPlanar(precision: Precision, cells: number, mark: number, massMark: number): Promise<Verdict[]> {
  const [a, h0, eta, lengthM] = [1, 0.1, 0.5, 4];
  const omega = Math.sqrt(2 * g * h0) / a;
  const timeS = (3 * 2 * Math.PI) / omega;
  const [x, y] = [(east: number) => east - lengthM / 2, (north: number) => north - lengthM / 2];
  const levelM = (east: number, north: number, t: number) =>
    ((eta * h0) / a ** 2) * (2 * x(east) * Math.cos(omega * t) + 2 * y(north) * Math.sin(omega * t) - eta);
  const started = start(
    {
      columns: cells,
      rows: cells,
      cellM: lengthM / cells,
      bedM: (east, north) => -h0 * (1 - (x(east) ** 2 + y(north) ** 2) / a ** 2),
      depthM: (east, north, bedM) => levelM(east, north, 0) - bedM,
      flowM2ps: (_, __, depthM) => [0, depthM * eta * omega],
    },
    precision,
  );
  started.run.advanceTo(timeS);
  return [
    atMost(
      `flood.thackerPlanar${cells}.${precision}.relL1`,
      relativeL1(started, (e, n, bedM) => levelM(e, n, timeS) - bedM),
      mark,
    ),
    atMost(`flood.thackerPlanar${cells}.${precision}.mass`, Math.abs(started.run.ledger().errorRatio), massMark),
  ];
}

const CHANNEL = { cells: 200, lengthM: 1000, manningN: 0.033 };

/** Steady depth that MacDonald's long channel is made for (SWASHES 3.2.1). */
const macDonaldDepthM = (east: number) => Math.cbrt(4 / g) * (1 + 0.5 * Math.exp(-16 * (east / 1000 - 0.5) ** 2));

/**
 * Its bed at the cells' centres: the slope that holds this depth at unit discharge q0 + R·x, by the momentum equation in steady
 * flow, integrated upstream from 0 at the outlet.
 */
function macDonaldBedM(inM2ps: number, rainMps: number): Float64Array {
  const { cells, lengthM, manningN } = CHANNEL;
  const slope = (x: number) => {
    const [h, q] = [macDonaldDepthM(x), inM2ps + rainMps * x];
    const rise = (macDonaldDepthM(x + 0.01) - macDonaldDepthM(x - 0.01)) / 0.02;
    return ((q * q) / (g * h ** 3) - 1) * rise - (2 * q * rainMps) / (g * h * h) - (manningN * q) ** 2 / h ** (10 / 3);
  };
  const [bedM, perCell, parts] = [new Float64Array(cells), lengthM / cells, 50];
  let z = 0;
  for (let cell = cells - 1, x = lengthM; cell >= 0; cell--) {
    for (let part = 0; part < parts; part++) {
      const stepM = perCell / parts;
      z -= slope(x - stepM / 2) * stepM;
      x -= stepM;
      if (part === parts / 2 - 1) bedM[cell] = z;
    }
  }
  return bedM;
}

async function macDonald(name: string, inM2ps: number, rainMmPerS: number, precision: Precision): Promise<Verdict[]> {
  const { cells, lengthM, manningN } = CHANNEL;
  const cellM = lengthM / cells;
  const bedM = macDonaldBedM(inM2ps, rainMmPerS / 1000);
  const endS = 6000;
  const rain = { stepS: endS, ratesMmPerH: [rainMmPerS * 3600] };
  const started = start(
    {
      columns: cells,
      rows: 1,
      cellM,
      manningN,
      bedM: (east) => bedM[Math.floor(east / cellM)],
      depthM: () => 1,
      beyond: {
        west: { kind: 'inflow', unitDischargeM2ps: inM2ps },
        east: { kind: 'stage', stageM: macDonaldDepthM(lengthM) },
      },
      forcing: { rain },
    },
    precision,
  );
  const { run, terrain } = started;
  run.advanceTo(endS);
  const { depthM } = run.solver.water();
  let offM = 0;
  eachCell(terrain, (i, east) => {
    offM += Math.abs(depthM[i] - macDonaldDepthM(east)) / cells;
  });
  return [atMost(`${name}${suffixOf(precision)}.levelMaeM`, offM, 0.01)];
}

/** Waves that run up and down a plane beach without breaking: 4 m of water 200 m out, a swing of ±75 cm at the shore. */
const BEACH = { amplitude: 0.6, slope: 0.05, unitM: 100, landM: 50, seaM: 200, cells: 250, periods: 2 };

/**
 * Level and velocity seawards, both in units of the beach (x and level: `unitM` and slope·`unitM`; time: √(unitM/(slope·g)));
 * x seawards from the still shoreline. With σ and λ: u = A·J1(σ)/σ·sin λ, level = A/4·J0(σ)·cos λ − u²/2, x = σ²/16 − level,
 * t = λ/2 + u. Found by going to and fro; converges while A < 1.
 *
 * Carrier and Greenspan, J. Fluid Mech. 4 (1958) 97; signs checked against the equations by differences, to 1e-8.
 */
function carrierGreenspan(x: number, t: number): { level: number; u: number } {
  let [level, u] = [0, 0];
  for (let i = 0; i < 200; i++) {
    const sigma = 4 * Math.sqrt(Math.max(0, x + level));
    const lambda = 2 * (t - u);
    const [j0, j1OverSigma] = bessel(sigma);
    const nextU = BEACH.amplitude * j1OverSigma * Math.sin(lambda);
    const nextLevel = (BEACH.amplitude / 4) * j0 * Math.cos(lambda) - (nextU * nextU) / 2;
    level += (nextLevel - level) / 2;
    u += (nextU - u) / 2;
  }
  return { level, u };
}

async function beach(precision: Precision): Promise<Verdict[]> {
  const { slope, unitM, landM, seaM, cells, periods } = BEACH;
  const unitS = Math.sqrt(unitM / (slope * g));
  const endS = (periods + 0.3) * Math.PI * unitS;
  const cellM = (landM + seaM) / cells;
  const levelM = (east: number, timeS: number) =>
    slope * unitM * carrierGreenspan((east - landM) / unitM, timeS / unitS).level;
  const timesS = Array.from({ length: 801 }, (_, i) => (i / 800) * endS);
  const sea: OutsideCondition & { kind: 'stage' } = { kind: 'stage', stageM: 0 };
  const started = start(
    {
      columns: cells,
      rows: 1,
      cellM,
      bedM: (east) => -slope * (east - landM),
      depthM: (east, _, bedM) => levelM(east, 0) - bedM,
      beyond: { east: sea },
      forcing: {
        changing: [{ beyond: sea, series: { timesS, values: timesS.map((t) => levelM(landM + seaM, t)) } }],
      },
    },
    precision,
  );
  const { run, terrain } = started;
  run.advanceTo(endS);
  const { depthM } = run.solver.water();
  const wetCells = (depthAtM: (i: number, east: number) => number) => {
    let wet = 0;
    eachCell(terrain, (i, east) => {
      if (depthAtM(i, east) > 0.001) wet++;
    });
    return wet;
  };
  const computed = wetCells((i) => depthM[i]);
  const exact = wetCells((i, east) => levelM(east, endS) - terrain.bedElevationM[i]);
  return [
    atMost(
      `flood.carrierGreenspan${suffixOf(precision)}.relL1`,
      relativeL1(started, (east, _, bedM) => levelM(east, endS) - bedM),
      0.02,
    ),
    atMost(`flood.carrierGreenspan${suffixOf(precision)}.shorelineCells`, Math.abs(computed - exact), 1),
  ];
}

/** J0(s) and J1(s)/s by their power series: good to 1e-12 for s below 16. */
function bessel(s: number): [number, number] {
  const quarter = (s * s) / 4;
  let [term0, term1] = [1, 0.5];
  let [j0, j1OverS] = [term0, term1];
  for (let k = 1; k < 60; k++) {
    term0 *= -quarter / (k * k);
    term1 *= -quarter / (k * (k + 1));
    j0 += term0;
    j1OverS += term1;
  }
  return [j0, j1OverS];
}

/** A channel with a bump in it, 25 m long (SWASHES 3.1; Goutal and Maurel 1997). */
const BUMP = { cells: 250, lengthM: 25, topM: 0.2 };

const bumpM = (east: number) => Math.max(0, BUMP.topM - 0.05 * (east - 10) ** 2);

interface Flow {
  qM2ps: number;
  outletM: number | null;
  /** Exact depth over the bump. */
  exactM(east: number): number;
}

/** Depth of a steady flow of specific energy `headM`, on the deep or the shallow side of the critical depth. */
function bernoulliDepthM(q: number, headM: number, side: 'deep' | 'shallow'): number {
  const critical = Math.cbrt((q * q) / g);
  const energy = (h: number) => h + (q * q) / (2 * g * h * h) - headM;
  if (energy(critical) >= 0) return critical;
  return side === 'deep' ? root(energy, critical, headM) : root(energy, 1e-3 * critical, critical);
}

const headM = (q: number, h: number) => h + (q * q) / (2 * g * h * h);

function subcritical(): Flow {
  const [q, outletM] = [4.42, 2];
  return { qM2ps: q, outletM, exactM: (east) => bernoulliDepthM(q, headM(q, outletM) - bumpM(east), 'deep') };
}

/** Critical on the top of the bump, shallow and swift behind it: the level outside does not reach in. */
function transcritical(): Flow {
  const q = 1.53;
  const topHeadM = headM(q, Math.cbrt((q * q) / g)) + BUMP.topM;
  return {
    qM2ps: q,
    outletM: 0.66,
    exactM: (east) => bernoulliDepthM(q, topHeadM - bumpM(east), east < 10 ? 'deep' : 'shallow'),
  };
}

/** The same, and back to deep water by a jump where momentum balances. */
function jump(): Flow & { jumpM: number } {
  const [q, outletM] = [0.18, 0.33];
  const topHeadM = headM(q, Math.cbrt((q * q) / g)) + BUMP.topM;
  const before = (east: number) => bernoulliDepthM(q, topHeadM - bumpM(east), east < 10 ? 'deep' : 'shallow');
  const behind = (east: number) => bernoulliDepthM(q, headM(q, outletM) - bumpM(east), 'deep');
  const momentum = (h: number) => (q * q) / h + (g / 2) * h * h;
  const jumpM = root((east) => momentum(before(east)) - momentum(behind(east)), 10.01, 12);
  return { qM2ps: q, outletM, jumpM, exactM: (east) => (east < jumpM ? before(east) : behind(east)) };
}

async function bump(kind: string, flow: Flow & { jumpM?: number }, precision: Precision): Promise<Verdict[]> {
  const name = `${kind}${suffixOf(precision)}`;
  const { cells, lengthM } = BUMP;
  const cellM = lengthM / cells;
  const started = start(
    {
      columns: cells,
      rows: 1,
      cellM,
      bedM: bumpM,
      depthM: (east) => (flow.outletM ?? 0.66) - bumpM(east),
      beyond: {
        west: { kind: 'inflow', unitDischargeM2ps: flow.qM2ps },
        east: flow.outletM === null ? { kind: 'free' } : { kind: 'stage', stageM: flow.outletM },
      },
    },
    precision,
  );
  const { run, terrain } = started;
  run.advanceTo(200);
  const samples = 200;
  const meanM2ps = new Float64Array(cells);
  for (let sample = 1; sample <= samples; sample++) {
    run.advanceTo(200 + sample * 0.1);
    const { unitDischargeXM2ps } = run.solver.water();
    eachCell(terrain, (i, east) => {
      meanM2ps[Math.floor(east / cellM)] += unitDischargeXM2ps[i] / samples;
    });
  }
  const jumpM = flow.jumpM ?? Number.POSITIVE_INFINITY;
  const away = meanM2ps.filter((_, column) => Math.abs((column + 0.5) * cellM - jumpM) > 4 * cellM);
  const worst = away.reduce((most, q) => Math.max(most, Math.abs(q / flow.qM2ps - 1)), 0);
  const verdicts = [
    atMost(`${name}.relL1`, relativeL1(started, flow.exactM), 0.005),
    atMost(`${name}.dischargeRatio`, worst, 0.005),
  ];
  if (flow.jumpM === undefined) return verdicts;
  const { depthM } = run.solver.water();
  const level = (column: number) => {
    const i = cellAt(terrain, column, 0);
    return depthM[i] + terrain.bedElevationM[i];
  };
  const columns = Array.from({ length: cells - 1 }, (_, column) => column);
  const steepest = columns.reduce((best, c) => (level(c + 1) - level(c) > level(best + 1) - level(best) ? c : best), 0);
  return [...verdicts, atMost(`${name}.jumpCells`, Math.abs((steepest + 1) * cellM - jumpM) / cellM, 2)];
}

/** Little rain on deep water: where the depth were kept in plain float32, 2 mm/h would vanish. */
async function smallRain(precision: Precision, rateMmPerH: number): Promise<Verdict[]> {
  const started = start(
    {
      columns: 4,
      rows: 4,
      cellM: 5,
      bedM: () => 0,
      depthM: () => 2,
      forcing: { rain: { stepS: 3600, ratesMmPerH: [rateMmPerH] } },
    },
    precision,
  );
  const { run } = started;
  while (run.timeS < 3600) run.advanceTo(Math.min(3600, run.timeS + 0.2));
  const { initialM3, storedM3 } = run.ledger();
  const gainedMm = ((storedM3 - initialM3) / (16 * 25)) * 1000;
  return [atMost(`flood.smallRain${rateMmPerH}.${precision}.missingRatio`, Math.abs(gainedMm / rateMmPerH - 1), 0.001)];
}

const smallRains = async (precision: Precision): Promise<Verdict[]> =>
  (await Promise.all([2, 20, 60].map((rate) => smallRain(precision, rate)))).flat();

/** Each on the oracle, which is several times as slow and no part of what is quick, and on the kernel that is shipped. */
const both = (name: string, quick: boolean, run: (precision: Precision) => Promise<Verdict[]>): ValidationCase[] =>
  (['float64', 'shipped'] as const).map((precision) => ({
    name,
    quick: quick && precision === 'shipped',
    run: () => run(precision),
  }));

export const CASES: ValidationCase[] = [
  { name: 'flood.lakeAtRest', quick: false, run: () => lakeAtRest('float64', 1e-12, 1e-12) },
  { name: 'flood.lakeAtRest', quick: true, run: () => lakeAtRest('shipped', 1e-4, 2e-6) },
  { name: 'flood.lakeAmidHouses', quick: false, run: () => lakeAtRest('float64', 1e-12, 1e-12, 800) },
  { name: 'flood.lakeAmidHouses', quick: true, run: () => lakeAtRest('shipped', 1e-4, 2e-6, 800) },
  ...both('flood.stoker', true, (precision) => damBreak('flood.stoker', 1, 0.0025, precision)),
  ...both('flood.ritter', true, (precision) => damBreak('flood.ritter', 0, 0.003, precision)),
  ...both('flood.thackerRadial', false, thackerRadials),
  { name: 'flood.thackerPlanar100', quick: false, run: () => thackerPlanar('float64', 100, 0.045, 1e-12) },
  { name: 'flood.thackerPlanar100', quick: true, run: () => thackerPlanar('shipped', 100, 0.045, 1e-6) },
  { name: 'flood.thackerPlanar200', quick: false, run: () => thackerPlanar('float64', 200, 0.015, 1e-12) },
  ...both('flood.carrierGreenspan', true, beach),
  ...both('flood.bump', true, (precision) => bump('flood.bump.subcritical', subcritical(), precision)),
  ...both('flood.bump', true, (precision) => bump('flood.bump.transcritical', transcritical(), precision)),
  ...both('flood.bump', true, (precision) => bump('flood.bump.jump', jump(), precision)),
  { name: 'flood.smallRain', quick: false, run: () => smallRains('float64') },
  { name: 'flood.smallRain', quick: true, run: () => smallRains('shipped') },
  { name: 'flood.thackerPlanar200', quick: true, run: () => thackerPlanar('shipped', 200, 0.015, 1e-6) },
  ...both('flood.macDonald', true, (precision) => macDonald('flood.macDonald', 2, 0, precision)),
  ...both('flood.macDonaldRain', true, (precision) => macDonald('flood.macDonaldRain', 1, 1, precision)),
];
