/*
 * Many workers, one memory: each takes the next block of windows until none is left. `../../shared/pool.ts` calls them and waits.
 */
import { looks, looksCount, places, readTable } from './memory';
import { blockerOf, NOTHING, stand } from './rays';

/** Words of the control block; the first three are the pool's own. */
const NEXT: usize = 8;
const PHASE: usize = 12;
const LIT: usize = 16;
const FROM: usize = 20;
const TO: usize = 24;

/** Windows that a worker takes at a time: about 2 ms. */
const BLOCK: i32 = 32;
const PLACE_BYTES: usize = 40;
const LOOK_BYTES: usize = 24;

let control: usize = 0;

/** Tells a worker once a study where the shared table and the control words are. */
export function layOut(table: usize, controlWords: usize): void {
  control = controlWords;
  readTable(table);
}

/** Does one call of the pool. */
export function work(): void {
  const phase = load<i32>(control, PHASE);
  const lit = <usize>load<i32>(control, LIT);
  const first = load<i32>(control, FROM);
  const end = load<i32>(control, TO);
  for (;;) {
    const from = first + atomic.add<i32>(control + NEXT, 1) * BLOCK;
    if (from >= end) return;
    const to = min(end, from + BLOCK);
    for (let w = from; w < to; w++) light(w, phase, lit);
  }
}

function light(w: i32, phase: i32, lit: usize): void {
  const o = places + <usize>w * PLACE_BYTES;
  const outEast = load<f64>(o, 24);
  const outNorth = load<f64>(o, 32);
  stand(phase, load<f64>(o), load<f64>(o, 8), load<f64>(o, 16));
  const isLevel = outEast === 0 && outNorth === 0;
  let last = NOTHING;
  for (let k = 0; k < looksCount; k++) {
    const look = looks + <usize>k * LOOK_BYTES;
    const east = load<f64>(look);
    const north = load<f64>(look, 8);
    const slope = load<f64>(look, 16);
    let isLit: u8 = 0;
    if (slope > 0 && (isLevel || east * outEast + north * outNorth > 0)) {
      const met = blockerOf(east, north, slope, last);
      if (met === NOTHING) isLit = 1;
      else last = met;
    }
    store<u8>(lit + <usize>w * <usize>looksCount + <usize>k, isLit);
  }
}
