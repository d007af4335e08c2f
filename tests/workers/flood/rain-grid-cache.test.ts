import { describe, expect, test } from 'vitest';
import { rainfallStepOf } from '../../../workers/flood/rain/rain-field.ts';
import { RainGridCache } from '../../../workers/flood/rain/rain-grid-cache.ts';

const fileOf = (
  name: string,
  rows: string[],
  head = 'ncols 2\nnrows 2\nxllcorner -100\nyllcorner -100\ncellsize 100',
) => ({
  name,
  bytes: new TextEncoder().encode(`${head}\nNODATA_value -9999\n${rows.join('\n')}\n`).buffer as ArrayBuffer,
});

describe('grids of rain that the page hands in', () => {
  test('are ordered by name, lie as in their files and go straight from one to the next', () => {
    const shelf = new RainGridCache();
    // North row first: 60 mm/h falls in the north-west, later everywhere 0.
    const facts = shelf.read([fileOf('scan-10.asc', ['0 0', '0 0']), fileOf('scan-9.asc', ['60 0', '0 12'])]);
    expect(facts).toMatchObject({ columns: 2, rows: 2, cellM: 100, westM: -100, southM: -100, mostMmPerH: 60 });
    expect(facts.files).toEqual(['scan-9.asc', 'scan-10.asc']);
    const rain = shelf.requestOf({ kind: 'grids', grids: facts, stepMin: 10 });
    if (rain.kind !== 'field') throw new Error('expected a field');
    const fellMm = rainfallStepOf(rain.field, 0, 600);
    // From 60 (12) mm/h to none in ten minutes: half of it.
    expect(fellMm(-50, 50)).toBeCloseTo(5, 6);
    expect(fellMm(50, -50)).toBeCloseTo(1, 6);
    expect(fellMm(50, 50)).toBe(0);
  });

  test.each([
    ['one alone', [fileOf('a.asc', ['0 0', '0 0'])], 'rain: expected 2 to 500 grids, got 1'],
    [
      'a negative rate',
      [fileOf('a.asc', ['0 0', '0 -3']), fileOf('b.asc', ['0 0', '0 0'])],
      'a.asc: row 2, column 2: expected 0 to 2000 mm/h, got -3',
    ],
    [
      'a hole',
      [fileOf('a.asc', ['0 0', '0 0']), fileOf('b.asc', ['0 -9999', '0 0'])],
      'b.asc: row 1, column 2: expected 0 to 2000 mm/h, got NaN',
    ],
    [
      'a word',
      [fileOf('a.asc', ['0 0', 'heavy 0']), fileOf('b.asc', ['0 0', '0 0'])],
      'a.asc:8: expected a number, got "heavy"',
    ],
    [
      'other cells',
      [
        fileOf('a.asc', ['0 0', '0 0']),
        fileOf('b.asc', ['0 0', '0 0'], 'ncols 2\nnrows 2\nxllcorner 0\nyllcorner -100\ncellsize 100'),
      ],
      'b.asc: expected the cells of a.asc, got others',
    ],
    [
      'no grid',
      [fileOf('a.asc', ['0 0'], 'hello'), fileOf('b.asc', ['0 0', '0 0'])],
      'a.asc: expected ncols in the head, got none',
    ],
  ])('%s is refused with file and place', (_, files, reason) => {
    expect(() => new RainGridCache().read(files)).toThrow(reason);
  });

  test('that were never read cannot be asked for', () => {
    const files = [fileOf('a.asc', ['0 0', '0 0']), fileOf('b.asc', ['0 0', '0 0'])];
    const grids = new RainGridCache().read(files);
    expect(() => new RainGridCache().requestOf({ kind: 'grids', grids, stepMin: 1 })).toThrow(
      'rain: expected grids that were read, got "rain-1"',
    );
  });
});
