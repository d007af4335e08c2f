import type { DrainNetwork } from '../../model/city/grid.ts';
import type { FloodNote } from '../../model/scenarios/flood-note.ts';
import type { Checkpoint, Resumption, Run } from '../shared/engine.ts';
import { halfFloats } from '../shared/half-floats.ts';
import type { SiteGauge } from './city/gauges.ts';
import type { FloodInput } from './core/flood-input.ts';
import { drainFrameOf, drainGeometryOf } from './drains/seen.ts';
import type { FloodFrameFacts, FloodGround, FloodRunResult } from './engine-types.ts';
import { type Flood, type FloodSnapshot, type SolverOf, startFlood } from './flood.ts';
import { meanOver } from './rain/rain-field.ts';
import { type Exposure, exposedOf, ImpactLog, type ImpactState } from './results/impact.ts';
import { WATCH_EVERY_S } from './results/maxima.ts';
import { bytesOf, type Change, changed, inputWith } from './works/change.ts';
import { gapsAt } from './works/gaps.ts';

/** The clock moves by one step when it is asked for any more. */
const ONE_STEP_S = 1e-6;

/** What a run stands on beside its input. */
export interface FloodSurroundings<Request> {
  solverOf: SolverOf;
  exposure: Exposure;
  /** Gauges of the whole city. */
  gauges: readonly SiteGauge[];
  network: DrainNetwork | null;
  notes: FloodNote[];
  /** Works, drains and bed by a request; throws what cannot be. */
  changeOf(request: Request): Change;
  /** The run is over. `rate` in cell updates a second; null: it tells nothing of this machine. */
  onClose(): void;
  onResult(played: { fromS: number; wallS: number; cellUpdates: number }): void;
}

interface FloodState {
  flood: FloodSnapshot;
  log: ImpactState;
}

/** One playing of a flood with who is hurt by it, frame by frame. */
export class PlayedFlood<Request> implements Run<FloodGround, FloodFrameFacts, FloodRunResult, Request> {
  readonly endS: number;
  readonly frameEveryS: number;
  readonly opening: FloodGround;
  private readonly surroundings: FloodSurroundings<Request>;
  private readonly log: ImpactLog;
  private flood: Flood;
  private works: FloodInput['works'];

  constructor(
    surroundings: FloodSurroundings<Request>,
    first: FloodInput,
    { changed: request, checkpoint }: Resumption<Request>,
  ) {
    const input = request === null ? first : inputWith(first, surroundings.changeOf(request));
    const state = checkpoint?.state as FloodState | undefined;
    this.surroundings = surroundings;
    this.endS = input.endS;
    this.frameEveryS = input.frameEveryS;
    this.works = input.works;
    this.log = new ImpactLog({ ...input, blocked: input.raised ?? input.blocked }, surroundings.exposure);
    if (state) this.log.restore(state.log);
    this.flood = startFlood(surroundings.solverOf, input, state?.flood ?? null);
    this.opening = { ...openingOf(this.flood, first, surroundings), exposed: exposedOf(surroundings.exposure) };
  }

  get timeS(): number {
    return this.flood.timeS;
  }

  get isOver(): boolean {
    return this.flood.timeS >= this.endS;
  }

  get isAtRest(): boolean {
    return this.flood.timeS % WATCH_EVERY_S === 0;
  }

  advanceTo(timeS: number, isSliceOver: () => boolean): boolean {
    const { flood } = this;
    while (flood.timeS < timeS) {
      flood.advanceTo(flood.timeS + ONE_STEP_S);
      if (isSliceOver()) break;
    }
    return flood.timeS >= timeS;
  }

  frame(): FloodFrameFacts {
    const { flood, log } = this;
    const { timeS, cells, ledger } = flood.frame();
    return {
      timeS,
      cells,
      ledger,
      totals: log.watch({ timeS, cells }),
      drains: flood.drains ? drainFrameOf(flood.drains) : null,
      gaps: gapsAt(this.works, timeS),
      gaugesM: levelsOf(flood, cells),
    };
  }

  transferables({ cells }: FloodFrameFacts): ArrayBuffer[] {
    return cells.buffer instanceof ArrayBuffer ? [cells.buffer] : [];
  }

  snapshot(): Checkpoint {
    const flood = this.flood.snapshot();
    const state: FloodState = { flood, log: this.log.save() };
    return { timeS: flood.clock.timeS, sizeBytes: bytesOf(flood), state };
  }

  change(request: Request): void {
    const change = this.surroundings.changeOf(request);
    this.flood = changed(this.surroundings.solverOf, this.flood, change);
    this.works = change.works;
  }

  result({ fromS, wallS }: { fromS: number; wallS: number }): FloodRunResult {
    const { maxima, steps, cellUpdates, hash } = this.flood.result([]);
    this.surroundings.onResult({ fromS, wallS, cellUpdates });
    const notes = this.flood.notes();
    return { maxima, impact: this.log.report(maxima), steps, hash, notes };
  }

  close(): void {
    this.surroundings.onClose();
  }
}

/** Works and box are those of the run's own first input, as its frames are. */
function openingOf(
  flood: Flood,
  input: FloodInput,
  { gauges, network, notes }: Pick<FloodSurroundings<unknown>, 'gauges' | 'network' | 'notes'>,
): FloodGround {
  const { columns, rows, cellM, westM, southM, bedElevationM, endS } = input;
  return {
    columns,
    rows,
    cellM,
    westM,
    southM,
    baseM: flood.baseM,
    bedElevationM,
    rain: input.rainField ? meanOver(input.rainField, input, endS) : input.rain,
    gauges: gauges.filter(({ id }) => input.works.some((work) => work.id === id)),
    notes,
    drains: network && flood.drains ? drainGeometryOf(network, flood.drains.drains.layout) : null,
  };
}

/** At each gauge the water's level, or the ground's. */
function levelsOf({ input }: Flood, cells: Uint16Array): Record<string, number> {
  const { columns, westM, southM, cellM, bedElevationM } = input;
  const floats = halfFloats();
  return Object.fromEntries(
    input.works.flatMap((work) => {
      if (work.kind !== 'gauge') return [];
      const cell = Math.floor((work.at[1] - southM) / cellM) * columns + Math.floor((work.at[0] - westM) / cellM);
      return [[work.id, bedElevationM[cell] + Math.max(0, floats[cells[4 * cell]])]];
    }),
  );
}
