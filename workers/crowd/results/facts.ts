import type { CrowdResult } from '../core/crowd.ts';
import type { CrowdGuide } from '../core/guide.ts';
import type { CrowdSetup } from '../lay-out.ts';

/** What a run came to, in figures. Times in seconds, null where it never came to that. */
export interface CrowdFacts {
  people: number;
  left: number;
  /** Number of people who did not leave, by reason. */
  remained: Record<string, number>;
  /** Where those stand who are jammed for good, the most first; with any, no clearance time is given. */
  jams: Jam[];
  clearance50S: number | null;
  clearance95S: number | null;
  clearance100S: number | null;
  /** Mean times of those who left, from their own start on. */
  meanTravelS: number | null;
  meanQueueS: number | null;
  byExit: Record<string, number>;
  counters: Record<string, { forward: number; backward: number }>;
  /** People who waded, people who stayed dry; null: no water. */
  water: Record<string, number> | null;
  simulatedS: number;
  steps: number;
}

/** People who stand for good within 5 m of one another. */
interface Jam {
  people: number;
  floor: string;
  eastM: number;
  northM: number;
}

/** Jams are told apart by tiles of this side. */
const JAM_M = 5;
const MAX_JAMS = 20;

/** What a report tells of a run: who left and who remained and why, clearance times, means over those who left. */
export function factsOf(setup: CrowdSetup, guide: CrowdGuide, result: CrowdResult): CrowdFacts {
  const gone = [...result.leftS.keys()].filter((id) => result.leftS[id] >= 0);
  const mean = (of: (id: number) => number) =>
    gone.length === 0 ? null : round(gone.reduce((sum, id) => sum + of(id), 0) / gone.length, 2);
  return {
    people: result.count,
    left: gone.length,
    remained: tally(result.remained.map(({ reason }) => reason)),
    jams: jamsOf(setup, result),
    clearance50S: roundedOrNull(result.clearance50S),
    clearance95S: roundedOrNull(result.clearance95S),
    clearance100S: roundedOrNull(result.clearance100S),
    meanTravelS: mean((id) => result.leftS[id] - setup.input.people.startS[id]),
    meanQueueS: mean((id) => result.queueS[id]),
    byExit: tally(gone.map((id) => setup.input.lines[result.exit[id]].id)),
    counters: Object.fromEntries(
      setup.theCase.space.counters.map(({ id }) => {
        const { forwardS, backwardS } = result.crossings[setup.input.lines.findIndex((line) => line.id === id)];
        return [id, { forward: forwardS.length, backward: backwardS.length }];
      }),
    ),
    water: setup.theCase.water
      ? tally([...result.leftS.keys()].map((id) => (guide.wadedS[id] > 0 ? 'waded' : 'dry')))
      : null,
    simulatedS: round(result.timeS, 2),
    steps: result.steps,
  };
}

/** By tile, at the middle of those who stand there. */
function jamsOf({ input }: CrowdSetup, { remained }: CrowdResult): Jam[] {
  const tiles = new Map<string, { people: number; floor: string; eastM: number; northM: number }>();
  for (const { reason, at } of remained) {
    if (reason !== 'jammed') continue;
    const floor = input.levels[at.level].id;
    const key = `${floor} ${Math.floor(at.xM / JAM_M)} ${Math.floor(at.yM / JAM_M)}`;
    const tile = tiles.get(key) ?? { people: 0, floor, eastM: 0, northM: 0 };
    tiles.set(key, { ...tile, people: tile.people + 1, eastM: tile.eastM + at.xM, northM: tile.northM + at.yM });
  }
  return [...tiles.values()]
    .sort((a, b) => b.people - a.people)
    .slice(0, MAX_JAMS)
    .map(({ people, floor, eastM, northM }) => ({
      people,
      floor,
      eastM: round(eastM / people, 1),
      northM: round(northM / people, 1),
    }));
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));
const roundedOrNull = (value: number) => (Number.isNaN(value) ? null : round(value, 2));

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
