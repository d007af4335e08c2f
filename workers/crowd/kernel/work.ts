/*
 * Many workers, one memory: each takes the next chunk of people until none is left. `../../shared/pool.ts` calls them and waits.
 */
import { workFields } from './fields';
import { counts, readTable, scratch } from './memory';
import { LIST_BYTES, layRows } from './people-beside';
import { walk } from './walk';
import { WALLS_BYTES } from './walls';

export { calledFor, fieldScratchBytes, layPlane, marchField } from './field';
export { sort } from './sort';

/** Words of the control block; the first two are the pool's own. */
const NEXT: usize = 8;
const STEP: usize = 12;
const TIME: usize = 16;
const DT: usize = 20;
/** A table of fields to be marched; 0: people walk. */
const FIELDS: usize = 24;

/** People that a worker takes at a time: neighbours all, about 0.03 ms of work, hundreds of chunks in a large crowd. */
const CHUNK: i32 = 128;

let control: usize = 0;
let worker: i32 = 0;

/** Bytes of scratch that each worker needs for its lists. */
export function scratchBytes(): usize {
  return LIST_BYTES + WALLS_BYTES;
}

/** Tells a worker once a run where the shared table, the control words and its own scratch are. */
export function layOut(table: usize, controlWords: usize, ownScratch: usize, ownNumber: i32): void {
  control = controlWords;
  worker = ownNumber;
  readTable(table, ownScratch);
  layRows(ownScratch);
}

/**
 * Does one call of the pool: it marches fields where a table of them is set, and otherwise walks chunks of people until
 * none is left.
 */
export function work(): void {
  const fields = <usize>load<i32>(control, FIELDS);
  if (fields !== 0) workFields(fields, worker, control + NEXT);
  else walkAll();
}

function walkAll(): void {
  const people = load<i32>(counts);
  const step = load<i32>(control, STEP);
  const timeS = load<f32>(control, TIME);
  const dtS = load<f32>(control, DT);
  for (;;) {
    const from = atomic.add<i32>(control + NEXT, 1) * CHUNK;
    if (from >= people) return;
    const to = min(people, from + CHUNK);
    for (let k = from; k < to; k++) walk(k, scratch, step, timeS, dtS);
  }
}
