import { textOf } from '../shared/utf8.ts';

/** Tiles inside tiles: deeper is a circle or a bomb. */
const MAX_DEPTH = 8;

/**
 * Files that the content of a tile names: pictures and buffers of glTF, alone or inside b3dm, i3dm and cmpt (3D Tiles 1.0). Addresses of data
 * inside the file are left out. What is no known content names nothing: the viewer says so when it comes to it.
 */
export function linksOfContent(bytes: Uint8Array): string[] {
  const links: string[] = [];
  collect(bytes, links, 0);
  return links;
}

function collect(bytes: Uint8Array, links: string[], depth: number): void {
  if (bytes.length < 12 || depth > MAX_DEPTH) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = textOf(bytes, 0, 4);
  if (magic === 'glTF') collectGlb(bytes, view, links);
  else if (magic === 'cmpt') collectComposite(bytes, view, links, depth);
  else if (magic === 'b3dm' || magic === 'i3dm') collectModel(bytes, view, magic, links, depth);
  else if (/^\s*\{/.test(textOf(bytes, 0, 64))) collectGltf(textOf(bytes), links);
}

/** A header of 12 bytes, then chunks; the first is the JSON (glTF 2.0), or a header of 20 with the JSON's length (1.0). */
function collectGlb(bytes: Uint8Array, view: DataView, links: string[]): void {
  if (bytes.length < 20) return;
  const length = view.getUint32(12, true);
  collectGltf(textOf(bytes, 20, Math.min(bytes.length, 20 + length)), links);
}

function collectGltf(text: string, links: string[]): void {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return;
  }
  for (const list of ['images', 'buffers', 'shaders'])
    for (const one of itemsOf(json, list)) {
      const uri = typeof one === 'object' && one !== null && 'uri' in one ? one.uri : null;
      if (typeof uri === 'string' && uri !== '' && !/^(data|blob):/.test(uri)) links.push(uri);
    }
}

/** Returns the items of a list, or of an object by name as glTF 1.0 has them. */
function itemsOf(json: unknown, name: string): unknown[] {
  const value = typeof json === 'object' && json !== null ? (Reflect.get(json, name) as unknown) : null;
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

/** 16 bytes, then tiles with their own lengths at byte 8. */
function collectComposite(bytes: Uint8Array, view: DataView, links: string[], depth: number): void {
  for (let at = 16; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at + 8, true);
    if (length < 12) return;
    collect(bytes.subarray(at, at + length), links, depth + 1);
    at += length;
  }
}

/** Tables of features and of the batch stand before the glTF; i3dm may have its address instead. */
function collectModel(bytes: Uint8Array, view: DataView, magic: 'b3dm' | 'i3dm', links: string[], depth: number): void {
  const header = magic === 'b3dm' ? 28 : 32;
  if (bytes.length < header) return;
  const start = header + [12, 16, 20, 24].reduce((sum, at) => sum + view.getUint32(at, true), 0);
  if (magic === 'i3dm' && view.getUint32(28, true) === 0) {
    const uri = textOf(bytes, Math.min(start, bytes.length))
      .replace(/[\0\s]+$/, '')
      .trim();
    if (uri !== '' && !/^(data|blob):/.test(uri)) links.push(uri);
    return;
  }
  collect(bytes.subarray(Math.min(start, bytes.length)), links, depth + 1);
}
