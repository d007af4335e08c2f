import type { FloodNote } from '../../model/scenarios/flood-note.ts';
import type { FloodInput } from './core/flood-input.ts';
import { GRAVITY_MPS2 } from './core/hllc.ts';
import type { Series } from './core/series.ts';
import { cellAt, SIDES, type Side } from './core/terrain.ts';
import { facesUnder } from './works/faces.ts';
import { cellOf, type GroundPlace } from './works/ground.ts';

/** A lower step of the water's level runs off as a wave that the fast scheme has as well. */
const MIN_STEP_M = 0.05;
const MIN_STEP_RATIO = 0.2;
/** A flow that rises sooner than this rises at once. */
const AT_ONCE_S = 60;
/** Part of a gate that opens at once. */
const MIN_OPENING_RATIO = 0.2;

/** Tells where the water's level steps at the start, by how much, and on which place. */
interface LevelStep {
  stepM: number;
  eastM: number;
  northM: number;
}

const isShock = (lowM: number, highM: number): boolean =>
  highM - lowM > MIN_STEP_M && highM - lowM > MIN_STEP_RATIO * highM;

/** Water above a sill on both sides of it, as a step where a shock would come of it; 0 else. */
function stepOver(sillM: number, oneM: number, otherM: number): number {
  const highM = Math.max(oneM, otherM) - sillM;
  const lowM = Math.max(0, Math.min(oneM, otherM) - sillM);
  return isShock(lowM, highM) ? highM - lowM : 0;
}

/**
 * The highest step of the water's level between two neighbouring cells at the start, as behind a dam that is gone at once; null where
 * there is none. Beds, buildings and crests that stand between the two hold it.
 */
export function levelStepOf({ terrain, westM, southM }: GroundPlace, { depthM, works }: FloodInput): LevelStep | null {
  const { columns, rows, cellM, stride, blocked, bedElevationM: bed } = terrain;
  const crestM = new Map<string, number>();
  for (const work of works)
    if (work.kind === 'crest' && (work.fromS ?? 0) <= 0)
      for (const { face, cell, crestM: topM } of facesUnder({ terrain, westM, southM }, work.line))
        crestM.set(`${face}${cell}`, Math.max(topM, crestM.get(`${face}${cell}`) ?? Number.NEGATIVE_INFINITY));
  let worst: LevelStep | null = null;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const cell = cellAt(terrain, column, row);
      if (blocked[cell] === 1) continue;
      const ownM = bed[cell] + depthM[row * columns + column];
      for (const [face, step, isLast] of [
        ['east', 1, column + 1 === columns],
        ['north', stride, row + 1 === rows],
      ] as const) {
        const other = cell + step;
        if (isLast || blocked[other] === 1) continue;
        const otherM = bed[other] + depthM[row * columns + column + (face === 'east' ? 1 : columns)];
        const sillM = Math.max(bed[cell], bed[other], crestM.get(`${face}${cell}`) ?? Number.NEGATIVE_INFINITY);
        const stepM = stepOver(sillM, ownM, otherM);
        if (stepM <= (worst?.stepM ?? 0)) continue;
        const beyond = face === 'east' ? [1, 0.5] : [0.5, 1];
        worst = { stepM, eastM: westM + (column + beyond[0]) * cellM, northM: southM + (row + beyond[1]) * cellM };
      }
    }
  return worst;
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** A step of the level, as values of a message. */
export const stepValues = ({ stepM, eastM, northM }: LevelStep) => ({
  stepM: rounded(stepM, 2),
  eastM: rounded(eastM, 1),
  northM: rounded(northM, 1),
});

/**
 * Lists what sends a shock in a run of the fast scheme, which has none: it draws a front out and brings it late. Breaches are refused before;
 * the rest is noted: levels that step at the start, water swifter than its wave, levels and inflows that rise at once, gates that open at once.
 */
export function shocksOf(place: GroundPlace, input: FloodInput): FloodNote[] {
  const step = levelStepOf(place, input);
  const froude = swiftest(input);
  return [
    ...(step ? [{ code: 'fast-step' as const, values: stepValues(step) }] : []),
    ...(froude > 1 ? [{ code: 'fast-swift' as const, values: { froude: rounded(froude, 1) } }] : []),
    ...edgeRises(place, input),
    ...workRises(place, input),
  ];
}

/** The greatest Froude number of the water that moves at the start. */
function swiftest({ depthM, flowM2ps }: FloodInput): number {
  let greatest = 0;
  if (flowM2ps)
    for (const [i, depth] of depthM.entries())
      if (depth > MIN_STEP_M)
        greatest = Math.max(
          greatest,
          Math.hypot(flowM2ps.east[i], flowM2ps.north[i]) / Math.sqrt(GRAVITY_MPS2 * depth ** 3),
        );
  return greatest;
}

/** The greatest rise of a series within a minute, and when it begins; `height` makes depths of its values. */
function riseOf(
  { timesS, values }: Series,
  height: (value: number) => number,
): { riseM: number; fromS: number } | null {
  let worst: { riseM: number; fromS: number } | null = null;
  for (let i = 1; i < values.length; i++) {
    const lowM = height(values[i - 1]);
    const highM = height(values[i]);
    if (timesS[i] - timesS[i - 1] > AT_ONCE_S || !isShock(lowM, highM) || highM - lowM <= (worst?.riseM ?? 0)) continue;
    worst = { riseM: highM - lowM, fromS: timesS[i - 1] };
  }
  return worst;
}

const note = (what: string, riseM: number, fromS: number): FloodNote => ({
  code: 'fast-rise',
  values: { what, riseM: rounded(riseM, 2), atH: rounded(fromS / 3600, 2) },
});

/** The depth at which a unit discharge is critical: less water lies before an inflow that sends a front. */
const criticalM = (m2ps: number): number => Math.cbrt(m2ps ** 2 / GRAVITY_MPS2);

/** Edges whose water stands above that within, or rises at once. */
function edgeRises({ terrain }: GroundPlace, { columns, rows, depthM, edges, changing }: FloodInput): FloodNote[] {
  const inside = (side: Side, i: number): [column: number, row: number] =>
    side === 'west' ? [0, i] : side === 'east' ? [columns - 1, i] : side === 'south' ? [i, 0] : [i, rows - 1];
  return SIDES.flatMap((side) => {
    let worstM = 0;
    let least = Number.POSITIVE_INFINITY;
    for (const [i, beyond] of edges[side].entries()) {
      const [column, row] = inside(side, i);
      const cell = cellAt(terrain, column, row);
      if (terrain.blocked[cell] === 1) continue;
      const bedM = terrain.bedElevationM[cell];
      const depth = depthM[row * columns + column];
      least = Math.min(least, bedM);
      const outsideM =
        beyond.kind === 'stage'
          ? beyond.stageM - bedM
          : beyond.kind === 'inflow'
            ? criticalM(beyond.unitDischargeM2ps)
            : 0;
      if (isShock(depth, outsideM)) worstM = Math.max(worstM, outsideM - depth);
    }
    const rises = changing.flatMap((each) => {
      if (each.side !== side) return [];
      const isStage = edges[side][each.from]?.kind === 'stage';
      const rise = riseOf(each.series, (value) => (isStage ? Math.max(0, value - least) : criticalM(value)));
      return rise ? [note(`edges.${side}`, rise.riseM, rise.fromS)] : [];
    });
    return worstM > 0 ? [note(`edges.${side}`, worstM, 0), ...rises] : rises;
  });
}

/** Sources that begin at once where less water stands than they need, and gates that open at once. */
function workRises(place: GroundPlace, { columns, depthM, works }: FloodInput): FloodNote[] {
  const { terrain } = place;
  return works.flatMap((work) => {
    if (work.kind === 'gate') {
      const { timesS, values } = work.openRatio;
      const at = values.findIndex(
        (ratio, i) => i > 0 && ratio - values[i - 1] > MIN_OPENING_RATIO && timesS[i] - timesS[i - 1] <= AT_ONCE_S,
      );
      return at > 0
        ? [{ code: 'fast-gate' as const, values: { gate: work.id, atH: rounded(timesS[at - 1] / 3600, 2) } }]
        : [];
    }
    if (work.kind !== 'inflow') return [];
    const lengthM = Math.max(terrain.cellM, Math.hypot(work.to[0] - work.from[0], work.to[1] - work.from[1]));
    const height = (m3ps: number) => criticalM(m3ps / lengthM);
    const cell = cellOf(place, work.from);
    const raster = cell === null ? -1 : (Math.floor(cell / terrain.stride) - 1) * columns + (cell % terrain.stride) - 1;
    const startM = height(work.dischargeM3ps.values[0]);
    const beforeM = raster < 0 ? startM : depthM[raster];
    const rise = riseOf(work.dischargeM3ps, height);
    return [
      ...(isShock(beforeM, startM) ? [note(work.id, startM - beforeM, 0)] : []),
      ...(rise ? [note(work.id, rise.riseM, rise.fromS)] : []),
    ];
  });
}
