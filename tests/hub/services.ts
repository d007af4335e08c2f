import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server of Debian's, started for a test on a free port. */
export interface Service {
  url: string;
  /** Ends it, and its data go. */
  stop(): Promise<void>;
  /** Ends it as a crash does; `restart` begins it again on the same port and data. */
  end(): Promise<void>;
  restart(): Promise<void>;
}

const isRootOnDebian = () => process.getuid?.() === 0 && existsSync('/etc/debian_version');

/** Installs a Debian package if its program is not there and this machine lets us; says in a sentence why not. */
function lacks(program: () => string | undefined, debianPackage: string): string | null {
  if (program()) return null;
  if (!isRootOnDebian()) return `no ${debianPackage}: install it (Debian: apt-get install ${debianPackage})`;
  try {
    execFileSync('apt-get', ['update'], { stdio: 'ignore', timeout: 120_000 });
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', debianPackage], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: 300_000,
    });
  } catch (error) {
    return `no ${debianPackage}: apt-get could not install it: ${error instanceof Error ? error.message : error}`;
  }
  return program() ? null : `no ${debianPackage}: installed, but its program is not where Debian puts it`;
}

const mosquitto = () => ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto'].find((path) => existsSync(path));

function postgresFolder(): string | undefined {
  const home = '/usr/lib/postgresql';
  const versions = existsSync(home) ? readdirSync(home).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(home, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

export const lacksMosquitto = () => lacks(mosquitto, 'mosquitto');
export const lacksPostgres = () => lacks(postgresFolder, 'postgresql');

/** With `max_queued_messages` for what devices say while the hub is away (1,000 by default; 0 can drop everything, mosquitto#2879). `tls`: its first port speaks that alone. */
export async function startMosquitto(tls?: { cert: string; key: string }): Promise<Service & { webSocketUrl: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-mosquitto-'));
  const [port, webPort] = [await freePort(), await freePort()];
  const file = join(folder, 'mosquitto.conf');
  writeFileSync(
    file,
    // The user that Debian gives it could not read the key.
    `user root\nlistener ${port} 127.0.0.1\n${tls ? `certfile ${tls.cert}\nkeyfile ${tls.key}\n` : ''}listener ${webPort} 127.0.0.1\nprotocol websockets\nallow_anonymous true\nset_tcp_nodelay true\nmax_queued_messages 1000000\npersistence false\n`,
  );
  const service = await startService(
    folder,
    `${tls ? 'mqtts' : 'mqtt'}://127.0.0.1:${port}`,
    async () => (await answers(port)) && (await answers(webPort)),
    () => [mosquitto() ?? 'mosquitto', ['-c', file]],
  );
  return { ...service, webSocketUrl: `ws://127.0.0.1:${webPort}` };
}

/** Its data lie in a new folder of `place`. */
export async function startPostgres(place = tmpdir()): Promise<Service> {
  const folder = mkdtempSync(join(place, 'shapan-postgres-'));
  const port = await freePort();
  const bin = postgresFolder() ?? '';
  const asPostgres = (program: string, args: string[]): [string, string[]] =>
    isRootOnDebian()
      ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', program, ...args]]
      : [program, args];
  if (isRootOnDebian()) {
    const [, , uid, gid] = (/^postgres:.*$/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[0] ?? '')
      .split(':')
      .map(Number);
    chownSync(folder, uid, gid);
  }
  const data = join(folder, 'data');
  const isReady = async () =>
    spawnSync(join(bin, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]).status === 0;
  const [program, args] = asPostgres(join(bin, 'initdb'), [
    '-D',
    data,
    '-U',
    'shapan',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-locale',
    '-N',
  ]);
  execFileSync(program, args, { stdio: 'ignore', cwd: folder });
  return startService(folder, `postgres://shapan@127.0.0.1:${port}/postgres`, isReady, () =>
    asPostgres(join(bin, 'postgres'), [
      '-D',
      data,
      '-p',
      String(port),
      '-k',
      folder,
      '-c',
      'listen_addresses=127.0.0.1',
      '-F',
    ]),
  );
}

async function startService(
  folder: string,
  url: string,
  isReady: () => Promise<boolean>,
  command: () => [string, string[]],
): Promise<Service> {
  let child: ChildProcess | null = null;
  const start = async () => {
    const [program, args] = command();
    child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder });
    let said = '';
    child.stderr?.on('data', (chunk) => (said = (said + chunk).slice(-2000)));
    for (let tries = 0; !(await isReady()); tries++) {
      if (tries > 200 || child.exitCode !== null) throw new Error(`${program} did not begin: ${said}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  const end = async () => {
    if (child && child.exitCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGINT');
      await gone;
    }
  };
  await start();
  return {
    url,
    end,
    restart: async () => {
      await end();
      await start();
    },
    stop: async () => {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
