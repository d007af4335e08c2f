import type { FloodRecord } from './run-controller.ts';
import type { FloodRunFacts } from './slice.ts';

/**
 * A run as a file: its form with the gauges' series in it, the instant of its second 0, and the hash of the water it came to. Whoever plays
 * the form on the same city must come to the same hash.
 */
export function runRecord(
  city: string,
  { name, form, origin, startMs, status, notes }: FloodRunFacts,
  end: FloodRecord['end'],
): string {
  const result = end && { resultHash: end.hash, steps: end.steps };
  const record = { format: 1, kind: 'flood-run', isSimulated: true, city, name, origin, form, notes };
  return JSON.stringify(
    { ...record, start: new Date(startMs).toISOString(), status: status.kind, ...result },
    undefined,
    2,
  );
}
