import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const CLI = resolve(ROOT, 'build/node/cli/shapan.js');
const ZURICH = resolve(ROOT, '../shared/data/city/cityjson/zurich-lod2.city.json.gz');

function bench(...args: string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, 'bench', ...args], { encoding: 'utf8' });
  return { lines: stdout.trim().split('\n'), stderr, status };
}

test.skipIf(!existsSync(CLI) || !existsSync(ZURICH))(
  'a figure is one JSON object a line (needs the build and ../shared/data)',
  () => {
    const { lines, stderr, status } = bench('tiles', '--only', 'cityjson', '--json');
    expect(status, stderr).toBe(0);
    const figures = lines.map((line) => JSON.parse(line));
    const stages = ['reading', 'placing', 'columns', 'grids', 'light', 'tiles', 'compression', 'rest'];
    expect(figures).toEqual(
      expect.arrayContaining([
        ...stages.map((stage) => ({
          name: `tiles.cityjson.stage.${stage}CpuS`,
          value: expect.any(Number),
          unit: 's',
        })),
        { name: 'tiles.cityjson.peakRssMB', value: expect.any(Number), unit: 'MB' },
      ]),
    );
    expect(figures.slice(stages.length + 1)).toEqual([
      { name: 'tiles.cityjson.objectsPerCpuS', value: expect.any(Number), unit: '1/s' },
      { name: 'tiles.cityjson.perJsonParse', value: expect.any(Number), unit: '1' },
      { name: 'tiles.cityjson.perJsonParseMark', value: expect.any(Number), unit: '1' },
    ]);
  },
);

test.skipIf(!existsSync(CLI))('an older commit is measured beside tiles alone', () => {
  const { stderr, status } = bench('flood', '--against', 'HEAD');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^shapan: bench: --against: expected the subject tiles, got flood$/m);
});

test.skipIf(!existsSync(CLI))('an unknown subject is named', () => {
  const { stderr, status } = bench('tails');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^shapan: bench: expected tiles \| .*, got tails$/m);
});
