import { BANDS, WAVELENGTH_M } from './bands.ts';
import type { Cut } from './cut.ts';
import { detourM, rayLengthM, rayRadiusM, stretchString } from './edges.ts';
import {
  type GroundStretch,
  groundEnergies,
  layGroundStretch,
  newGroundStretch,
  type Weather,
} from './ground-effect.ts';
import { layMeanPlane, type MeanPlane, newMeanPlane } from './mean-plane.ts';

/** Edges at most that one path goes over. */
const MAX_EDGES = 64;
/** Edges nearer together than this count as one (directive 2.5.23), metres. */
const ONE_EDGE_M = 0.3;
/** A path over the top is dampened by no more than this at its edges: 25 dB, as a factor. */
const MAX_OVER_TOP = 10 ** 2.5;
/** An edge below the ray counts only when the detour is at least this part of a wavelength. */
const GRAZING_PART = 1 / 20;
/** No edge that is farther below the ray than this can count in any band, metres of detour. */
const GRAZING_M = WAVELENGTH_M[0] * GRAZING_PART;

/** Arrays and planes that one path after another is computed in. */
export interface PathWorkspace {
  readonly edges: Int32Array;
  readonly heightM: Float64Array;
  readonly plane: MeanPlane;
  readonly farPlane: MeanPlane;
  readonly stretch: GroundStretch;
  readonly direct: Float64Array;
  readonly near: Float64Array;
  readonly far: Float64Array;
  /** A place: metres along and up. */
  readonly from: [number, number];
  readonly to: [number, number];
}

export const newPathWorkspace = (): PathWorkspace => ({
  edges: new Int32Array(MAX_EDGES),
  heightM: new Float64Array(MAX_EDGES),
  plane: newMeanPlane(),
  farPlane: newMeanPlane(),
  stretch: newGroundStretch(),
  direct: new Float64Array(BANDS),
  near: new Float64Array(BANDS),
  far: new Float64Array(BANDS),
  from: [0, 0],
  to: [0, 0],
});

/**
 * Finds the energy that the ground and the edges of a cut let through in each band, as a factor to free sound: the boundary term of CNOSSOS-EU
 * (Directive 2015/996, 2.5.6, as amended by 2021/1226), computed in energies so that a band needs neither logarithm nor power.
 */
export function boundaryEnergies(cut: Cut, weather: Weather, work: PathWorkspace, into: Float64Array): void {
  const { count, alongM } = cut;
  const distanceM = rayLengthM(alongM[count - 1] - alongM[0], cut.receiverM - cut.sourceM, 0);
  const radiusM = rayRadiusM(weather, distanceM);
  const edges = stretchString(cut, radiusM, work.edges, work.heightM);
  if (edges > 0) {
    overEdges(cut, weather, radiusM, edges, work, into);
    return;
  }
  overGround(cut, weather, work, into);
  const grazed = grazedEdge(cut, radiusM);
  if (grazed < 0) return;
  work.edges[0] = grazed;
  graze(cut, weather, radiusM, work, into);
}

/** Nothing stands in the way: the ground from end to end. */
function overGround(cut: Cut, weather: Weather, work: PathWorkspace, into: Float64Array): void {
  const { plane, stretch, from, to } = work;
  layMeanPlane(cut, 0, cut.count - 1, plane);
  place(from, cut.alongM[0], cut.sourceM);
  place(to, cut.alongM[cut.count - 1], cut.receiverM);
  layGroundStretch(plane, from, to, cut.sourcePorosity, weather, stretch);
  groundEnergies(stretch, into);
}

function place(at: [number, number], alongM: number, heightM: number): void {
  at[0] = alongM;
  at[1] = heightM;
}

/** The point of the cut whose detour is the longest though sound passes above it; −1: none is near the ray. */
function grazedEdge(cut: Cut, radiusM: number): number {
  const { count, alongM, topM, sourceM, receiverM } = cut;
  const start = alongM[0];
  const end = alongM[count - 1];
  let best = -1;
  let bestM = -GRAZING_M;
  for (let i = 1; i < count - 1; i++) {
    const x = alongM[i];
    if (x <= start || x >= end) continue;
    const belowM = sourceM + ((receiverM - sourceM) * (x - start)) / (end - start) - topM[i];
    // A bound of the detour: no root is taken of points far below the chord.
    if (belowM > 0 && belowM * belowM > 8 * GRAZING_M * Math.min(x - start, end - x) + 4 * GRAZING_M * GRAZING_M)
      continue;
    const detour = detourM(start, sourceM, x, topM[i], end, receiverM, radiusM);
    if (detour <= bestM) continue;
    best = i;
    bestM = detour;
  }
  return best;
}

/** Takes diffraction at an edge just below the ray in the bands that are long enough to feel it (Rayleigh's criterion, directive 2.5.6). */
function graze(cut: Cut, weather: Weather, radiusM: number, work: PathWorkspace, into: Float64Array): void {
  const { alongM, topM, sourceM, receiverM, count } = cut;
  const edge = work.edges[0];
  const start = alongM[0];
  const end = alongM[count - 1];
  const x = alongM[edge];
  const z = topM[edge];
  const detour = detourM(start, sourceM, x, z, end, receiverM, radiusM);
  layMeanPlane(cut, 0, edge, work.plane);
  layMeanPlane(cut, edge, count - 1, work.farPlane);
  place(work.from, start, sourceM);
  place(work.to, end, receiverM);
  mirror(work.plane, work.from);
  mirror(work.farPlane, work.to);
  const mirrored = detourM(work.from[0], work.from[1], x, z, work.to[0], work.to[1], radiusM);
  const isFelt = (lengthM: number) => detour > -lengthM * GRAZING_PART && detour > lengthM / 4 - mirrored;
  if (!WAVELENGTH_M.some(isFelt)) return;
  overEdges(cut, weather, radiusM, 1, work, work.direct);
  for (let band = 0; band < BANDS; band++) if (isFelt(WAVELENGTH_M[band])) into[band] = work.direct[band];
}

/** Mirrors a place at a mean plane. */
function mirror({ slope, riseM }: MeanPlane, at: [number, number]): void {
  const twice = (2 * (at[1] - slope * at[0] - riseM)) / (1 + slope * slope);
  at[0] += twice * slope;
  at[1] -= twice;
}

/** Diffraction over the edges in the workspace, with the ground on both sides of them (directive 2.5.21 to 2.5.37). */
function overEdges(
  cut: Cut,
  weather: Weather,
  radiusM: number,
  edges: number,
  work: PathWorkspace,
  into: Float64Array,
): void {
  const { alongM, topM, count, sourceM, receiverM } = cut;
  const { plane, farPlane, stretch, near, far, from, to } = work;
  const first = work.edges[0];
  const last = work.edges[edges - 1];
  const start = alongM[0];
  const end = alongM[count - 1];
  let betweenM = 0;
  for (let i = 1; i < edges; i++) {
    const one = work.edges[i - 1];
    const next = work.edges[i];
    betweenM += rayLengthM(alongM[next] - alongM[one], topM[next] - topM[one], radiusM);
  }
  const detourOf = (fromX: number, fromZ: number, toX: number, toZ: number): number => {
    if (edges === 1) return detourM(fromX, fromZ, alongM[first], topM[first], toX, toZ, radiusM);
    return (
      rayLengthM(alongM[first] - fromX, topM[first] - fromZ, radiusM) +
      betweenM +
      rayLengthM(toX - alongM[last], toZ - topM[last], radiusM) -
      rayLengthM(toX - fromX, toZ - fromZ, radiusM)
    );
  };
  const detour = detourOf(start, sourceM, end, receiverM);
  layMeanPlane(cut, 0, first, plane);
  place(from, start, sourceM);
  place(to, alongM[first], topM[first]);
  layGroundStretch(plane, from, to, cut.sourcePorosity, weather, stretch);
  groundEnergies(stretch, near);
  const isSourceBuried = stretch.fromM <= 0;
  mirror(plane, from);
  const fromDetour = isSourceBuried ? detour : detourOf(from[0], from[1], end, receiverM);
  layMeanPlane(cut, last, count - 1, farPlane);
  place(from, alongM[last], topM[last]);
  place(to, end, receiverM);
  layGroundStretch(farPlane, from, to, null, weather, stretch);
  groundEnergies(stretch, far);
  const isReceiverBuried = stretch.toM <= 0;
  mirror(farPlane, to);
  const toDetour = isReceiverBuried ? detour : detourOf(start, sourceM, to[0], to[1]);
  for (let band = 0; band < BANDS; band++) {
    const many = severalEdges(betweenM, WAVELENGTH_M[band]);
    const damped = diffraction(detour, many, WAVELENGTH_M[band]);
    const nearDamped = diffraction(fromDetour, many, WAVELENGTH_M[band]);
    const farDamped = diffraction(toDetour, many, WAVELENGTH_M[band]);
    const nearPart = 1 + (Math.sqrt(near[band]) - 1) * Math.sqrt(damped / nearDamped);
    const farPart = 1 + (Math.sqrt(far[band]) - 1) * Math.sqrt(damped / farDamped);
    into[band] = (nearPart * nearPart * farPart * farPart) / Math.min(damped, MAX_OVER_TOP);
  }
}

/** What several edges do more than one: C″ of the directive (2.5.23). */
function severalEdges(betweenM: number, lengthM: number): number {
  if (betweenM <= ONE_EDGE_M) return 1;
  const narrow = (5 * lengthM) / betweenM;
  return (1 + narrow * narrow) / (1 / 3 + narrow * narrow);
}

/** The factor by which diffraction lessens the energy: 1 where the detour is too far below the ray (directive 2.5.22). */
function diffraction(detour: number, many: number, lengthM: number): number {
  const turns = (40 * many * detour) / lengthM;
  return turns >= -2 ? 3 + turns : 1;
}

/** A façade that sends sound back: where the way meets it, and its top there. */
export interface Reflector {
  alongM: number;
  topM: number;
}

/**
 * Finds what a façade that is hardly higher than the ray sends back in each band, as a factor: sound passes over its top too
 * (retro-diffraction, directive 2.5.6, figure 2.5.g). Absorption is not in it.
 */
export function retroEnergies(
  cut: Cut,
  { alongM: at, topM: top }: Reflector,
  weather: Weather,
  work: PathWorkspace,
  into: Float64Array,
): void {
  const { alongM, topM, count } = cut;
  const distanceM = rayLengthM(alongM[count - 1] - alongM[0], cut.receiverM - cut.sourceM, 0);
  const radiusM = rayRadiusM(weather, distanceM);
  const edges = stretchString(cut, radiusM, work.edges, work.heightM);
  let fromX = alongM[0];
  let fromZ = cut.sourceM;
  let toX = alongM[count - 1];
  let toZ = cut.receiverM;
  for (let i = 0; i < edges; i++) {
    const edge = work.edges[i];
    if (alongM[edge] < at) {
      fromX = alongM[edge];
      fromZ = topM[edge];
    } else if (alongM[edge] > at) {
      toX = alongM[edge];
      toZ = topM[edge];
      break;
    }
  }
  const detour = detourM(fromX, fromZ, at, top, toX, toZ, radiusM);
  for (let band = 0; band < BANDS; band++) into[band] = 1 / diffraction(-detour, 1, WAVELENGTH_M[band]);
}

/**
 * Finds the energy that a way round upright edges lets through in each band, as a factor to free sound: the ground of the way laid out flat, and
 * the detour in space, without a bound (directive 2.5.6, lateral diffraction). `betweenM`: from the first upright edge to the last.
 */
export function aroundEnergies(
  cut: Cut,
  detour: number,
  betweenM: number,
  weather: Weather,
  work: PathWorkspace,
  into: Float64Array,
): void {
  overGround(cut, weather, work, into);
  for (let band = 0; band < BANDS; band++) {
    const many = severalEdges(betweenM, WAVELENGTH_M[band]);
    into[band] /= diffraction(detour, many, WAVELENGTH_M[band]);
  }
}
