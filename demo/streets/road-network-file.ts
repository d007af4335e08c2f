import type { RoadNetwork } from '../../model/roads/road-network.ts';
import type { RoadClass } from '../plan.ts';
import type { CityGround } from '../terrain/ground.ts';
import type { Deck, Trench } from './decks.ts';
import type { RoadSegment, RoadNetwork as Streets } from './roads.ts';

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

/** Levels of decks are told at least so often. */
const LEVEL_EVERY_M = 20;

/** `road-network.json` of the demo city. */
export function roadNetworkFile(
  { segments, junctions }: Streets,
  { decks, trenches, ground }: { decks: readonly Deck[]; trenches: readonly Trench[]; ground: CityGround },
): RoadNetwork {
  const levelsOf = levelsOn(decks, trenches, ground);
  const clearanceM = new Map(trenches.map(({ underpass }) => [underpass.id, underpass.clearHeightM]));
  return {
    format: 1,
    junctions: junctions.map(({ at: [x, y] }) => [cm(x), cm(y)]),
    segments: segments.map((segment) => {
      const { id, name, class: kind, level, on, lanes, carriagewayM, from, to, points } = segment;
      return {
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
        ...levelsOf(segment),
        assumed: ['speed', 'direction'],
      };
    }),
    turnBans: [],
  };
}

/** What a segment tells of its levels: on a deck its own, in a trench those of the ramps and of what lies between them. */
function levelsOn(decks: readonly Deck[], trenches: readonly Trench[], ground: CityGround) {
  const deckOf = new Map(decks.map((deck) => [deck.id, deck]));
  const trenchOf = new Map(trenches.map((trench) => [trench.underpass.id, trench]));
  return ({ level, on, startM, lengthM, points }: RoadSegment): { levels?: [number, number][] } => {
    const deck = level === 'deck' ? deckOf.get(on ?? '') : undefined;
    const trench = level === 'trench' ? trenchOf.get(on ?? '') : undefined;
    const told = (levelAt: (chainageM: number) => number, everyM: number) => {
      const count = Math.max(1, Math.ceil(lengthM / everyM));
      return Array.from({ length: count + 1 }, (_, k): [number, number] => {
        const at = (k * lengthM) / count;
        return [cm(at), cm(levelAt(startM + at))];
      });
    };
    if (deck) return { levels: told((s) => deck.levelAt(s), LEVEL_EVERY_M) };
    if (!trench) return {};
    const { underpass, atM, reachM } = trench;
    const rimM = (s: number) =>
      ground.elevationAt(...(s < startM + lengthM / 2 ? points[0] : points[points.length - 1]));
    return {
      levels: told((s) => {
        const upM = Math.max(0, Math.abs(s - atM) - underpass.coveredM / 2) * underpass.rampGrade;
        return Math.abs(s - atM) >= reachM ? rimM(s) : Math.min(underpass.groundM, underpass.lowM + upM);
      }, LEVEL_EVERY_M / 2),
    };
  };
}
