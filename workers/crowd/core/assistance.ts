import { draw, type Spread, streamOf } from './premovement.ts';

/**
 * People who leave only as a team of staff takes them, one after another: a hospital ward. A team stands beside its first patient when
 * the run starts, makes each ready (into a chair, onto a sheet), goes with them at their profile's pace, and walks back for the next,
 * the nearest to the way out first. So ward exercises are reckoned (Hunt, Galea, Lawrence 2015 measured both times for four devices).
 * Teams take no room and walk back unhindered but for what slows the ways there.
 */
export interface Assistance {
  teams: number;
  prepareS: Spread;
}

interface Ward {
  /** Still in bed. */
  waiting: number[];
  teams: { patient: number /** When the patient is ready to be moved. */; readyS: number }[];
  idle: number;
}

/** What teams ask of the run. */
interface WardRound {
  startS(id: number): number;
  isDelivered(id: number): boolean;
  /** From a patient's place to the exit, at a walker's pace; Infinity: no way now. */
  wayS(id: number): number;
}

/** Where the teams of all wards are, as a checkpoint keeps it. */
export interface WardState {
  wards: Ward[];
  held: number[];
}

/** Teams of all wards at work, and the patients who are still held until a team takes them. */
export class Assistants {
  private wards: Ward[];
  private readonly prepareS = new Map<number, number>();
  private held = new Set<number>();

  constructor(wards: readonly { population: string; assist: Assistance; ids: readonly number[] }[], seed: number) {
    this.wards = wards.map(({ population, assist, ids }) => {
      const random = streamOf(seed, `${population}/prepare`);
      for (const id of ids) {
        this.prepareS.set(id, draw(assist.prepareS, random));
        this.held.add(id);
      }
      return { waiting: [...ids], teams: [], idle: assist.teams };
    });
  }

  isHeld(id: number): boolean {
    return this.held.has(id);
  }

  update(timeS: number, round: WardRound): void {
    for (const ward of this.wards) {
      for (const team of [...ward.teams])
        if (!this.held.has(team.patient) && round.isDelivered(team.patient)) {
          const next = this.take(ward, round);
          if (next === null) continue;
          team.patient = next;
          team.readyS = timeS + round.wayS(next) + this.prepare(next);
        }
      while (ward.idle > 0) {
        const first = this.take(ward, round);
        if (first === null) break;
        ward.idle--;
        ward.teams.push({ patient: first, readyS: Math.max(timeS, round.startS(first)) + this.prepare(first) });
      }
      for (const { patient, readyS } of ward.teams) if (timeS >= readyS) this.held.delete(patient);
    }
  }

  saved(): WardState {
    return { wards: structuredClone(this.wards), held: [...this.held] };
  }

  restore({ wards, held }: WardState): void {
    this.wards = structuredClone(wards);
    this.held = new Set(held);
  }

  private prepare(id: number): number {
    return this.prepareS.get(id) ?? 0;
  }

  /** The patient nearest to a way out; null: none who has one. */
  private take(ward: Ward, round: WardRound): number | null {
    let best = -1;
    let bestS = Number.POSITIVE_INFINITY;
    for (const id of ward.waiting) {
      const wayS = round.wayS(id);
      if (wayS < bestS) [best, bestS] = [id, wayS];
    }
    if (best < 0) return null;
    ward.waiting = ward.waiting.filter((id) => id !== best);
    return best;
  }
}
