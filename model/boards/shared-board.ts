import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';

const Revision = v.object({
  /** From 1; each board that is shared is one more. */
  revision: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** SHA-256 of its content. */
  hash: v.string(),
  who: v.string(),
  atMs: v.number(),
  /** Withdrawal: the person and the time; null: it is in force. */
  withdrawn: v.nullable(v.object({ who: v.string(), atMs: v.number() })),
});
const Newest = v.object({ board: v.nullable(Revision) });

/** The board that a hub keeps for all desks of a city: what it says of its newest revision. */
export type SharedBoard = v.InferOutput<typeof Revision>;

/** Reads the hub's answer; null: nobody shared a board. */
export const parseNewestBoard = (json: unknown, file: string): SharedBoard | null => parseAs(Newest, json, file).board;

/** Reads one revision, as it is answered to who shared it. */
export const parseSharedBoard = (json: unknown, file: string): SharedBoard => parseAs(Revision, json, file);
