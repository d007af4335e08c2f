import { expect, test } from 'vitest';
import { signedAreaM2 } from '../../../model/geo/plane/ring.ts';
import type { BuildingModel } from '../../../readers/ifc/building-model.ts';
import { enuFromModel } from '../../../readers/ifc/place.ts';
import { readIfc } from '../../../readers/ifc/read-ifc.ts';
import { openLinkingController } from '../../../src/plugins/build/linking-controller.ts';
import {
  CANCELLED,
  openProjectController,
  type ReadModel,
  tilesetText,
} from '../../../src/plugins/build/project-controller.ts';
import { openModelOf, pitOf } from '../../../src/plugins/build/project-slice.ts';
import { openCatalogue } from '../../../src/twin/catalogue/catalogue-core.ts';
import { modelFacts } from '../../../workers/construction/model/model-facts.ts';
import { modelLayer, placesOf } from '../../../workers/construction/model/model-layer.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { type Small, smallIfc, threeBoxes } from '../../workers/construction/small-ifc.ts';

/** The desk over the real reader and layer, without their workers. */
function openDesk() {
  const { city, files } = smallCity();
  const twin = pageTwin(city, 0);
  const catalogue = openCatalogue(city, async (path) => files.get(path) ?? new Uint8Array());
  const posted: BuildingModel[] = [];
  const read: ReadModel = async (bytes, file, _port, hear, cancel) => {
    const model = await readIfc(bytes, file, { onProgress: hear });
    if (cancel.aborted) throw cancel.reason;
    posted.push(model);
    return 'hash';
  };
  const now = () => posted[posted.length - 1];
  const project = openProjectController(
    twin,
    {
      takeModel: async (_port, file, hash) => modelFacts(now(), file, hash),
      async layModel({ layerId, gidBase, place, frame }) {
        const matrix = await enuFromModel(place, [0, 0], frame, 'test');
        const wish = { id: layerId, gidBase, file: 'a.ifc', inputHash: '', crs: '', enuFromModel: matrix };
        return { ...modelLayer(now(), wish), enuFromModel: matrix };
      },
      async moveModel(place, frame) {
        const matrix = await enuFromModel(place, [0, 0], frame, 'test');
        return { enuFromModel: matrix, ...placesOf(now(), matrix) };
      },
    },
    { adopt: async (...layer) => catalogue.adopt(...layer), drop: async (id) => catalogue.drop(id) },
    read,
  );
  const open = (small: Omit<Small, 'boxes'> = {}) =>
    project.open(smallIfc({ ...small, boxes: threeBoxes(1) }), 'small.ifc');
  return { twin, catalogue, project, open, city };
}

const SLAB = '3vB2YO$MX4xv5uCqZZG05z';

test('a model becomes the last layer of the city: found by GlobalId, described, moved, and gone when it is closed', async () => {
  const { twin, catalogue, project, open, city } = openDesk();
  await open({ site: { lat: [34, 18, 0], lon: [108, 45, 0] } });
  const layer = twin.city.layers.at(-1);
  const lastGid = Math.max(...city.layers.map(({ gidBase, count }) => gidBase + count));
  expect(layer).toMatchObject({ id: 'model-1', kind: 'element', count: 3, gidBase: lastGid });
  const gid = await catalogue.gidOf(SLAB);
  expect(gid).toBe(lastGid);
  const described = await catalogue.describe(gid ?? -1);
  expect(described?.values.find(({ name }) => name === 'class')?.value).toBe('IfcSlab');
  const before = described?.place.eastM ?? 0;
  const model = openModelOf(twin.getState());
  if (model?.place.kind !== 'point') throw new Error('expected a place by longitude and latitude');
  await project.move({ ...model.place, lonDeg: model.place.lonDeg + 0.001 });
  // 0.001° of longitude at 34.3° N are 92.1 m.
  expect(((await catalogue.describe(gid ?? -1))?.place.eastM ?? 0) - before).toBeCloseTo(92.1, 0);
  const stands = openModelOf(twin.getState());
  const cut = pitOf(twin.getState());
  // The slab of 4 × 5.2 m lies lowest; a metre is dug around it.
  expect(signedAreaM2(cut?.ringM ?? []) - signedAreaM2(stands?.outlineM ?? [])).toBeGreaterThan(2 * (4 + 5) + 4);
  expect(cut?.floorUpM).toBeCloseTo(described?.place.upM ?? 0, -1);
  twin.getState().digForModel(false);
  expect(pitOf(twin.getState())).toBeNull();
  await open();
  expect(twin.city.layers.map(({ id }) => id)).toEqual([...city.layers.map(({ id }) => id), 'model-2']);
  expect(openModelOf(twin.getState())?.isGuess).toBe(true);
  project.close();
  expect(pitOf(twin.getState())).toBeNull();
  expect(twin.city.layers).toEqual(city.layers);
  expect(await catalogue.gidOf(SLAB)).toBeNull();
});

test('what is cancelled or broken leaves what stood, and says why', async () => {
  const { twin, project, open } = openDesk();
  await open();
  const reading = project.open(smallIfc({ boxes: threeBoxes(1) }), 'second.ifc');
  expect(twin.getState().model).toMatchObject({ kind: 'reading', file: 'second.ifc' });
  project.cancel();
  await reading;
  expect(twin.getState().model).toMatchObject({ kind: 'open', layerId: 'model-1' });
  await project.open(new TextEncoder().encode('<html>'), 'page.ifc');
  expect(twin.getState().model).toMatchObject({
    kind: 'failed',
    reason: {
      zh: expect.stringContaining('page.ifc：文件开头应为'),
      en: expect.stringContaining('page.ifc: expected'),
    },
  });
  expect(CANCELLED).toBe('cancelled');
});

test('a tileset of two leaves spans both', () => {
  const text = tilesetText([
    { uri: 'a', boxM: [0, 0, 0, 10, 10, 3] },
    { uri: 'b', boxM: [0, 0, 3, 20, 10, 6] },
  ]);
  expect(JSON.parse(text).root.boundingVolume.box).toEqual([10, 5, 3, 10, 0, 0, 0, 5, 0, 0, 0, 3]);
});

test('rules are kept, and nothing is linked before both model and plan are open', async () => {
  const { twin, open } = openDesk();
  const kept: string[] = [];
  const linking = openLinkingController(
    twin,
    {
      takeLayer: () => Promise.reject(new Error('asked too early')),
      reportLinks: () => Promise.reject(new Error('asked too early')),
      confirmLinks: async (file) => file,
      parseLinks: async (text) => JSON.parse(text),
    },
    { store: { load: () => null, save: (_, text) => kept.push(text) } },
  );
  await open();
  linking.setRules([{ id: 'r', when: { class: 'IfcWall' }, task: { activity: 'W' }, does: 'build' }]);
  await Promise.resolve();
  expect(twin.getState().linking).toEqual({ kind: 'idle' });
  expect(linking.tables()).toEqual([]);
  expect(JSON.parse(kept[0]).rules).toHaveLength(1);
});
