import { readFileSync } from 'node:fs';
import { type CellWindow, cellCutter, type FlatOutlines, packCuts } from '../../model/city/cut-cells.ts';
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

const NAME = 'grid/houses';
const FILES = ['grid/building-mask.bin', 'grid/building-cuts.bin'];

/**
 * Mask and cuts of the cells, block by block where houses are; of a city baked before only the blocks are made whose houses are other ones
 * than then. A cell depends on the houses that touch it and on nothing else, in the order in which they come: houses of other blocks
 * change no bit of it.
 */
export function houseCells(frame: GridFrame, outlines: FlatOutlines, reuse: FormerBake): HouseCells {
  const grid = blocksOf(frame);
  const count = grid.across * grid.along;
  const ranges = rangesOf(outlines, frame, grid);
  const keys = blockKeys(outlines, ranges, grid);
  const key = digestOf(frame);
  reuse.keep(NAME, key, FILES, Buffer.from(keys.buffer).toString('base64'));
  const former = formerCells(frame, key, keys.length, reuse);
  const cells = frame.columns * frame.rows;
  const { mask, cuts } = former ?? { mask: new Uint8Array(cells), cuts: new Uint8Array(3 * cells).fill(255) };
  const { houses, ends } = housesOfBlocks(ranges, grid);
  const cut = cellCutter(frame, outlines);
  for (let block = 0; block < count; block++) {
    const own = houses.subarray(ends[block], ends[block + 1]);
    const isSame = former
      ? keys[2 * block] === former.keys[2 * block] && keys[2 * block + 1] === former.keys[2 * block + 1]
      : own.length === 0;
    if (isSame) continue;
    const window = windowOf(block, frame, grid);
    const made = { mask: buildingMask(frame, outlines, window, own), cuts: packCuts(cut(window, own)) };
    copyWindow(made, window, { mask, cuts }, frame);
  }
  return { mask, cuts };
}

/** The cells of the last bake and by what houses each of its blocks was made; null where there is none of this frame. */
function formerCells(
  frame: GridFrame,
  key: string,
  length: number,
  reuse: FormerBake,
): (HouseCells & { keys: Uint32Array }) | null {
  const former = reuse.former(NAME);
  const keys = former?.key === key ? keysOf(former.record, length) : null;
  if (!former || !keys) return null;
  const [mask, cuts] = former.paths.map((path) => new Uint8Array(readFileSync(path)));
  const cells = frame.columns * frame.rows;
  return mask.length === cells && cuts.length === 3 * cells ? { mask, cuts, keys } : null;
}

function windowOf(block: number, { columns, rows }: GridFrame, { across }: Blocks): CellWindow {
  const column = (block % across) * BLOCK_CELLS;
  const row = Math.floor(block / across) * BLOCK_CELLS;
  return {
    column,
    row,
    columns: Math.min(BLOCK_CELLS, columns - column),
    rows: Math.min(BLOCK_CELLS, rows - row),
  };
}

/** Lays a window's cells into those of the city. */
function copyWindow(
  made: HouseCells,
  { column, row, columns, rows }: CellWindow,
  { mask, cuts }: HouseCells,
  frame: GridFrame,
): void {
  const cells = frame.columns * frame.rows;
  for (let y = 0; y < rows; y++) {
    const from = y * columns;
    const to = (row + y) * frame.columns + column;
    mask.set(made.mask.subarray(from, from + columns), to);
    for (let plane = 0; plane < 3; plane++) {
      const start = plane * columns * rows + from;
      cuts.set(made.cuts.subarray(start, start + columns), plane * cells + to);
    }
  }
}

/** Houses that can touch each block, in their order; those of block i end at `ends[i + 1]`. */
function housesOfBlocks(ranges: Int32Array, { across, along }: Blocks): { houses: Uint32Array; ends: Uint32Array } {
  const ends = new Uint32Array(across * along + 1);
  eachBlock(ranges, across, (block) => ends[block + 1]++);
  for (let block = 0; block < across * along; block++) ends[block + 1] += ends[block];
  const next = ends.slice(0, -1);
  const houses = new Uint32Array(ends[across * along]);
  eachBlock(ranges, across, (block, house) => {
    houses[next[block]++] = house;
  });
  return { houses, ends };
}

function eachBlock(ranges: Int32Array, across: number, visit: (block: number, house: number) => void): void {
  for (let i = 0, house = 0; i < ranges.length; i += 4, house++)
    for (let y = ranges[i + 1]; y <= ranges[i + 3]; y++)
      for (let x = ranges[i]; x <= ranges[i + 2]; x++) visit(y * across + x, house);
}

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

/** West, south, east, north of each house: the blocks whose cells it can touch, with a cell to spare for edges that lie on a line. */
function rangesOf(
  { ringOf, vertexOf, eastNorthM }: FlatOutlines,
  { westM, southM, cellM }: GridFrame,
  { across, along }: Blocks,
): Int32Array {
  const block = (m: number, fromM: number, spare: number) =>
    Math.floor((Math.floor((m - fromM) / cellM) + spare) / BLOCK_CELLS);
  const ranges = new Int32Array(4 * (ringOf.length - 1));
  for (let house = 0; house + 1 < ringOf.length; house++) {
    let west = Number.POSITIVE_INFINITY;
    let south = Number.POSITIVE_INFINITY;
    let east = Number.NEGATIVE_INFINITY;
    let north = Number.NEGATIVE_INFINITY;
    for (let i = 2 * vertexOf[ringOf[house]]; i < 2 * vertexOf[ringOf[house + 1]]; i += 2) {
      if (eastNorthM[i] < west) west = eastNorthM[i];
      if (eastNorthM[i] > east) east = eastNorthM[i];
      if (eastNorthM[i + 1] < south) south = eastNorthM[i + 1];
      if (eastNorthM[i + 1] > north) north = eastNorthM[i + 1];
    }
    ranges[4 * house] = Math.max(0, block(west, westM, -1));
    ranges[4 * house + 1] = Math.max(0, block(south, southM, -1));
    ranges[4 * house + 2] = Math.min(across - 1, block(east, westM, 1));
    ranges[4 * house + 3] = Math.min(along - 1, block(north, southM, 1));
  }
  return ranges;
}

/** Two numbers of 32 bits a block, of the corners of all its houses in their order. */
function blockKeys(
  { ringOf, vertexOf, eastNorthM }: FlatOutlines,
  ranges: Int32Array,
  { across, along }: Blocks,
): Uint32Array {
  const keys = new Uint32Array(2 * across * along);
  const words = new Uint32Array(eastNorthM.buffer, eastNorthM.byteOffset, 2 * eastNorthM.length);
  for (let house = 0; house + 1 < ringOf.length; house++) {
    let first = 1;
    let second = 2;
    for (let ring = ringOf[house]; ring < ringOf[house + 1]; ring++) {
      const corners = vertexOf[ring + 1] - vertexOf[ring];
      first = mixed(first, corners, 0x85ebca6b);
      second = mixed(second, corners, 0xc2b2ae35);
      for (let word = 4 * vertexOf[ring]; word < 4 * vertexOf[ring + 1]; word++) {
        first = mixed(first, words[word], 0x85ebca6b);
        second = mixed(second, words[word], 0xc2b2ae35);
      }
    }
    for (let y = ranges[4 * house + 1]; y <= ranges[4 * house + 3]; y++)
      for (let x = ranges[4 * house]; x <= ranges[4 * house + 2]; x++) {
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
