import { writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HubPlace } from './hub-case.ts';
import { lostOf, openDevice, secondsUntilHealth } from './hub-devices.ts';
import type { LivingHub } from './living-hub.ts';
import { atMost, exactly, type Verdict } from './verdict.ts';

const DAY_MS = 86_400_000;
const DATASTREAM = 2;

/** Loaded before the hub: its clock is off by what a file says, and what it does hourly it does every three seconds. */
const LEAPING = `import { readFileSync } from 'node:fs';
const trueMs = Date.now.bind(Date);
let off = 0;
const read = () => { try { off = Number(readFileSync(FILE, 'utf8')) || 0; } catch {} };
read();
setInterval(read, 100).unref();
Date.now = () => trueMs() + off;
const every = globalThis.setInterval;
globalThis.setInterval = (work, ms, ...rest) => every(work, ms === 3600000 ? 3000 : ms, ...rest);
`;

/** The machine's clock leaps three days either way for ten seconds, and is wrong at a start: what was acknowledged stays in history. */
export async function clockCase(place: HubPlace): Promise<Verdict[]> {
  const offFile = join(place.folder, 'clock.off');
  const loader = join(place.folder, 'clock.mjs');
  await writeFile(loader, LEAPING.replace('FILE', JSON.stringify(offFile)));
  const off = (ms: number) => writeFileSync(offFile, String(ms));
  off(0);
  const start = () => place.start(['--keep-days', '1'], {}, ['--import', pathToFileURL(loader).href]);
  const acknowledged = new Set<number>();
  let hub = await start();
  const verdicts: Verdict[] = [];
  await publish(hub, acknowledged);
  for (const [name, leapMs] of [
    ['ahead', 3 * DAY_MS],
    ['back', -3 * DAY_MS],
  ] as const) {
    off(leapMs);
    verdicts.push(atMost(`hub.clock ${name}: seconds until /health told it`, await secondsUntilHealth(hub, true), 10));
    await publish(hub, acknowledged);
    await new Promise((done) => setTimeout(done, 7000));
    off(0);
    verdicts.push(atMost(`hub.clock ${name}: seconds until it was ok`, await secondsUntilHealth(hub, false), 10));
    await publish(hub, acknowledged);
    verdicts.push(exactly(`hub.clock ${name}: acknowledgedLost`, await lostOf(hub, DATASTREAM, acknowledged), 0));
  }
  await hub.stop();
  off(3 * DAY_MS);
  hub = await start();
  await publish(hub, acknowledged);
  await new Promise((done) => setTimeout(done, 7000));
  await hub.stop();
  off(0);
  hub = await start();
  await publish(hub, acknowledged);
  return [
    ...verdicts,
    exactly('hub.clock wrong at a start: acknowledgedLost', await lostOf(hub, DATASTREAM, acknowledged), 0),
  ];
}

let result = 1000;

/** Readings of the true time, as a device with a clock of its own sends them. */
async function publish(hub: LivingHub, acknowledged: Set<number>): Promise<void> {
  const device = await openDevice(hub, 'clock');
  for (let i = 0; i < 20; i++) {
    const own = result++;
    const payload = JSON.stringify({ result: own, phenomenonTime: new Date().toISOString() });
    const late = new Promise<false>((done) => setTimeout(() => done(false), 5000).unref());
    const taken = device.publishAsync(`v1.1/Datastreams(${DATASTREAM})/Observations`, payload, { qos: 1 });
    if (await Promise.race([taken.then(() => true).catch(() => false), late])) acknowledged.add(own);
  }
  await device.endAsync(true);
}
