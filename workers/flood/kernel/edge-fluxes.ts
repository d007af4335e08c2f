/* What flows over the raster's edges, and how much of it came in. */
import { EAST, EDGE_BYTES, edgesFrom, FREE, SOUTH, STAGE, WEST } from './edges';
import { HALF_GRAVITY } from './faces';
import { GRAVITY } from './memory';
import { faceXRow, faceYRow, ROW } from './rows';
import { stripFrom, stripTo } from './tile';

/** Where the face of an edge stands in its row of faces. */
function edgeFace(edge: usize): usize {
  const at = <usize>load<i32>(edge);
  return load<i32>(edge, 4) === WEST ? at - 4 : at;
}

function edgeFaces(edge: usize, r: i32): usize {
  return load<i32>(edge, 4) <= EAST ? faceXRow(r) : faceYRow(r);
}

/** Returns true for a south edge, whose cell is in the next row. */
export function isSouth(edge: usize): bool {
  return load<i32>(edge, 4) === SOUTH;
}

/**
 * What an edge takes out of its cell and how it pushes back, over what `faceRow` left there. `../core/shallow-water.ts` has it in words.
 * Depths and velocities are those of the row in which its cell is.
 */
export function edgeFlux(edge: usize, r: i32, depths: usize, velocities: usize): void {
  const at = <usize>load<i32>(edge);
  const side = load<i32>(edge, 4);
  const kind = load<i32>(edge, 8);
  const value = load<f32>(edge, 12);
  const h = load<f32>(depths + at);
  const u = load<f32>(velocities + at);
  const v = load<f32>(velocities + at, ROW);
  const inwards: f32 = side === WEST || side === SOUTH ? 1 : -1;
  const normal = side <= EAST ? u : v;
  const along = side <= EAST ? v : u;
  const outMps = -inwards * normal;
  let out: f32 = 0;
  let push: f32 = 0;
  if (kind <= STAGE) {
    stageFlux(h, outMps, kind === FREE ? 0 : value);
    out = edgeOut;
    push = edgePush;
  } else {
    const given = load<f32>(edge, 24);
    const critical = <f32>Math.cbrt((<f64>value * <f64>value) / <f64>GRAVITY);
    const depth = given > 0 && given < critical ? given : max<f32>(h, critical);
    out = -value;
    push = depth > 0 ? (value * value) / depth + HALF_GRAVITY * depth * depth : 0;
    if (depth === given) push += HALF_GRAVITY * (depth + h) * load<f32>(edge, 28);
  }
  push -= HALF_GRAVITY * h * h;
  const mass = -inwards * out;
  const face = edgeFaces(edge, r) + edgeFace(edge);
  store<f32>(face, mass);
  store<f32>(face, out > 0 ? mass * along : 0, ROW);
  store<f32>(face, push, 2 * ROW);
  store<f32>(face, push, 3 * ROW);
}

let edgeOut: f32 = 0;
let edgePush: f32 = 0;

/** HLL against still water of the depth outside, that the wave going out carries along, but not in faster than its own (`../core/entering.ts`). */
function stageFlux(h: f32, u: f32, hOut: f32): void {
  const cL = sqrt<f32>(GRAVITY * h);
  const cR = sqrt<f32>(GRAVITY * hOut);
  edgeOut = edgePush = 0;
  if (h <= 0 && hOut <= 0) return;
  const carried = u + 2 * (cL - cR);
  const uOut = hOut > 0 ? max<f32>(carried, -cR) : carried;
  const cStar = max<f32>(0, (cL + cR) / 2 + (u - uOut) / 4);
  const uStar = (u + uOut) / 2 + cL - cR;
  let sL = h <= 0 ? uOut - 2 * cR : hOut <= 0 ? u - cL : min<f32>(u - cL, uStar - cStar);
  let sR = hOut <= 0 ? u + 2 * cL : h <= 0 ? uOut + cR : max<f32>(uOut + cR, uStar + cStar);
  sL = min<f32>(sL, 0);
  sR = max<f32>(sR, 0);
  if (sR === sL) return;
  const massL = h * u;
  const massR = hOut * uOut;
  const normalL = massL * u + HALF_GRAVITY * h * h;
  const normalR = massR * uOut + HALF_GRAVITY * hOut * hOut;
  edgeOut = (sR * massL - sL * massR + sL * sR * (hOut - h)) / (sR - sL);
  edgePush = (sR * normalL - sL * normalR + sL * sR * (massR - massL)) / (sR - sL);
}

/** Notes what came in over the edges whose faces lie in a row. */
export function countEdges(faceRow: i32, lengthM: f64): void {
  for (let edge = edgesFrom(faceRow), end = edgesFrom(faceRow + 1); edge < end; edge += EDGE_BYTES) {
    const at = <usize>load<i32>(edge);
    if (at < stripFrom || at >= stripTo) continue;
    const side = load<i32>(edge, 4);
    const mass = load<f32>(edgeFaces(edge, faceRow) + edgeFace(edge));
    const inwards: f64 = side === WEST || side === SOUTH ? 1 : -1;
    store<f64>(edge, load<f64>(edge, 16) + inwards * <f64>mass * lengthM, 16);
  }
}
