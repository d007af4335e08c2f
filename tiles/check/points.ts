import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LayerInfo } from '../../model/city/manifest.ts';
import { isObject } from '../../readers/shared/json.ts';
import { textOf } from '../../readers/shared/utf8.ts';
import type { Findings } from './findings.ts';
import { gltfProblems } from './gltf-validity.ts';

const JSON_AT = 20;

/** Tiles of points: every file sound glTF, and as many points in them as the manifest says were read. */
export async function checkPoints(
  folder: string,
  layer: LayerInfo,
  files: readonly string[],
  findings: Findings,
): Promise<void> {
  let count = 0;
  for (const file of files) {
    const path = `layers/${layer.id}/${file}`;
    const bytes = new Uint8Array(readFileSync(join(folder, path)));
    for (const { code, message } of await gltfProblems(bytes)) findings.add('gltf', path, code, 'sound glTF', message);
    count += pointsIn(bytes);
  }
  if (layer.points && layer.points.count !== count)
    findings.add('points-lost', layer.tileset, 'all points', layer.points.count, count);
}

/** Returns the number of vertices of a tile's first mesh; 0 where it is no tile of points. */
function pointsIn(bytes: Uint8Array): number {
  if (bytes.length < JSON_AT) return 0;
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(12, true);
  try {
    const json: unknown = JSON.parse(textOf(bytes, JSON_AT, JSON_AT + length));
    const [first] = isObject(json) && Array.isArray(json.accessors) ? (json.accessors as unknown[]) : [];
    return isObject(first) && typeof first.count === 'number' ? first.count : 0;
  } catch {
    return 0;
  }
}
