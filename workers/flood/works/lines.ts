import { pouredStepS } from '../core/entering.ts';
import { FloodInputError } from '../core/input-error.ts';
import type { Flows } from '../core/ledger.ts';
import { MAX_STEP_S, type Source } from '../core/run.ts';
import { greatestIn, valueAt } from '../core/series.ts';
import { floodMessage } from '../messages.ts';
import { cellsUnder } from './faces.ts';
import { type Ground, heldM2, pourM3 } from './ground.ts';
import type { Work } from './works.ts';

type Of<K extends Work['kind']> = Extract<Work, { kind: K }>;

/** Cells across a stream, and how much of a discharge each would carry at one slope: length · depth^(5/3) (Manning, wide). */
interface Section {
  cells: { cell: number; lengthM: number }[];
  carry: Float64Array;
}

function section(ground: Ground, { kind, id, from, to }: Of<'inflow' | 'outflow' | 'rating'>): Section {
  const cells = cellsUnder(ground, from, to);
  if (cells.length === 0) throw new FloodInputError(floodMessage('line-outside', { kind, id }));
  return { cells, carry: new Float64Array(cells.length) };
}

/** Gives the sum. */
function weigh({ cells, carry }: Section, { solver }: Ground): number {
  let sum = 0;
  for (let i = 0; i < cells.length; i++) {
    carry[i] = cells[i].lengthM * solver.depthM(cells[i].cell) ** (5 / 3);
    sum += carry[i];
  }
  return sum;
}

/** Spreads by what each cell carries; by its length alone where all is dry. Water comes in still. */
export function inflow(work: Of<'inflow'>, ground: Ground): Source {
  const across = section(ground, work);
  const lengthM = across.cells.reduce((sum, cell) => sum + cell.lengthM, 0);
  return {
    longestStepS(timeS: number) {
      const m3ps = greatestIn(work.dischargeM3ps, timeS, timeS + MAX_STEP_S);
      if (!(m3ps > 0)) return Number.POSITIVE_INFINITY;
      const sum = weigh(across, ground);
      const rates = across.cells.map(({ cell, lengthM: partM }, i) => {
        const part = sum > 0 ? across.carry[i] / sum : partM / lengthM;
        return (m3ps * part) / heldM2(ground.terrain, cell);
      });
      return pouredStepS(ground.terrain.cellM, Math.max(...rates));
    },
    act(timeS: number, spanS: number, flows: Flows) {
      const volumeM3 = valueAt(work.dischargeM3ps, timeS - spanS / 2) * spanS;
      if (volumeM3 <= 0) return;
      const sum = weigh(across, ground);
      for (const [i, { cell, lengthM: partM }] of across.cells.entries()) {
        flows.enteredM3 += pourM3(ground, cell, volumeM3 * (sum > 0 ? across.carry[i] / sum : partM / lengthM));
      }
    },
  };
}

/** Takes what would run on in a channel of that slope and roughness. */
export function outflow(work: Of<'outflow'>, ground: Ground): Source {
  const across = section(ground, work);
  const perCarry = Math.sqrt(work.slope) / work.manningN;
  return {
    act(_: number, spanS: number, flows: Flows) {
      weigh(across, ground);
      for (const [i, { cell }] of across.cells.entries()) {
        if (across.carry[i] > 0) flows.leftM3 -= pourM3(ground, cell, -across.carry[i] * perCarry * spanS);
      }
    },
  };
}

/** The level is the mean of the wet cells by what they carry; below the curve nothing leaves, above it as much as at its end. */
export function rating(work: Of<'rating'>, ground: Ground): Source {
  const across = section(ground, work);
  const bed = ground.terrain.bedElevationM;
  const curve = { timesS: work.levelM, values: work.dischargeM3ps };
  return {
    act(_: number, spanS: number, flows: Flows) {
      const sum = weigh(across, ground);
      if (sum === 0) return;
      let levelM = 0;
      for (const [i, { cell }] of across.cells.entries()) {
        levelM += (across.carry[i] / sum) * (bed[cell] + ground.solver.depthM(cell));
      }
      const volumeM3 = levelM <= work.levelM[0] ? 0 : valueAt(curve, levelM) * spanS;
      for (const [i, { cell }] of across.cells.entries()) {
        flows.leftM3 -= pourM3(ground, cell, (-volumeM3 * across.carry[i]) / sum);
      }
    },
  };
}
