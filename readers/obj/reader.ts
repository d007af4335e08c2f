import type { Reader } from '../reader.ts';

/** Wavefront OBJ: polygons by object or group, in a frame of its own; y is up, as in glTF, where nobody says otherwise. */
export const objReader: Reader = {
  id: 'obj',
  name: 'OBJ',
  order: 72,
  extensions: ['obj'],
  mimeTypes: ['model/obj'],
  gives: ['mesh'],
  coordinates: 'unstated',
  layerKind: 'element',
  accepts: ({ text }) => isObj(text),
  async read(source, wish) {
    const { readObj } = await import('./obj.ts');
    return { gives: 'mesh', model: await readObj(source, wish.model?.limits) };
  },
};

/** Lines that stand before the first vertex. */
const BEFORE = /^(?:#.*|mtllib\s.*|o\s.*|g(?:\s.*)?|s\s.*|usemtl\s.*)?$/;
const VERTEX = /^v(?:\s+[-+]?[\d.][-+\d.eE]*){3,}$/;

function isObj(text: string): boolean {
  for (const line of text.split('\n', 200)) {
    const plain = line.trim();
    if (VERTEX.test(plain)) return true;
    if (!BEFORE.test(plain)) return false;
  }
  return false;
}
