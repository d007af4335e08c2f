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

/** Whether a command bears the hub's signature; the comparison takes the same time wherever they differ. */
export function isSigned(command: SignedCommand, key: Buffer): boolean {
  const given = Buffer.from(command.signature);
  const right = Buffer.from(signatureOf(command, key));
  return given.length === right.length && timingSafeEqual(given, right);
}

function signatureOf({ id, device, verb, value, untilMs }: Omit<SignedCommand, 'signature'>, key: Buffer): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([id, device, verb, value, untilMs]))
    .digest('base64url');
}
