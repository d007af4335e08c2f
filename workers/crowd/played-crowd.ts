import type { CrowdNote } from '../../model/scenarios/crowd-note.ts';
import type { Checkpoint, Run } from '../shared/engine.ts';
import type { CrowdSnapshot } from './core/crowd.ts';
import { CrowdGuide } from './core/guide.ts';
import type { HeightAt } from './core/heights.ts';
import type { WalkingKernel } from './core/kernel.ts';
import { type Crowd, startCrowd } from './core/run.ts';
import { WalkingOracle } from './core/walking.ts';
import type { CrowdRequest, CrowdRunQuestions, CrowdRunResult } from './engine-types.ts';
import type { CrowdSetup } from './lay-out.ts';
import type { DensityRaster } from './results/density.ts';
import { factsOf } from './results/facts.ts';
import {
  CrowdFrameEncoder,
  type CrowdGround,
  DENSITY_STEP_PER_M2,
  densityOfFrame,
  type PackedCrowdFrame,
  PERSON_STATES,
  SPEED_STEP_MPS,
} from './results/frame-encoder.ts';

/** Seconds of wall clock below which a run tells nothing of this machine's rate. */
const MIN_RATED_S = 0.5;

/** What a run stands on beside its case. */
interface CrowdSurroundings {
  /** Null where memory cannot be shared. */
  kernel: WalkingKernel | null;
  heightAt: HeightAt;
  /** Elevation that heights of frames count from. */
  baseM: number;
  terrainAround(box: CrowdGround['box']): CrowdGround['terrain'];
  notes: CrowdNote[];
  /** Updates of a person a second of wall clock. */
  onRate(perS: number): void;
}

interface CrowdState {
  crowd: CrowdSnapshot;
  highest: DensityRaster;
}

/** One playing of a crowd, frame by frame. Its frames lie in shared memory where there is any: they are sent without a copy. */
export class PlayedCrowd implements Run<CrowdGround, PackedCrowdFrame, CrowdRunResult, CrowdRequest> {
  readonly endS: number;
  readonly frameEveryS: number;
  readonly opening: CrowdGround;
  /** No branch of a crowd is offered, and its whole state at each frame would cost memory and time. */
  readonly isAtRest = false;
  readonly questions: CrowdRunQuestions;
  private readonly surroundings: CrowdSurroundings;
  private readonly setup: CrowdSetup;
  private readonly guide: CrowdGuide;
  private readonly crowd: Crowd;
  private readonly teller: CrowdFrameEncoder;
  private readonly frames: PackedCrowdFrame[] = [];

  constructor(surroundings: CrowdSurroundings, setup: CrowdSetup, checkpoint: Checkpoint | null) {
    const { kernel, heightAt, baseM } = surroundings;
    this.surroundings = surroundings;
    this.setup = setup;
    this.endS = setup.input.endS;
    this.frameEveryS = setup.input.frameEveryS;
    this.guide = new CrowdGuide(setup, kernel ? (plane) => kernel.marcherOf(setup, plane) : undefined);
    const state = checkpoint?.state as CrowdState | undefined;
    this.crowd = startCrowd(
      (input) => kernel ?? new WalkingOracle(input),
      setup.input,
      this.guide,
      state?.crowd ?? null,
    );
    this.teller = new CrowdFrameEncoder(
      { crowd: this.crowd, setup, guide: this.guide },
      { heightAt, baseM, isShared: kernel !== null },
    );
    if (state) this.teller.highest.perM2.set(state.highest.perM2);
    this.opening = openingOf(this.crowd, setup, surroundings);
    const { box } = this.crowd;
    this.questions = {
      density: (frame) => {
        const own = this.frames[frame];
        if (!own) throw new Error(`density: expected a frame that was sent, got ${frame}`);
        return densityOfFrame(setup, box, own);
      },
    };
  }

  get timeS(): number {
    return this.crowd.timeS;
  }

  get isOver(): boolean {
    return this.crowd.isOver;
  }

  /** The clock goes in whole steps: the frame is that of the step nearest to its time. */
  advanceTo(timeS: number, isSliceOver: () => boolean): boolean {
    const { crowd } = this;
    const { stepS } = crowd.input;
    while (!crowd.isOver && crowd.timeS < timeS - stepS / 2) {
      crowd.advanceTo(crowd.timeS + stepS);
      if (isSliceOver()) break;
    }
    return crowd.isOver || crowd.timeS >= timeS - stepS / 2;
  }

  frame(): PackedCrowdFrame {
    const frame = this.teller.encode();
    this.frames.push(frame);
    return frame;
  }

  transferables(): ArrayBuffer[] {
    return [];
  }

  snapshot(): Checkpoint {
    const crowd = this.crowd.snapshot();
    const highest = { ...this.teller.highest, perM2: this.teller.highest.perM2.slice() };
    const state: CrowdState = { crowd, highest };
    return { timeS: this.crowd.timeS, sizeBytes: highest.perM2.byteLength, state };
  }

  result({ wallS }: { wallS: number }): CrowdRunResult {
    const result = this.crowd.result([]);
    if (wallS > MIN_RATED_S) this.surroundings.onRate(result.agentUpdates / wallS);
    const { leftS, exit, queueS, crossings, agentUpdates, hash } = result;
    return {
      facts: factsOf(this.setup, this.guide, result),
      leftS,
      exit,
      queueS,
      crossings,
      highest: this.teller.highest,
      agentUpdates,
      walker: this.surroundings.kernel ? 'kernel' : 'float64',
      hash,
    };
  }

  close(): void {
    this.crowd.close();
  }
}

function openingOf(crowd: Crowd, setup: CrowdSetup, { baseM, notes, terrainAround }: CrowdSurroundings): CrowdGround {
  return {
    box: crowd.box,
    baseM,
    people: crowd.people.count,
    populations: setup.theCase.populations.map(({ id, profile }) => ({ id, profile })),
    populationOf: setup.populationOf,
    levels: setup.input.levels.map((level) => level.id),
    exits: setup.theCase.space.exits.map((exit) => exit.id),
    terrain: terrainAround(crowd.box),
    states: PERSON_STATES,
    speedStepMps: SPEED_STEP_MPS,
    densityStepPerM2: DENSITY_STEP_PER_M2,
    notes,
  };
}
