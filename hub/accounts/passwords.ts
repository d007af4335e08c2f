import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP's figure of 2023 for scrypt: 2^17, 8, 1: 128 MiB and about half a second. */
export const SCRYPT_N = 2 ** 17;
const SCRYPT = { r: 8, p: 1, maxmem: 192 * 2 ** 20 };

/** A password as the database keeps it: scrypt's hash and the salt that belongs to it, base64url. */
export interface HashedPassword {
  salt: string;
  hash: string;
}

/** Hashes a password with a fresh salt of 16 bytes by scrypt; `scryptN` is its cost, less in tests. */
export async function hashPassword(password: string, scryptN: number): Promise<HashedPassword> {
  const salt = randomBytes(16).toString('base64url');
  return { salt, hash: await derive(password, salt, scryptN) };
}

/** With `known` null it takes as long: its time must not tell that there is no such name. */
export async function isPassword(password: string, known: HashedPassword | null, scryptN: number): Promise<boolean> {
  const hash = await derive(password, known?.salt ?? 'none', scryptN);
  return known !== null && isSame(hash, known.hash);
}

/** What nobody can guess, in a URL's letters. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Tokens and invites are kept as digests: who reads the memory or the tables of the hub cannot use them. */
export function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

function derive(password: string, salt: string, N: number): Promise<string> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, 32, { ...SCRYPT, N }, (error, key) => {
      if (error) reject(error);
      else resolve(key.toString('base64url'));
    });
  });
}

function isSame(a: string, b: string): boolean {
  const first = Buffer.from(a);
  const second = Buffer.from(b);
  return first.length === second.length && timingSafeEqual(first, second);
}
