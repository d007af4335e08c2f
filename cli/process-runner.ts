import type { ProcessRunner } from '../hub/processes/jobs.ts';
import { CASE_KINDS, caseSchema, runCaseFile } from './run-case.ts';

/** A schema takes a second or two to print. */
const SCHEMA_MS = 60_000;

/** Runs cases as `shapan sim` does, each in a process of its own; schemas are asked once. */
export function processRunner(cityFolder: string): ProcessRunner {
  const schemas = new Map<string, Promise<object>>();
  return {
    kinds: CASE_KINDS.map((id) => ({ id, title: `shapan sim ${id}` })),
    schema(kind) {
      const schema = schemas.get(kind) ?? caseSchema(kind, { signal: AbortSignal.timeout(SCHEMA_MS) });
      schemas.set(kind, schema);
      // One that failed is asked again.
      schema.catch(() => schemas.delete(kind));
      return schema;
    },
    run: async (kind, file, out, watch) => ({ lines: await runCaseFile(kind, file, out, cityFolder, watch) }),
  };
}
