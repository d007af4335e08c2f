/* The worst of a run, cell by cell: `../results/maxima.ts` in lanes. Its planes have a plane's rows without those before and after the raster's. */
import { kept } from './lanes';
import { DRY_DEPTH, order, planeBytes, row, rows, strideBytes, worst } from './memory';
import { first, last, placeTile, stripFrom, stripTo } from './tile';

const FILM: f32 = 0.01;
const ARRIVED: f32 = 0.1;
const DEEP: f32 = 0.3;
/** Depth and speed above which the hazard rating counts debris. */
const DEBRIS_DEPTH: f32 = 0.25;
const DEBRIS_SPEED: f32 = 2;

function grow(plane: usize, value: v128): void {
  v128.store(plane, f32x4.pmax(v128.load(plane), value));
}

function add(plane: usize, value: v128): void {
  v128.store(plane, f32x4.add(v128.load(plane), value));
}

/** Takes what stands in a tile at `timeS` into the worst so far; it is taken to have stood for `spanS`. */
export function watchTile(index: i32, state: usize, timeS: f32, spanS: f32): void {
  placeTile(index);
  const flowsOnFaces = order === 0;
  const plane = <usize>rows * strideBytes;
  const dry = kept(DRY_DEPTH);
  const half = kept(0.5);
  const one = kept(1);
  const time = kept(timeS);
  const span = f32x4.splat(spanS);
  for (let r = first; r < last; r++) {
    const depths = row(state, r);
    const xs = depths + 2 * planeBytes;
    const ys = xs + planeBytes;
    const depthM = worst + <usize>r * strideBytes;
    const speedMps = depthM + plane;
    const depthSpeedM2ps = speedMps + plane;
    const hazardRating = depthSpeedM2ps + plane;
    const arrivalS = hazardRating + plane;
    const deepestAtS = arrivalS + plane;
    const over100MmS = deepestAtS + plane;
    const over300MmS = over100MmS + plane;
    for (let i = stripFrom; i < stripTo; i += 16) {
      const h = v128.load(depths + i);
      const before = v128.load(depthM + i);
      const deeper = v128.and(f32x4.gt(h, before), f32x4.gt(h, dry));
      if (v128.any_true(deeper)) {
        v128.store(depthM + i, v128.bitselect(h, before, deeper));
        v128.store(deepestAtS + i, v128.bitselect(time, v128.load(deepestAtS + i), deeper));
      }
      const fluid = f32x4.gt(h, f32x4.splat(FILM));
      if (!v128.any_true(fluid)) continue;
      let x = v128.load(xs + i);
      let y = v128.load(ys + i);
      if (flowsOnFaces) {
        x = f32x4.mul(half, f32x4.add(x, v128.load(xs + i - 4)));
        y = f32x4.mul(half, f32x4.add(y, v128.load(ys + i - strideBytes)));
      }
      const q = v128.and(f32x4.sqrt(f32x4.add(f32x4.mul(x, x), f32x4.mul(y, y))), fluid);
      const v = f32x4.div(q, f32x4.pmax(h, dry));
      grow(speedMps + i, v);
      grow(depthSpeedM2ps + i, q);
      const debris = v128.or(f32x4.gt(h, f32x4.splat(DEBRIS_DEPTH)), f32x4.gt(v, f32x4.splat(DEBRIS_SPEED)));
      const rating = f32x4.add(f32x4.mul(h, f32x4.add(v, half)), v128.and(one, debris));
      grow(hazardRating + i, v128.and(rating, fluid));
      const there = f32x4.ge(h, f32x4.splat(ARRIVED));
      if (!v128.any_true(there)) continue;
      const arrival = v128.load(arrivalS + i);
      const now = v128.and(there, f32x4.ne(arrival, arrival));
      if (v128.any_true(now)) v128.store(arrivalS + i, v128.bitselect(time, arrival, now));
      add(over100MmS + i, v128.and(span, there));
      const deep = f32x4.ge(h, f32x4.splat(DEEP));
      if (v128.any_true(deep)) add(over300MmS + i, v128.and(span, deep));
    }
  }
}
