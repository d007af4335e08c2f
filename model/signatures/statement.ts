import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { sha256 } from '../sha256.ts';

const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const Base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/), v.maxLength(4000));

/** What people put their names to. */
const STATEMENT_KINDS = ['rule-release', 'plan-decision', 'file', 'plugin'] as const;

/**
 * What a person signs, as one line of JSON whose bytes are signed: what it is about, and the hash of that. A decision on a conflict names the
 * hash of the entry before it, so that the whole record up to there is signed with it.
 */
const StatementSchema = v.strictObject({
  shapan: v.literal('statement/1'),
  kind: v.picklist(STATEMENT_KINDS),
  city: v.string(),
  /** The rule, the conflict, the name of the file. */
  of: v.string(),
  hash: Hash,
  /** Words of the person. */
  says: v.string(),
  who: v.string(),
  at: v.pipe(v.string(), v.isoTimestamp()),
});
/** What a person signs. */
export type Statement = v.InferOutput<typeof StatementSchema>;

/** A signature with the statement it is of: whoever has the person's public key can check it, with this program or without. */
export const Signature = v.strictObject({
  statement: v.pipe(v.string(), v.maxLength(4000)),
  /** SHA-256 of the public key, the first 32 digits. */
  key: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  /** ECDSA on P-256 with SHA-256, DER, base64. */
  value: Base64,
  /** A security key signs these two, of which the second names the statement's hash. */
  webauthn: v.optional(v.strictObject({ authenticatorData: Base64, clientData: Base64 })),
});
/** See the schema of the same name. */
export type Signature = v.InferOutput<typeof Signature>;

/** The bytes of a statement: keys in the order of its format. */
export const statementText = ({ kind, city, of, hash, says, who, at }: Omit<Statement, 'shapan'>): string =>
  JSON.stringify({ shapan: 'statement/1', kind, city, of, hash, says, who, at } satisfies Statement);

/** Reads the statement of a signature; an error names the field that is wrong. */
export const parseStatement = (text: string): Statement => parseAs(StatementSchema, JSON.parse(text), 'statement');

/** The public key of a person, and how long it holds. */
export const SignerKey = v.strictObject({
  who: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  unit: v.pipe(v.string(), v.maxLength(200)),
  kind: v.picklist(['file', 'webauthn']),
  /** SubjectPublicKeyInfo of a P-256 key, base64: what stands between the lines of a PEM file. */
  publicKey: Base64,
  fromMs: v.pipe(v.number(), v.integer()),
  untilMs: v.pipe(v.number(), v.integer()),
  /** Time from which the key holds no more; null: nobody revoked it. */
  revokedMs: v.nullable(v.pipe(v.number(), v.integer())),
});
/** See the schema of the same name. */
export type SignerKey = v.InferOutput<typeof SignerKey>;

/** Characters of the passphrase of a signer's key at least. */
export const MIN_PASSPHRASE = 12;

/** The bytes of base64. */
export const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** Bytes as base64. */
export const base64Of = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

/** Name of a public key: the first 32 digits of its SHA-256. */
export const keyId = (publicKey: string): string => sha256([bytesOf(publicKey)]).slice(0, 32);

/** A public key as a PEM file, which other programs read. */
export const pemOf = (publicKey: string): string =>
  `-----BEGIN PUBLIC KEY-----\n${publicKey.replace(/.{64}(?=.)/g, '$&\n')}\n-----END PUBLIC KEY-----\n`;

/** People's keys as a file, for whoever checks signatures without the hub. */
const KeysFile = v.strictObject({
  format: v.literal(1),
  kind: v.literal('shapan-signer-keys'),
  keys: v.pipe(v.array(SignerKey), v.maxLength(1000)),
});

/** Reads a file of people's keys; an error names the field that is wrong. */
export const parseSignerKeys = (json: unknown, file: string): SignerKey[] => parseAs(KeysFile, json, file).keys;
