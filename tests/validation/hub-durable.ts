import { existsSync } from 'node:fs';
import { type HubCase, type HubPlace, hubCases } from './hub-case.ts';
import { clockCase } from './hub-clock.ts';
import { damageCase, portTakenCase } from './hub-damage.ts';
import { lostOf, publishUntilGone } from './hub-devices.ts';
import { diskFullCase, lacksTmpfs, readOnlyCase, turnedReadOnlyCase } from './hub-disk.ts';
import { poisonCase } from './hub-poison.ts';
import { atLeast, exactly, type Verdict } from './verdict.ts';

const KILLS = 20;
const BEFORE_KILL = 100;

/** SIGKILL while a device publishes; what was acknowledged is in history when the hub has started again. */
async function kills(place: HubPlace): Promise<Verdict[]> {
  const acknowledged = new Set<number>();
  let last = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const hub = await place.start();
    const before = acknowledged.size;
    const writing = publishUntilGone(hub, () => last++, acknowledged);
    while (acknowledged.size < before + BEFORE_KILL) await new Promise((done) => setTimeout(done, 10));
    await new Promise((done) => setTimeout(done, (kill * 137) % 700));
    await hub.kill();
    await writing;
  }
  const hub = await place.start();
  return [
    atLeast('hub.acknowledged', acknowledged.size, KILLS * BEFORE_KILL),
    exactly('hub.acknowledgedLost', await lostOf(hub, 1, acknowledged), 0),
  ];
}

/** By which the injected fault knows whose file is written. */
const lacksProc = () => (existsSync('/proc/self/fd') ? null : 'no /proc, by which an open file is known');

const DURABLE: readonly HubCase[] = [
  { name: 'hub.acknowledgedLost', quick: false, run: kills },
  { name: 'hub.poison', quick: false, run: poisonCase },
  { name: 'hub.diskFull', quick: false, embeddedOnly: true, missing: lacksTmpfs, run: diskFullCase },
  { name: 'hub.readOnly', quick: false, embeddedOnly: true, missing: lacksTmpfs, run: readOnlyCase },
  { name: 'hub.turnedReadOnly', quick: false, missing: lacksProc, run: turnedReadOnlyCase },
  { name: 'hub.clock', quick: false, run: clockCase },
  { name: 'hub.damage', quick: false, embeddedOnly: true, run: damageCase },
  { name: 'hub.portTaken', quick: false, embeddedOnly: true, run: portTakenCase },
];

export const CASES = hubCases(DURABLE);
