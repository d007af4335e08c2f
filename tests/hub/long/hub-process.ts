import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CITIES } from './served-city.ts';

const BUILD = resolve(import.meta.dirname, '../../../build/node');
const DEVICE_TOKEN = 'a device of the city';

/** The hub as `shapan start` opens it, without the page: its doors, its broker, its database in a thread of its own. */
const SCRIPT = `
const [build, folder, cities, city, token] = process.argv.slice(2);
const { pageServer } = await import(build + '/hub/serve.js');
const { EVERYTHING } = await import(build + '/hub/accounts/scope.js');
const { startHub } = await import(build + '/hub/start.js');
const http = await pageServer({ appFolder: folder, cityFolder: cities, isThreaded: true });
const hub = await startHub({
  http, folder, city, cityFolder: cities + '/' + city, mqtt: { host: '127.0.0.1', port: 0 },
  deviceToken: token, keepMs: 86400000, isSimulated: false, ownThread: true, visitors: EVERYTHING,
});
const url = await http.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write('\\n' + JSON.stringify({ url, devices: hub.broker.stats().devices }) + '\\n');
process.on('SIGTERM', async () => { await hub.close(); await http.close(); process.exit(0); });
`;

export interface HubProcess {
  url: string;
  /** Where devices publish, with this token as their password. */
  devices: string;
  token: string;
  close(): Promise<void>;
}

/** Starts a hub in a process of its own: what is measured is not slowed by who measures. */
export async function openHubProcess(city: string): Promise<HubProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'shapan-hub-'));
  const script = join(folder, 'hub.mjs');
  await writeFile(script, SCRIPT);
  const child = spawn(process.execPath, [script, BUILD, folder, CITIES, city, DEVICE_TOKEN], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { url, devices } = await addressOf(child);
  return {
    url,
    devices,
    token: DEVICE_TOKEN,
    async close() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function addressOf(child: ChildProcess): Promise<{ url: string; devices: string }> {
  let printed = '';
  return new Promise((done, fail) => {
    child.on('exit', (code) => fail(new Error(`the hub ended with ${code}: ${printed}`)));
    child.stdout?.on('data', (text: Buffer) => {
      printed += text.toString();
      const found = /^\{"url".*\}$/m.exec(printed);
      if (found) done(JSON.parse(found[0]) as { url: string; devices: string });
    });
  });
}
