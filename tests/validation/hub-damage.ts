import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import type { HubPlace } from './hub-case.ts';
import { lostOf, openDevice, readingOf } from './hub-devices.ts';
import { atMost, exactly, type Verdict } from './verdict.ts';

type Damage = (data: string) => void;

/** What a crash, a full disk or a hand does to the files of a hub that stopped in order. `starts`: it must start, and have all. */
const DAMAGES: readonly [name: string, outcome: 'starts' | 'refused', damage: Damage][] = [
  [
    'a part of noise',
    'starts',
    (data) => writeFileSync(join(data, 'recordings/20261122T000000Z.part'), randomBytes(5000)),
  ],
  ['an empty part', 'starts', (data) => writeFileSync(join(data, 'recordings/20261122T000000Z.part'), '')],
  ['a torn part', 'starts', (data) => tornPart(data, 7)],
  ['a part with a tail of zeroes', 'starts', (data) => zeroTail(data)],
  ['a truncated recording', 'starts', (data) => truncateSync(finished(data), 100)],
  ['a mark of life that is none', 'starts', (data) => writeFileSync(join(data, 'alive'), randomBytes(20))],
  ['PG_VERSION gone', 'refused', (data) => rmSync(join(data, 'pg/PG_VERSION'))],
  ['PG_VERSION empty', 'refused', (data) => writeFileSync(join(data, 'pg/PG_VERSION'), '')],
  ['pg_control of zeroes', 'refused', (data) => writeFileSync(join(data, 'pg/global/pg_control'), Buffer.alloc(8192))],
  ['pg_control gone', 'refused', (data) => rmSync(join(data, 'pg/global/pg_control'))],
  ['the log gone', 'refused', (data) => rmSync(join(data, 'pg/pg_wal'), { recursive: true })],
  ['the database gone', 'refused', (data) => rmSync(join(data, 'pg'), { recursive: true })],
  ['a file for the database', 'refused', (data) => fileForFolder(join(data, 'pg'))],
  ['the key gone', 'refused', (data) => rmSync(join(data, 'commands.key'))],
  ['an empty key', 'refused', (data) => writeFileSync(join(data, 'commands.key'), '')],
  ['a short key', 'refused', (data) => writeFileSync(join(data, 'commands.key'), 'c2hvcnQ')],
];

const finished = (data: string): string =>
  join(data, 'recordings', readdirSync(join(data, 'recordings')).find((name) => name.endsWith('.mcap')) ?? 'none');

function tornPart(data: string, bytes: number): void {
  const part = join(data, 'recordings/20261122T000000Z.part');
  cpSync(finished(data), part);
  truncateSync(part, statSync(part).size - bytes);
}

function zeroTail(data: string): void {
  tornPart(data, 1);
  writeFileSync(join(data, 'recordings/20261122T000000Z.part'), Buffer.alloc(4096), { flag: 'a' });
}

function fileForFolder(path: string): void {
  rmSync(path, { recursive: true });
  writeFileSync(path, 'x');
}

/** A port that somebody else has: the start ends with 1 and says which, at once, though it would have to make a database first. */
export async function portTakenCase(place: HubPlace): Promise<Verdict[]> {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const port = String((other.address() as AddressInfo).port);
  let wrong = 0;
  let longestMs = 0;
  for (const option of ['--port', '--mqtt-port'])
    for (const LANG of ['en_US.UTF-8', 'zh_CN.UTF-8']) {
      const beganMs = performance.now();
      const { hub, code, printed } = await place.tryStart([option, port], { LANG, LC_ALL: LANG });
      longestMs = Math.max(longestMs, performance.now() - beganMs);
      if (!hub && code === 1 && printed.includes(port) && printed.includes(option)) continue;
      wrong++;
      process.stderr.write(`hub.portTaken: ${option}: ${code}: ${printed.trim().slice(-300)}\n`);
    }
  other.close();
  return [
    exactly('hub.portTaken starts not refused by number with exit 1', wrong, 0),
    atMost('hub.portTaken longest (s)', Math.round(longestMs / 100) / 10, 5),
  ];
}

/** Each damage to a copy of a hub's files: it starts with all that was acknowledged, or ends with 1 and names its folder; none hangs. */
export async function damageCase(place: HubPlace): Promise<Verdict[]> {
  const whole = await place.start();
  const acknowledged = new Set<number>();
  const device = await openDevice(whole, 'damage');
  for (let minute = 0; minute < 50; minute++) {
    await device.publishAsync('v1.1/Datastreams(1)/Observations', readingOf(minute), { qos: 1 });
    acknowledged.add(minute);
  }
  await device.endAsync(true);
  await whole.stop();
  let lost = 0;
  const wrong: string[] = [];
  for (const [name, outcome, damage] of DAMAGES) {
    const data = join(place.folder, 'damaged');
    cpSync(place.data, data, { recursive: true, filter: (path) => !path.endsWith('/lock') });
    damage(data);
    const { hub, code, printed } = await place.tryStart(['--data', data]);
    if (outcome === 'starts' ? !hub : hub || code !== 1 || !printed.includes(data))
      wrong.push(`${name}: ${printed.trim().slice(-300)}`);
    if (hub) lost += await lostOf(hub, 1, acknowledged);
    await hub?.kill();
    rmSync(data, { recursive: true, force: true });
  }
  if (wrong.length > 0) process.stderr.write(`hub.damage: ${wrong.join('\nhub.damage: ')}\n`);
  return [
    exactly('hub.damage kinds that neither started whole nor were refused by name', wrong.length, 0),
    exactly('hub.damage acknowledgedLost', lost, 0),
  ];
}
