import { readFileSync } from 'node:fs';
import { type CellWindow, cutCells, type Outline, packCuts } from '../../model/city/cut-cells.ts';
import { digestOf } from '../reuse/digest.ts';
import type { FormerBake } from '../reuse/former-bake.ts';
import type { GridFrame } from './bed.ts';
import { buildingMask } from './building-mask.ts';

/** What buildings do to the cells of a city, as its files have it. */
interface HouseCells {
  mask: Uint8Array;
  cuts: Uint8Array;
}

/** Cells along a side of the squares that are made anew as a whole: a large city has some thousand of them. */
const BLOCK_CELLS = 64;

/** With more blocks than this to be made, all are. */
const MAX_CHANGED_RATIO = 0.5;

const NAME = 'grid/houses';
const FILES = ['grid/building-mask.bin', 'grid/building-cuts.bin'];

/**
 * Mask and cuts of the cells, of which only the blocks are made whose houses are other ones than at the last bake. A cell depends on the
 * houses that touch it and on nothing else, in the order in which they come: houses of other blocks change no bit of it.
 */
export function houseCells(frame: GridFrame, outlines: readonly Outline[], reuse: FormerBake): HouseCells {
  const grid = blocksOf(frame);
  const ranges = outlines.map((outline) => rangeOf(outline, frame, grid));
  const keys = blockKeys(outlines, ranges, grid);
  const key = digestOf(frame);
  reuse.keep(NAME, key, FILES, Buffer.from(keys.buffer).toString('base64'));
  const former = reuse.former(NAME);
  const old = former?.key === key ? keysOf(former.record, keys.length) : null;
  if (!former || !old) return cellsOf(frame, outlines);
  const isAnew = Uint8Array.from({ length: grid.across * grid.along }, (_, b) =>
    Number(keys[2 * b] !== old[2 * b] || keys[2 * b + 1] !== old[2 * b + 1]),
  );
  const anew = isAnew.reduce((sum, one) => sum + one, 0);
  if (anew > MAX_CHANGED_RATIO * isAnew.length) return cellsOf(frame, outlines);
  const [mask, cuts] = former.paths.map((path) => new Uint8Array(readFileSync(path)));
  const cells = frame.columns * frame.rows;
  if (mask.length !== cells || cuts.length !== 3 * cells) return cellsOf(frame, outlines);
  if (anew === 0) return { mask, cuts };
  const touched = outlines.filter((_, house) => touches(ranges[house], isAnew, grid));
  const window = windowOf(isAnew, frame, grid);
  copyBlocks(cellsOf(frame, touched, window), window, { mask, cuts }, frame, isAnew);
  return { mask, cuts };
}

/** The cells around all blocks that are made anew. */
function windowOf(isAnew: Uint8Array, { columns, rows }: GridFrame, { across }: Blocks): CellWindow {
  let west = Infinity;
  let south = Infinity;
  let east = 0;
  let north = 0;
  for (const [block, one] of isAnew.entries()) {
    if (one === 0) continue;
    west = Math.min(west, (block % across) * BLOCK_CELLS);
    east = Math.max(east, Math.min(columns, ((block % across) + 1) * BLOCK_CELLS));
    south = Math.min(south, Math.floor(block / across) * BLOCK_CELLS);
    north = Math.max(north, Math.min(rows, (Math.floor(block / across) + 1) * BLOCK_CELLS));
  }
  return { column: west, row: south, columns: east - west, rows: north - south };
}

/** Lays the blocks that were made anew over those of the last bake. */
function copyBlocks(
  made: HouseCells,
  { column, row, columns, rows }: CellWindow,
  { mask, cuts }: HouseCells,
  frame: GridFrame,
  isAnew: Uint8Array,
): void {
  const { across } = blocksOf(frame);
  const cells = frame.columns * frame.rows;
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x += BLOCK_CELLS) {
      if (isAnew[Math.floor((row + y) / BLOCK_CELLS) * across + (column + x) / BLOCK_CELLS] === 0) continue;
      const from = y * columns + x;
      const end = y * columns + Math.min(columns, x + BLOCK_CELLS);
      const to = (row + y) * frame.columns + column + x;
      mask.set(made.mask.subarray(from, end), to);
      for (let plane = 0; plane < 3; plane++) {
        const start = plane * columns * rows;
        cuts.set(made.cuts.subarray(start + from, start + end), plane * cells + to);
      }
    }
}

const cellsOf = (frame: GridFrame, outlines: readonly Outline[], window?: CellWindow): HouseCells => ({
  mask: buildingMask(frame, outlines, window),
  cuts: packCuts(cutCells(frame, outlines, window)),
});

function keysOf(record: unknown, length: number): Uint32Array | null {
  const bytes = typeof record === 'string' ? Buffer.from(record, 'base64') : null;
  return bytes?.length === 4 * length ? new Uint32Array(Uint8Array.from(bytes).buffer) : null;
}

interface Blocks {
  across: number;
  along: number;
}

const blocksOf = ({ columns, rows }: GridFrame): Blocks => ({
  across: Math.ceil(columns / BLOCK_CELLS),
  along: Math.ceil(rows / BLOCK_CELLS),
});

/** West, south, east, north: the blocks whose cells a house can touch, with a cell to spare for edges that lie on a line. */
type BlockRange = readonly [west: number, south: number, east: number, north: number];

function rangeOf(outline: Outline, { westM, southM, cellM }: GridFrame, { across, along }: Blocks): BlockRange {
  let west = Number.POSITIVE_INFINITY;
  let south = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  for (const ring of outline)
    for (const place of ring) {
      if (place[0] < west) west = place[0];
      if (place[0] > east) east = place[0];
      if (place[1] < south) south = place[1];
      if (place[1] > north) north = place[1];
    }
  const block = (m: number, fromM: number, spare: number) =>
    Math.floor((Math.floor((m - fromM) / cellM) + spare) / BLOCK_CELLS);
  return [
    Math.max(0, block(west, westM, -1)),
    Math.max(0, block(south, southM, -1)),
    Math.min(across - 1, block(east, westM, 1)),
    Math.min(along - 1, block(north, southM, 1)),
  ];
}

function touches([west, south, east, north]: BlockRange, isAnew: Uint8Array, { across }: Blocks): boolean {
  for (let y = south; y <= north; y++) for (let x = west; x <= east; x++) if (isAnew[y * across + x] === 1) return true;
  return false;
}

/** Two numbers of 32 bits a block, of the corners of all its houses in their order. */
function blockKeys(
  outlines: readonly Outline[],
  ranges: readonly BlockRange[],
  { across, along }: Blocks,
): Uint32Array {
  const keys = new Uint32Array(2 * across * along);
  const corner = new Float64Array(2);
  const words = new Uint32Array(corner.buffer);
  for (const [house, outline] of outlines.entries()) {
    let first = 1;
    let second = 2;
    for (const ring of outline) {
      first = mixed(first, ring.length, 0x85ebca6b);
      second = mixed(second, ring.length, 0xc2b2ae35);
      for (const place of ring) {
        corner[0] = place[0];
        corner[1] = place[1];
        for (let i = 0; i < 4; i++) {
          first = mixed(first, words[i], 0x85ebca6b);
          second = mixed(second, words[i], 0xc2b2ae35);
        }
      }
    }
    const [west, south, east, north] = ranges[house];
    for (let y = south; y <= north; y++)
      for (let x = west; x <= east; x++) {
        const at = 2 * (y * across + x);
        keys[at] = mixed(keys[at], first, 0x85ebca6b);
        keys[at + 1] = mixed(keys[at + 1], second, 0xc2b2ae35);
      }
  }
  return keys;
}

/** A step of MurmurHash3, with its own factor for each of the two numbers. */
function mixed(hash: number, word: number, factor: number): number {
  const spread = Math.imul(word ^ (word >>> 15), factor);
  const turned = hash ^ ((spread << 15) | (spread >>> 17));
  return (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64) >>> 0;
}
