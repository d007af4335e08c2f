import { lonLatFromEnu } from '../../model/geo/enu.ts';
import { interpolate, type Line, lineOf, pointAt, subLine } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { TrackKind } from '../../model/tracks/track-network.ts';
import type { DemoCity } from '../demo-city.ts';
import { textOf } from '../names/words.ts';
import { secondLineRailM, TRACKS_APART_M } from './metro.ts';
import { railLevelAt } from './railway.ts';

/** Levels are told at least so often. */
const EVERY_M = 20;

/** Boats for visitors between two piers of the river: this recipe's own, the plan has none (待核). */
const BOATS = { fromM: 1000, toM: 7400, headwayS: 900, speedKmPerH: 14, boatM: 26, apartM: 44, stopsM: [1900, 3700] };
const SECOND_LINE_EN = 'Metro Line 2 (being built)';
const BOAT_NAME = { zh: '澄河游船', en: 'Cheng River boats' };

interface TrackFeature {
  type: 'Feature';
  properties: Record<string, string | number>;
  geometry: { type: 'LineString'; coordinates: number[][] };
}

/** The railway, both metro lines and the boats on the river, as GeoJSON with the columns of any city's file. */
export function trackFeatures(city: DemoCity): { type: 'FeatureCollection'; features: TrackFeature[] } {
  const { plan, ground, gaps } = city;
  const { metro, water } = plan;
  const rail = lineOf(plan.rail.points);
  const first = lineOf(metro.points);
  const second = lineOf(metro.line2.points);
  const river = lineOf(subLine(ground.main, BOATS.fromM, BOATS.toM));
  const features = [
    feature(city, rail, (s) => railLevelAt(plan, ground, rail, gaps, s), {
      ...named('railway', plan.rail.id, textOf(plan.rail)),
      tracks: plan.rail.tracks,
    }),
    feature(city, first, (s) => interpolate(metro.railProfile, s), {
      ...named('metro', metro.id, textOf(metro)),
      tracks: 2,
      apart: TRACKS_APART_M,
      headway: metro.headwayS,
      ends: 'through',
      stops: metro.stations.map(({ chainageM }) => chainageM).join(' '),
      tunnel: 'yes',
    }),
    feature(city, second, (s) => secondLineRailM(pointAt(second, s)), {
      ...named('metro', 'metro-2', { zh: metro.line2.nameZh, en: SECOND_LINE_EN }),
      state: 'construction',
      tracks: 2,
      apart: TRACKS_APART_M,
      tunnel: 'yes',
    }),
    feature(city, river, (s) => ground.bedMain(BOATS.fromM + s) + water.main.normalDepthM, {
      ...named('ferry', 'boat-1', BOAT_NAME),
      headway: BOATS.headwayS,
      speed: BOATS.speedKmPerH,
      cars: 1,
      car_length: BOATS.boatM,
      apart: BOATS.apartM,
      stops: BOATS.stopsM.join(' '),
    }),
  ];
  return { type: 'FeatureCollection', features };
}

const named = (kind: TrackKind, id: string, name: { zh: string; en: string }) => ({
  kind,
  id,
  name_zh: name.zh,
  name_en: name.en,
});

function feature(
  { plan }: DemoCity,
  line: Line,
  levelAt: (chainageM: number) => number,
  properties: TrackFeature['properties'],
): TrackFeature {
  const { origin } = plan.city;
  const frame = { lonDeg: origin.lonDeg, latDeg: origin.latDeg, heightM: origin.ellipsoidHeightM };
  const place = (s: number): number[] => {
    const [x, y]: Point = pointAt(line, s);
    const { lonDeg, latDeg } = lonLatFromEnu(frame, [x, y, 0]);
    return [lonDeg, latDeg, levelAt(s)];
  };
  const count = Math.ceil(line.lengthM / EVERY_M);
  const steps = Array.from({ length: count + 1 }, (_, k) => (k * line.lengthM) / count);
  const stops = [...new Set([...steps, ...line.chainageM])].sort((a, b) => a - b);
  return {
    type: 'Feature',
    properties,
    geometry: { type: 'LineString', coordinates: stops.map(place) },
  };
}
