import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { Tls } from '../../hub/broker/tls.ts';
import { isLoopback } from '../../hub/own-hosts.ts';
import type { Replay } from '../../hub/simulated/simulated-feed.ts';
import type { Scope } from '../../model/accounts/accounts.ts';
import { MessageError } from '../../model/text/message.ts';
import { MS_PER_DAY } from '../../model/time.ts';
import { help } from '../help.ts';
import { checkPort, closeOnSignal, portFault, portOf } from '../listen.ts';
import { cliMessage, terminalWords } from '../messages.ts';
import { ROOT } from '../root.ts';
import { startCityHubs } from './city-hubs.ts';
import { hubOptionsOf } from './hub-options.ts';

export const TLS_CERT = help('hub.tls-cert');
export const TLS_KEY = help('hub.tls-key');

export const KEEP_REVISIONS = help('hub.keep-revisions');

export const PUBLIC_HOST = help('hub.public-host');

interface HubCommandOptions {
  host: string;
  publicHost: string[];
  port: string;
  mqttPort: string;
  mqttHost: string;
  data: string;
  cities: string;
  city?: string;
  keepDays: string;
  keepRevisions: string;
  visitors: Visitors;
  simulate: boolean;
  replay: string[];
  replayRate: string;
  tlsCert?: string;
  tlsKey?: string;
}

export function hubCommand(): Command {
  return new Command('hub')
    .description(help('hub.about'))
    .option('--host <address>', help('any.host'), '127.0.0.1')
    .option('--public-host <name...>', PUBLIC_HOST, [])
    .option('--port <number>', help('hub.port'), '8090')
    .option('--mqtt-port <number>', help('any.mqtt-port'), '1883')
    .option('--mqtt-host <address>', help('any.mqtt-host'), '127.0.0.1')
    .option('--data <folder>', help('any.data'), join(ROOT, 'data/hub'))
    .option('--cities <folder>', help('any.cities'), join(ROOT, 'public/city'))
    .option('--city <id>', help('hub.city'))
    .option('--keep-days <days>', help('hub.keep-days'), '1')
    .option('--keep-revisions <count>', KEEP_REVISIONS, 'all')
    .addOption(visitorsOption())
    .option('--replay <datastream=file.csv...>', help('hub.replay'), [])
    .option('--replay-rate <times>', help('hub.replay-rate'), '1')
    .option('--tls-cert <file>', TLS_CERT)
    .option('--tls-key <file>', TLS_KEY)
    .option('--no-simulate', help('hub.simulate'))
    .action(hub);
}

async function hub(options: HubCommandOptions): Promise<void> {
  const port = portOf('--port', options.port);
  const keepDays = Number(options.keepDays);
  if (!(keepDays > 0)) throw new MessageError(cliMessage('keep-days', { got: options.keepDays }));
  const { bareServer } = await import('../../hub/serve.ts');
  const { readTls } = await import('../../hub/broker/tls.ts');
  const tls = await readTls(options.tlsCert, options.tlsKey);
  await checkPort(options.host, port);
  warnOfOpenHttp(options.host, tls);
  const common = { ownHosts: [options.host, ...options.publicHost], trustedProxy: process.env.SHAPAN_TRUSTED_PROXY };
  const http = bareServer({ tls, ...common });
  const replays = await Promise.all(options.replay.map((optionText) => readReplay(optionText, options.replayRate)));
  const mqtt = { host: options.mqttHost, port: portOf('--mqtt-port', options.mqttPort) };
  await checkMqttPort(mqtt);
  const running = await startCityHubs({
    front: http,
    server: () => bareServer(common),
    cities: resolve(options.cities),
    wanted: options.city,
    first: 'chengchuan',
    state: hubOptionsOf(options.data),
    tls,
    mqtt,
    hub: {
      keepMs: keepDays * MS_PER_DAY,
      keepRevisions: revisionsOf(options.keepRevisions),
      visitors: await scopeOfVisitors(options.visitors),
      replays,
    },
    isSimulated: options.simulate,
  });
  const url = await http.listen({ host: options.host, port }).catch(async (error: unknown) => {
    await running.close();
    throw portFault(error, port);
  });
  process.stdout.write(
    `\n  Shapan hub  ${url}/v1.1  ${url.replace('http', 'ws')}/mqtt\n  ${terminalWords(cliMessage('audit-begun', { ...running.rootHub.audit.begun }))}\n  ${terminalWords(cliMessage('devices', { url: running.rootHub.broker.stats().devices }))}\n  ${terminalWords(cliMessage('stop', {}))}\n`,
  );
  closeOnSignal(async () => {
    await running.close();
    await http.close();
  });
}

/** Before the data folder is opened: it is noted there whose it is. */
async function checkMqttPort(mqtt: { host: string; port: number }): Promise<void> {
  if (process.env.MQTT_URL) return;
  const { isPortTaken } = await import('../../hub/free-port.ts');
  const { serviceMessage } = await import('../../hub/service-messages.ts');
  if (await isPortTaken(mqtt)) throw new MessageError(serviceMessage('mqtt-port', { port: mqtt.port }));
}

/** How many revisions of a shared document are kept: `all`, or a number from 1. */
export function revisionsOf(text: string): number {
  const count = text === 'all' ? Number.POSITIVE_INFINITY : Number(text);
  if (text !== 'all' && !(Number.isSafeInteger(count) && count >= 1))
    throw new MessageError(cliMessage('keep-revisions', { got: text }));
  return count;
}

/** What `hub` and `start` show to who has no account. */
export function visitorsOption(): Option {
  return new Option('--visitors <what>', help('hub.visitors')).choices(['all', 'none', 'auto']).default('auto');
}

/** The option says what visitors are shown; `auto`: the hub decides by whether there is an account. */
export type Visitors = 'all' | 'none' | 'auto';

/** Undefined: the hub decides. */
export async function scopeOfVisitors(visitors: Visitors): Promise<Scope | undefined> {
  if (visitors === 'auto') return undefined;
  const { EVERYTHING, NOTHING } = await import('../../hub/accounts/scope.ts');
  return visitors === 'all' ? EVERYTHING : NOTHING;
}

/** Warns that HTTP is open to others: a person who only looks may take the risk; one who logs in must know of it. */
export function warnOfOpenHttp(host: string, tls: Tls | null): void {
  if (tls === null && !isLoopback(host)) process.stderr.write(`${terminalWords(cliMessage('open-http', { host }))}\n`);
}

async function readReplay(optionText: string, rateText: string): Promise<Replay> {
  const [, code, file] = /^([^=]+)=(.+)$/.exec(optionText) ?? [];
  if (file === undefined) throw new MessageError(cliMessage('replay-option', { got: optionText }));
  const rate = Number(rateText);
  if (!(rate > 0)) throw new MessageError(cliMessage('positive', { option: '--replay-rate', got: rateText }));
  const { readRecorded } = await import('../../hub/simulated/recorded-feed.ts');
  return { code, recorded: await readRecorded(file, 0), rate };
}
