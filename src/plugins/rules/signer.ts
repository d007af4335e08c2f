import { challengeOf, type SignedThing } from '../../../model/signatures/check-signature.ts';
import {
  type KeyFile,
  makeKeyFile,
  openKeyFile,
  parseKeyFile,
  signWithKey,
} from '../../../model/signatures/key-file.ts';
import {
  base64Of,
  bytesOf,
  keyId,
  type Signature,
  type SignerKey,
  type Statement,
  statementText,
} from '../../../model/signatures/statement.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { BrowserText } from '../../kit/browser-text.ts';
import { rulesPageMessage } from './messages.ts';

/** What is kept of a person's key: a key file, or the name by which a security key is asked. */
type KeptKey = { file: KeyFile } | { device: string; key: SignerKey };

/** The key of who sits here. */
export interface PersonalKey {
  /** Null: there is none in this browser. */
  key(): SignerKey | null;
  /** It signs now: the passphrase was given, or it is a security key, which asks for a touch each time. */
  isOpen(): boolean;
  make(person: Pick<SignerKey, 'who' | 'unit'>, passphrase: string): Promise<void>;
  /** Asks the browser for a security key or the lock of the machine (WebAuthn). */
  makeOnDevice(person: Pick<SignerKey, 'who' | 'unit'>): Promise<void>;
  /** Rejects where the passphrase is another. */
  open(passphrase: string): Promise<void>;
  /** Null: a security key cannot be saved. */
  fileText(): string | null;
  take(json: unknown, file: string): void;
  forget(): void;
  sign(thing: Pick<SignedThing, 'kind' | 'of' | 'hash' | 'says'>, city: string): Promise<Signature | null>;
}

/** A key holds for two years. */
const VALID_MS = 2 * 365 * 86_400_000;
const KEPT = 'key';

/** Keeps the key in this browser; `changed` is called with each change. */
export function openPersonalKey(store: BrowserText, nowMs: () => number, changed: () => void): PersonalKey {
  let kept: KeptKey | null = load(store);
  let privateKey: CryptoKey | null = null;

  function keep(next: KeptKey | null): void {
    kept = next;
    privateKey = null;
    if (!store.save(KEPT, next ? JSON.stringify(next) : '')) throw new MessageError(rulesPageMessage('not-kept', {}));
    changed();
  }

  const validity = () => ({ fromMs: nowMs(), untilMs: nowMs() + VALID_MS });

  const personal: PersonalKey = {
    key: () => (kept && 'file' in kept ? kept.file.key : (kept?.key ?? null)),
    isOpen: () => kept !== null && ('device' in kept || privateKey !== null),
    async make(person, passphrase) {
      keep({ file: await makeKeyFile({ ...person, ...validity() }, passphrase) });
      await personal.open(passphrase);
    },
    async makeOnDevice(person) {
      const { device, publicKey } = await deviceKey(person.who);
      keep({ device, key: { ...person, ...validity(), kind: 'webauthn', publicKey, revokedMs: null } });
    },
    async open(passphrase) {
      if (!kept || !('file' in kept)) return;
      privateKey = await openKeyFile(kept.file, passphrase);
      changed();
      if (!privateKey) throw new MessageError(rulesPageMessage('passphrase', {}));
    },
    fileText: () => (kept && 'file' in kept ? `${JSON.stringify(kept.file, null, 1)}\n` : null),
    take: (json, file) => keep({ file: parseKeyFile(json, file) }),
    forget: () => keep(null),
    async sign({ kind, of, hash, says }, city) {
      const key = personal.key();
      if (!kept || !key || !personal.isOpen()) return null;
      const statement = { kind, city, of, hash, says, who: key.who, at: new Date(nowMs()).toISOString() };
      if ('device' in kept) return signOnDevice(kept.device, key.publicKey, statement);
      return privateKey && signWithKey(privateKey, key.publicKey, statement);
    },
  };
  return personal;
}

/** What this browser keeps is parsed again: another version may have written it. */
function load(store: BrowserText): KeptKey | null {
  const text = store.load(KEPT);
  if (!text) return null;
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== 'object' || json === null) return null;
    if ('file' in json) return { file: parseKeyFile(json.file, 'localStorage') };
    return json as KeptKey;
  } catch {
    return null;
  }
}

/** ECDSA on P-256 with SHA-256, as WebAuthn numbers it. */
const ES256 = -7;

/** A new key of a security key; its private part never leaves it. */
async function deviceKey(who: string): Promise<{ device: string; publicKey: string }> {
  const made = await navigator.credentials?.create({
    publicKey: {
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      rp: { name: 'Shapan' },
      user: { id: crypto.getRandomValues(new Uint8Array(16)), name: who, displayName: who },
      pubKeyCredParams: [{ type: 'public-key', alg: ES256 }],
    },
  });
  if (!(made instanceof PublicKeyCredential) || !(made.response instanceof AuthenticatorAttestationResponse))
    throw new MessageError(rulesPageMessage('no-device', {}));
  const spki = made.response.getPublicKey();
  if (!spki) throw new MessageError(rulesPageMessage('no-device', {}));
  return { device: base64Of(new Uint8Array(made.rawId)), publicKey: base64Of(new Uint8Array(spki)) };
}

async function signOnDevice(
  device: string,
  publicKey: string,
  statement: Omit<Statement, 'shapan'>,
): Promise<Signature> {
  const text = statementText(statement);
  const challenge = challengeOf(new TextEncoder().encode(text)).replaceAll('-', '+').replaceAll('_', '/');
  const given = await navigator.credentials.get({
    publicKey: {
      challenge: bytesOf(challenge),
      allowCredentials: [{ type: 'public-key', id: bytesOf(device) }],
    },
  });
  if (!(given instanceof PublicKeyCredential) || !(given.response instanceof AuthenticatorAssertionResponse))
    throw new MessageError(rulesPageMessage('no-device', {}));
  const { authenticatorData, clientDataJSON, signature } = given.response;
  const base64 = (buffer: ArrayBuffer) => base64Of(new Uint8Array(buffer));
  const webauthn = { authenticatorData: base64(authenticatorData), clientData: base64(clientDataJSON) };
  return { statement: text, key: keyId(publicKey), value: base64(signature), webauthn };
}
