/*
 * Many workers, one memory: each takes the next tile until none is left. `../crew.ts` calls them and waits.
 */
import { control, fastest, layOut as layOutMemory, tiles } from './memory';
import { copyTile, FIRST, moveTile, shallowWaterScratch, takeScratch } from './shallow-water';

/** Words of `control`, i32 or f32. The first two, the call's number and the workers that are done, are the crew's own. */
const NEXT: usize = 8;
const COUNT: usize = 12;
const STAGE: usize = 16;
const FROM: usize = 20;
const TO: usize = 24;
const BASE: usize = 28;
const DT: usize = 32;
const RAIN: usize = 36;

/** In a list of tiles: copy it, do not move it. */
const COPY: i32 = 1 << 30;

export function scratchBytes(stride: usize): usize {
  return shallowWaterScratch(stride);
}

export function layOut(
  stride: usize,
  plane: usize,
  columnCount: usize,
  rowCount: i32,
  cellSize: f32,
  schemeOrder: i32,
  controlWords: usize,
  tileList: usize,
  fastestList: usize,
  terrain: usize,
  edgeList: usize,
  edgeStartList: usize,
  scratchRows: usize,
): void {
  layOutMemory(
    stride,
    plane,
    columnCount,
    rowCount,
    cellSize,
    schemeOrder,
    controlWords,
    tileList,
    fastestList,
    terrain,
    edgeList,
    edgeStartList,
    scratchRows,
  );
  takeScratch();
}

/** Moves tiles until the list is done. */
export function work(): void {
  const count = load<i32>(control, COUNT);
  const stage = load<i32>(control, STAGE);
  const from = load<usize>(control, FROM);
  const to = load<usize>(control, TO);
  const base = load<usize>(control, BASE);
  const dtS = load<f32>(control, DT);
  const rainM = load<f32>(control, RAIN);
  for (;;) {
    const k = atomic.add<i32>(control + NEXT, 1);
    if (k >= count) return;
    const entry = load<i32>(tiles + ((<usize>k) << 2));
    const tile = entry & ~COPY;
    if ((entry & COPY) !== 0) {
      copyTile(tile, from, to);
      store<f32>(fastest + ((<usize>tile) << 2), 0);
      continue;
    }
    const wave = moveTile(tile, from, to, base, stage, dtS, rainM);
    if (stage !== FIRST) store<f32>(fastest + ((<usize>tile) << 2), wave);
  }
}
