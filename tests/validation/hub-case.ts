import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lacksMosquitto, lacksPostgres, type Service, startMosquitto, startPostgres } from '../hub/services.ts';
import { type LivingHub, type Start, startLivingHub, tryStart } from './living-hub.ts';
import type { ValidationCase, Verdict } from './verdict.ts';

/** Where a case runs: a folder that goes with it, and with what the hub is started there. */
export interface HubPlace {
  /** `servers`: with Debian's PostgreSQL and Mosquitto in place of the embedded ones. */
  kind: 'embedded' | 'servers';
  folder: string;
  /** The hub's data, in `folder`. */
  data: string;
  env: NodeJS.ProcessEnv;
  /** Without simulated devices, on free ports, on the city that `writeCity` wrote. Hubs that still live are killed after the case. */
  start(args?: readonly string[], env?: NodeJS.ProcessEnv, nodeArgs?: readonly string[]): Promise<LivingHub>;
  /** The same for a start that may be refused. */
  tryStart(args?: readonly string[], env?: NodeJS.ProcessEnv, nodeArgs?: readonly string[]): Promise<Start>;
}

export interface HubCase {
  /** `hub.acknowledgedLost` … */
  name: string;
  /** Less than 20 s, for `npm test`. */
  quick: boolean;
  /** It is about the embedded database or broker themselves. */
  embeddedOnly?: boolean;
  missing?(): string | null;
  run(place: HubPlace): Promise<Verdict[]>;
}

/** Each case with the embedded database and broker and, where it says no other, with Debian's servers too (`… with servers`). */
export function hubCases(cases: readonly HubCase[]): ValidationCase[] {
  return cases.flatMap(({ embeddedOnly, ...one }) => {
    const embedded: ValidationCase = { ...one, run: () => runIn('embedded', one.run) };
    if (embeddedOnly) return [embedded];
    const servers: ValidationCase = {
      name: `${one.name} with servers`,
      quick: false,
      missing: () => one.missing?.() ?? lacksMosquitto() ?? lacksPostgres(),
      run: async () => {
        const verdicts = await runIn('servers', one.run);
        return verdicts.map((verdict) => ({ ...verdict, case: `${verdict.case} with servers` }));
      },
    };
    return [embedded, servers];
  });
}

async function runIn(kind: HubPlace['kind'], run: HubCase['run']): Promise<Verdict[]> {
  const folder = await mkdtemp(join(tmpdir(), 'shapan-hub-case-'));
  const services: Service[] = [];
  const started: LivingHub[] = [];
  try {
    await writeCity(folder);
    if (kind === 'servers') services.push(await startPostgres(), await startMosquitto());
    const [database, broker] = services;
    const place: HubPlace = {
      kind,
      folder,
      data: join(folder, 'data'),
      env: database && broker ? { DATABASE_URL: database.url, MQTT_URL: broker.url } : {},
      async start(args = [], env = {}, nodeArgs = []) {
        const hub = await startLivingHub([...argsIn(place), ...args], { ...place.env, ...env }, nodeArgs);
        started.push(hub);
        return hub;
      },
      async tryStart(args = [], env = {}, nodeArgs = []) {
        const start = await tryStart(['hub', ...argsIn(place), ...args], { ...place.env, ...env }, nodeArgs);
        if (start.hub) started.push(start.hub);
        return start;
      },
    };
    return await run(place);
  } finally {
    for (const { child } of started) child.kill('SIGKILL');
    for (const service of services) await service.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

const argsIn = ({ data, folder }: HubPlace): string[] => [
  ...['--no-simulate', '--port', '0', '--mqtt-port', '0', '--keep-days', '10000'],
  ...['--data', data, '--cities', folder, '--city', 'c'],
  // Cases count without a login what they wrote with one.
  ...['--visitors', 'all'],
];

/** Two rain gauges (datastreams 1 and 2) and a pump (3), which can be told what to do. */
async function writeCity(folder: string): Promise<void> {
  const thing = (id: string, kind: string, unit: string) => ({
    id,
    kind,
    name: { zh: id, en: id },
    lonLat: [108.75, 34.3],
    at: [0, 0],
    of: 'roof',
    datastreams: [{ id: `${id}/1`, name: { zh: '量', en: 'measure' }, unit, cadenceS: 60 }],
  });
  const things = [
    thing('sn-rain-0001', 'rain', 'mm'),
    thing('sn-rain-0002', 'rain', 'mm'),
    thing('sn-pump-0001', 'pump', '1'),
  ];
  await mkdir(join(folder, 'c'));
  await writeFile(join(folder, 'c/sensors.json'), JSON.stringify({ things }));
}
