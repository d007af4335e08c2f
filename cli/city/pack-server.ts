import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { answerWithoutHub, pageServer } from '../../hub/serve.ts';
import { MessageError } from '../../model/text/message.ts';
import { help, speakHelp } from '../help.ts';
import { closeOnSignal, DEFAULT_PORT, portFault, portOf } from '../listen.ts';
import { cliMessage, say, terminalLanguage, terminalText, terminalWords } from '../messages.ts';
import { PACK_FILE, type PackFacts, spoiltFiles } from './pack-contents.ts';

/**
 * The small server of a pack (`shapan pack`), which bundles this file with all that it needs as `server.mjs`. It serves what lies beside it
 * to this machine alone: the page, the cities, nothing live.
 */
const FOLDER = import.meta.dirname;
const HOST = '127.0.0.1';
const NAMED_FILES = 3;

interface ServerFlags {
  port?: string;
  check?: boolean;
  open?: boolean;
}

const command = new Command('server.mjs')
  .description(help('pack-server.about'))
  .option('--port <number>', help('pack-server.port'))
  .option('--open', help('pack-server.open'))
  .option('--check', help('pack-server.check'))
  .action(start);

async function start({ port, check, open }: ServerFlags): Promise<void> {
  const facts = JSON.parse(await readFile(join(FOLDER, PACK_FILE), 'utf8')) as PackFacts;
  const spoilt = await spoiltFiles(FOLDER, facts.files, check === true);
  const names = spoilt.slice(0, NAMED_FILES).join(', ');
  if (check) {
    if (spoilt.length > 0) throw new MessageError(cliMessage('pack-spoilt', { count: spoilt.length, names }));
    return say(cliMessage('pack-whole', { count: facts.files.length }));
  }
  // What is whole is shown all the same: a hall with nobody near is better off with most of a city than with none.
  if (spoilt.length > 0)
    process.stderr.write(`${terminalWords(cliMessage('pack-spoilt', { count: spoilt.length, names }))}\n`);
  const { server, url } = await listening(port);
  const page = `${url}/${facts.query}`;
  process.stdout.write(`\n  沙盘 Shapan  ${page}\n  ${terminalWords(cliMessage('stop', {}))}\n`);
  if (open) openBrowser(page);
  closeOnSignal(async () => server.close());
}

/** Where no port was asked for and the usual one is taken, a free one. */
async function listening(portFlag: string | undefined) {
  const wanted = portFlag === undefined ? DEFAULT_PORT : portOf('--port', portFlag);
  const ports = portFlag === undefined ? [wanted, 0] : [wanted];
  for (const port of ports) {
    const cityFolder = join(FOLDER, 'city');
    const server = await pageServer({ appFolder: join(FOLDER, 'app'), cityFolder });
    answerWithoutHub(server, cityFolder);
    try {
      return { server, url: await server.listen({ host: HOST, port }) };
    } catch (error) {
      await server.close();
      const fault = portFault(error, port);
      if (port === ports.at(-1) || !(fault instanceof MessageError)) throw fault;
    }
  }
  throw new MessageError(cliMessage('port-taken', { port: wanted }));
}

/** By the machine's own opener; where it has none, the address stands in the terminal. */
function openBrowser(page: string): void {
  const [program, ...callArgs] = openerOf(process.platform);
  const child = spawn(program, [...callArgs, page], { detached: true, stdio: 'ignore' });
  child.on('error', () => say(cliMessage('pack-open', { url: page })));
  child.unref();
}

function openerOf(platform: NodeJS.Platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open'];
  return platform === 'win32' ? ['explorer.exe'] : ['xdg-open'];
}

speakHelp(command, terminalLanguage());
try {
  await command.parseAsync();
} catch (error) {
  process.stderr.write(`shapan: ${terminalText(error)}\n`);
  process.exit(1);
}
