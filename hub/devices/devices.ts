import { createHmac } from 'node:crypto';
import { MessageError } from '../../model/text/message.ts';
import { isSecret } from '../accounts/secret.ts';
import { serviceMessage } from '../service-messages.ts';

/** Source of readings: a device, known by its own password, or a gateway for many, known by `SHAPAN_DEVICE_TOKEN`. */
export type Source = { kind: 'device'; id: string } | { kind: 'gateway' };

/** What a device or a gateway signs in with. */
interface DeviceLogin {
  /** Id of a device in the city; a gateway may give any name. */
  name: string | undefined;
  password: string | undefined;
  /** Where it comes from. */
  address: string;
}

/** Devices and gateways that may bring readings. */
export interface Devices {
  /** Null: nobody that the hub knows. */
  identify(login: DeviceLogin): Source | null;
}

/** Before the hub's key is read nobody is known. */
export const NO_DEVICES: Devices = { identify: () => null };

const MIN_TOKEN = 16;
/** Wrong passwords of an address in a minute; then the gateways' token is not even looked at. Passwords of devices are 256 random bits. */
const MAX_GUESSES = 60;
const GUESSES_MS = 60_000;
const SESSION_TOKEN = /^[\w-]{43}$/;
const MAX_ADDRESSES = 10_000;

/** Each device has a password of its own, made from the hub's key: nothing is kept of it, and one that is stolen opens one device. */
export function devicePassword(hubKey: Buffer, device: string): string {
  return createHmac('sha256', hubKey).update(`password\n${device}`).digest('base64url');
}

/** `SHAPAN_DEVICE_TOKEN` speaks for every sensor of the city: one that is left empty or short is told before any port opens. */
export function checkToken(token: string | undefined): void {
  if (token !== undefined && token.length < MIN_TOKEN)
    throw new MessageError(serviceMessage('device-token', { least: MIN_TOKEN, got: token.length }));
}

/** Knows devices by their own passwords and gateways by the token, where there is one. */
export function openDevices(hubKey: Buffer, token: string | undefined, nowMs: () => number): Devices {
  const guesses = new Map<string, { count: number; untilMs: number }>();

  function isTired(address: string): boolean {
    const known = guesses.get(address);
    if (known && known.untilMs <= nowMs()) guesses.delete(address);
    return known !== undefined && known.untilMs > nowMs() && known.count >= MAX_GUESSES;
  }

  function note(address: string): void {
    const known = guesses.get(address) ?? { count: 0, untilMs: nowMs() + GUESSES_MS };
    known.count++;
    if (guesses.size >= MAX_ADDRESSES) guesses.clear();
    guesses.set(address, known);
  }

  return {
    identify({ name, password, address }) {
      if (password === undefined) return null;
      if (name !== undefined && isSecret(password, devicePassword(hubKey, name))) return { kind: 'device', id: name };
      if (token === undefined || isTired(address)) return null;
      if (isSecret(password, token)) return { kind: 'gateway' };
      // A page's session token, which may have run out, is no guess.
      if (!SESSION_TOKEN.test(password)) note(address);
      return null;
    },
  };
}
