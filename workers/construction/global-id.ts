import { sha256 } from '../../model/sha256.ts';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$';

/** As IFC names a thing for life: 128 bits in 22 letters, the first of them two bits. */
export const isGlobalId = (id: string): boolean => /^[0-3][0-9A-Za-z_$]{21}$/.test(id);

/** One made of what it names: written twice, a thing has the same. */
export function globalIdOf(text: string): string {
  let bits = BigInt(`0x${sha256([new TextEncoder().encode(text)]).slice(0, 32)}`);
  let id = '';
  for (let i = 0; i < 22; i++, bits >>= 6n) id = LETTERS[Number(bits & 63n)] + id;
  return id;
}
