import { FloodInputError } from '../core/input-error.ts';
import { valueAt } from '../core/series.ts';
import { floodMessage } from '../messages.ts';
import { type Face, facesUnder } from './faces.ts';
import type { Ground } from './ground.ts';
import { weirCrestM } from './weir.ts';
import type { Work } from './works.ts';

type Of<K extends Work['kind']> = Extract<Work, { kind: K }>;

interface Crest {
  fromS: number;
  faces: Face[];
  gaps: Gap[];
}

/** Makes a crest lower about a place along it. */
interface Gap {
  middleM: number;
  /** Returns the part of the way from the crest to the sill that it is down; 0 shut. */
  downRatio(timeS: number): number;
  widthM(timeS: number): number;
  sillM: number;
}

/** A face of the raster and the crests that run over it. */
interface Slot {
  face: Face;
  over: { crest: Crest; face: Face }[];
  lastCrestM: number;
}

/** A breach or gate may lie so far from the crest that it opens: a point is picked by hand. */
const NEAR_CELLS = 5;

/** All crests of a run as they stand at a time, with what is broken or opened in them. */
export class Crests {
  private readonly ground: Ground;
  private readonly slots: Slot[];

  constructor(ground: Ground, works: readonly Work[]) {
    this.ground = ground;
    const crests = new Map<string, Crest>();
    for (const work of works) {
      if (work.kind !== 'crest') continue;
      crests.set(work.id, {
        fromS: work.fromS ?? Number.NEGATIVE_INFINITY,
        faces: facesUnder(ground, work.line),
        gaps: [],
      });
    }
    for (const work of works) {
      if (work.kind === 'breach') addBreach(ground, crests, work);
      if (work.kind === 'gate') addGate(ground, crests, work);
    }
    this.slots = slotsOf([...crests.values()]);
  }

  /** To be called as time goes on: the solver is told of every face that changed, also of weirs whose level did. */
  stand(timeS: number): void {
    const { solver, terrain, fast } = this.ground;
    const { bedElevationM: bed, manningN, cellM } = terrain;
    for (const slot of this.slots) {
      const { cell, step, face } = slot.face;
      let crestM = Number.NEGATIVE_INFINITY;
      let lineRatio = 1;
      let openRatio = 1;
      for (const each of slot.over) {
        if (timeS < each.crest.fromS) continue;
        const now = standing(each, timeS);
        if (now.crestM <= crestM) continue;
        crestM = now.crestM;
        lineRatio = each.face.lengthM / terrain.cellM;
        openRatio = now.openRatio;
      }
      const depthA = solver.depthM(cell);
      const depthB = solver.depthM(cell + step);
      const weir = { crestM, lineRatio, openRatio };
      const rough = fast ? { manningN: (manningN[cell] + manningN[cell + step]) / 2, cellM } : null;
      const effectiveCrestM = weirCrestM(weir, depthA, bed[cell], depthB, bed[cell + step], rough);
      if (effectiveCrestM === slot.lastCrestM) continue;
      solver.setCrest(face, cell, effectiveCrestM);
      slot.lastCrestM = effectiveCrestM;
    }
  }

  /** Before other works take their place. */
  fall(): void {
    for (const { face, lastCrestM } of this.slots) {
      if (lastCrestM !== Number.NEGATIVE_INFINITY)
        this.ground.solver.setCrest(face.face, face.cell, Number.NEGATIVE_INFINITY);
    }
  }
}

function slotsOf(crests: Crest[]): Slot[] {
  const slots = new Map<string, Slot>();
  for (const crest of crests) {
    for (const face of crest.faces) {
      const key = `${face.face}${face.cell}`;
      const slot = slots.get(key) ?? { face, over: [], lastCrestM: Number.NEGATIVE_INFINITY };
      slot.over.push({ crest, face });
      slots.set(key, slot);
    }
  }
  return [...slots.values()];
}

/** How high a crest is over a face, and what part of it is as low: of a face that a gap ends in, the open one. */
function standing({ crest, face }: Slot['over'][number], timeS: number): { crestM: number; openRatio: number } {
  let found = { crestM: face.crestM, openRatio: 1 };
  for (const gap of crest.gaps) {
    const down = gap.downRatio(timeS);
    if (down <= 0) continue;
    const halfM = gap.widthM(timeS) / 2;
    const fromM = Math.max(gap.middleM - halfM, face.alongM - face.lengthM / 2);
    const toM = Math.min(gap.middleM + halfM, face.alongM + face.lengthM / 2);
    const sillM = face.crestM + down * (Math.min(gap.sillM, face.crestM) - face.crestM);
    if (toM > fromM && sillM < found.crestM) found = { crestM: sillM, openRatio: (toM - fromM) / face.lengthM };
  }
  return found;
}

function addBreach(ground: Ground, crests: Map<string, Crest>, breach: Of<'breach'>): void {
  const { id, of, at, beginS, growS, fallS = growS, widthStartM, widthEndM, sillM } = breach;
  const crest = crests.get(of);
  if (!crest) throw new FloodInputError(floodMessage('breach-crest', { id, of }));
  const nearM = NEAR_CELLS * ground.terrain.cellM;
  const [face, offM] = nearest(ground, crest.faces, at);
  if (!face || offM > nearM) {
    const got = face
      ? { zh: `相距 ${Math.round(offM)} m`, en: `${Math.round(offM)} m away` }
      : { zh: '堤顶线在计算范围外', en: 'a crest outside the grid' };
    throw new FloodInputError(floodMessage('breach-away', { id, of, nearM, got }));
  }
  const part = (timeS: number, spanS: number) => Math.min(1, Math.max(0, spanS > 0 ? (timeS - beginS) / spanS : 1));
  crest.gaps.push({
    middleM: face.alongM,
    sillM,
    downRatio: (timeS) => (timeS < beginS ? 0 : part(timeS, fallS)),
    widthM: (timeS) => widthStartM + part(timeS, growS) * (widthEndM - widthStartM),
  });
}

/** Opens the crest that lies between its two places. */
function addGate(ground: Ground, crests: Map<string, Crest>, gate: Of<'gate'>): void {
  const { id, from, to, sillM, widthM, openRatio } = gate;
  const middle = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2] as const;
  const nearM = Math.hypot(to[0] - from[0], to[1] - from[1]) / 2 + ground.terrain.cellM;
  let best: { crest: Crest; face: Face; offM: number } | null = null;
  for (const crest of crests.values()) {
    const [face, offM] = nearest(ground, crest.faces, middle);
    if (face && offM <= nearM && offM < (best?.offM ?? Number.POSITIVE_INFINITY)) best = { crest, face, offM };
  }
  if (!best) throw new FloodInputError(floodMessage('gate-crest', { id }));
  best.crest.gaps.push({
    middleM: best.face.alongM,
    sillM,
    downRatio: (timeS) => (valueAt(openRatio, timeS) > 0 ? 1 : 0),
    widthM: (timeS) => valueAt(openRatio, timeS) * widthM,
  });
}

function nearest(
  { terrain, westM, southM }: Ground,
  faces: Face[],
  [eastM, northM]: readonly [number, number],
): [Face | null, number] {
  const { stride, cellM } = terrain;
  let found: Face | null = null;
  let minM: number = Number.POSITIVE_INFINITY;
  for (const face of faces) {
    const column = (face.cell % stride) - 1 + (face.face === 'east' ? 1 : 0.5);
    const row = Math.floor(face.cell / stride) - 1 + (face.face === 'north' ? 1 : 0.5);
    const offM = Math.hypot(westM + column * cellM - eastM, southM + row * cellM - northM);
    if (offM < minM) [found, minM] = [face, offM];
  }
  return [found, minM];
}
