import type { Command } from 'commander';

/** Only the command that was called is loaded: a bake starts without the server, the browser tools and the validators. */
export const COMMANDS: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./start.ts')).startCommand(),
  hub: async () => (await import('./hub/hub.ts')).hubCommand(),
  device: async () => (await import('./hub/device.ts')).deviceCommand(),
  plugin: async () => (await import('./plugin/plugin.ts')).pluginCommand(),
  replay: async () => (await import('./hub/replay.ts')).replayCommand(),
  audit: async () => (await import('./hub/audit.ts')).auditCommand(),
  backup: async () => (await import('./hub/backup.ts')).backupCommand(),
  restore: async () => (await import('./hub/backup.ts')).restoreCommand(),
  migrate: async () => (await import('./hub/backup.ts')).migrateCommand(),
  bake: async () => (await import('./city/bake.ts')).bakeCommand(),
  merge: async () => (await import('./city/merge.ts')).mergeCommand(),
  work: async () => (await import('./city/work.ts')).workCommand(),
  city: async () => (await import('./city/city.ts')).cityCommand(),
  pack: async () => (await import('./city/pack.ts')).packCommand(),
  catalogue: async () => (await import('./city/catalogue.ts')).catalogueCommand(),
  difference: async () => (await import('./city/difference.ts')).differenceCommand(),
  verify: async () => (await import('./city/verify.ts')).verifyCommand(),
  sim: async () => (await import('./sim/sim.ts')).simCommand(),
  mcp: async () => (await import('./mcp/mcp.ts')).mcpCommand(),
  bench: async () => (await import('./bench.ts')).benchCommand(),
  validate: async () => (await import('./validate.ts')).validateCommand(),
  docs: async () => (await import('./docs/docs.ts')).docsCommand(Object.values(COMMANDS)),
};
