/** What any small file may unpack to. */
const ALWAYS_BYTES = 64 * 2 ** 20;
/** Text of cities packs to a fifth or a twentieth; deflate itself ends at a thousandth, which only a bomb reaches. */
const MAX_INFLATION_RATIO = 100;

/** How many bytes may come out of so many packed ones: what every door that unpacks goes by, so that no small file fills the memory. */
export function inflateLimit(packedBytes: number, maxBytes: number): number {
  return Math.min(maxBytes, Math.max(ALWAYS_BYTES, MAX_INFLATION_RATIO * packedBytes));
}
