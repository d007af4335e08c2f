import type { RasterPlace } from '../../../model/city/raster.ts';
import type { CrowdNote } from '../../../model/scenarios/crowd-note.ts';
import { type FrameBox, STATUS } from '../core/crowd.ts';
import type { CrowdGuide } from '../core/guide.ts';
import type { HeightAt } from '../core/heights.ts';
import type { Crowd } from '../core/run.ts';
import { QUEUE_MPS } from '../core/run.ts';
import type { CrowdSetup } from '../lay-out.ts';
import { type DensityRaster, densestPerM2, densityOf } from './density.ts';
import { NOT_INSIDE } from './frames.ts';

/**
 * What somebody does; their number in `PackedCrowdFrame.states`. `trapped` stands in water without a way out, `refuge` on dry ground
 * without one; `swept` was carried off where they are drawn.
 */
export const PERSON_STATES = ['waits', 'walks', 'queues', 'wades', 'trapped', 'refuge', 'swept'] as const;
/** What a person is seen doing, one of the states that a frame colours. */
export type PersonState = (typeof PERSON_STATES)[number];

/** Speed that one step of a byte represents, m/s. */
export const SPEED_STEP_MPS = 0.02;
/** The step in which a frame packs densities into a byte, so that 10.2 persons/m² is the most that can be shown. */
export const DENSITY_STEP_PER_M2 = 0.04;

/** An instant as a page draws it: arrays by id in one buffer, 11 bytes a person. */
export interface PackedCrowdFrame {
  timeS: number;
  /** In the run's `FrameBox`: u, v. */
  places: Uint16Array;
  /** Centimetres above `CrowdGround.baseM`. */
  heightsCm: Uint16Array;
  /** 255: not there. Who was swept away stays drawn where it was. */
  levels: Uint8Array;
  states: Uint8Array;
  /** In steps of `SPEED_STEP_MPS`. */
  speeds: Uint8Array;
  /** People/m² about them in steps of `DENSITY_STEP_PER_M2`. */
  densities: Uint8Array;
  /** Index of the exit that they head for, 255: none. */
  exits: Uint8Array;
  inside: number;
  left: number;
  /** Swept away by water. */
  lost: number;
  /** Went up, or stayed, on an upper floor. */
  upstairs: number;
  /** The most people/m² on 3 × 3 m of any level. */
  densestPerM2: number;
}

/** What frames of a run are read by. */
export interface CrowdGround {
  box: FrameBox;
  /** Elevation above the city's datum that heights of frames count from. */
  baseM: number;
  people: number;
  populations: { id: string; profile: string }[];
  /** By id: index of the population. */
  populationOf: Uint16Array;
  levels: string[];
  exits: string[];
  /** The ground about the run, elevations above the datum. */
  terrain: RasterPlace & { elevationM: Float32Array };
  /** What the bytes of a frame mean. */
  states: readonly PersonState[];
  speedStepMps: number;
  densityStepPerM2: number;
  notes: CrowdNote[];
}

/** Makes frames of a run, and keeps the highest density of the ground that it saw. */
export class CrowdFrameEncoder {
  /** Highest density of the level `ground`, or the first. */
  readonly highest: DensityRaster;
  private readonly groundLevel: number;

  private readonly crowd: Crowd;
  private readonly setup: CrowdSetup;
  private readonly guide: CrowdGuide;
  private readonly heightAt: HeightAt;
  private readonly baseM: number;
  private readonly isShared: boolean;

  constructor(
    { crowd, setup, guide }: { crowd: Crowd; setup: CrowdSetup; guide: CrowdGuide },
    { heightAt, baseM, isShared }: { heightAt: HeightAt; baseM: number; isShared: boolean },
  ) {
    this.crowd = crowd;
    this.setup = setup;
    this.guide = guide;
    this.heightAt = heightAt;
    this.baseM = baseM;
    this.isShared = isShared;
    this.groundLevel = groundLevelOf(setup);
    this.highest = densityOf(setup.input, crowd.people, this.groundLevel);
  }

  encode(): PackedCrowdFrame {
    const { crowd, guide, setup } = this;
    const { people, timeS } = crowd;
    const { count, xM, yM, level, status, speedMps, startS } = people;
    const { places, levels: insideLevels } = crowd.frame();
    const bytes = 11 * count;
    const buffer = this.isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
    const bytesAt = (at: number) => new Uint8Array(buffer, at * count, count);
    const packedFrame: PackedCrowdFrame = {
      timeS,
      places: new Uint16Array(buffer, 0, 2 * count),
      heightsCm: new Uint16Array(buffer, 4 * count, count),
      levels: bytesAt(6),
      states: bytesAt(7),
      speeds: bytesAt(8),
      densities: bytesAt(9),
      exits: bytesAt(10),
      inside: 0,
      left: 0,
      lost: 0,
      upstairs: 0,
      densestPerM2: 0,
    };
    packedFrame.places.set(places);
    packedFrame.levels.set(insideLevels);
    packedFrame.exits.set(guide.exitOf);
    const densities = setup.input.levels.map((_, index) => densityOf(setup.input, people, index));
    packedFrame.densestPerM2 = Math.max(...densities.map(densestPerM2));
    const { perM2: highest } = this.highest;
    for (const [cell, perM2] of densities[this.groundLevel].perM2.entries())
      if (perM2 > highest[cell]) highest[cell] = perM2;
    for (let id = 0; id < count; id++) {
      if (status[id] === STATUS.left) packedFrame.left++;
      if (status[id] === STATUS.removed) this.encodeRemoved(packedFrame, id);
      if (status[id] !== STATUS.inside) continue;
      packedFrame.inside++;
      packedFrame.heightsCm[id] = Math.round(100 * (this.heightAt(level[id], xM[id], yM[id]) - this.baseM));
      packedFrame.states[id] = this.stateOf(
        id,
        startS[id] > timeS && startS[id] < Number.POSITIVE_INFINITY,
        speedMps[id],
      );
      packedFrame.speeds[id] = Math.min(255, Math.round(speedMps[id] / SPEED_STEP_MPS));
      packedFrame.densities[id] = Math.min(
        255,
        Math.round(at(densities[level[id]], xM[id], yM[id]) / DENSITY_STEP_PER_M2),
      );
    }
    return packedFrame;
  }

  /** Water takes people out of a run: those who went up are gone from the picture, those who were swept away stay where they fell. */
  private encodeRemoved(frame: PackedCrowdFrame, id: number): void {
    const { xM, yM, level } = this.crowd.people;
    if (this.guide.stateOf(id) === 'refuge') {
      frame.upstairs++;
      return;
    }
    frame.lost++;
    const { westM, southM, unitM } = this.crowd.box;
    frame.places[2 * id] = Math.round((xM[id] - westM) / unitM);
    frame.places[2 * id + 1] = Math.round((yM[id] - southM) / unitM);
    frame.levels[id] = level[id];
    frame.heightsCm[id] = Math.round(100 * (this.heightAt(level[id], xM[id], yM[id]) - this.baseM));
    frame.states[id] = SWEPT;
  }

  private stateOf(id: number, isWaiting: boolean, speedMps: number): number {
    const water = this.guide.stateOf(id);
    const word =
      water === 'trapped' || water === 'refuge'
        ? water
        : water === 'wading'
          ? 'wades'
          : isWaiting
            ? 'waits'
            : speedMps < QUEUE_MPS
              ? 'queues'
              : 'walks';
    return PERSON_STATES.indexOf(word);
  }
}

const SWEPT = PERSON_STATES.indexOf('swept');

const groundLevelOf = ({ space }: CrowdSetup): number =>
  Math.max(
    0,
    space.levels.findIndex(({ id }) => id === 'ground'),
  );

/** People/m² on the ground at a told instant. */
export function densityOfFrame(
  setup: CrowdSetup,
  box: FrameBox,
  { places, levels, states }: PackedCrowdFrame,
): DensityRaster {
  const count = levels.length;
  const xM = new Float32Array(count);
  const yM = new Float32Array(count);
  for (let id = 0; id < count; id++) {
    xM[id] = box.westM + places[2 * id] * box.unitM;
    yM[id] = box.southM + places[2 * id + 1] * box.unitM;
  }
  const status = levels.map((level, id) =>
    level === NOT_INSIDE || states[id] === SWEPT ? STATUS.left : STATUS.inside,
  );
  return densityOf(setup.input, { count, xM, yM, level: levels, status }, groundLevelOf(setup));
}

function at({ columns, cellM, westM, southM, perM2 }: DensityRaster, xM: number, yM: number): number {
  return perM2[Math.floor((yM - southM) / cellM) * columns + Math.floor((xM - westM) / cellM)] ?? 0;
}
