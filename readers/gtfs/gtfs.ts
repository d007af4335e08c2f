import Papa from 'papaparse';
import type { ByteSource } from '../shared/byte-source.ts';
import { decodedText } from '../shared/encoding.ts';
import { FeatureBuilder, type FeatureOptions } from '../shared/feature-builder.ts';
import { readerMessage } from '../shared/messages.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { RawFeatures } from '../shared/raw-features.ts';
import { baseNameOf, type ZipEntry, zipEntries } from '../shared/zip-entries.ts';

type Row = Readonly<Record<string, string>>;

/** Basic route types of the reference and the tram-trains of it; others keep their number. */
const KINDS: Readonly<Record<string, string>> = {
  '0': 'tram',
  '1': 'metro',
  '2': 'rail',
  '3': 'bus',
  '4': 'ferry',
  '5': 'cable tram',
  '6': 'aerial lift',
  '7': 'funicular',
  '11': 'trolleybus',
  '12': 'monorail',
};
/** Kinds of places by the values of `location_type`. */
const PLACES: Readonly<Record<string, string>> = {
  '': 'stop',
  '0': 'stop',
  '1': 'station',
  '2': 'entrance',
  '3': 'node',
  '4': 'boarding area',
};
const MAX_LISTED_ROUTES = 40;

/**
 * Stops as points, with the routes that call there and how many of the feed's trips do; or each way that a route takes as a line: its shape,
 * else from stop to stop along its longest trip, which the column `way` tells (GTFS Schedule Reference; files may stand in a folder of the
 * archive, and begin with a byte order mark). Calendars are not applied: trips are those of the whole feed.
 */
export async function readGtfs(source: ByteSource, wish: FeatureOptions, problems: Problems): Promise<RawFeatures> {
  const feed = new Feed(source.name, await zipEntries(await source.whole(), source.name), problems);
  const builder = new FeatureBuilder(source.name, wish, problems);
  if (wish.geometry === 'point') await addStops(feed, builder);
  else await addWays(feed, builder);
  return builder.finish('EPSG:4326');
}

/** The tables of a feed, each read when it is asked for. */
class Feed {
  readonly file: string;
  readonly problems: Problems;
  readonly #entries: Map<string, ZipEntry>;

  constructor(file: string, entries: readonly ZipEntry[], problems: Problems) {
    this.file = file;
    this.problems = problems;
    this.#entries = new Map(entries.map((entry) => [baseNameOf(entry.name), entry]));
  }

  has(name: string): boolean {
    return this.#entries.has(`${name}.txt`);
  }

  /** Row by row, so that a million stop times are never a million objects. */
  async each(name: string, isNeeded: boolean, take: (row: Row, line: number) => void): Promise<void> {
    const entry = this.#entries.get(`${name}.txt`);
    if (!entry && isNeeded) throw new ReadError(readerMessage('gtfs-table', { file: this.file, name: `${name}.txt` }));
    if (!entry) return;
    const place = `${this.file}/${name}.txt`;
    const text = decodedText(await entry.bytes(), undefined, place, this.problems).replace(/^\ufeff/, '');
    let line = 1;
    let fault: string | null = null;
    Papa.parse<Row>(text, {
      header: true,
      skipEmptyLines: 'greedy',
      transformHeader: (heading) => heading.trim(),
      step({ data, errors }, parser) {
        line++;
        fault ??= errors.find(({ type }) => type === 'Quotes')?.message ?? null;
        if (fault === null) take(data, line);
        else parser.abort();
      },
    });
    if (fault !== null) throw new ReadError(readerMessage('csv', { file: place, line, reason: fault }));
  }
}

interface Route {
  name: string;
  longName: string;
  kind: string;
  colour: string;
}

async function routesOf(feed: Feed): Promise<Map<string, Route>> {
  const routes = new Map<string, Route>();
  await feed.each('routes', true, (row) => {
    const type = row.route_type?.trim() ?? '';
    routes.set(row.route_id ?? '', {
      name: row.route_short_name?.trim() || row.route_long_name?.trim() || (row.route_id ?? ''),
      longName: row.route_long_name?.trim() ?? '',
      kind: KINDS[type] ?? type,
      colour: /^[0-9a-f]{6}$/i.test(row.route_color ?? '') ? `#${row.route_color}` : '',
    });
  });
  return routes;
}

async function addStops(feed: Feed, builder: FeatureBuilder): Promise<void> {
  const routes = await routesOf(feed);
  const routeOfTrip = new Map<string, string>();
  await feed.each('trips', true, (row) => routeOfTrip.set(row.trip_id ?? '', row.route_id ?? ''));
  const calls = new Map<string, { routes: Set<string>; trips: number }>();
  await feed.each('stop_times', true, ({ stop_id: stop = '', trip_id: trip = '' }) => {
    const known = calls.get(stop) ?? { routes: new Set<string>(), trips: 0 };
    const route = routeOfTrip.get(trip);
    if (route !== undefined) known.routes.add(route);
    known.trips++;
    calls.set(stop, known);
  });
  await feed.each('stops', true, (row, line) => {
    const at = placeOf(row.stop_lon, row.stop_lat);
    if (!at) {
      feed.problems.leaveOut(
        'place-missing',
        () => `${feed.file}/stops.txt:${line}: expected degrees, got "${row.stop_lon ?? ''}", "${row.stop_lat ?? ''}"`,
      );
      return;
    }
    const { routes: callers = new Set<string>(), trips = 0 } = calls.get(row.stop_id ?? '') ?? {};
    const names = [...callers].map((id) => routes.get(id)?.name ?? id).sort();
    builder.feature(line, () => {
      builder.position(...at);
      builder.endRing();
      builder.endPart();
      builder.id(row.stop_id ?? '');
      builder.value('name', row.stop_name?.trim());
      builder.value('code', row.stop_code?.trim());
      builder.value('kind', PLACES[row.location_type?.trim() ?? ''] ?? row.location_type);
      builder.value('routes', names.slice(0, MAX_LISTED_ROUTES).join(' '));
      builder.value('route_count', names.length);
      builder.value('trips', trips);
    });
  });
}

function placeOf(lon: string | undefined, lat: string | undefined): [lonDeg: number, latDeg: number] | null {
  const lonDeg = lon?.trim() ? Number(lon) : Number.NaN;
  const latDeg = lat?.trim() ? Number(lat) : Number.NaN;
  return Number.isFinite(lonDeg) && Number.isFinite(latDeg) ? [lonDeg, latDeg] : null;
}

/** A line of a route: by its shape's id, or made of the stops of its longest trip. */
interface Way {
  route: string;
  trips: number;
  /** Id of one of the trips that go this way. */
  trip: string;
}

async function addWays(feed: Feed, builder: FeatureBuilder): Promise<void> {
  const routes = await routesOf(feed);
  const byShape = new Map<string, Way>();
  const withoutShape = new Map<string, { route: string; trips: string[] }>();
  await feed.each(
    'trips',
    true,
    ({ route_id: route = '', trip_id: trip = '', shape_id: shape = '', direction_id: direction = '' }) => {
      if (shape !== '' && feed.has('shapes')) {
        const known = byShape.get(shape);
        if (known) known.trips++;
        else byShape.set(shape, { route, trips: 1, trip });
        return;
      }
      const key = direction === '' ? route : `${route}:${direction}`;
      const known = withoutShape.get(key);
      if (known) known.trips.push(trip);
      else withoutShape.set(key, { route, trips: [trip] });
    },
  );
  const lines = await pointsOfShapes(feed, byShape);
  for (const [id, way] of byShape) addWay(builder, id, way.trips, routes.get(way.route), lines.get(id) ?? [], 'shape');
  if (withoutShape.size === 0) return;
  const along = await stopsOfTrips(
    feed,
    [...withoutShape.values()].flatMap(({ trips }) => trips),
  );
  for (const [id, { route, trips }] of withoutShape) {
    const longest = trips.reduce((best, trip) =>
      (along.get(trip)?.length ?? 0) > (along.get(best)?.length ?? 0) ? trip : best,
    );
    addWay(builder, id, trips.length, routes.get(route), along.get(longest) ?? [], 'stops');
  }
}

type Numbered = { order: number; at: [number, number] };

function addWay(
  builder: FeatureBuilder,
  id: string,
  trips: number,
  route: Route | undefined,
  points: Numbered[],
  way: 'shape' | 'stops',
): void {
  points.sort((a, b) => a.order - b.order);
  builder.feature(builder.row + 1, () => {
    for (const { at } of points) builder.position(...at);
    builder.endRing();
    builder.endPart();
    builder.id(id);
    builder.value('name', route?.longName || route?.name);
    builder.value('route', route?.name);
    builder.value('kind', route?.kind);
    builder.value('colour', route?.colour);
    builder.value('trips', trips);
    builder.value('way', way);
  });
}

async function pointsOfShapes(feed: Feed, wanted: ReadonlyMap<string, unknown>): Promise<Map<string, Numbered[]>> {
  const lines = new Map<string, Numbered[]>();
  await feed.each('shapes', false, (row, line) => {
    const id = row.shape_id ?? '';
    if (!wanted.has(id)) return;
    const at = placeOf(row.shape_pt_lon, row.shape_pt_lat);
    const order = Number(row.shape_pt_sequence);
    if (!at || !Number.isFinite(order)) {
      feed.problems.report(
        'coordinate-nan',
        () =>
          `${feed.file}/shapes.txt:${line}: expected degrees and their order, got "${row.shape_pt_lon ?? ''}", "${row.shape_pt_lat ?? ''}", "${row.shape_pt_sequence ?? ''}"; the point is left out`,
      );
      return;
    }
    const known = lines.get(id);
    if (known) known.push({ order, at });
    else lines.set(id, [{ order, at }]);
  });
  return lines;
}

async function stopsOfTrips(feed: Feed, trips: readonly string[]): Promise<Map<string, Numbered[]>> {
  const places = new Map<string, [number, number]>();
  await feed.each('stops', true, (row) => {
    const at = placeOf(row.stop_lon, row.stop_lat);
    if (at) places.set(row.stop_id ?? '', at);
  });
  const wanted = new Set(trips);
  const along = new Map<string, Numbered[]>();
  await feed.each('stop_times', true, ({ trip_id: trip = '', stop_id: stop = '', stop_sequence: order = '' }) => {
    const at = places.get(stop);
    if (!wanted.has(trip) || !at) return;
    const known = along.get(trip);
    if (known) known.push({ order: Number(order), at });
    else along.set(trip, [{ order: Number(order), at }]);
  });
  return along;
}
