import { Resource } from '@cesium/engine';

/** Height of each building's middle: places hold east, north, up, radius. */
export async function fetchMiddles(url: string): Promise<Float32Array> {
  const bytes = await Resource.fetchArrayBuffer({ url });
  if (!bytes) throw new Error(`${shortUrl(url)}: the request was put off`);
  const places = new Float32Array(bytes);
  return places.filter((_, i) => i % 4 === 2);
}

/** An address as problems name it: without host and query. */
export function shortUrl(url: string): string {
  return url.replace(/^https?:\/\/[^/]*/, '').replace(/\?.*$/, '');
}
