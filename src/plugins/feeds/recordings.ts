import * as v from 'valibot';
import { parseAs } from '../../../model/city/grid.ts';

const Recordings = v.object({
  recordings: v.array(v.object({ name: v.string(), fromMs: v.number(), toMs: v.number() })),
});

/** Finished recordings of the hub, the oldest first; `name` is its file's. */
export type Recording = v.InferOutput<typeof Recordings>['recordings'][number];

export const parseRecordings = (json: unknown): readonly Recording[] =>
  parseAs(Recordings, json, 'recordings').recordings;
