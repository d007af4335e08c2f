import { expect, test } from 'vitest';
import { readGlb } from '../../../model/city/tile-glb.ts';
import { proposePlace } from '../../../readers/ifc/place.ts';
import { readModel } from '../../../readers/read-model.ts';
import { replay } from '../../../workers/construction/linking/replay.ts';
import { modelFacts } from '../../../workers/construction/model/model-facts.ts';
import { modelLayer } from '../../../workers/construction/model/model-layer.ts';
import { smallIfc, threeBoxes } from './small-ifc.ts';
import { glbBytes, gltfText, jsonBytes, smallCityJson, smallGltf } from './small-models.ts';

const WALL_ID = '3vB2YO$MX4xv5uCqZZG05x';
const building = () =>
  smallGltf(
    [
      { name: 'Tower', children: [1, 4] },
      { name: 'Level 1', children: [2, 3] },
      { name: WALL_ID, mesh: 0, extras: { ifcClass: 'IfcWall', code: '21.22', Pset: { FireRating: 'A' } } },
      { name: 'IfcSlab-7', mesh: 0, translation: [10, 0, 0] },
      { name: 'Crane', mesh: 0, scale: [-1, 1, 1] },
    ],
    [0],
  );

test.each([
  ['.glb', glbBytes],
  ['.gltf with its buffer inside', gltfText],
])('%s: nodes with a mesh are elements with ids, classes, storeys and groups', async (_, write) => {
  const model = await readModel(write(building()), 'tower');
  expect(model.schema).toBe('glTF 2.0');
  expect(model.elements.map(({ globalId, ifcClass }) => [globalId, ifcClass])).toEqual([
    [WALL_ID, 'IfcWall'],
    ['Tower/Level 1/IfcSlab-7', 'IfcSlab'],
    ['Tower/Crane', 'Node'],
  ]);
  expect(model.elements.map(({ storey }) => (storey === null ? null : model.storeys[storey].name))).toEqual([
    ...['Level 1', 'Level 1', null],
  ]);
  expect(model.elements[0]).toMatchObject({ codes: ['21.22'], materials: ['Concrete'], zones: ['Tower', 'Level 1'] });
  expect(model.elements[0].properties.get('Pset.FireRating')).toBe('A');
  expect([...model.mesh.rgb.subarray(0, 3)]).toEqual([255, 128, 0]);
  // A box of 2 × 3 × 4 m encloses 24 m³, mirrored too: glTF's y is up, its z is south.
  expect(model.elements.map(({ meshVolumeM3 }) => meshVolumeM3)).toEqual([24, 24, 24].map((v) => expect.closeTo(v, 6)));
  expect(modelFacts(model, 'tower', '')).toMatchObject({
    sizeM: [14, 4, 3].map((v) => expect.closeTo(v, 6)),
    middleM: [5, -2].map((v) => expect.closeTo(v, 6)),
    triangles: 36,
    proposed: null,
  });
});

test('rules of links tell elements of a glTF by class, storey and group', async () => {
  const model = await readModel(glbBytes(building()), 'tower.glb');
  const { links, unlinked } = replay(
    [
      { id: 'a', when: { class: 'IfcWall', storey: 'Level 1' }, task: { activity: 'W' }, does: 'build' },
      { id: 'b', when: { zone: 'Tower', class: 'Node' }, task: { activity: 'C' }, does: 'build' },
    ],
    model,
    [
      { id: 'W', code: '' },
      { id: 'C', code: '' },
    ],
  );
  expect(links.map(({ globalId, task }) => [globalId, task])).toEqual([
    [WALL_ID, 'W'],
    ['Tower/Crane', 'C'],
  ]);
  expect(unlinked).toEqual([1]);
});

test('ids that a glTF gives twice are told apart and named; lines are left out and counted', async () => {
  const twice = smallGltf(
    [
      { name: 'a', mesh: 0, extras: { id: 'X' } },
      { name: 'b', mesh: 0, extras: { id: 'X' } },
      { name: 'axis', mesh: 1 },
    ],
    [0, 1, 2],
    {
      meshes: [
        { primitives: [{ attributes: { POSITION: 0 }, indices: 1 }] },
        { primitives: [{ attributes: { POSITION: 0 }, mode: 1 }] },
      ],
    },
  );
  const { elements, problems } = await readModel(glbBytes(twice), 'twice.glb');
  expect(elements.map(({ globalId }) => globalId)).toEqual(['X', 'X~2']);
  expect(problems).toEqual([
    { code: 'repeated-id', count: 1, example: 'X' },
    { code: 'geometry-type', count: 1, example: 'meshes[1].primitives[0].mode 1' },
    { code: 'element-without-geometry', count: 1, example: 'axis' },
  ]);
});

const oneBox = (more: object) => smallGltf([{ name: 'a', mesh: 0 }], [0], more);

test.each([
  ['cut.glb', glbBytes(building()).subarray(0, 900), /cut\.glb: header: expected a length of 900, got \d+/],
  [
    'draco.glb',
    glbBytes(oneBox({ extensionsRequired: ['KHR_draco_mesh_compression'] })),
    /extensionsRequired: expected .* got KHR_draco_mesh_compression/,
  ],
  [
    'ring.glb',
    glbBytes(smallGltf([{ name: 'a', children: [0] }], [0])),
    /ring\.glb: nodes\[0\]: expected a tree of nodes with one parent each/,
  ],
  [
    'gigabyte.glb',
    glbBytes(
      oneBox({
        bufferViews: [0, 1].map(() => ({
          ...{ buffer: 0, byteLength: 1e9 },
          extensions: {
            EXT_meshopt_compression: { buffer: 0, byteLength: 100, byteStride: 4, count: 2.5e8, mode: 'ATTRIBUTES' },
          },
        })),
      }),
    ),
    /bufferViews\[0\]: expected at most 67108864 bytes after decompression, got 1000000000/,
  ],
  [
    'nowhere.glb',
    glbBytes(smallGltf([{ name: 'a', mesh: 0, translation: [1e300, 0, 0] }], [0])),
    /nowhere\.glb: expected elements with surfaces, got none/,
  ],
  [
    'forty.glb',
    glbBytes(
      smallGltf(
        Array.from({ length: 40 }, (_, i) => ({ name: `${i}`, children: i < 39 ? [i + 1, i + 1] : [] })),
        [0],
      ),
    ),
    /forty\.glb: nodes\[39\]: expected a tree of nodes with one parent each/,
  ],
  [
    'short.glb',
    glbBytes(
      oneBox({
        bufferViews: [
          { buffer: 0, byteLength: 96 },
          { buffer: 0, byteOffset: 160, byteLength: 72 },
        ],
      }),
    ),
    /bufferViews\[1\]: expected bytes within buffer 0 of 168, got buffer 0, 160 \+ 72/,
  ],
  [
    'plain.json',
    jsonBytes({ type: 'FeatureCollection' }),
    /plain\.json: expected CityJSON, CityGML, IFC, glTF or OBJ, got JSON with type/,
  ],
  ['half.json', jsonBytes(smallCityJson()).subarray(0, 300), /half\.json:1: expected whole JSON/],
  ['text.ifc', new TextEncoder().encode('hello'), /text\.ifc: expected ISO-10303-21 at its start/],
  [
    'old.json',
    jsonBytes(smallCityJson({ version: '0.9' })),
    /old\.json: version: expected 1\.0, 1\.1 or 2\.0, got "0\.9"/,
  ],
  [
    'few.json',
    jsonBytes(smallCityJson({ vertices: [[0, 0, 0]] })),
    /few\.json#Part-0: boundaries: expected a vertex index below 1/,
  ],
] as const)('%s is refused with its place', async (file, bytes, said) => {
  await expect(readModel(bytes, file)).rejects.toThrow(said);
});

test('CityJSON: objects with surfaces are elements of their storey, on the map that it names', async () => {
  const model = await readModel(jsonBytes(smallCityJson()), 'hall.city.json');
  expect(model.schema).toBe('CityJSON 2.0');
  expect(model.elements.map(({ globalId, ifcClass, storey }) => [globalId, ifcClass, storey])).toEqual([
    ['Part-0', 'BuildingUnit', 0],
    ['Part-1', 'BuildingUnit', 1],
  ]);
  expect(model.storeys.map(({ name }) => name)).toEqual(['Ground', 'First']);
  expect(model.elements[0]).toMatchObject({ codes: ['shop'], zones: ['Ground', 'Hall'] });
  expect(model.elements[0].properties.get('fire')).toBe(90);
  expect(model.elements.map(({ meshVolumeM3 }) => meshVolumeM3)).toEqual([240, 240].map((v) => expect.closeTo(v, 3)));
  expect(proposePlace(model)?.place).toMatchObject({ kind: 'map', eastM: 475_000, northM: 3_797_000, elevationM: 0 });
  expect(modelFacts(model, 'hall', '').lowM).toBeCloseTo(385, 6);
});

test('CityJSON in degrees is laid flat beside its own corner; a surface with a hole keeps the hole open', async () => {
  const degrees = smallCityJson({
    metadata: { referenceSystem: 'urn:ogc:def:crs:EPSG::4326' },
    transform: { scale: [1e-7, 1e-7, 0.001], translate: [108.75, 34.3, 385] },
    CityObjects: {
      Frame: {
        type: 'Building',
        geometry: [
          {
            type: 'MultiSurface',
            lod: '2',
            boundaries: [
              [
                [0, 1, 2, 3],
                [4, 5, 6, 7],
              ],
            ],
          },
        ],
      },
    },
    // 1e-7° of latitude are 11.09 mm at 34.3° N, of longitude 9.21 mm.
    vertices: [
      ...[
        [0, 0, 0],
        [10_000, 0, 0],
        [10_000, 10_000, 0],
        [0, 10_000, 0],
      ],
      ...[
        [2500, 2500, 0],
        [2500, 7500, 0],
        [7500, 7500, 0],
        [7500, 2500, 0],
      ],
    ],
  });
  const model = await readModel(jsonBytes(degrees), 'degrees.json');
  expect(proposePlace(model)?.place).toMatchObject({ kind: 'point', lonDeg: 108.75, latDeg: 34.3 });
  const { positionM: at, index } = model.mesh;
  let areaM2 = 0;
  for (let i = 0; i < index.length; i += 3) {
    const [a, b, c] = [3 * index[i], 3 * index[i + 1], 3 * index[i + 2]];
    areaM2 += ((at[b] - at[a]) * (at[c + 1] - at[a + 1]) - (at[b + 1] - at[a + 1]) * (at[c] - at[a])) / 2;
  }
  // 92.06 × 110.93 m less a quarter.
  expect(areaM2).toBeCloseTo(92.06 * 110.93 * 0.75, -1);
});

test('an IFC is read by what it holds, whatever its name', async () => {
  const model = await readModel(smallIfc({ boxes: threeBoxes(1) }), 'model.bin');
  expect(model.schema).toBe('IFC4');
});

test('tiles of a layer hold what the table of a tile has room for, and every element once', async () => {
  const nodes = Array.from({ length: 5000 }, (_, i) => ({ name: `N${i}`, mesh: 0 }));
  const model = await readModel(glbBytes(smallGltf(nodes, [...nodes.keys()])), 'many.glb');
  const enuFromModel = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  const wish = { id: 'm', gidBase: 7, file: 'many.glb', inputHash: '', crs: '', enuFromModel };
  const { tiles } = modelLayer(model, wish);
  const counts = tiles.map(({ glb }) => readGlb(glb).json.extensions?.EXT_structural_metadata?.propertyTables[0].count);
  expect(counts).toEqual([2048, 2048, 904]);
});
