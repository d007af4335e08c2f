import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cutCells, flatOutlines, type Outline } from '../../../model/city/cut-cells.ts';
import type { GridFrame } from '../../../tiles/grid/bed.ts';
import { houseCells } from '../../../tiles/grid/house-cells.ts';
import { FormerBake } from '../../../tiles/reuse/former-bake.ts';
import { seeded } from '../../../workers/shared/random.ts';

const FRAME: GridFrame = { westM: -313.7, southM: -401.3, cellM: 3, columns: 230, rows: 270 };

/** Turned boxes, some with a court, some over the rim of the frame, many over one another. */
function houses(count: number): Outline[] {
  const random = seeded(7);
  return Array.from({ length: count }, () => {
    const [x, y] = [-360 + 800 * random(), -440 + 900 * random()];
    const [wide, deep, turn] = [4 + 30 * random(), 4 + 20 * random(), 3 * random()];
    const ring = (share: number) =>
      [-1, 1, 1, -1].map((side, i): [number, number] => {
        const [u, v] = [(side * share * wide) / 2, ((i < 2 ? -1 : 1) * share * deep) / 2];
        return [x + u * Math.cos(turn) - v * Math.sin(turn), y + u * Math.sin(turn) + v * Math.cos(turn)];
      });
    return random() < 0.3 ? [ring(1), ring(0.4)] : [ring(1)];
  });
}

test('cells of a window are to the last bit those of the whole raster', () => {
  const outlines = houses(900);
  const whole = cutCells(FRAME, outlines);
  const window = { column: 61, row: 90, columns: 70, rows: 101 };
  const part = cutCells(FRAME, outlines, window);
  for (const name of ['freeRatio', 'eastOpenRatio', 'northOpenRatio'] as const)
    for (let y = 0; y < window.rows; y++) {
      const from = (window.row + y) * FRAME.columns + window.column;
      expect(part[name].subarray(y * window.columns, (y + 1) * window.columns)).toEqual(
        whole[name].subarray(from, from + window.columns),
      );
    }
});

test('houses that are moved, added and taken away change mask and cuts as a whole bake would', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-cells-'));
  try {
    const outlines = houses(900);
    const first = new FormerBake(folder, folder);
    const before = houseCells(FRAME, flatOutlines(outlines), first);
    first.write('grid/building-mask.bin', before.mask);
    first.write('grid/building-cuts.bin', before.cuts);
    // What a former bake is known by, beside its index.
    first.write('checksums.b2', new Uint8Array(0));
    first.save();
    const near = outlines.findIndex(([[[x, y]]]) => Math.abs(x) < 40 && Math.abs(y) < 40);
    const moved = outlines[near].map((ring) => ring.map(([x, y]): [number, number] => [x + 1.7, y - 0.4]));
    const shed: Outline = [
      [
        [x0(outlines, near) + 5, 10],
        [x0(outlines, near) + 9, 10],
        [x0(outlines, near) + 9, 16],
      ],
    ];
    for (const edited of [
      outlines.toSpliced(near, 1, moved),
      outlines.toSpliced(near, 1),
      outlines.toSpliced(near, 0, shed),
      outlines,
    ]) {
      const again = houseCells(FRAME, flatOutlines(edited), new FormerBake(folder, folder));
      const whole = houseCells(FRAME, flatOutlines(edited), new FormerBake('nowhere', 'nowhere'));
      expect(Buffer.from(again.mask).equals(whole.mask)).toBe(true);
      expect(Buffer.from(again.cuts).equals(whole.cuts)).toBe(true);
      expect(Buffer.from(again.cuts).equals(before.cuts)).toBe(edited === outlines);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const x0 = (outlines: readonly Outline[], house: number): number => outlines[house][0][0][0];
