import { describe, expect, test } from 'vitest';
import { parseGrid } from '../../../model/city/grid.ts';
import { type FloodResult, startFlood } from '../../../workers/flood/flood.ts';
import { openRun } from '../../../workers/flood/results/opened-run.ts';
import { writeResult } from '../../../workers/flood/results/result-file.ts';
import { oracle, smallFlood } from './small-flood.ts';

const [COLUMNS, ROWS, CELL_M] = [8, 6, 10];
const input = smallFlood(COLUMNS, ROWS, CELL_M, {
  depthM: new Float32Array(COLUMNS * ROWS).fill(0),
  rain: { stepS: 600, ratesMmPerH: [400] },
  endS: 600,
  frameEveryS: 300,
});
function played(): FloodResult {
  const flood = startFlood(oracle, input);
  const frames = [0, 300, 600].map((timeS) => {
    flood.advanceTo(timeS);
    return flood.frame();
  });
  return flood.result(frames);
}
const about = { name: 'downpour', city: 'small', inputHash: 'ab'.repeat(32), version: '0.1.0', notes: ['no drains'] };
const fileOf = async (part: Partial<typeof about> = {}) => {
  const result = played();
  return { name: 'run.flood', bytes: (await writeResult(result, { ...about, ...part })).buffer, result };
};

const grid = parseGrid({
  ...{ format: 1, datum: { vertical: 'test', geoidUndulationM: 0 } },
  ...{ origin: { lonDeg: 108.75, latDeg: 34.3, heightM: 0 }, westM: input.westM, southM: input.southM },
  ...{ cellM: CELL_M, columns: COLUMNS, rows: ROWS, bed: { file: 'bed.bin', minM: 0, maxM: 1 } },
  ...{ buildingMask: { file: 'b.bin', cells: 0 }, landCover: null, classes: [] },
});
const city = {
  ...{ grid, bedElevationM: input.bedElevationM, building: new Uint8Array(COLUMNS * ROWS) },
  ...{ landCover: null, works: null },
};
const house = {
  ...{ id: 'h', name: { zh: '楼', en: 'House' }, at: [input.westM + 35, input.southM + 35] as const, reachM: 8 },
  ...{ sillM: 0, storeys: 1, storeyM: 3, dwellings: 2, residents: 5, vital: null },
};
const exposure = { buildings: [house], roads: [], entrances: [] };

describe('a result file in a page', () => {
  test('is the run that it came of: frames, maxima, hash, and who is hurt by this city’s own lists', async () => {
    const { result, ...file } = await fileOf();
    const opened = await openRun(file, { id: 'small' }, city, { gauges: [] }, exposure);
    expect(opened.frames.map(({ timeS }) => timeS)).toEqual([0, 300, 600]);
    expect(opened.frames[2].cells).toEqual(result.frames[2].cells);
    expect(opened.result.maxima).toEqual(result.maxima);
    expect(opened.result.hash).toBe(result.hash);
    // 400 mm/h for ten minutes stand 6.7 cm deep at its door.
    expect(opened.result.impact.buildings.map(({ id, residents }) => [id, residents])).toEqual([['h', 5]]);
    expect(opened.opening.notes.map(({ code }) => code)).toEqual(['of-file', 'in-file']);
  });

  test('of another city is refused by both names', async () => {
    const { result: _, ...file } = await fileOf({ city: 'elsewhere' });
    await expect(openRun(file, { id: 'small' }, city, { gauges: [] }, exposure)).rejects.toThrow(
      'run.flood: expected a result of this city, small, got one of elsewhere',
    );
  });

  test('on ground that this city has not any more is shown, and said', async () => {
    const { result: _, ...file } = await fileOf();
    const baked = { ...city, bedElevationM: input.bedElevationM.map((bedM) => bedM + 1) };
    const { opening } = await openRun(file, { id: 'small' }, baked, { gauges: [] }, exposure);
    expect(opening.notes.map(({ code }) => code)).toContain('file-ground');
  });
});
