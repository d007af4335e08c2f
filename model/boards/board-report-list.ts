import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';

const File = v.object({ name: v.string(), bytes: v.number() });
const Report = v.object({
  every: v.picklist(['day', 'week']),
  dueMs: v.number(),
  madeMs: v.number(),
  /** The hub was off when it was due. */
  isLate: v.boolean(),
  files: v.array(File),
});
const List = v.object({
  reports: v.array(Report),
  /** When the next one is due; null: the shared board asks for none. */
  nextMs: v.nullable(v.number()),
  /** The hub keeps so many of them at most. */
  most: v.number(),
});

/** A report that a hub made of the shared board, with its files. */
export type MadeReport = v.InferOutput<typeof Report>;
/** The reports that a hub keeps, the newest first. */
export type MadeReports = v.InferOutput<typeof List>;

/** Reads the hub's list; an error names the field that is wrong. */
export const parseMadeReports = (json: unknown, file: string): MadeReports => parseAs(List, json, file);
