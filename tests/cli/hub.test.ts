import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { COMMANDS } from '../../cli/commands.ts';
import { warnOfOpenHttp } from '../../cli/hub/hub.ts';
import { messagesOf } from '../../model/text/message.ts';

let folder = '';
let other: Server;
let port = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapan-ports-'));
  other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  port = (other.address() as AddressInfo).port;
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  other.close();
  await rm(folder, { recursive: true });
});

test.each([
  ['hub', '--port', []],
  ['hub', '--mqtt-port', ['--port', '0']],
  ['start', '--port', []],
])(
  '%s %s that is taken is refused by its number before anything is opened',
  async (name, option, more) => {
    const data = join(folder, 'hub');
    const command = await COMMANDS[name]();
    const start = command.parseAsync([option, String(port), '--data', data, ...more], { from: 'user' });
    const [message] = messagesOf(await start.catch((error: unknown) => error)) ?? [];
    for (const text of [message?.text.zh, message?.text.en]) {
      expect(text).toContain(String(port));
      expect(text).toContain(option);
    }
    expect(await readdir(folder)).toEqual([]);
  },
  60_000,
);

test.each([
  ['127.0.0.1', false],
  ['localhost', false],
  ['::1', false],
  ['0.0.0.0', true],
  ['192.0.2.2', true],
])('whoever lets others in at %s without a certificate is warned: %s', (host, isWarned) => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  warnOfOpenHttp(host, null);
  expect(said.mock.calls.length).toBe(isWarned ? 1 : 0);
  said.mockClear();
  warnOfOpenHttp(host, { cert: Buffer.from(''), key: Buffer.from('') });
  expect(said).not.toHaveBeenCalled();
});
