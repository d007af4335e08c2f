import { Resource } from '@cesium/engine';

/** Where each thing of a layer lies: east, north, up and radius of its ball. */
export async function fetchPlaces(url: string): Promise<Float32Array> {
  const bytes = await Resource.fetchArrayBuffer({ url });
  if (!bytes) throw new Error(`${shortUrl(url)}: the request was put off`);
  return new Float32Array(bytes);
}

/** An address as problems name it: without host and query. */
export function shortUrl(url: string): string {
  return url.replace(/^https?:\/\/[^/]*/, '').replace(/\?.*$/, '');
}
