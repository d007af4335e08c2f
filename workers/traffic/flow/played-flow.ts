import type { PopulationUsed } from '../../../model/city/people.ts';
import type { TrafficFlowRequest } from '../../../model/questions/traffic-flow.ts';
import type { FrameBox, TrafficFrame } from '../../../model/roads/traffic-frame.ts';
import { sha256 } from '../../../model/sha256.ts';
import type { DataTable } from '../../../model/tables/data-table.ts';
import type { RoadFault } from '../../../model/tables/road-faults.ts';
import type { FlowTotals } from '../../../model/tables/traffic-flow.ts';
import { S_PER_MIN } from '../../../model/time.ts';
import type { Checkpoint, Run } from '../../shared/engine.ts';
import { inferredOf } from '../inferred.ts';
import { isOver, summarize } from '../micro/run-micro.ts';
import {
  fingerprint,
  type MicroRun,
  type MicroState,
  restoreSnapshot,
  startRun,
  takeSnapshot,
} from '../micro/state.ts';
import { stepRun } from '../micro/step.ts';
import type { FlowEngineTypes, FlowOpening, FlowResult } from './engine-types.ts';
import { evacuationResult } from './evacuation-result.ts';
import type { FlowCase, FlowState, WaySearch } from './flow-case.ts';
import { noteQueues, packState } from './flow-frame.ts';
import { flowTables } from './flow-tables.ts';
import { type Heights, LanePlaces } from './lane-places.ts';

/** Seconds between two frames; a page shows what lies between. */
export const FRAME_EVERY_S = 2;
/** The whole state is kept this often, for runs that go on from there. */
const KEPT_EVERY_S = 60;
const PLACE_STEPS = 65_535;
/** Queues that a result lists. */
const MAX_QUEUES = 200;

/** Holds one state of the roads as it is played, with what is summed up on the way. */
interface Played {
  name: FlowTotals['state'];
  run: MicroRun;
  lanes: LanePlaces;
  longestM: Float64Array;
  /** Sum of speeds and number of vehicles over the frames. */
  speed: Float64Array;
}

/** Holds what changes of a state, for a snapshot. */
interface Kept {
  micro: MicroState;
  longestM: Float64Array;
  speed: Float64Array;
}

/** Plays one or two states of the roads side by side, frame by frame: the same people set out at the same instants in both. */
export class PlayedFlow implements Run<FlowOpening, TrafficFrame, FlowResult, TrafficFlowRequest> {
  readonly endS: number;
  readonly frameEveryS = FRAME_EVERY_S;
  readonly opening: FlowOpening;
  readonly questions: FlowEngineTypes['runQuestions'];
  private readonly request: TrafficFlowRequest;
  private readonly of: FlowCase;
  private readonly population: PopulationUsed;
  private readonly faults: RoadFault[];
  private readonly played: Played[];

  constructor(
    of: FlowCase,
    request: TrafficFlowRequest,
    {
      heights,
      population,
      faults,
      checkpoint,
    }: { heights: Heights; population: PopulationUsed; faults: RoadFault[]; checkpoint: Checkpoint | null },
  ) {
    this.of = of;
    this.request = request;
    this.population = population;
    this.faults = faults;
    this.endS = request.minutes * S_PER_MIN;
    const { segments } = of.of.graph.network;
    this.played = of.states.map(
      ({ name, street, input }): Played => ({
        name,
        run: startRun(input),
        lanes: new LanePlaces(street, segments, heights),
        longestM: new Float64Array(street.links.length),
        speed: new Float64Array(2),
      }),
    );
    if (checkpoint) this.restore(checkpoint.state as Kept[]);
    this.opening = openingOf(of);
    this.questions = { tables: async (): Promise<Record<string, DataTable>> => flowTables(this.result()) };
  }

  private restore(kept: readonly Kept[]): void {
    for (const [i, { micro, longestM, speed }] of kept.entries()) {
      restoreSnapshot(this.played[i].run, micro);
      this.played[i].longestM.set(longestM);
      this.played[i].speed.set(speed);
    }
  }

  get timeS(): number {
    const [{ run }] = this.played;
    return run.state.clock[0] * run.input.stepS;
  }

  get isOver(): boolean {
    return this.timeS >= this.endS || this.played.every(({ run }) => isOver(run));
  }

  get isAtRest(): boolean {
    return this.timeS % KEPT_EVERY_S === 0;
  }

  advanceTo(timeS: number, isSliceOver: () => boolean): boolean {
    while (this.timeS < timeS && !this.isOver) {
      for (const { run } of this.played) stepRun(run);
      if (isSliceOver()) break;
    }
    return this.isOver || this.timeS >= timeS;
  }

  frame(): TrafficFrame {
    const { box } = this.opening;
    const states = this.played.map(({ run, lanes, longestM, speed }) => {
      noteQueues(run, longestM);
      const frame = packState(run, lanes, box);
      speed[0] += frame.figures.kmPerH * frame.figures.driving;
      speed[1] += frame.figures.driving;
      return frame;
    });
    return { timeS: this.timeS, states };
  }

  transferables({ states }: TrafficFrame): ArrayBuffer[] {
    return states.flatMap(({ figures: _, ...arrays }) =>
      Object.values(arrays).flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : [])),
    );
  }

  snapshot(): Checkpoint {
    const state = this.played.map(
      ({ run, longestM, speed }): Kept => ({
        micro: takeSnapshot(run),
        longestM: longestM.slice(),
        speed: speed.slice(),
      }),
    );
    const arrays = state.flatMap(({ micro, longestM }) => [...Object.values(micro), longestM]);
    return { timeS: this.timeS, sizeBytes: arrays.reduce((sum, one) => sum + one.byteLength, 0), state };
  }

  result(): FlowResult {
    const { of, request, played } = this;
    const content = {
      states: played.map((one) => totalsOf(one, of.search?.[one.name] ?? null)),
      queues: queuesOf(of, played),
      gridlocks: played.flatMap(({ name, run }) =>
        summarize(run).gridlocks.map((links) => ({ state: name, roads: namesOf(of, links) })),
      ),
      area: of.area,
      trips: of.trips,
      ...(of.of.evacuation ? { evacuation: evacuationResult(of, played, this.timeS) } : {}),
      signals: of.states[0].street.signals,
      inferred: inferredOf(of.of),
      playedS: this.timeS,
    };
    const prints = played.map(({ run }) => fingerprint(run)).join(' ');
    const hash = sha256([new TextEncoder().encode(`${JSON.stringify(content)} ${prints}`)]);
    return { request, evacuation: null, ...content, faults: this.faults, used: { population: this.population }, hash };
  }

  close(): void {}
}

function totalsOf({ name, run, speed }: Played, search: WaySearch | null): FlowTotals {
  const { account, durationS, timeLossS, departDelayS, gridlocks } = summarize(run);
  return {
    state: name,
    trips: account.trips,
    arrived: account.arrived,
    driving: account.running,
    waiting: account.waitingToEnter,
    refused: account.refused,
    meanMin: durationS / S_PER_MIN,
    delayMin: (timeLossS + departDelayS) / S_PER_MIN,
    kmPerH: speed[1] > 0 ? speed[0] / speed[1] : 0,
    gridlocks: gridlocks.length,
    gapRatio: search?.gap ?? null,
    rounds: search?.gaps.length ?? null,
  };
}

function queuesOf({ of, states }: FlowCase, played: readonly Played[]): FlowResult['queues'] {
  const { segments } = of.graph.network;
  const [before, after] = played;
  return states[0].street.links
    .map(({ node }, link): FlowResult['queues'][number] => ({
      id: segments[node >> 1].id,
      name: segments[node >> 1].name,
      line: (node & 1) === 0 ? segments[node >> 1].points : segments[node >> 1].points.toReversed(),
      beforeM: before.longestM[link],
      afterM: after ? after.longestM[link] : null,
    }))
    .filter(({ beforeM, afterM }) => Math.max(beforeM, afterM ?? 0) > 0)
    .sort((a, b) => Math.max(b.beforeM, b.afterM ?? 0) - Math.max(a.beforeM, a.afterM ?? 0))
    .slice(0, MAX_QUEUES);
}

const namesOf = ({ of, states }: FlowCase, links: readonly string[]) =>
  links.map((link) => of.graph.network.segments[states[0].street.links[Number(link)].node >> 1].name);

function openingOf({ of, states }: FlowCase): FlowOpening {
  const { segments } = of.graph.network;
  const [{ street, input }] = states;
  return {
    box: boxOf(street),
    roads: street.links.map(({ node, laneLines }) => {
      const { id, name } = segments[node >> 1];
      return { id, name, line: laneLines[laneLines.length - 1].points };
    }),
    states: states.map(({ name }) => name),
    vehicleM: input.classes[0].lengthM,
    notes: [],
  };
}

/** Returns the square about all lanes. */
function boxOf({ laneLines }: FlowState['street']): FrameBox {
  const bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { points } of laneLines)
    for (const [x, y] of points) {
      bounds[0] = Math.min(bounds[0], x);
      bounds[1] = Math.min(bounds[1], y);
      bounds[2] = Math.max(bounds[2], x);
      bounds[3] = Math.max(bounds[3], y);
    }
  const sizeM = Math.max(1, bounds[2] - bounds[0], bounds[3] - bounds[1]);
  return { westM: bounds[0], southM: bounds[1], unitM: sizeM / PLACE_STEPS };
}
