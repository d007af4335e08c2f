/* The fast scheme's first call: flows move by the depths. */
import {
  beside,
  columnValue,
  copyStrip,
  DEPTH_EAST,
  DEPTH_NORTH,
  DEPTH_SOUTH,
  DEPTH_WEST,
  FLOW_EAST,
  FLOW_NORTH,
  FLOW_SOUTH,
  FLOW_WEST,
  OLD_EAST,
  OLD_NORTH,
  place,
  saveColumns,
  saveRows,
  strip,
} from './borders';
import { EAST, EDGE_BYTES, edgesFrom, FREE, INFLOW, SOUTH, WEST } from './edges';
import { GUESS_BIAS, GUESS_THIRD, kept, rootAbove, rootBelow, rootGuess, touch, touched } from './lanes';
import {
  bed,
  cellM,
  columns,
  DRY_DEPTH,
  EAST_CREST,
  FRICTION,
  GRAVITY,
  isPlain,
  NORTH_CREST,
  plainRow,
  planeBytes,
  row,
  strideBytes,
  terrainRow,
} from './memory';
import { first, last, stripFrom, stripTo } from './tile';

const OWN: f32 = 0.9;
const BESIDE: f32 = 0.05;
/** (2/3)^1.5·√g. */
const BRINK: f32 = 1.7046;

/** A direction as a type: the function that has it is written out for each, and one that is called in one place is no call at all. */
type East = u8;
type North = u16;

/**
 * Kinds of rows as types: one whose faces have no crests and whose ground is all as rough, and any. The first has 143 instructions in its
 * loop, the other 172: 1.09 times the cells a second where memory is not waited for.
 */
type Plain = u8;
type Rough = u16;

/**
 * Flow through four faces between cells A and B. To the east B is a cell farther on in the same rows, to the north in rows of its own;
 * `besides` is the sum of the flows next to `before`.
 */
function faceFlow<D, K>(
  hA: v128,
  zA: v128,
  nA: v128,
  h: usize,
  z: usize,
  n: usize,
  crest: usize,
  before: v128,
  besides: v128,
  zero: v128,
  signless: v128,
  dryDepth: v128,
  dtHalf: v128,
  perM: v128,
  ownPart: v128,
  besidePart: v128,
  third: v128,
  bias: v128,
  g: v128,
): v128 {
  const isEast = sizeof<D>() === 1;
  const isPlain = sizeof<K>() === 1;
  const hB = isEast ? v128.load(h, 4) : v128.load(h);
  const rise = f32x4.sub(isEast ? v128.load(z, 4) : v128.load(z), zA);
  const drag = isPlain ? dtHalf : f32x4.mul(dtHalf, f32x4.add(nA, isEast ? v128.load(n, 4) : v128.load(n)));
  const levelB = f32x4.add(hB, rise);
  const step = f32x4.pmax(rise, zero);
  const sill = isPlain ? step : f32x4.pmax(step, v128.load(crest));
  const flowing = f32x4.sub(f32x4.pmax(hA, levelB), sill);
  const hf = f32x4.pmax(flowing, dryDepth);
  const start = f32x4.add(f32x4.mul(ownPart, before), f32x4.mul(besidePart, besides));
  const pushed = f32x4.sub(start, f32x4.mul(f32x4.mul(perM, hf), f32x4.sub(levelB, hA)));
  const c = rootGuess(hf, third, bias);
  const c3 = f32x4.mul(c, f32x4.mul(c, c));
  const squared = f32x4.mul(hf, hf);
  const resisting = f32x4.mul(squared, rootAbove(hf, c, c3));
  const slowing = f32x4.mul(rootBelow(hf, c3), f32x4.mul(drag, v128.and(before, signless)));
  let flow = f32x4.div(f32x4.mul(pushed, resisting), f32x4.add(resisting, slowing));
  const most = f32x4.mul(g, f32x4.mul(squared, hf));
  if (i32x4.bitmask(f32x4.gt(f32x4.mul(flow, flow), most)) !== 0) {
    const root = f32x4.sqrt(most);
    flow = f32x4.pmax(f32x4.neg(root), f32x4.pmin(root, flow));
  }
  return v128.and(flow, f32x4.gt(flowing, dryDepth));
}

/**
 * Flows through the east and the north faces of a row, in place. What stood on the east faces goes along in registers; what stood on
 * the north ones is left in `oldNorth`, over that of the row below. `above` are the flows a row farther north as they were.
 */
function flowRow<K>(state: usize, r: i32, above: usize, oldWest: f32, oldEast: f32, dtS: f32): void {
  const zero = kept(0);
  const signless = kept(reinterpret<f32>(0x7fffffff));
  const dryDepth = kept(DRY_DEPTH);
  const perM = kept((GRAVITY * dtS) / cellM);
  // Of a plain row half of it and twice the friction at once.
  const isPlain = sizeof<K>() === 1;
  const dtHalf = kept(isPlain ? dtS * load<f32>(plainRow(FRICTION), 4) : 0.5 * dtS);
  const ownPart = kept(OWN);
  const besidePart = kept(BESIDE);
  const third = kept(GUESS_THIRD);
  const bias = kept(GUESS_BIAS);
  const g = kept(GRAVITY);
  let h = row(state, r) + stripFrom;
  let x = h + 2 * planeBytes;
  let y = x + planeBytes;
  let z = row(bed, r) + stripFrom;
  let n = terrainRow(FRICTION, r) + stripFrom;
  let crestX = terrainRow(EAST_CREST, r) + stripFrom;
  let crestY = terrainRow(NORTH_CREST, r) + stripFrom;
  let oldSouth = strip(OLD_NORTH);
  let hNorth = h + strideBytes;
  let zNorth = z + strideBytes;
  let nNorth = terrainRow(FRICTION, r + 1) + stripFrom;
  const end = x + (stripTo - stripFrom);
  const last = f32x4.splat(oldEast);
  const span = end - x;
  touched(
    touch(hNorth + strideBytes, span) |
      touch(zNorth + strideBytes, span) |
      touch(x + strideBytes, span) |
      touch(y + 2 * strideBytes, span),
  );
  let west = f32x4.splat(oldWest);
  let here = v128.load(x);
  while (x < end) {
    const hA = v128.load(h);
    const zA = v128.load(z);
    const nA = isPlain ? zero : v128.load(n);
    const next = x + 16;
    const east = next < end ? v128.load(next) : last;
    const besideX = f32x4.add(v128.shuffle<i32>(west, here, 3, 4, 5, 6), v128.shuffle<i32>(here, east, 1, 2, 3, 4));
    v128.store(
      x,
      faceFlow<East, K>(
        hA,
        zA,
        nA,
        h,
        z,
        n,
        crestX,
        here,
        besideX,
        zero,
        signless,
        dryDepth,
        dtHalf,
        perM,
        ownPart,
        besidePart,
        third,
        bias,
        g,
      ),
    );
    west = here;
    here = east;
    const north = v128.load(y);
    const besideY = f32x4.add(v128.load(oldSouth), v128.load(above));
    v128.store(oldSouth, north);
    v128.store(
      y,
      faceFlow<North, K>(
        hA,
        zA,
        nA,
        hNorth,
        zNorth,
        nNorth,
        crestY,
        north,
        besideY,
        zero,
        signless,
        dryDepth,
        dtHalf,
        perM,
        ownPart,
        besidePart,
        third,
        bias,
        g,
      ),
    );
    x = next;
    h += 16;
    y += 16;
    z += 16;
    n += 16;
    crestX += 16;
    crestY += 16;
    oldSouth += 16;
    above += 16;
    hNorth += 16;
    zNorth += 16;
    nNorth += 16;
  }
}

/** One face, as `flowRow` has it, against water outside. */
function stageFlow(h: f32, outsideM: f32, inwards: f32, before: f32, drag: f32, dtS: f32): f32 {
  const hf = max<f32>(h, outsideM);
  if (!(hf > DRY_DEPTH)) return 0;
  const pushed = before - (GRAVITY * hf * dtS * inwards * (h - outsideM)) / cellM;
  const resisting = hf * hf * <f32>Math.cbrt(hf);
  const flow = (pushed * resisting) / (resisting + dtS * drag * abs<f32>(before));
  const most = hf * sqrt<f32>(GRAVITY * hf);
  return max<f32>(-most, min<f32>(most, flow));
}

/** Flows over the edges whose faces lie in a row; x faces start from `oldEast`, y faces from `oldNorth`. */
function edgeFlows(state: usize, faceRow: i32, oldEast: usize, oldNorth: usize, dtS: f32): void {
  for (let edge = edgesFrom(faceRow), end = edgesFrom(faceRow + 1); edge < end; edge += EDGE_BYTES) {
    const at = <usize>load<i32>(edge);
    if (at < stripFrom || at >= stripTo) continue;
    const side = load<i32>(edge, 4);
    const kind = load<i32>(edge, 8);
    const value = load<f32>(edge, 12);
    const cellRow = side === SOUTH ? faceRow + 1 : faceRow;
    const h = load<f32>(row(state, cellRow) + at);
    const inwards: f32 = side === WEST || side === SOUTH ? 1 : -1;
    const face = side === WEST ? at - 4 : at;
    const old = (side <= EAST ? oldEast : oldNorth) + face - stripFrom;
    let flow: f32 = 0;
    if (kind === INFLOW) flow = inwards * value;
    else if (kind === FREE) flow = h > DRY_DEPTH ? -inwards * BRINK * sqrt<f32>(h) * h : 0;
    else flow = stageFlow(h, value, inwards, load<f32>(old), load<f32>(terrainRow(FRICTION, cellRow) + at), dtS);
    store<f32>(row(state + (side <= EAST ? 2 : 3) * planeBytes, faceRow) + face, flow);
  }
}

function isPlainRow(r: i32): bool {
  return isPlain(FRICTION, r) && isPlain(FRICTION, r + 1) && isPlain(EAST_CREST, r) && isPlain(NORTH_CREST, r);
}

/** The faces between a row and the rim to its west and east, which a plain row takes for open. */
function closeRim(x: usize): void {
  const east = columns << 2;
  if (stripFrom === 0) store<f32>(x, 0);
  if (east >= stripFrom && east < stripTo) store<f32>(x + east, 0);
}

/** Moves the flows of a tile on by a step. */
export function flowTile(index: i32, state: usize, dtS: f32): void {
  place(index);
  const x = state + 2 * planeBytes;
  const y = state + 3 * planeBytes;
  const west = beside(-1, 0);
  const east = beside(1, 0);
  const north = beside(0, 1);
  const south = beside(0, -1);
  const oldNorth = strip(OLD_NORTH);
  const oldEast = strip(OLD_EAST);
  copyStrip(oldNorth, south === 0 ? row(y, first - 1) + stripFrom : south + FLOW_NORTH);
  if (first === 0) edgeFlows(state, -1, oldEast, oldNorth, dtS);
  for (let r = first; r < last; r++) {
    const hasEdges = edgesFrom(r) < edgesFrom(r + 1);
    if (hasEdges) {
      copyStrip(oldEast, row(x, r) + stripFrom);
      store<f32>(oldEast - 4, columnValue(west, FLOW_EAST, r));
    }
    const above = r + 1 === last && north !== 0 ? north + FLOW_SOUTH : row(y, r + 1) + stripFrom;
    const westFlow = columnValue(west, FLOW_EAST, r);
    const eastFlow = columnValue(east, FLOW_WEST, r);
    if (isPlainRow(r)) {
      flowRow<Plain>(state, r, above, westFlow, eastFlow, dtS);
      closeRim(row(x, r));
    } else flowRow<Rough>(state, r, above, westFlow, eastFlow, dtS);
    if (hasEdges) edgeFlows(state, r, oldEast, oldNorth, dtS);
  }
  saveRows(state, DEPTH_SOUTH, DEPTH_NORTH);
  saveColumns(state, DEPTH_WEST, DEPTH_EAST);
}
