import type { Pause } from '../shared/engine.ts';
import { airAbsorptionDbPerKm, USUAL_AIR } from './air-absorption.ts';
import { BANDS, energyOfDb } from './bands.ts';
import { addPoint, type Cut, newCut } from './cut.ts';
import { type CutWorkspace, findCut, newCutWorkspace } from './cut-finder.ts';
import type { NoiseScene } from './noise-scene.ts';
import { boundaryEnergies, newPathWorkspace, type PathWorkspace, retroEnergies } from './path-attenuation.ts';
import { lengthOf, type Place } from './place.ts';
import { type ReflectingWall, reflectingWalls } from './reflecting-walls.ts';
import type { RoadLines } from './road-lines.ts';
import { divergencePerM, eachPiece, type SourcePiece } from './source-pieces.ts';

/** A point where a level is wanted. */
export interface Receiver {
  readonly at: Place;
  /** Building before whose façade it is; −1: it stands free. */
  readonly building: number;
}

/**
 * How much of each road's sound comes to each receiver, kept: what traffic, a speed limit or a surface does to the levels is a sum over it, without a
 * new path. Receiver r hears the roads `start[r]` to `start[r + 1]`.
 */
export interface Transfer {
  readonly receivers: readonly Receiver[];
  readonly start: Int32Array;
  readonly road: Int32Array;
  /** All roads that any receiver hears. */
  readonly audible: ReadonlySet<number>;
  /** Eight bands each: energy at the receiver of one unit of energy on every metre of the road. */
  readonly energy: Float32Array;
  /** Ways from a piece of road to a receiver that were computed, straight and over a façade. */
  readonly paths: { direct: number; reflected: number };
}

/** What transfers hang on beside the scene. */
interface TransferWish {
  reachM: number;
  /** What each road may send out on a metre at most, A-weighted energy: those that are inaudible at a point are left out there. */
  loudest: Float64Array;
  reflects: boolean;
  favourablePct: number;
  airC: number;
  humidityPct: number;
}

/** Free sound of a point: 11 dB (directive 2.5.12). */
const DIVERGENCE = energyOfDb(-11);
/** Share of energy that façades swallow (page of defaults: 1 dB rounded). */
const FACADE_ABSORPTION = 0.1;
/** A road that would not come to this level in the open is left out, dB(A). */
const INAUDIBLE = energyOfDb(20);
/** Longer ways over a façade add nothing to what comes straight: they are left out, metres. */
const REFLECTED_REACH_M = 200;
/** A way ends so far before the façade that it meets, metres. */
const BEFORE_WALL_M = 0.05;
const BATCH = 16;
const CUT_ROOM = 4096;

/** Arrays in which ways are computed one after another. */
interface Bench {
  readonly cuts: CutWorkspace;
  readonly joined: Cut;
  readonly path: PathWorkspace;
  readonly calm: Float64Array;
  readonly bent: Float64Array;
  readonly retro: Float64Array;
  readonly sum: Float64Array;
  /** Nepers of energy a metre of air takes from each band. */
  readonly airPerM: readonly number[];
  direct: number;
  reflected: number;
}

/** Finds the ways from roads to receivers and keeps what each road sends to each; null: stopped. */
export async function transferTo(
  scene: NoiseScene,
  roads: RoadLines,
  receivers: readonly Receiver[],
  wish: TransferWish,
  pause: Pause,
): Promise<Transfer | null> {
  const work = openBench(scene, wish);
  const start = new Int32Array(receivers.length + 1);
  const road: number[] = [];
  const energy: Float32Array[] = [];
  for (let r = 0; r < receivers.length; r++) {
    if (r % BATCH === 0 && (await pause(r / receivers.length))) return null;
    const received = roadsAt(scene, roads, receivers[r], wish, work);
    for (const [segment, bands] of received) {
      road.push(segment);
      energy.push(bands);
    }
    start[r + 1] = road.length;
  }
  const all = new Float32Array(BANDS * energy.length);
  for (const [i, bands] of energy.entries()) all.set(bands, BANDS * i);
  const { direct, reflected } = work;
  return {
    receivers,
    start,
    road: Int32Array.from(road),
    audible: new Set(road),
    energy: all,
    paths: { direct, reflected },
  };
}

function openBench(scene: NoiseScene, { airC, humidityPct }: TransferWish): Bench {
  const air = airAbsorptionDbPerKm({ ...USUAL_AIR, temperatureC: airC, humidityPct });
  return {
    cuts: newCutWorkspace(scene),
    joined: newCut(CUT_ROOM),
    path: newPathWorkspace(),
    calm: new Float64Array(BANDS),
    bent: new Float64Array(BANDS),
    retro: new Float64Array(BANDS),
    sum: new Float64Array(BANDS),
    airPerM: air.map((dbPerKm) => (dbPerKm * Math.LN10) / 10_000),
    direct: 0,
    reflected: 0,
  };
}

/** What comes to one receiver, by road in the order of their numbers. */
function roadsAt(
  scene: NoiseScene,
  { index, lines }: RoadLines,
  { at, building }: Receiver,
  wish: TransferWish,
  work: Bench,
): Map<number, Float32Array> {
  const { reachM } = wish;
  const legs = index
    .piecesIn([at[0] - reachM, at[1] - reachM, at[0] + reachM, at[1] + reachM])
    .sort((a, b) => a.segment - b.segment || a.k - b.k);
  const walls = wish.reflects ? reflectingWalls(scene.walls, at, building) : [];
  const received = new Map<number, Float32Array>();
  let current = -1;
  let isAudible = false;
  const keep = () => {
    if (current >= 0 && work.sum.some((one) => one > 0)) received.set(current, Float32Array.from(work.sum));
    work.sum.fill(0);
  };
  for (const { segment, k } of legs) {
    if (segment !== current) {
      keep();
      current = segment;
      isAudible = wish.loudest[segment] * freeEnergy(lines[segment], at) > INAUDIBLE;
    }
    if (!isAudible) continue;
    eachPiece(lines[segment][k - 1], lines[segment][k], at, reachM, (piece) => {
      addDirect(scene, piece, at, wish, work);
      for (const wall of walls) addReflected(scene, piece, at, wall, wish, work);
    });
  }
  keep();
  return received;
}

/** Energy that a whole road would send to a place over open, hard ground. */
function freeEnergy(line: readonly Place[], at: Place): number {
  let energy = 0;
  for (let k = 1; k < line.length; k++) {
    const lengthM = lengthOf(line[k][0] - line[k - 1][0], line[k][1] - line[k - 1][1], 0);
    if (lengthM > 0) energy += divergencePerM(line[k - 1], line[k], at, lengthM);
  }
  return 2 * DIVERGENCE * energy;
}

/** Adds the way straight from a piece to the receiver, over what stands between. */
function addDirect(scene: NoiseScene, piece: SourcePiece, at: Place, wish: TransferWish, work: Bench): void {
  const { path, calm, bent, sum, airPerM } = work;
  const cut = findCut(scene, piece.at, at, work.cuts);
  work.direct++;
  boundaryEnergies(cut, 'homogeneous', path, calm);
  boundaryEnergies(cut, 'favourable', path, bent);
  const bends = wish.favourablePct / 100;
  const distanceM = lengthOf(piece.at[0] - at[0], piece.at[1] - at[1], piece.at[2] - at[2]);
  for (let band = 0; band < BANDS; band++) {
    const boundary = bends * bent[band] + (1 - bends) * calm[band];
    sum[band] += DIVERGENCE * piece.divergencePerM * Math.exp(-airPerM[band] * distanceM) * boundary;
  }
}

/** Adds the way by one façade, if there is one. */
function addReflected(
  scene: NoiseScene,
  piece: SourcePiece,
  at: Place,
  wall: ReflectingWall,
  wish: TransferWish,
  work: Bench,
): void {
  const [sx, sy, sz] = piece.at;
  const { ax, ay, bx, by, imageX, imageY, outX, outY, topM } = wall;
  if ((sx - ax) * outX + (sy - ay) * outY <= 0) return;
  const dx = imageX - sx;
  const dy = imageY - sy;
  const ex = bx - ax;
  const ey = by - ay;
  const area = dx * ey - dy * ex;
  if (area === 0) return;
  const t = ((ax - sx) * ey - (ay - sy) * ex) / area;
  const s = ((ax - sx) * dy - (ay - sy) * dx) / area;
  if (t <= 0 || t >= 1 || s < 0 || s > 1) return;
  const wayM = lengthOf(dx, dy, 0);
  if (wayM > Math.min(wish.reachM, REFLECTED_REACH_M)) return;
  const upM = sz + t * (at[2] - sz);
  const turn: Place = [sx + t * dx + BEFORE_WALL_M * outX, sy + t * dy + BEFORE_WALL_M * outY, upM];
  const { joined, path, calm, bent, retro, sum, airPerM } = work;
  joined.count = 0;
  append(joined, findCut(scene, piece.at, turn, work.cuts), 0);
  joined.sourceM = sz;
  joined.sourcePorosity = work.cuts.cut.sourcePorosity;
  append(joined, findCut(scene, turn, at, work.cuts), t * wayM);
  joined.receiverM = at[2];
  work.reflected++;
  const bends = wish.favourablePct / 100;
  const reflector = { alongM: t * wayM, topM };
  boundaryEnergies(joined, 'homogeneous', path, calm);
  retroEnergies(joined, reflector, 'homogeneous', path, retro);
  for (let band = 0; band < BANDS; band++) calm[band] *= retro[band];
  boundaryEnergies(joined, 'favourable', path, bent);
  retroEnergies(joined, reflector, 'favourable', path, retro);
  const lengthM = lengthOf(wayM, at[2] - sz, 0);
  const share = (DIVERGENCE * (1 - FACADE_ABSORPTION) * piece.lengthM) / (lengthM * lengthM);
  for (let band = 0; band < BANDS; band++) {
    const boundary = bends * bent[band] * retro[band] + (1 - bends) * calm[band];
    sum[band] += share * Math.exp(-airPerM[band] * lengthM) * boundary;
  }
}

/** Sets the points of a cut behind those that are there. */
function append(into: Cut, { count, alongM, groundM, topM, porosity }: Cut, fromM: number): void {
  for (let i = 0; i < count; i++) addPoint(into, fromM + alongM[i], groundM[i], topM[i], porosity[i]);
}

/**
 * Sums what all roads send to each receiver into A-weighted energies, for several emissions at once: a transfer is read from memory one time for
 * all parts of the day. An emission holds eight weighted bands a road.
 */
export function receivedEnergies(
  { receivers, start, road, energy }: Transfer,
  emissions: readonly Float64Array[],
): Float64Array[] {
  const received = emissions.map(() => new Float64Array(receivers.length));
  for (let r = 0; r < receivers.length; r++)
    for (let i = start[r]; i < start[r + 1]; i++) {
      const from = BANDS * road[i];
      const at = BANDS * i;
      for (let k = 0; k < emissions.length; k++) {
        const emission = emissions[k];
        let sum = 0;
        for (let band = 0; band < BANDS; band++) sum += energy[at + band] * emission[from + band];
        received[k][r] += sum;
      }
    }
  return received;
}
