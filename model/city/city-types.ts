/**
 * Everything that a city folder may hold for the page, with its media type: what the baker writes, tiles that it copies, and what people put
 * beside them. A city folder comes from anywhere (a zip, a pack): it is data, and nothing else of it is served or packed.
 */
const CITY_TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json; charset=utf-8',
  '.geojson': 'application/geo+json; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.bin': 'application/octet-stream',
  '.b2': 'application/octet-stream',
  '.terrain': 'application/vnd.quantized-mesh',
  '.glb': 'model/gltf-binary',
  '.gltf': 'model/gltf+json',
  '.b3dm': 'application/octet-stream',
  '.i3dm': 'application/octet-stream',
  '.pnts': 'application/octet-stream',
  '.cmpt': 'application/octet-stream',
  '.subtree': 'application/octet-stream',
  '.vctr': 'application/octet-stream',
  '.geom': 'application/octet-stream',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.bmp': 'image/bmp',
  '.dds': 'image/vnd-ms.dds',
  '.ktx': 'image/ktx',
  '.ktx2': 'image/ktx2',
  '.basis': 'application/octet-stream',
  '.crn': 'application/octet-stream',
  '.woff2': 'font/woff2',
};

/** Whether a path with slashes names data of a city: a type of the list, and no part of it hidden. */
export function isCityPath(path: string): boolean {
  const parts = path.split('/');
  const isPlain = parts.every((part) => /^[^.\\\0][^\\\0]*$/.test(part));
  return isPlain && cityTypeOf(path) !== null;
}

/** The media type of a file of a city, by how its name ends; null: it is none. */
export function cityTypeOf(path: string): string | null {
  const [ending] = /\.[^./]+$/.exec(path) ?? [''];
  return CITY_TYPES[ending.toLowerCase()] ?? null;
}
