import type { Flows } from '../core/ledger.ts';
import type { Source } from '../core/run.ts';
import { Crests } from './crests.ts';
import {
  culvert,
  type Device,
  type Gauge,
  gauge,
  type HighestWater,
  type Opening,
  opening,
  pump,
  type Room,
} from './devices.ts';
import type { Ground } from './ground.ts';
import { inflow, outflow, rating } from './lines.ts';
import type { Work } from './works.ts';

/** What a run's works remember, by id: pumps that run, rooms that fill, gauges' readings. */
export interface WorksState {
  devices: Record<string, number[]>;
  gauges: Record<string, { timesS: number[]; levelsM: number[]; highest: HighestWater | null }>;
}

/** The works of a run, standing on its ground. */
export class BuiltWorks implements Source {
  readonly crests: Crests;
  readonly gauges: Gauge[] = [];
  readonly openings: Opening[] = [];
  private readonly sources: Source[] = [];
  private readonly devices = new Map<string, Device>();

  constructor(ground: Ground, works: readonly Work[]) {
    this.crests = new Crests(ground, works);
    const rooms = new Map<string, Room>();
    for (const work of works) {
      switch (work.kind) {
        case 'inflow':
          this.sources.push(inflow(work, ground));
          break;
        case 'outflow':
          this.sources.push(outflow(work, ground));
          break;
        case 'rating':
          this.sources.push(rating(work, ground));
          break;
        case 'culvert':
          this.sources.push(culvert(work, ground));
          break;
        case 'pump':
          this.remembered(work.id, pump(work, ground));
          break;
        case 'opening': {
          const room = rooms.get(work.into) ?? { roomM3: work.roomM3, heldM3: 0 };
          rooms.set(work.into, room);
          const built = opening(work, ground, room);
          this.openings.push(built);
          this.remembered(work.id, built);
          break;
        }
        case 'gauge':
          this.gauges.push(gauge(work, ground));
      }
    }
  }

  act(timeS: number, spanS: number, flows: Flows): void {
    for (const source of this.sources) source.act(timeS, spanS, flows);
  }

  longestStepS(timeS: number): number {
    return this.sources.reduce(
      (least, source) => Math.min(least, source.longestStepS?.(timeS) ?? least),
      Number.POSITIVE_INFINITY,
    );
  }

  save(): WorksState {
    return {
      devices: Object.fromEntries([...this.devices].map(([id, device]) => [id, device.save()])),
      gauges: Object.fromEntries(
        this.gauges.map(({ id, timesS, levelsM, highest }) => [
          id,
          { timesS: [...timesS], levelsM: [...levelsM], highest },
        ]),
      ),
    };
  }

  /** Works that the state does not know begin anew. */
  restore({ devices, gauges }: WorksState): void {
    for (const [id, device] of this.devices) {
      if (devices[id]) device.restore(devices[id]);
    }
    for (const gauge of this.gauges) {
      const saved = gauges[gauge.id];
      gauge.timesS.splice(0, gauge.timesS.length, ...(saved?.timesS ?? []));
      gauge.levelsM.splice(0, gauge.levelsM.length, ...(saved?.levelsM ?? []));
      gauge.highest = saved?.highest ?? null;
    }
  }

  private remembered(id: string, device: Device): void {
    this.sources.push(device);
    this.devices.set(id, device);
  }
}
