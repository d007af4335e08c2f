import type { RoadNetwork } from '../../../model/roads/road-network.ts';
import type { RoadClass } from '../plan.ts';
import type { Trench } from './decks.ts';
import type { RoadNetwork as Streets } from './roads.ts';

/** The plan's classes in the terms of every city, with the design speed of CJJ 37-2012, table 3.2.1, upper values (待核). */
const CLASSES: Readonly<Record<RoadClass, { class: RoadNetwork['segments'][number]['class']; speedKmPerH: number }>> = {
  expressway: { class: 'expressway', speedKmPerH: 80 },
  arterial: { class: 'primary', speedKmPerH: 60 },
  collector: { class: 'secondary', speedKmPerH: 50 },
  local: { class: 'local', speedKmPerH: 30 },
  lane: { class: 'lane', speedKmPerH: 15 },
};
const FORMS = { ground: 'ground', ramp: 'ground', deck: 'bridge', trench: 'underpass' } as const;
const cm = (m: number) => Math.round(m * 100) / 100;

/** `road-network.json` of the demo city. */
export function roadNetworkFile({ segments, junctions }: Streets, trenches: readonly Trench[]): RoadNetwork {
  const clearanceM = new Map(trenches.map(({ underpass }) => [underpass.id, underpass.clearHeightM]));
  return {
    format: 1,
    junctions: junctions.map(({ at: [x, y] }) => [cm(x), cm(y)]),
    segments: segments.map(({ id, name, class: kind, level, on, lanes, carriagewayM, from, to, points }) => ({
      id,
      name,
      ...CLASSES[kind],
      form: FORMS[level],
      lanes,
      widthM: carriagewayM,
      direction: 'both',
      isPrivate: false,
      clearanceM: clearanceM.get(on ?? '') ?? null,
      weightLimitT: null,
      from,
      to,
      points: points.map(([x, y]) => [cm(x), cm(y)]),
      assumed: ['speed', 'direction'],
    })),
    turnBans: [],
  };
}
