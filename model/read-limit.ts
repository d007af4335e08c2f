const MIN_LIMIT_S = 6;
const S_PER_MB = 10;

/**
 * How long a file of so many bytes may be read before its reader is ended: models and layers of cities take a tenth of it on a slow
 * machine; only a file that was made to keep its reader busy, or is broken in a way that does, takes more.
 */
export function readLimitS(bytes: number): number {
  return Math.ceil(MIN_LIMIT_S + (S_PER_MB * bytes) / 1e6);
}
