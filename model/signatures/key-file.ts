import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { derOfRaw } from './check-signature.ts';
import { base64Of, bytesOf, keyId, type Signature, SignerKey, type Statement, statementText } from './statement.ts';

const Base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/), v.maxLength(4000));

/** A person's key as a file: the public part in the open, the private part under a passphrase. */
export const KeyFile = v.strictObject({
  format: v.literal(1),
  kind: v.literal('shapan-signing-key'),
  key: SignerKey,
  secret: v.strictObject({
    /** PBKDF2 with SHA-256 of the passphrase gives the key of AES-256-GCM; what is under it is PKCS #8. */
    rounds: v.pipe(v.number(), v.integer(), v.minValue(100_000), v.maxValue(10_000_000)),
    salt: Base64,
    iv: Base64,
    data: Base64,
  }),
});
/** See the schema of the same name. */
export type KeyFile = v.InferOutput<typeof KeyFile>;

/** Reads a key file; an error names the field that is wrong. */
export const parseKeyFile = (json: unknown, file: string): KeyFile => parseAs(KeyFile, json, file);

/** A key that Web Cryptography holds. */
type HeldKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** OWASP's advice for PBKDF2 with SHA-256 (2023). */
const ROUNDS = 600_000;
const P256 = { name: 'ECDSA', namedCurve: 'P-256' };

async function wrapping(passphrase: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<HeldKey> {
  const text = new TextEncoder().encode(passphrase);
  const base = await crypto.subtle.importKey('raw', text, 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** Makes a key for a person; its private part is in the answer only under the passphrase. */
export async function makeKeyFile(
  person: Pick<SignerKey, 'who' | 'unit' | 'fromMs' | 'untilMs'>,
  passphrase: string,
  rounds = ROUNDS,
): Promise<KeyFile> {
  const pair = await crypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', pair.privateKey);
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await wrapping(passphrase, salt, rounds), pkcs8);
  return {
    format: 1,
    kind: 'shapan-signing-key',
    key: { ...person, kind: 'file', publicKey: base64Of(spki), revokedMs: null },
    secret: { rounds, salt: base64Of(salt), iv: base64Of(iv), data: base64Of(new Uint8Array(data)) },
  };
}

/** The private part of a key file, which cannot leave the browser again; null: the passphrase is another. */
export async function openKeyFile({ secret }: KeyFile, passphrase: string): Promise<HeldKey | null> {
  const key = await wrapping(passphrase, bytesOf(secret.salt), secret.rounds);
  const how = { name: 'AES-GCM', iv: bytesOf(secret.iv) };
  const pkcs8 = await crypto.subtle.decrypt(how, key, bytesOf(secret.data)).catch(() => null);
  return pkcs8 && crypto.subtle.importKey('pkcs8', pkcs8, P256, false, ['sign']);
}

/** Signs a statement with the private part of a key file. */
export async function signWithKey(
  privateKey: HeldKey,
  publicKey: string,
  statement: Omit<Statement, 'shapan'>,
): Promise<Signature> {
  const text = statementText(statement);
  const raw = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, new TextEncoder().encode(text));
  return { statement: text, key: keyId(publicKey), value: base64Of(derOfRaw(new Uint8Array(raw))) };
}
