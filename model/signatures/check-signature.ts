import { sha256 } from '../sha256.ts';
import { messageTable } from '../text/message.ts';
import {
  base64Of,
  bytesOf,
  keyId,
  parseStatement,
  type Signature,
  type SignerKey,
  type Statement,
} from './statement.ts';

/** What a check of a signature comes to. */
export type SignatureVerdict = 'right' | 'forged' | 'unknown' | 'other' | 'person' | 'time' | 'expired' | 'revoked';

/** Says what is wrong with a signature. */
export const signatureMessage = messageTable({
  forged: {
    zh: '签名与内容或密钥不符（伪造或被改动）',
    en: 'the signature does not belong to its statement and key: it was forged or changed',
  },
  unknown: { zh: '签名密钥没有登记', en: 'its key is none that is registered' },
  other: { zh: '签名签的是另一份内容', en: 'it was given on something else' },
  person: { zh: '签名密钥属于他人', en: 'its key belongs to another person' },
  time: { zh: '签名中的时间与记录的时间不符', en: 'its time is not that of the record' },
  expired: { zh: '签名时密钥不在有效期内', en: 'its key was not valid then: expired, or not yet in force' },
  revoked: { zh: '签名时密钥已吊销', en: 'its key was revoked before' },
});

/** What a signature must be of, as the record that holds it says. */
export interface SignedThing extends Pick<Statement, 'kind' | 'of' | 'hash' | 'says'> {
  /** Null: whoever holds the key. */
  who: string | null;
  /** Time that somebody else vouches for; null: the one that the signer states. */
  atMs: number | null;
}

/** A page's clock and the hub's may differ so far. */
const CLOCK_SLACK_MS = 15 * 60_000;

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' };

/**
 * Checks a signature: by mathematics first, then whether it is of this thing, by this person, with a key that held at that time. A key
 * that was revoked later leaves what it signed before.
 */
export async function checkSignature(
  signature: Signature,
  thing: SignedThing,
  keys: readonly SignerKey[],
): Promise<SignatureVerdict> {
  const key = keys.find(({ publicKey }) => keyId(publicKey) === signature.key);
  if (!key) return 'unknown';
  if (!(await isBy(signature, key.publicKey))) return 'forged';
  let said: Statement;
  try {
    said = parseStatement(signature.statement);
  } catch {
    return 'other';
  }
  const { kind, of, hash, says } = thing;
  const isSame = said.kind === kind && said.of === of && said.hash === hash && said.says === says;
  if (!isSame) return 'other';
  if (said.who !== key.who || (thing.who !== null && thing.who !== said.who)) return 'person';
  const saidMs = Date.parse(said.at);
  if (thing.atMs !== null && Math.abs(saidMs - thing.atMs) > CLOCK_SLACK_MS) return 'time';
  const atMs = thing.atMs ?? saidMs;
  if (key.revokedMs !== null && atMs >= key.revokedMs) return 'revoked';
  return atMs < key.fromMs || atMs > key.untilMs ? 'expired' : 'right';
}

/** Whether the holder of the private key signed the statement, by a key file or by a security key that was touched. */
async function isBy({ statement, value, webauthn }: Signature, publicKey: string): Promise<boolean> {
  try {
    const text = new TextEncoder().encode(statement);
    const signed = webauthn ? signedByDevice(webauthn, text) : text;
    if (!signed) return false;
    const key = await crypto.subtle.importKey('spki', bytesOf(publicKey), ECDSA, false, ['verify']);
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, rawOfDer(bytesOf(value)), signed);
  } catch {
    return false;
  }
}

const USER_PRESENT = 1;
/** Where the flags stand, behind the hash of the site. */
const FLAGS_AT = 32;

/** What a security key signs (WebAuthn level 2, §7.2): null where its challenge is not the statement's hash, or nobody touched it. */
function signedByDevice(
  { authenticatorData, clientData }: NonNullable<Signature['webauthn']>,
  statement: Uint8Array,
): Uint8Array<ArrayBuffer> | null {
  const authenticator = bytesOf(authenticatorData);
  const client = bytesOf(clientData);
  const said: unknown = JSON.parse(new TextDecoder().decode(client));
  const challenge = typeof said === 'object' && said !== null ? Reflect.get(said, 'challenge') : null;
  const type = typeof said === 'object' && said !== null ? Reflect.get(said, 'type') : null;
  if (type !== 'webauthn.get' || challenge !== challengeOf(statement)) return null;
  if (((authenticator[FLAGS_AT] ?? 0) & USER_PRESENT) === 0) return null;
  const hash = bytesOfHex(sha256([client]));
  const signed = new Uint8Array(authenticator.length + hash.length);
  signed.set(authenticator);
  signed.set(hash, authenticator.length);
  return signed;
}

const bytesOfHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** What a security key is asked to sign: SHA-256 of the statement, base64url. */
export const challengeOf = (statement: Uint8Array): string =>
  base64Of(bytesOfHex(sha256([statement])))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Bytes of each of the two numbers of a signature on P-256. */
const NUMBER_BYTES = 32;

/** The two numbers of a signature one after the other, as Web Cryptography has them, from DER, as all others do. */
function rawOfDer(der: Uint8Array): Uint8Array<ArrayBuffer> {
  const raw = new Uint8Array(2 * NUMBER_BYTES);
  let at = 2;
  for (const end of [NUMBER_BYTES, 2 * NUMBER_BYTES]) {
    const length = der[at + 1];
    const number = der.subarray(at + 2, at + 2 + length);
    const bare = number.subarray(Math.max(0, number.length - NUMBER_BYTES));
    raw.set(bare, end - bare.length);
    at += 2 + length;
  }
  return raw;
}

/** The other way round. */
export function derOfRaw(raw: Uint8Array): Uint8Array {
  const numbers = [raw.subarray(0, NUMBER_BYTES), raw.subarray(NUMBER_BYTES)].map((number) => {
    let from = 0;
    while (from < NUMBER_BYTES - 1 && number[from] === 0) from++;
    const bare = number.subarray(from);
    const isHigh = bare[0] >= 0x80;
    return [0x02, bare.length + (isHigh ? 1 : 0), ...(isHigh ? [0] : []), ...bare];
  });
  const body = numbers.flat();
  return Uint8Array.from([0x30, body.length, ...body]);
}
