import { interpolate, type Line, pointAt } from '../../../model/geo/plane/line.ts';
import type { RoadSegment } from '../../../model/roads/road-network.ts';
import type { StreetNetwork } from '../street/street-network.ts';

/** Places of a lane are so far apart, the last somewhat less. */
const EVERY_M = 8;
const PLACE_NUMBERS = 3;

/** Up of the ground at a place, and of an elevation there. */
export interface Heights {
  upAt(x: number, y: number): number;
  upOf(elevationM: number, x: number, y: number): number;
}

/** Holds where the lanes of a street network lie, sampled evenly, so that a place on one is found at once. */
export class LanePlaces {
  private readonly first: Int32Array;
  private readonly parts: Int32Array;
  private readonly lengthM: ArrayLike<number>;
  private readonly places: Float32Array;

  constructor({ network, links, laneLines }: StreetNetwork, segments: readonly RoadSegment[], heights: Heights) {
    this.lengthM = network.laneLengthM;
    this.parts = Int32Array.from(laneLines, ({ lengthM }) => Math.max(1, Math.ceil(lengthM / EVERY_M)));
    this.first = new Int32Array(laneLines.length);
    for (let lane = 1; lane < laneLines.length; lane++)
      this.first[lane] = this.first[lane - 1] + this.parts[lane - 1] + 1;
    const count = laneLines.length === 0 ? 0 : this.first[laneLines.length - 1] + this.parts[laneLines.length - 1] + 1;
    this.places = new Float32Array(PLACE_NUMBERS * count);
    for (let lane = 0; lane < network.linkLanes; lane++) {
      const { node, chainageM } = links[network.laneLink[lane]];
      const { levels } = segments[node >> 1];
      this.sample(lane, laneLines[lane], (ratio, x, y) => {
        if (!levels) return heights.upAt(x, y);
        return heights.upOf(interpolate(levels, chainageM[0] + ratio * (chainageM[1] - chainageM[0])), x, y);
      });
    }
    for (let movement = 0; movement < network.movementCount; movement++) {
      const fromUp = this.endUp(network.movementFrom[movement], 1);
      const toUp = this.endUp(network.movementTo[movement], 0);
      const lane = network.linkLanes + movement;
      this.sample(lane, laneLines[lane], (ratio) => fromUp + ratio * (toUp - fromUp));
    }
  }

  private sample(lane: number, line: Line, upAt: (ratio: number, x: number, y: number) => number): void {
    const parts = this.parts[lane];
    for (let k = 0; k <= parts; k++) {
      const ratio = k / parts;
      const [x, y] = pointAt(line, ratio * line.lengthM);
      this.places.set([x, y, upAt(ratio, x, y)], PLACE_NUMBERS * (this.first[lane] + k));
    }
  }

  private endUp(lane: number, end: 0 | 1): number {
    return this.places[PLACE_NUMBERS * (this.first[lane] + end * this.parts[lane]) + 2];
  }

  /** Puts east, north and up of a place on a lane and the way it leads there, east and north, into `out`. */
  put(lane: number, xM: number, out: Float64Array): void {
    const { places } = this;
    const parts = this.parts[lane];
    const at = this.lengthM[lane] > 0 ? Math.max(0, Math.min(parts, (xM / this.lengthM[lane]) * parts)) : 0;
    const part = Math.min(parts - 1, Math.floor(at));
    const a = PLACE_NUMBERS * (this.first[lane] + part);
    const b = a + PLACE_NUMBERS;
    const ratio = at - part;
    const dx = places[b] - places[a];
    const dy = places[b + 1] - places[a + 1];
    const longM = Math.sqrt(dx * dx + dy * dy) || 1;
    for (let k = 0; k < PLACE_NUMBERS; k++) out[k] = places[a + k] + ratio * (places[b + k] - places[a + k]);
    out[3] = dx / longM;
    out[4] = dy / longM;
  }
}
