import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cameraQuestions } from '../../../workers/camera-sights/camera-questions.ts';
import { openCitySolids } from '../../../workers/shared/city-solids.ts';
import { bakedLayers, SOURCE, plainText as text } from '../shared/baked-layers.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-cameras-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Two poles 111 m apart; the one in the south looks north, at the other. */
const TABLE = 'id,name,lon,lat,heading,height\nsouth,甲,10,0,朝北,6\nnorth,乙,10,0.001,,\nnowhere,丙,10.001,0,,5\n';

test('cameras of a table with their role see; those without a heading are left out and counted, what is missing is assumed', async () => {
  writeFileSync(join(folder, 'cameras.csv'), TABLE);
  const layer = {
    id: 'poles',
    kind: 'point',
    label: text('poles'),
    file: 'cameras.csv',
    source: SOURCE,
    crs: 'EPSG:4326',
  };
  const files = await bakedLayers(folder, 'town', [
    { ...layer, allColumns: true, model: 'pin', roles: { cameras: {} } },
  ]);
  const questions = cameraQuestions(await openCitySolids(files));
  expect(await questions.cameraFacts()).toEqual({
    count: 1,
    inside: [],
    layers: [{ label: text('poles'), count: 1, noHeading: 2 }],
  });
  const { camera } = await questions.cameraFrustum('south', 10);
  expect(camera).toMatchObject({ headingDeg: 0, aboveGroundM: 6, tiltDeg: -15, fovDeg: 62 });
  expect(camera.assumed).toEqual(['fov', 'tilt', 'range', 'pixels']);
  const [x, y] = camera.at;
  expect((await questions.camerasAt([x, y + 20])).map(({ id, verdict }) => [id, verdict])).toEqual([['south', 'seen']]);
  expect((await questions.camerasAt([x, y - 20])).map(({ id, verdict }) => [id, verdict])).toEqual([
    ['south', 'beside'],
  ]);
  // The page takes the role away again: then there is no camera left.
  const [poles] = files.manifest.layers;
  await questions.lend([{ layer: { ...poles, roles: {} }, files: new Map() }]);
  expect(await questions.cameraFacts()).toBeNull();
});
