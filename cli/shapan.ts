import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { COMMANDS } from './commands.ts';
import { help, speakHelp } from './help.ts';
import { terminalLanguage, terminalText } from './messages.ts';
import { watchProgress } from './sim/report-progress.ts';

/** Exit codes: 0 done, 1 the work failed (bad input, findings), 2 the call was wrong. */
const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const GRACE_MS = 2000;

const program = new Command('shapan')
  .description(help('shapan.about'))
  .version(version)
  .showHelpAfterError(terminalLanguage() === 'zh' ? '（用法见 shapan --help）' : '(shapan --help tells more)');
for (const load of COMMANDS[process.argv[2]] ? [COMMANDS[process.argv[2]]] : Object.values(COMMANDS)) {
  const command = await load();
  command.exitOverride();
  program.addCommand(command);
}
program.exitOverride();
speakHelp(program, terminalLanguage());

// A worker that is gone (shapan work) takes its call with it.
if (process.channel) {
  watchProgress();
  process.once('disconnect', () => process.exit(1));
  process.channel.unref();
}

// Whoever reads what is printed may have enough of it (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`shapan: ${terminalText(error)}\n`);
    if (process.env.SHAPAN_TRACE && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
  // What failed half-way may have left a socket or a timer; whoever watches the process must see it end.
  setTimeout(() => process.exit(), GRACE_MS).unref();
}
