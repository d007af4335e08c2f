import { describe, expect, test } from 'vitest';
import { balance, noFlows } from '../../../workers/flood/core/ledger.ts';
import { raster } from '../../../workers/flood/core/terrain.ts';
import type { FloodResult } from '../../../workers/flood/flood.ts';
import { noMaxima } from '../../../workers/flood/results/maxima.ts';
import { ResultFileError, type RunAbout, readResult, writeResult } from '../../../workers/flood/results/result-file.ts';

const about: RunAbout = {
  ...{ name: '左堤溃口', city: 'chengchuan', inputHash: 'ab'.repeat(32), version: '0.1.0' },
  notes: ['the storm drains are not in this run'],
};

function small(): FloodResult {
  const [columns, rows] = [5, 3];
  const maxima = noMaxima(raster(columns, rows, 4));
  maxima.depthM.set([0.1, 0.25, 3.5]);
  maxima.arrivalS[2] = 60;
  const ledger = balance(0, { ...noFlows(), rainM3: 12.5 }, 12.5);
  const cells = Uint16Array.from({ length: columns * rows * 4 }, (_, i) => i * 257);
  return {
    ...{ columns, rows, cellM: 4, westM: -20, southM: 8, baseM: 370 },
    bedElevationM: Float32Array.from({ length: columns * rows }, (_, i) => 380 + i / 7),
    frames: [
      { timeS: 0, cells: new Uint16Array(cells.length), ledger },
      { timeS: 600, cells, ledger },
    ],
    maxima,
    gauges: [{ id: 'sn-1', series: { timesS: [0, 10], values: [380, 380.5] }, highest: null }],
    openings: [{ id: 'st-2-D', into: 'st-2', reachedS: null, volumeM3: 0 }],
    ...{ ledger, steps: 1234, cellUpdates: 18510, hash: 'cd'.repeat(32), scheme: { kind: 'full', order: 2 } },
  };
}

test('what is written is read back, to the last bit', async () => {
  const result = small();
  const read = await readResult(await writeResult(result, about), 'result.flood');
  expect(read).toEqual({ result, about });
});

describe('a broken file is refused by name and place', () => {
  const refused = async (change: (file: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>): Promise<string> => {
    const file = change(await writeResult(small(), about));
    const error = await readResult(file, 'a.flood').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ResultFileError);
    return error instanceof Error ? error.message : '';
  };
  const withHead = (change: (text: string) => string) => (file: Uint8Array<ArrayBuffer>) => {
    const length = new DataView(file.buffer).getUint32(8, true);
    const head = new TextEncoder().encode(change(new TextDecoder().decode(file.subarray(12, 12 + length))));
    const changed = new Uint8Array(12 + head.length + file.length - 12 - length);
    changed.set(file.subarray(0, 12));
    new DataView(changed.buffer).setUint32(8, head.length, true);
    changed.set(head, 12);
    changed.set(file.subarray(12 + length), 12 + head.length);
    return changed;
  };

  test('another kind of file', async () => {
    expect(await refused(() => new Uint8Array(new TextEncoder().encode('PK and more')))).toBe(
      'a.flood: expected a file that begins with SHFLOOD1, got "PK and m"',
    );
  });

  test('one cut short', async () => {
    expect(await refused((file) => file.slice(0, file.length - 3))).toMatch(
      /^a\.flood: frames\.1: expected \d+ bytes at \d+, got the file's end$/,
    );
  });

  test('one with a bit turned in its data', async () => {
    const turned = await refused((file) => {
      file[file.length - 6] ^= 0xff;
      return file;
    });
    expect(turned).toMatch(/^a\.flood: frames\.1: expected deflated data, got/);
  });

  test('frames that share one place: a small file would unpack without end', async () => {
    const message = await refused(
      withHead((text) => {
        const head = JSON.parse(text) as { frames: object[] };
        head.frames = Array.from({ length: 1000 }, () => head.frames[1]);
        return JSON.stringify(head);
      }),
    );
    expect(message).toMatch(/^a\.flood: frames\.1: expected bytes of its own, got \d+ within those of frames\.0$/);
  });

  test('one that says it unpacks to more than a file of its size can hold', async () => {
    const message = await refused(
      withHead((text) => text.replace('"columns":5', '"columns":4000').replace('"rows":3', '"rows":4000')),
    );
    expect(message).toMatch(/expected at most 16000000 cells and 400000000 bytes, got 4000 × 4000 and 832000000$/);
  });

  test('more cells than a page can hold, a level that is no number, an array that is not its size', async () => {
    expect(await refused(withHead((text) => text.replace('"columns":5', '"columns":500000000')))).toMatch(
      /expected at most 16000000 cells and 400000000 bytes, got 500000000 × 3/,
    );
    expect(await refused(withHead((text) => text.replace('"baseM":370', '"baseM":"high"')))).toBe(
      'a.flood: baseM: expected a number, got "high"',
    );
    expect(await refused(withHead((text) => text.replace('"columns":5', '"columns":4')))).toMatch(
      /^a\.flood: maxima\.depthM: expected 48 bytes, got more$/,
    );
  });
});
