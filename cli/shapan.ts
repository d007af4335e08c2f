import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';

/** Exit codes: 0 done, 1 the work failed (bad input, findings), 2 the call was wrong. */
const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Only the command that was called is loaded: a bake starts without the server, the browser tools and the validators. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./start.ts')).startCommand(),
  hub: async () => (await import('./hub.ts')).hubCommand(),
  replay: async () => (await import('./replay.ts')).replayCommand(),
  audit: async () => (await import('./audit.ts')).auditCommand(),
  bake: async () => (await import('./bake.ts')).bakeCommand(),
  verify: async () => (await import('./verify.ts')).verifyCommand(),
  sim: async () => (await import('./sim.ts')).simCommand(),
  bench: async () => (await import('./bench.ts')).benchCommand(),
  validate: async () => (await import('./validate.ts')).validateCommand(),
};

const program = new Command('shapan')
  .description('Shapan 沙盘: bakes cities into 3D Tiles, checks them, and puts them on the table')
  .version(version)
  .showHelpAfterError('(shapan --help tells more)');
for (const load of COMMANDS[process.argv[2]] ? [COMMANDS[process.argv[2]]] : Object.values(COMMANDS)) {
  const command = await load();
  command.exitOverride();
  program.addCommand(command);
}
program.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`shapan: ${error instanceof Error ? error.message : String(error)}\n`);
    if (process.env.SHAPAN_TRACE && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
}
