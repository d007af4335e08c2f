import * as v from 'valibot';
import { cityMessage } from '../city/city-messages.ts';
import { GridError, parseAs } from '../city/grid.ts';

/**
 * Streets as a graph: `road-network.json` of a baked city. Points are east and north in metres of the city's origin. What the data did not
 * tell and a rule filled in is named in `assumed`.
 */
const Metres = v.pipe(v.number(), v.finite());
const Positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const Point = v.tuple([Metres, Metres]);
const Junction = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Classes of roads and ways, from the widest down; the first thirteen are driven on. */
export const ROAD_CLASSES = [
  'motorway',
  'expressway',
  'primary',
  'secondary',
  'tertiary',
  'local',
  'residential',
  'lane',
  'service',
  'busway',
  'track',
  'pedestrian',
  'link',
  'cycleway',
  'path',
  'steps',
] as const;

/** A class of road or way. */
export type RoadClass = (typeof ROAD_CLASSES)[number];

/** How a road lies to the ground. */
const FORMS = ['ground', 'bridge', 'tunnel', 'underpass'] as const;

const Segment = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  name: v.object({ zh: v.string(), en: v.string() }),
  class: v.picklist(ROAD_CLASSES),
  form: v.picklist(FORMS),
  /** In both directions together. */
  lanes: v.pipe(v.number(), v.integer(), v.minValue(1)),
  widthM: Positive,
  speedKmPerH: Positive,
  /** As the centre line runs, against it, or both ways. */
  direction: v.picklist(['both', 'along', 'against']),
  /** Closed to the public: a yard, a campus. */
  isPrivate: v.boolean(),
  clearanceM: v.nullable(Positive),
  weightLimitT: v.nullable(Positive),
  from: Junction,
  to: Junction,
  points: v.pipe(v.array(Point), v.minLength(2)),
  /** Where the carriageway leaves the ground: its elevation above the city's datum by chainage from the start, straight between; absent: it lies on the ground. */
  levels: v.optional(v.pipe(v.array(v.tuple([Metres, Metres])), v.minLength(2))),
  assumed: v.array(v.picklist(['lanes', 'width', 'speed', 'direction'])),
});

/** Why something of a city's road lines is not in the network as the data have it. */
const LEFT_OUT_KINDS = ['zero', 'loop', 'turn', 'lanes', 'maxspeed', 'oneway', 'signal'] as const;

/** Something that the rule which makes a network of road lines could not take as the data have it. */
const LeftOut = v.object({
  kind: v.picklist(LEFT_OUT_KINDS),
  /** The id of the line in the data, or of the signal's point. */
  road: v.string(),
  name: v.object({ zh: v.string(), en: v.string() }),
  at: Point,
  /** The data's own words, and the value that was taken in their place; empty: there is none. */
  text: v.string(),
  taken: v.string(),
});

/** The schema of `road-network.json`. */
const RoadNetworkFile = v.object({
  format: v.literal(1),
  junctions: v.array(Point),
  segments: v.array(Segment),
  /** Turns that are not allowed: from one segment over a junction into another. */
  turnBans: v.array(v.object({ from: v.string(), via: Junction, to: v.string() })),
  /** Absent where all of the data could be taken. */
  leftOut: v.optional(v.array(LeftOut)),
});

/** A piece of road between two junctions. */
export type RoadSegment = v.InferOutput<typeof Segment>;

/** Something of the data that is not in the network as it was written. */
export type LeftOut = v.InferOutput<typeof LeftOut>;

/** Junctions, what runs between them, and turns that are not allowed. */
export type RoadNetwork = v.InferOutput<typeof RoadNetworkFile>;

/** Parses `road-network.json`; throws GridError that names the place, what was expected and what came. */
export function parseRoadNetwork(json: unknown, file = 'road-network.json'): RoadNetwork {
  const network = parseAs(RoadNetworkFile, json, file);
  const count = network.junctions.length;
  const needJunction = (place: string, got: number) => {
    if (got >= count) throw new GridError(cityMessage('unknown-junction', { file, place, count, got }));
  };
  const ids = new Set<string>();
  for (const [i, { id, from, to }] of network.segments.entries()) {
    if (ids.has(id)) throw new GridError(cityMessage('id-twice', { file, list: 'segments', i, id }));
    ids.add(id);
    needJunction(`segments.${i}.from`, from);
    needJunction(`segments.${i}.to`, to);
  }
  for (const [i, { from, via, to }] of network.turnBans.entries()) {
    needJunction(`turnBans.${i}.via`, via);
    for (const [end, id] of Object.entries({ from, to }))
      if (!ids.has(id))
        throw new GridError(cityMessage('unknown-segment', { file, place: `turnBans.${i}.${end}`, id }));
  }
  return network;
}
