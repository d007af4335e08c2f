import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8_OF_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key by which the hub signs its audit, and the one by which everybody can check that. */
export interface AuditKeys {
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** To be written down: SHA-256 of the public key. */
  fingerprint: string;
}

/** Ed25519 from the 32 bytes of a key file. */
export function auditKeys(seed: Buffer): AuditKeys {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_OF_ED25519, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  const der = publicKey.export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey, fingerprint: createHash('sha256').update(der).digest('hex').slice(0, 32) };
}

/** The signature of a row's hash, base64url. */
export function signatureOf(hash: string, privateKey: KeyObject): string {
  return sign(null, Buffer.from(hash), privateKey).toString('base64url');
}

/** Whether the holder of the private key signed this hash. */
export function isSignature(hash: string, signature: string, publicKey: KeyObject): boolean {
  return verify(null, Buffer.from(hash), publicKey, Buffer.from(signature, 'base64url'));
}
