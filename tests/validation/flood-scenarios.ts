import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readCase } from '../../cli/sim/flood-case.ts';
import { GRAVITY_MPS2 as g } from '../../workers/flood/core/hllc.ts';
import { kernelOf } from '../../workers/flood/core/solvers.ts';
import { type FloodResult, startFlood } from '../../workers/flood/flood.ts';
import { halfFloats } from '../../workers/shared/half-floats.ts';
import { atMost, type ValidationCase, type Verdict } from './verdict.ts';

/*
 * Published cases written as a user writes them: a scenario with its grids beside it, read by the command line's reader and played by the shipped kernel.
 * SWASHES: Delestre et al., Int. J. Numer. Meth. Fluids 72 (2013) 269.
 */

/** Three rows, for a grid of one is none to the readers. */
const ROWS = 3;
const WEST_M = 500_000;
const SOUTH_M = 3_800_000;

interface Written {
  columns: number;
  cellM: number;
  bedM(eastM: number): number;
  scenario: object;
}

async function played({ columns, cellM, bedM, scenario }: Written): Promise<FloodResult> {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-swashes-'));
  try {
    const head = `ncols ${columns}\nnrows ${ROWS}\nxllcorner ${WEST_M}\nyllcorner ${SOUTH_M}\ncellsize ${cellM}\n`;
    const row = Array.from({ length: columns }, (_, i) => bedM((i + 0.5) * cellM).toFixed(7)).join(' ');
    writeFileSync(join(folder, 'dem.asc'), `${head}${Array(ROWS).fill(row).join('\n')}\n`);
    const file = join(folder, 'scenario.json');
    const about = { format: 1, kind: 'flood', id: 'swashes', title: { zh: '解析解', en: 'Analytic' } };
    writeFileSync(file, JSON.stringify({ ...about, frameEveryMin: 10, ...scenario }));
    const { input } = await readCase(file, folder);
    const module = new WebAssembly.Module(readFileSync(resolve('build/kernels/flood.wasm')));
    const flood = startFlood((...laidOut) => kernelOf(module, ...laidOut), input);
    return flood.result([...flood.frames()]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Depth of the last frame along the middle row. */
function depthsM({ frames, columns }: FloodResult): number[] {
  const floats = halfFloats();
  const { cells } = frames[frames.length - 1];
  return Array.from({ length: columns }, (_, i) => Math.max(0, floats[cells[4 * (columns + i)]]));
}

/** Sum of |depth − exact| over the sum of exact, between two places. */
function relativeL1(result: FloodResult, exactM: (eastM: number) => number, fromM = 0, toM = Number.POSITIVE_INFINITY) {
  let offM = 0;
  let allM = 0;
  for (const [i, depthM] of depthsM(result).entries()) {
    const eastM = (i + 0.5) * result.cellM;
    if (eastM < fromM || eastM > toM) continue;
    offM += Math.abs(depthM - exactM(eastM));
    allM += exactM(eastM);
  }
  return offM / allM;
}

const ring = (fromM: number, toM: number) => [
  [WEST_M + fromM, SOUTH_M - 1],
  [WEST_M + toM, SOUTH_M - 1],
  [WEST_M + toM, SOUTH_M + 1e4],
  [WEST_M + fromM, SOUTH_M + 1e4],
];

/** Ritter's dam break over dry ground (SWASHES 4.1.2), the reservoir a ring with a level. */
async function ritter(): Promise<Verdict[]> {
  const [lengthM, upM, timeS] = [1000, 5, 40];
  const result = await played({
    columns: 400,
    cellM: lengthM / 400,
    bedM: () => 0,
    scenario: {
      // Without friction there is no scenario: Chezy's largest is 0.003 % of the weight here.
      ground: {
        kind: 'dem',
        file: 'dem.asc',
        chezyC: 1000,
        water: [{ kind: 'level', ring: ring(0, lengthM / 2), levelM: upM }],
      },
      endH: timeS / 3600,
    },
  });
  const c = Math.sqrt(g * upM);
  const exactM = (eastM: number) => {
    const s = (eastM - lengthM / 2) / timeS;
    return s <= -c ? upM : s >= 2 * c ? 0 : (4 / (9 * g)) * (c - s / 2) ** 2;
  };
  return [
    atMost('flood.scenario.ritter.relL1', relativeL1(result, exactM), 0.003),
    atMost('flood.scenario.ritter.ledger', Math.abs(result.ledger.errorRatio), 1e-6),
  ];
}

/**
 * Dressler's dam break with Chezy friction (SWASHES 4.1.3: 2 km, dam at 1 km, 6 m, C 40 m^(1/2)/s, 40 s): Ritter's solution corrected to first order in 1/C². It holds
 * from the rarefaction's head to where the corrected velocity is greatest; beyond, in the tip, SWASHES itself takes an approximation that conserves no mass: not judged.
 */
async function dressler(): Promise<Verdict[]> {
  const [lengthM, upM, timeS, chezyC] = [2000, 6, 40, 40];
  const columns = 1000;
  const result = await played({
    columns,
    cellM: lengthM / columns,
    bedM: () => 0,
    scenario: {
      ground: {
        kind: 'dem',
        file: 'dem.asc',
        chezyC,
        water: [{ kind: 'level', ring: ring(0, lengthM / 2), levelM: upM }],
      },
      endH: timeS / 3600,
    },
  });
  const c = Math.sqrt(g * upM);
  const part = (eastM: number) => (eastM - lengthM / 2) / (timeS * c);
  const k = (g * g * timeS) / chezyC ** 2;
  const depth = (x: number) => 6 / (5 * (2 - x)) - 2 / 3 + ((4 * Math.sqrt(3)) / 135) * (2 - x) ** 1.5;
  const speed = (x: number) =>
    12 / (2 - x) - 8 / 3 + ((8 * Math.sqrt(3)) / 189) * (2 - x) ** 1.5 - 108 / (7 * (2 - x) ** 2);
  const exactM = (eastM: number) => {
    const x = part(eastM);
    return x <= -1 ? upM : (1 / g) * ((c * (2 - x)) / 3 + k * depth(x)) ** 2;
  };
  const velocity = (eastM: number) => (2 * c) / 3 + (2 * c * part(eastM)) / 3 + k * speed(part(eastM));
  let tipM = lengthM / 2;
  while (velocity(tipM + 1) > velocity(tipM)) tipM++;
  return [
    atMost('flood.scenario.dressler.relL1', relativeL1(result, exactM, 0, tipM), 0.005),
    atMost('flood.scenario.dressler.ledger', Math.abs(result.ledger.errorRatio), 1e-6),
  ];
}

/** MacDonald's channel, supercritical all along (SWASHES 3.2.1: 1 km, 2.5 m²/s, n 0.04): discharge and depth are given at its head, nothing at its end. */
async function supercritical(): Promise<Verdict[]> {
  const [lengthM, columns, m2ps, manningN] = [1000, 400, 2.5, 0.04];
  const depthM = (x: number) => Math.cbrt(4 / g) * (1 - 0.2 * Math.exp(-36 * (x / lengthM - 0.5) ** 2));
  const slope = (x: number) => {
    const rise = (depthM(x + 0.01) - depthM(x - 0.01)) / 0.02;
    const h = depthM(x);
    return ((m2ps * m2ps) / (g * h ** 3) - 1) * rise - (manningN * m2ps) ** 2 / h ** (10 / 3);
  };
  const cellM = lengthM / columns;
  const beds: number[] = [];
  let z = 0;
  for (let x = lengthM, cell = columns - 1; cell >= 0; cell--)
    for (let part = 0; part < 50; part++, x -= cellM / 50) {
      z -= slope(x - cellM / 100) * (cellM / 50);
      if (part === 24) beds[cell] = z;
    }
  const result = await played({
    columns,
    cellM,
    bedM: (eastM) => beds[Math.min(columns - 1, Math.floor(eastM / cellM))],
    scenario: {
      ground: { kind: 'dem', file: 'dem.asc', manningN },
      edges: { west: { kind: 'inflow', dischargeM2ps: m2ps, depthM: depthM(0) }, east: { kind: 'free' } },
      endH: 0.5,
      frameEveryMin: 30,
    },
  });
  // Ten metres from either end: nothing is known of the bed beyond the free one.
  const within = depthsM(result)
    .map((each, i) => Math.abs(each - depthM((i + 0.5) * cellM)))
    .slice(4, -4);
  return [
    atMost('flood.scenario.supercritical.relL1', relativeL1(result, depthM), 0.005),
    atMost('flood.scenario.supercritical.worstM', Math.max(...within), 0.02),
    atMost('flood.scenario.supercritical.ledger', Math.abs(result.ledger.errorRatio), 1e-6),
  ];
}

export const CASES: ValidationCase[] = [
  { name: 'flood.scenario.ritter', quick: true, run: ritter },
  { name: 'flood.scenario.dressler', quick: true, run: dressler },
  { name: 'flood.scenario.supercritical', quick: true, run: supercritical },
];
