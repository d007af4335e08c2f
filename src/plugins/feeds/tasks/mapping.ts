import { FeedError, fieldOf, instantOf, numberOf, type Reading } from '../../../../model/sensors/decode.ts';
import type { SourceFields, SourceSpec } from '../../../../model/sensors/sources.ts';
import { jsonText } from '../../../../model/text/json-text.ts';
import { NONE, NOTHING } from '../../../../model/text/message.ts';
import { sourceMessage } from '../messages.ts';

/** Which stream of the city a source speaks of, by the names that a person told; the first line that fits counts. */
export interface Mapping {
  /** Null: none of the city's. */
  oursOf(theirs: string): string | null;
  /** Whether the source tells this stream of the city. */
  claims(ours: string): boolean;
}

export function openMapping(streams: SourceSpec['streams']): Mapping {
  const exact = new Map<string, string>();
  const wanted = new Set<string>();
  const starred: (readonly [theirs: Star, ours: Star])[] = [];
  for (const [theirs, ours] of streams) {
    if (theirs.includes('*')) starred.push([starOf(theirs), starOf(ours)]);
    else if (!exact.has(theirs)) {
      exact.set(theirs, ours);
      wanted.add(ours);
    }
  }
  return {
    oursOf(theirs) {
      const known = exact.get(theirs);
      if (known !== undefined) return known;
      for (const [from, to] of starred) {
        const middle = middleOf(from, theirs);
        if (middle !== null) return to.before + middle + to.after;
      }
      return null;
    },
    claims: (ours) => wanted.has(ours) || starred.some(([, to]) => middleOf(to, ours) !== null),
  };
}

interface Star {
  before: string;
  after: string;
}

function starOf(pattern: string): Star {
  const at = pattern.indexOf('*');
  return { before: pattern.slice(0, at), after: pattern.slice(at + 1) };
}

function middleOf({ before, after }: Star, name: string): string | null {
  if (name.length < before.length + after.length || !name.startsWith(before) || !name.endsWith(after)) return null;
  return name.slice(before.length, name.length - after.length);
}

/** Numbers below are seconds since 1970, from it on milliseconds: the year 5138 of the one, 1973 of the other. */
const MIN_EPOCH_MS = 1e11;

/** A message of no standard; `topic` is the stream's name where the fields name none. */
export function readMapped(json: unknown, fields: SourceFields, topic: string): { stream: string; reading: Reading } {
  const stream = fields.stream === null ? topic : at(json, fields.stream);
  if (typeof stream !== 'string' && typeof stream !== 'number')
    throw new FeedError(
      sourceMessage('stream-name', {
        stream: fields.stream ?? NONE,
        got: stream === undefined ? NOTHING : jsonText(stream),
      }),
    );
  const time = at(json, fields.time);
  const timeMs = typeof time === 'number' ? msOf(time) : instantOf(time, fields.time);
  return { stream: String(stream), reading: { timeMs, resultMs: timeMs, value: numberOf(at(json, fields.value)) } };
}

function msOf(time: number): number {
  if (!Number.isFinite(time)) throw new FeedError(sourceMessage('epoch', { time }));
  return Math.abs(time) < MIN_EPOCH_MS ? Math.round(time * 1000) : time;
}

function at(json: unknown, path: string): unknown {
  let found = json;
  for (const name of path.split('.')) found = fieldOf(found, name);
  return found;
}
