import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a device is told: once, by its id, and not after its time. */
export interface SignedCommand {
  id: string;
  device: string;
  verb: string;
  value: number;
  /** UTC ms; a device whose clock says later does nothing. */
  untilMs: number;
  signature: string;
}

/** Each device has a key of its own, made from the hub's: one that is stolen opens one device. */
export function deviceKey(hubKey: Buffer, device: string): Buffer {
  return createHmac('sha256', hubKey).update(`device\n${device}`).digest();
}

/** Signs a command for its device by HMAC, so that no other client of the broker can give one. */
export function sign(command: Omit<SignedCommand, 'signature'>, key: Buffer): SignedCommand {
  return { ...command, signature: signatureOf(command, key) };
}

/** What a device says: whether it takes a command, or what its state is. */
export type DeviceWord =
  | { channel: 'answer'; id: string; accepted: boolean; reason?: string }
  /** Told at each change and after each command; `atMs` grows from one to the next, so that none can be said again by another. */
  | { channel: 'state'; value: number; atMs: number };

/** A device signs what it says with the key that its commands are signed with: whoever else reaches the broker cannot speak for it. */
export function signWord(device: string, word: DeviceWord, key: Buffer): string {
  const said =
    word.channel === 'answer'
      ? ['answer', device, word.id, word.accepted, word.reason ?? null]
      : ['state', device, word.value, word.atMs];
  return createHmac('sha256', key).update(JSON.stringify(said)).digest('base64url');
}

/** Whether a device's word bears its signature. */
export function isSignedWord(device: string, word: DeviceWord, signature: unknown, key: Buffer): boolean {
  return typeof signature === 'string' && isSame(signature, signWord(device, word, key));
}

/** Whether a command bears the hub's signature; the comparison takes the same time wherever they differ. */
export function isSigned(command: SignedCommand, key: Buffer): boolean {
  return isSame(command.signature, signatureOf(command, key));
}

function isSame(given: string, right: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}

function signatureOf({ id, device, verb, value, untilMs }: Omit<SignedCommand, 'signature'>, key: Buffer): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([id, device, verb, value, untilMs]))
    .digest('base64url');
}
