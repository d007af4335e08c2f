import { type HeatScene, NO_CROWN_M } from './heat-scene.ts';
import { sweepLines } from './line-sweep.ts';

/** How much of the upper half of the surroundings a place sees as sky, and how much of it as crowns of trees; all parts of 1. */
interface SkyView {
  /** Part of the light that comes down on level ground, past walls and hills. */
  readonly open: Float32Array;
  /** The same past walls, hidden by crowns. */
  readonly crowns: Float32Array;
  /** Part of the light that comes onto upright sides, past walls and hills; a mean of all directions. */
  readonly side: Float32Array;
}

/** Directions in which the horizon is looked for. */
const AZIMUTHS = 32;
/** Crowns farther away than this hide too little sky to count. */
const CROWN_REACH_M = 60;
/** The sky from horizon to zenith in bands that give the ground as much light each. */
const BANDS = 32;
const FULL_MASK = 0xffffffff;

/** A sky view in the making: one step a direction. */
interface SkySweep {
  readonly steps: number;
  step(): void;
  /** After all steps. */
  view(): SkyView;
}

/** Takes means over all directions of cos² of the horizon, of the part of it that crowns hide, and of the sky before upright sides. */
export function openSkySweep(scene: HeatScene, azimuths = AZIMUTHS): SkySweep {
  const cells = scene.columns * scene.rows;
  const view = { open: new Float32Array(cells), crowns: new Float32Array(cells), side: new Float32Array(cells) };
  const work = newWork(scene);
  let done = 0;
  return {
    steps: azimuths,
    step() {
      addAzimuth(scene, (2 * Math.PI * (done + 0.5)) / azimuths, view, work);
      done++;
    },
    view() {
      for (const part of [view.open, view.crowns, view.side])
        for (let cell = 0; cell < cells; cell++) part[cell] /= azimuths;
      return view;
    },
  };
}

const newWork = ({ columns, rows }: HeatScene) => ({
  cells: new Int32Array(Math.max(columns, rows)),
  /** Hull of the walls behind: metres along the line and up. */
  hullAtM: new Float64Array(Math.max(columns, rows)),
  hullUpM: new Float64Array(Math.max(columns, rows)),
  /** Places of cells with crowns along the line. */
  crowned: new Int32Array(Math.max(columns, rows)),
});

/**
 * One direction: a walk away from it along each line keeps the upper hull of what was passed (a monotone stack), whose tangent is the horizon. A
 * wall counts from the edge of its cell: from the middle, a street of twenty cells would see 0.007 too much of the sky.
 */
function addAzimuth(scene: HeatScene, rad: number, view: SkyView, work: ReturnType<typeof newWork>): void {
  const { topM, crownTopM } = scene;
  const { cells, hullAtM, hullUpM, crowned } = work;
  const lines = sweepLines(scene, -Math.sin(rad), -Math.cos(rad));
  const { stepM } = lines;
  for (let line = 0; line < lines.lines; line++) {
    const count = lines.cellsOf(line, cells);
    let hull = 0;
    let trees = 0;
    for (let i = 0; i < count; i++) {
      const cell = cells[i];
      const upM = topM[cell];
      const atM = i * stepM;
      let tangent = 0;
      for (let k = hull - 1; k >= 0; k--) {
        const rise = (hullUpM[k] - upM) / (atM - hullAtM[k]);
        if (rise < tangent && k < hull - 1) break;
        if (rise > tangent) tangent = rise;
      }
      const hidden = (tangent * tangent) / (1 + tangent * tangent);
      view.open[cell] += 1 - hidden;
      view.side[cell] += sideOf(hidden);
      if (crownTopM[cell] !== NO_CROWN_M) {
        crowned[trees] = i;
        trees++;
      }
      if (trees > 0) view.crowns[cell] += crownsOver(scene, work, trees, i, stepM, hidden);
      const edgeM = atM + stepM / 2;
      while (hull > 1 && isBelow(hullAtM, hullUpM, hull, edgeM, upM)) hull--;
      hullAtM[hull] = edgeM;
      hullUpM[hull] = upM;
      hull++;
    }
  }
}

/** Whether the last point of a hull lies under the line from the one before it to a new one. */
function isBelow(atM: Float64Array, upM: Float64Array, hull: number, x: number, y: number): boolean {
  const before = hull - 2;
  const last = hull - 1;
  return (upM[last] - upM[before]) * (x - atM[last]) <= (y - upM[last]) * (atM[last] - atM[before]);
}

/** Steps of the table of what upright sides see. */
const SIDE_STEPS = 256;
const SIDE_TABLE = Float64Array.from({ length: SIDE_STEPS + 2 }, (_, i) => {
  const sine = Math.min(1, i / SIDE_STEPS);
  return 1 - (2 / Math.PI) * (Math.asin(sine) + sine * Math.sqrt(1 - sine * sine));
});

/** Part of the sky's light on an upright side that is left over a horizon whose sine has this square: 1 − 2/π·(h + sin h·cos h). */
function sideOf(sineSquared: number): number {
  const at = SIDE_STEPS * Math.sqrt(sineSquared);
  const step = Math.floor(at);
  return SIDE_TABLE[step] + (at - step) * (SIDE_TABLE[step + 1] - SIDE_TABLE[step]);
}

/** Part of the sky over the horizon that crowns on the line hide: bands of the sky from each crown's underside to its top. */
function crownsOver(
  { topM, crownTopM, crownFootM }: HeatScene,
  { cells, crowned }: ReturnType<typeof newWork>,
  trees: number,
  i: number,
  stepM: number,
  hidden: number,
): number {
  const eyeM = topM[cells[i]];
  const reach = CROWN_REACH_M / stepM;
  let mask = 0;
  for (let k = trees - 1; k >= 0; k--) {
    const steps = i - crowned[k];
    if (steps > reach) break;
    const crown = cells[crowned[k]];
    if (crownTopM[crown] <= eyeM) continue;
    const from = bandOf(crownFootM[crown] - eyeM, (steps + 0.5) * stepM);
    const to = steps === 0 ? BANDS : bandOf(crownTopM[crown] - eyeM, (steps - 0.5) * stepM);
    mask |= bandsBetween(from, Math.max(from + 1, to));
  }
  if (mask === 0) return 0;
  mask &= bandsBetween(Math.min(BANDS, Math.round(BANDS * hidden)), BANDS);
  return bitsOf(mask) / BANDS;
}

/** The band of the sky that a height at a distance reaches to. */
function bandOf(riseM: number, awayM: number): number {
  if (riseM <= 0) return 0;
  const square = riseM * riseM;
  return Math.min(BANDS - 1, Math.round((BANDS * square) / (square + awayM * awayM)));
}

const bandsBetween = (from: number, to: number): number =>
  from >= to ? 0 : (FULL_MASK << from) & (to >= BANDS ? FULL_MASK : ~(FULL_MASK << to));

/** Number of bits that are set. */
function bitsOf(mask: number): number {
  let bits = mask - ((mask >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
  return Math.imul(bits, 0x01010101) >>> 24;
}
