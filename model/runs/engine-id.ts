/** Name of an engine: that of its folder below `workers/`, of its kernel, of its line in `workers/engines.ts` and of its runs. */
export type EngineId = string;
