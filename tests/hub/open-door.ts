import type { Devices } from '../../hub/devices/devices.ts';
import { type AccessPolicy, DEFAULT_GUARD } from '../../hub/hub.ts';

/** For tests of a broker without a hub: whoever comes through the devices' port is a gateway, and says and hears everything. */
export const ANYBODY: Devices = { identify: () => ({ kind: 'gateway' }) };
export const OPEN_GUARD: AccessPolicy = {
  ...DEFAULT_GUARD,
  allows: (caller, verb, topic) => caller.door === 'tcp' || DEFAULT_GUARD.allows(caller, verb, topic),
};
