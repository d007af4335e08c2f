/*
 * The marching loop of `../field.ts`, line by line: why it is so is told there. Same operations in the same order, in float64 between
 * float32 stores, so that both give the same bits.
 */
const BUCKETS: i32 = 1024;
const MASK: i32 = BUCKETS - 1;
const NONE: i32 = -1;
const SAME_RATIO: f64 = 1.0 - 1.0 / 4194304.0;

let times: usize = 0;
let costs: usize = 0;
let nexts: usize = 0;
let previouses: usize = 0;
let heads: usize = 0;
let buckets: usize = 0;
let waiting: i32 = 0;
let now: i32 = 0;

/** `FieldMarch` lays the arrays out in this order, from `at` on. */
export function march(at: usize, columns: i32, cells: i32, links: i32, seeds: i32, first: i32, width: f64): void {
  const plane: usize = (<usize>cells) << 2;
  const list: usize = (<usize>links) << 2;
  costs = at;
  times = at + plane;
  nexts = times + plane;
  previouses = nexts + plane;
  heads = previouses + plane;
  const linkTo = heads + ((<usize>BUCKETS) << 2);
  const linkFrom = linkTo + list;
  const linkTime = linkFrom + list;
  buckets = linkTime + list;
  const linked = buckets + ((<usize>cells) << 1);
  const perS: f64 = 1.0 / width;
  waiting = seeds;
  now = first;
  while (waiting > 0) {
    const slot = heads + ((<usize>(now & MASK)) << 2);
    const cell = load<i32>(slot);
    if (cell < 0) {
      now++;
      continue;
    }
    const after = load<i32>(nexts + ((<usize>cell) << 2));
    store<i32>(slot, after);
    if (after >= 0) store<i32>(previouses + ((<usize>after) << 2), NONE);
    store<i16>(buckets + ((<usize>cell) << 1), <i16>NONE);
    waiting--;
    const here: f64 = load<f32>(times + ((<usize>cell) << 2));
    const due = <i32>(here * perS);
    if (due > now) {
      enter(cell, min(due, now + MASK) & MASK);
      waiting++;
      continue;
    }
    relax(cell - 1, cell, columns, here, perS);
    relax(cell + 1, cell, columns, here, perS);
    relax(cell - columns, cell, 1, here, perS);
    relax(cell + columns, cell, 1, here, perS);
    if (load<u8>(linked + <usize>cell) === 0) continue;
    for (let k = firstLinkTo(linkTo, links, cell); k < links; k++) {
      const word = (<usize>k) << 2;
      if (load<i32>(linkTo + word) !== cell) break;
      const from = load<i32>(linkFrom + word);
      const time = here + <f64>load<f32>(linkTime + word);
      const lies = (<usize>from) << 2;
      if (load<f32>(costs + lies) === Infinity || time >= <f64>load<f32>(times + lies) * SAME_RATIO) continue;
      queue(from, time, perS);
    }
  }
}

/** As the oracle's: `min` would mind NaN. */
function less(a: f64, b: f64): f64 {
  return a < b ? a : b;
}

function relax(near: i32, cell: i32, across: i32, here: f64, perS: f64): void {
  const word = (<usize>near) << 2;
  const was: f64 = load<f32>(times + word);
  const cost: f64 = load<f32>(costs + word);
  if (was <= here || cost === Infinity) return;
  const beyond: f64 = load<f32>(times + ((<usize>(near + near - cell)) << 2));
  const low: f64 = load<f32>(times + ((<usize>(near - across)) << 2));
  const high: f64 = load<f32>(times + ((<usize>(near + across)) << 2));
  const a = less(beyond, here);
  const b = less(low, high);
  const d = a - b;
  let time: f64;
  if (d >= cost) time = b + cost;
  else if (-d >= cost) time = a + cost;
  else time = 0.5 * (a + b + sqrt(2 * cost * cost - d * d));
  if (time >= was * SAME_RATIO) return;
  queue(near, time, perS);
}

function queue(cell: i32, time: f64, perS: f64): void {
  store<f32>(times + ((<usize>cell) << 2), <f32>time);
  const into = min(<i32>(time * perS), now + MASK) & MASK;
  const lies = <i32>load<i16>(buckets + ((<usize>cell) << 1));
  if (lies === into) return;
  if (lies >= 0) {
    const before = load<i32>(previouses + ((<usize>cell) << 2));
    const after = load<i32>(nexts + ((<usize>cell) << 2));
    if (before >= 0) store<i32>(nexts + ((<usize>before) << 2), after);
    else store<i32>(heads + ((<usize>lies) << 2), after);
    if (after >= 0) store<i32>(previouses + ((<usize>after) << 2), before);
  } else waiting++;
  enter(cell, into);
}

function enter(cell: i32, into: i32): void {
  const slot = heads + ((<usize>into) << 2);
  const head = load<i32>(slot);
  store<i32>(nexts + ((<usize>cell) << 2), head);
  store<i32>(previouses + ((<usize>cell) << 2), NONE);
  if (head >= 0) store<i32>(previouses + ((<usize>head) << 2), cell);
  store<i32>(slot, cell);
  store<i16>(buckets + ((<usize>cell) << 1), <i16>into);
}

function firstLinkTo(linkTo: usize, links: i32, cell: i32): i32 {
  let low = 0;
  let high = links;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<i32>(linkTo + ((<usize>middle) << 2)) < cell) low = middle + 1;
    else high = middle;
  }
  return low;
}
