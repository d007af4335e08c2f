/** Corners of a box of this size at the origin, in the axes of its file, and its twelve triangles outwards. */
export function boxOfSize(sizeM: readonly [number, number, number]): { position: number[]; index: number[] } {
  const position = Array.from({ length: 8 }, (_, corner) => sizeM.map((size, k) => ((corner >> k) & 1) * size)).flat();
  const faces = [
    [0, 2, 3, 1],
    [4, 5, 7, 6],
    [0, 1, 5, 4],
    [2, 6, 7, 3],
    [0, 4, 6, 2],
    [1, 3, 7, 5],
  ];
  return { position, index: faces.flatMap(([a, b, c, d]) => [a, b, c, a, c, d]) };
}

export interface GltfNode {
  name: string;
  extras?: object;
  mesh?: number;
  translation?: [number, number, number];
  scale?: [number, number, number];
  children?: number[];
}

/** glTF of one box, 2 × 3 × 4 m by its x, y (up), z, and nodes that show it. */
export function smallGltf(nodes: readonly GltfNode[], scene: readonly number[], more: object = {}) {
  const { position, index } = boxOfSize([2, 3, 4]);
  const binary = new Uint8Array(8 * 12 + 72);
  new Float32Array(binary.buffer, 0, 24).set(position);
  new Uint16Array(binary.buffer, 96, 36).set(index);
  const json = {
    ...{ asset: { version: '2.0' }, scene: 0, scenes: [{ nodes: scene }], nodes },
    meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1, material: 0 }] }],
    materials: [{ name: 'Concrete', pbrMetallicRoughness: { baseColorFactor: [1, 0.5, 0, 1] } }],
    accessors: [
      { bufferView: 0, componentType: 5126, count: 8, type: 'VEC3' },
      { bufferView: 1, componentType: 5123, count: 36, type: 'SCALAR' },
    ],
    bufferViews: [
      { buffer: 0, byteLength: 96 },
      { buffer: 0, byteOffset: 96, byteLength: 72 },
    ],
    ...more,
  };
  return { json, binary };
}

/** As .gltf, its buffer inside. */
export function gltfText({ json, binary }: ReturnType<typeof smallGltf>): Uint8Array {
  const uri = `data:application/octet-stream;base64,${Buffer.from(binary).toString('base64')}`;
  return new TextEncoder().encode(JSON.stringify({ ...json, buffers: [{ byteLength: binary.length, uri }] }));
}

/** As .glb. */
export function glbBytes({ json, binary }: ReturnType<typeof smallGltf>): Uint8Array {
  const text = JSON.stringify({ ...json, buffers: [{ byteLength: binary.length }] });
  const padded = new TextEncoder().encode(text.padEnd(4 * Math.ceil(text.length / 4)));
  const glb = new Uint8Array(28 + padded.length + binary.length);
  const head = new DataView(glb.buffer);
  for (const [i, word] of [0x46546c67, 2, glb.length, padded.length, 0x4e4f534a].entries())
    head.setUint32(4 * i, word, true);
  glb.set(padded, 20);
  head.setUint32(20 + padded.length, binary.length, true);
  head.setUint32(24 + padded.length, 0x004e4942, true);
  glb.set(binary, 28 + padded.length);
  return glb;
}

/** CityJSON 2.0: a building of two storeys, each with a part that is a box of 10 × 8 × 3 m; places in EPSG:4545, millimetres about an offset. */
export function smallCityJson(more: Record<string, unknown> = {}) {
  const { position, index } = boxOfSize([10, 8, 3]);
  const rings = Array.from({ length: 6 }, (_, face) => {
    const [a, b, c, , , d] = index.slice(6 * face, 6 * face + 6);
    return [[a, b, c, d]];
  });
  const solid = (shift: number) => [
    { type: 'Solid', lod: '2', boundaries: [rings.map(([ring]) => [ring.map((vertex) => vertex + shift)])] },
  ];
  const corners = (upM: number) =>
    Array.from({ length: 8 }, (_, v) => [
      ...[1000 * position[3 * v], 1000 * position[3 * v + 1], 1000 * (position[3 * v + 2] + upM)],
    ]);
  return {
    ...{ type: 'CityJSON', version: '2.0' },
    metadata: { referenceSystem: 'https://www.opengis.net/def/crs/EPSG/0/4545' },
    transform: { scale: [0.001, 0.001, 0.001], translate: [475_000, 3_797_000, 385] },
    CityObjects: {
      Hall: { type: 'Building', attributes: { name: 'Hall' }, children: ['S0', 'S1'] },
      S0: { type: 'BuildingStorey', attributes: { name: 'Ground' }, parents: ['Hall'], children: ['Part-0'] },
      S1: { type: 'BuildingStorey', attributes: { name: 'First' }, parents: ['Hall'], children: ['Part-1'] },
      'Part-0': {
        ...{ type: 'BuildingUnit', parents: ['S0'], attributes: { usage: 'shop', fire: 90 }, geometry: solid(0) },
      },
      'Part-1': { type: 'BuildingUnit', parents: ['S1'], geometry: solid(8) },
    },
    vertices: [...corners(0), ...corners(3)],
    ...more,
  };
}

export const jsonBytes = (value: object): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
