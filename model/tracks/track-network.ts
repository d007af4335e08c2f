import * as v from 'valibot';
import { cityMessage } from '../city/city-messages.ts';
import { GridError, parseAs } from '../city/grid.ts';

/**
 * Lines that trains and boats keep to: `tracks.json` of a baked city. Points are east and north in metres of the city's origin and the
 * elevation of rail head or water above its datum; chainages are metres along the line from its first point. What the data did not tell
 * and a rule filled in is named in `assumed`.
 */
const Metres = v.pipe(v.number(), v.finite());
const Positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const SecondOfDay = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(86_399));

/** What runs on a line; `ferry` is every boat that keeps to one. */
export const TRACK_KINDS = ['railway', 'metro', 'light-rail', 'tram', 'ferry'] as const;

/** What runs on a line. */
export type TrackKind = (typeof TRACK_KINDS)[number];

/** What a file may leave untold. */
const ASSUMABLE = ['headway', 'speed', 'cars', 'tracks', 'level'] as const;

const TrackLine = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  name: v.object({ zh: v.string(), en: v.string() }),
  kind: v.picklist(TRACK_KINDS),
  /** Nothing runs on a line that is being built. */
  state: v.picklist(['existing', 'construction']),
  points: v.pipe(v.array(v.tuple([Metres, Metres, Metres])), v.minLength(2)),
  /** Chainages between which it lies under the ground. */
  underground: v.array(v.tuple([Metres, Metres])),
  /** Each direction has a track of its own; else one train goes there and back. */
  isDouble: v.boolean(),
  /** Between the axes of two tracks. */
  apartM: v.pipe(v.number(), v.finite(), v.minValue(0)),
  /** It goes on beyond both ends: what runs on it comes and leaves at speed; else it halts there. */
  isThrough: v.boolean(),
  speedKmPerH: Positive,
  headwayS: Positive,
  cars: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60)),
  carM: Positive,
  dwellS: v.pipe(v.number(), v.finite(), v.minValue(0)),
  /** Where the middle of a train halts. */
  stopsM: v.array(Metres),
  /** Local seconds of the day at which one sets out at the first and at the last point, in place of the headway. */
  departuresS: v.optional(v.tuple([v.array(SecondOfDay), v.array(SecondOfDay)])),
  assumed: v.array(v.picklist(ASSUMABLE)),
});

/** The schema of `tracks.json`. */
const TrackNetworkFile = v.object({ format: v.literal(1), lines: v.array(TrackLine) });

/** A line of railway, metro, light rail, tram or boats. */
export type TrackLine = v.InferOutput<typeof TrackLine>;

/** A city's lines. */
export type TrackNetwork = v.InferOutput<typeof TrackNetworkFile>;

/** Parses `tracks.json`; throws GridError that names the place, what was expected and what came. */
export function parseTracks(json: unknown, file = 'tracks.json'): TrackNetwork {
  const network = parseAs(TrackNetworkFile, json, file);
  const ids = new Set<string>();
  for (const [i, { id }] of network.lines.entries()) {
    if (ids.has(id)) throw new GridError(cityMessage('id-twice', { file, list: 'lines', i, id }));
    ids.add(id);
  }
  return network;
}
