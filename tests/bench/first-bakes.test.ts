import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bake, firstBake } from './first-bakes.ts';

const CLI = resolve(import.meta.dirname, '../../build/node/cli/shapan.js');

const house = (id: number, eastDeg: number) => {
  const ring = [
    [eastDeg, 30],
    [eastDeg + 0.0001, 30],
    [eastDeg + 0.0001, 30.0001],
    [eastDeg, 30],
  ];
  return `${JSON.stringify({
    type: 'Feature',
    properties: { id, height: 6 },
    geometry: { type: 'Polygon', coordinates: [ring] },
  })}\n`;
};

test.skipIf(!existsSync(CLI))(
  'two runs of a bench take over nothing and leave nothing, two bakes into one folder do (needs the build)',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shapan-first-bakes-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'houses.geojsonl');
    writeFileSync(file, house(1, 120) + house(2, 120.0002));
    const args = [file, '--id', 'two', '--id-field', 'id', '--height-field', 'height', '--threads', '1'];
    const first = await firstBake(args, folder, { cli: CLI });
    const second = await firstBake(args, folder, { cli: CLI });
    expect([first.takenOver, second.takenOver]).toEqual([0, 0]);
    expect(readdirSync(folder)).toEqual(['houses.geojsonl']);
    const kept = join(folder, 'kept');
    await bake(args, kept, { cli: CLI });
    expect((await bake(args, kept, { cli: CLI })).takenOver).toBeGreaterThan(0);
  },
);
