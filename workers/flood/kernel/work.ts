/*
 * Many workers, one memory: each takes the next tile until none is left. `../../shared/pool.ts` calls them and waits.
 */
import { readTile, stillTile } from './borders';
import { frameScratch, packTile } from './frames';
import { flowTile } from './inertial-flows';
import { levelTile } from './local-inertial';
import { watchTile } from './maxima';
import { control, fastest, tiles } from './memory';
import { copyTile, moveTile } from './shallow-water';

export { layOut } from './memory';

/** Words of `control`, i32 or f32. The first two, the call's number and the workers that are done, are the pool's own. */
const NEXT: usize = 8;
const COUNT: usize = 12;
const STAGE: usize = 16;
const FROM: usize = 20;
const TO: usize = 24;
const DT: usize = 28;
const RAIN: usize = 32;

/** In a list of tiles: water stands still there. */
const STILL: i32 = 1 << 30;

/** What is done with a tile; the full scheme's step is one, the fast one's two. */
const MOVE: i32 = 0;
const FLOW: i32 = 1;
const LEVEL: i32 = 2;
/** Stage of any scheme that watches a tile: `DT` is how long the water is taken to have been there, `RAIN` the time. */
const WATCH: i32 = 4;
/** `RAIN` is what levels are told above. */
const PACK: i32 = 5;

/** Bytes of scratch that each worker needs for rasters with rows of this stride, whichever scheme is played. */
export function scratchBytes(stride: usize): usize {
  return frameScratch(stride);
}

/** Moves tiles until the list is done. */
export function work(): void {
  const count = load<i32>(control, COUNT);
  const stage = load<i32>(control, STAGE);
  const from = load<usize>(control, FROM);
  const to = load<usize>(control, TO);
  const dtS = load<f32>(control, DT);
  const rainM = load<f32>(control, RAIN);
  for (;;) {
    const k = atomic.add<i32>(control + NEXT, 1);
    if (k >= count) return;
    const entry = load<i32>(tiles + ((<usize>k) << 2));
    const tile = entry & ~STILL;
    const wave = fastest + ((<usize>tile) << 2);
    if ((entry & STILL) !== 0) {
      if (stage === MOVE) copyTile(tile, from, to);
      else stillTile(tile, to);
      store<f32>(wave, 0);
    } else if (stage === MOVE) store<f32>(wave, moveTile(tile, from, to, dtS, rainM));
    else if (stage === FLOW) flowTile(tile, to, dtS);
    else if (stage === LEVEL) store<f32>(wave, levelTile(tile, to, dtS, rainM));
    else if (stage === WATCH) watchTile(tile, to, rainM, dtS);
    else if (stage === PACK) packTile(tile, to, rainM);
    else readTile(tile, to);
  }
}
