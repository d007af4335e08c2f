/**
 * SHA-256 (FIPS 180-4) of parts one after the other, hexadecimal. The platform's own is asynchronous and only there for pages from
 * safe places; a run's hash must be the same in a page from http://192.168.…, a worker and Node.
 */
const ROUNDS = roots(64, 1 / 3);
const START = roots(8, 1 / 2);

/** The first 32 bits of the fractional parts of roots of primes. */
function roots(count: number, power: number): Uint32Array {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return Uint32Array.from(primes, (prime) => (prime ** power % 1) * 2 ** 32);
}

export function sha256(parts: readonly Uint8Array[]): string {
  const state = Uint32Array.from(START);
  const block = new Uint8Array(64);
  const words = new Uint32Array(64);
  let filled = 0;
  let bytes = 0;
  for (const part of parts) {
    bytes += part.length;
    for (let at = 0; at < part.length; ) {
      if (filled === 0 && part.length - at >= 64) {
        mix(state, part, at, words);
        at += 64;
        continue;
      }
      const taken = Math.min(64 - filled, part.length - at);
      block.set(part.subarray(at, at + taken), filled);
      at += taken;
      filled += taken;
      if (filled < 64) break;
      mix(state, block, 0, words);
      filled = 0;
    }
  }
  block.fill(0, filled);
  block[filled] = 0x80;
  if (filled >= 56) {
    mix(state, block, 0, words);
    block.fill(0);
  }
  new DataView(block.buffer).setBigUint64(56, BigInt(bytes) * 8n);
  mix(state, block, 0, words);
  return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('');
}

/** The 64 bytes from `at` on. */
function mix(state: Uint32Array, bytes: Uint8Array, at: number, w: Uint32Array): void {
  for (let i = 0, k = at; i < 16; i++, k += 4) {
    w[i] = (bytes[k] << 24) | (bytes[k + 1] << 16) | (bytes[k + 2] << 8) | bytes[k + 3];
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15];
    const y = w[i - 2];
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + w[i]) | 0;
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

const turn = (x: number, bits: number): number => (x >>> bits) | (x << (32 - bits));
