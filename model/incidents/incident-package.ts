import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { checkChain, type IncidentEntry, parseEntries } from './incident-entry.ts';

const Name = v.pipe(v.string(), v.maxLength(300));
const Branch = v.object({
  name: Name,
  /** The line of the parent after which it goes on by itself. */
  seq: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** The whole log of the branch, from the parent's first line on: a chain of its own. */
  entries: v.unknown(),
});
const MAX_BRANCHES = 50;

const Package = v.object({
  format: v.literal(1),
  kind: v.literal('shapan-incident'),
  city: Name,
  /** Hash of the city's data that it was played on. */
  cityHash: Name,
  /** The recording of the feeds of that time, by its name at the hub; null: none was named. */
  recording: v.nullable(v.object({ name: Name, fromMs: v.number(), toMs: v.number() })),
  entries: v.unknown(),
  branches: v.pipe(v.array(Branch), v.maxLength(MAX_BRANCHES)),
});

/** One incident in one file: its log with the 预案, the orders and the runs with their hashes, its branches and which recording belongs to it. */
export interface IncidentPackage {
  city: string;
  cityHash: string;
  recording: { name: string; fromMs: number; toMs: number } | null;
  entries: IncidentEntry[];
  branches: { name: string; seq: number; entries: IncidentEntry[] }[];
}

/** Reads a package; throws where a line of it was changed since it was written. */
export function parseIncidentPackage(json: unknown, file: string): IncidentPackage {
  const { city, cityHash, recording, ...rest } = parseAs(Package, json, file);
  const chain = (value: unknown) => {
    const entries = parseEntries(value, file);
    checkChain(entries);
    return entries;
  };
  const branches = rest.branches.map(({ name, seq, entries }) => ({ name, seq, entries: chain(entries) }));
  return { city, cityHash, recording, entries: chain(rest.entries), branches };
}

/** The file's text. */
export const incidentPackageText = (one: IncidentPackage): string =>
  `${JSON.stringify({ format: 1, kind: 'shapan-incident', ...one } satisfies v.InferInput<typeof Package>, null, 1)}\n`;
