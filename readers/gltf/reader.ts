import type { Reader } from '../reader.ts';

/** glTF 2.0, binary or JSON with its buffer inside: a building model that knows no place on the earth. */
export const gltfReader: Reader = {
  id: 'gltf',
  name: 'glTF',
  order: 70,
  extensions: ['glb', 'gltf'],
  mimeTypes: ['model/gltf-binary', 'model/gltf+json'],
  gives: ['mesh'],
  coordinates: 'unstated',
  layerKind: 'element',
  accepts: ({ text }) =>
    text.startsWith('glTF') || (/^\s*\{/.test(text) && /"asset"\s*:\s*\{[^{}]*"version"/.test(text)),
  async read(source, wish) {
    const { readGltf } = await import('./gltf.ts');
    return { gives: 'mesh', model: await readGltf(source, wish.model?.limits) };
  },
};
