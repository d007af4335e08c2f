import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { lineOf } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { RoadClass, RoadNetwork, RoadSegment } from '../../model/roads/road-network.ts';
import { TURN_BANS, turnBanParts, turnBansOf } from '../../model/roads/turn-bans.ts';
import { mayUse, VEHICLES } from '../../model/roads/vehicles.ts';
import type { LayerInput } from '../model.ts';
import type { SpanLevels } from './road-levels.ts';
import { lanesOf, leftOutOf, speedOf, type UnfitTurn } from './road-values.ts';
import { widthOfClassM } from './road-widths.ts';
import { keyOf, type NetStreet, streetNet } from './street-net.ts';

/**
 * Speeds by class where no limit is stated, km/h: the upper design speeds of CJJ 37-2012, table 3.2.1 (待核), and own marks for what that
 * table does not have.
 */
const CLASSES: Readonly<Record<string, { class: RoadClass; speedKmPerH: number }>> = {
  motorway: { class: 'motorway', speedKmPerH: 100 },
  trunk: { class: 'expressway', speedKmPerH: 80 },
  expressway: { class: 'expressway', speedKmPerH: 80 },
  primary: { class: 'primary', speedKmPerH: 60 },
  arterial: { class: 'primary', speedKmPerH: 60 },
  secondary: { class: 'secondary', speedKmPerH: 50 },
  collector: { class: 'secondary', speedKmPerH: 50 },
  tertiary: { class: 'tertiary', speedKmPerH: 40 },
  unclassified: { class: 'local', speedKmPerH: 30 },
  local: { class: 'local', speedKmPerH: 30 },
  road: { class: 'local', speedKmPerH: 30 },
  residential: { class: 'residential', speedKmPerH: 30 },
  living_street: { class: 'lane', speedKmPerH: 15 },
  lane: { class: 'lane', speedKmPerH: 15 },
  service: { class: 'service', speedKmPerH: 15 },
  busway: { class: 'busway', speedKmPerH: 50 },
  bus_guideway: { class: 'busway', speedKmPerH: 50 },
  track: { class: 'track', speedKmPerH: 15 },
  pedestrian: { class: 'pedestrian', speedKmPerH: 10 },
  cycleway: { class: 'cycleway', speedKmPerH: 15 },
  footway: { class: 'path', speedKmPerH: 5 },
  path: { class: 'path', speedKmPerH: 5 },
  bridleway: { class: 'path', speedKmPerH: 5 },
  steps: { class: 'steps', speedKmPerH: 2 },
};
const LINK_KM_PER_H = 40;
/** Nothing goes there yet, or any more. */
const NOT_THERE = new Set([
  'construction',
  'proposed',
  'abandoned',
  'razed',
  'platform',
  'elevator',
  'corridor',
  'raceway',
]);
/** One way unless said otherwise, on roads for through traffic and roundabouts. */
const ONE_WAY = new Set(['motorway', 'motorway_link']);
const M_PER_FOOT = 0.3048;
const [CAR] = VEHICLES;

/** The road network of a city's road lines, with how much of it is a rule's; null without roads. */
export function inferRoadNetwork(
  layers: readonly LayerInput[],
  origin: LonLat,
  levelOf: SpanLevels,
): { network: RoadNetwork; counts: Record<string, number> } | null {
  const { streets, junctions, endless } = streetNet(layers, origin);
  const isThere = ({ class: kind }: { class: string }) => !NOT_THERE.has(kind);
  const driven = streets.filter(isThere);
  const segments = driven.map((street) => ({ ...segmentOf(street), ...levelsOf(street, levelOf) }));
  if (segments.length === 0) return null;
  const turns = turnBansFrom(driven, junctions, origin);
  const leftOut = leftOutOf({
    layers,
    origin,
    streets: driven,
    segments,
    endless: endless.filter((line) => isThere(line) && mayUse(CAR, usualOf(line.class).class, false)),
    turns: turns.unfit,
  });
  const network: RoadNetwork = {
    format: 1,
    junctions: junctions.map(([x, y]) => [cm(x), cm(y)]),
    segments,
    turnBans: turns.bans,
    ...(leftOut.length > 0 ? { leftOut } : {}),
  };
  const counts = {
    segments: segments.length,
    oneWay: segments.filter(({ direction }) => direction !== 'both').length,
    directionsAssumed: segments.filter(({ assumed }) => assumed.includes('direction')).length,
    speedsAssumed: segments.filter(({ assumed }) => assumed.includes('speed')).length,
    apart: segments.length - largestPart(network),
    turnBans: turns.bans.length,
    turnsLeftOut: turns.unfit.length,
  };
  return { network, counts };
}

/**
 * Pairs of segments from the words of the line that is left. `only` bans every other line that leaves the junction, itself apart: turning
 * round there is no turn into another. What is no such word, or names a line or a place that the network does not have, is returned apart.
 */
function turnBansFrom(
  driven: readonly NetStreet[],
  junctions: readonly Point[],
  origin: LonLat,
): { bans: RoadNetwork['turnBans']; unfit: UnfitTurn[] } {
  const junctionAt = new Map(junctions.map((point, i) => [keyOf(point), i]));
  const meeting = new Map<number, NetStreet[]>();
  for (const street of driven)
    for (const end of [street.from, street.to]) meeting.set(end, [...(meeting.get(end) ?? []), street]);
  const bans = new Map<string, RoadNetwork['turnBans'][number]>();
  // A road in several pieces has each of its words once.
  const unfit = new Map<string, UnfitTurn>();
  for (const street of driven)
    for (const [i, ban] of turnBansOf(street.attributeOf(TURN_BANS)).entries()) {
      const [x, y] = ban ? enuFromLonLat(origin, { ...ban, heightM: origin.heightM }) : [Number.NaN, Number.NaN];
      const via = junctionAt.get(keyOf([x, y]));
      const others = meeting.get(via ?? -1) ?? [];
      if (!ban || via === undefined || !others.some(({ road }) => road === ban.to)) {
        const key = `${street.road} ${i}`;
        if (!unfit.has(key)) unfit.set(key, { street, text: textOf(street, i), at: ban ? [x, y] : null });
        continue;
      }
      // The piece of this road that does not come here is told the same.
      if (street.from !== via && street.to !== via) continue;
      const isBanned = ({ road }: NetStreet) =>
        ban.kind === 'no' ? road === ban.to : road !== ban.to && road !== street.road;
      for (const { id } of others.filter((other) => other !== street && isBanned(other)))
        bans.set(`${street.id} ${via} ${id}`, { from: street.id, via, to: id });
    }
  return { bans: [...bans.values()], unfit: [...unfit.values()] };
}

/** The words of one ban as the data have them. */
const textOf = (street: NetStreet, i: number): string => turnBanParts(street.attributeOf(TURN_BANS))[i];

const cm = (m: number): number => Math.round(m * 100) / 100;

function levelsOf({ isBridge, isTunnel, points }: NetStreet, levelOf: SpanLevels): Pick<RoadSegment, 'levels'> {
  if (!isBridge && !isTunnel) return {};
  const { chainageM } = lineOf(points);
  const levels = points.map((at, i) => [cm(chainageM[i]), levelOf(at, isTunnel)] as const);
  return levels.some(([, levelM]) => levelM === undefined)
    ? {}
    : { levels: levels.map(([atM, levelM]): [number, number] => [atM, cm(levelM ?? 0)]) };
}

const usualOf = (kind: string) =>
  kind.endsWith('_link') ? { class: 'link' as const, speedKmPerH: LINK_KM_PER_H } : (CLASSES[kind] ?? CLASSES.road);

function segmentOf(street: NetStreet): RoadSegment {
  const { attributeOf, class: kind } = street;
  const usual = usualOf(kind);
  const statedLanes = lanesOf(attributeOf('lanes'));
  const limitKmPerH = speedOf(attributeOf('maxspeed'));
  const oneWay = attributeOf('oneway').toLowerCase();
  const isRing = attributeOf('junction') === 'roundabout' || attributeOf('junction') === 'circular';
  const isOneWay = ['yes', 'true', '1'].includes(oneWay) || ((ONE_WAY.has(kind) || isRing) && oneWay !== 'no');
  const direction = ['-1', 'reverse'].includes(oneWay) ? 'against' : isOneWay ? 'along' : 'both';
  const assumed: RoadSegment['assumed'] = [];
  if (statedLanes === null) assumed.push('lanes');
  if (attributeOf('width') === '') assumed.push('width');
  if (limitKmPerH === null) assumed.push('speed');
  if (oneWay === '') assumed.push('direction');
  return {
    id: street.id,
    name: { zh: street.name, en: street.nameEn || street.name },
    class: usual.class,
    form: street.isBridge ? 'bridge' : street.isTunnel ? 'tunnel' : 'ground',
    lanes: statedLanes ?? (isOneWay ? 1 : 2),
    widthM: street.widthM > 0 ? cm(street.widthM) : (widthOfClassM(kind, Number.NaN, isOneWay) ?? 3),
    speedKmPerH: limitKmPerH ?? usual.speedKmPerH,
    direction,
    isPrivate: ['private', 'no'].includes(attributeOf('access')) || attributeOf('motor_vehicle') === 'private',
    clearanceM: metresOf(attributeOf('maxheight')),
    weightLimitT: positive(/^\d+(\.\d+)?(?= ?t?$)/.exec(attributeOf('maxweight').trim())?.[0]),
    from: street.from,
    to: street.to,
    points: street.points.map(([x, y]) => [cm(x), cm(y)]),
    assumed,
  };
}

/** `3.8`, `3.8 m`, `12'6"`; null for what is none: `default`, `below_default`. */
function metresOf(text: string): number | null {
  const [, feet, inches = '0'] = /^(\d+)'(?:(\d+)")?$/.exec(text.trim()) ?? [];
  if (feet !== undefined) return M_PER_FOOT * (Number(feet) + Number(inches) / 12);
  return positive(/^\d+(\.\d+)?(?= ?m?$)/.exec(text.trim())?.[0]);
}

const positive = (text: string | undefined): number | null => (Number(text) > 0 ? Number(text) : null);

/** How many segments hang together in the largest part of the network. */
function largestPart({ junctions, segments }: RoadNetwork): number {
  const root = junctions.map((_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (root[at] !== at) {
      root[at] = root[root[at]];
      at = root[at];
    }
    return at;
  };
  for (const { from, to } of segments) root[find(from)] = find(to);
  const sizes = new Map<number, number>();
  for (const { from } of segments) sizes.set(find(from), (sizes.get(find(from)) ?? 0) + 1);
  return Math.max(...sizes.values());
}
