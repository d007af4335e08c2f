import type { Command } from 'commander';

/** Only the command that was called is loaded: a bake starts without the server, the browser tools and the validators. */
export const COMMANDS: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./start.ts')).startCommand(),
  hub: async () => (await import('./hub.ts')).hubCommand(),
  device: async () => (await import('./device.ts')).deviceCommand(),
  replay: async () => (await import('./replay.ts')).replayCommand(),
  audit: async () => (await import('./audit.ts')).auditCommand(),
  backup: async () => (await import('./backup.ts')).backupCommand(),
  restore: async () => (await import('./backup.ts')).restoreCommand(),
  migrate: async () => (await import('./backup.ts')).migrateCommand(),
  bake: async () => (await import('./bake.ts')).bakeCommand(),
  merge: async () => (await import('./merge.ts')).mergeCommand(),
  work: async () => (await import('./work.ts')).workCommand(),
  city: async () => (await import('./city.ts')).cityCommand(),
  pack: async () => (await import('./pack.ts')).packCommand(),
  difference: async () => (await import('./difference.ts')).differenceCommand(),
  verify: async () => (await import('./verify.ts')).verifyCommand(),
  sim: async () => (await import('./sim.ts')).simCommand(),
  bench: async () => (await import('./bench.ts')).benchCommand(),
  validate: async () => (await import('./validate.ts')).validateCommand(),
  docs: async () => (await import('./docs.ts')).docsCommand(Object.values(COMMANDS)),
};
