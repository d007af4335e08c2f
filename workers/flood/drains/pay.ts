import type { Layout } from './layout.ts';

/** Rounding of a volume, not a debt. */
const NOTHING_M3 = 1e-12;

/** Sweeps after which nothing that comes in is counted on: then the next must be the last. */
const TRUSTING_SWEEPS = 8;

/** No node gives more than it has and gets: flows out of one that would are cut in proportion. */
export class OutflowLimiter {
  /** Volumes of the step last seen: into each node from outside, and over its links. */
  readonly sourceM3: Float64Array;
  readonly netM3: Float64Array;
  private readonly outM3: Float64Array;
  private readonly layout: Layout;

  constructor(layout: Layout) {
    const nodes = layout.nodes.length;
    [this.sourceM3, this.netM3, this.outM3] = [
      new Float64Array(nodes),
      new Float64Array(nodes),
      new Float64Array(nodes),
    ];
    this.layout = layout;
  }

  /** What comes and goes, whatever a node has: outside, all is given. */
  count(volumeM3: Float64Array, lateralM3ps: Float64Array, flowM3ps: Float64Array, dtS: number): void {
    for (let node = 0; node < volumeM3.length; node++) this.sourceM3[node] = dtS * lateralM3ps[node];
    this.add(flowM3ps, dtS);
  }

  /** Cuts `flowM3ps` in place. */
  withhold(volumeM3: Float64Array, lateralM3ps: Float64Array, flowM3ps: Float64Array, dtS: number): void {
    const { sourceM3, layout } = this;
    for (let node = 0; node < volumeM3.length; node++) {
      sourceM3[node] = Math.max(dtS * lateralM3ps[node], layout.nodes[node].kind === 'outfall' ? 0 : -volumeM3[node]);
    }
    for (let sweep = 0; this.isShort(volumeM3, flowM3ps, dtS); sweep++) this.cut(volumeM3, flowM3ps, dtS, sweep);
  }

  private isShort(volumeM3: Float64Array, flowM3ps: Float64Array, dtS: number): boolean {
    const { netM3, sourceM3, layout } = this;
    this.add(flowM3ps, dtS);
    for (let node = 0; node < volumeM3.length; node++) {
      const leftM3 = volumeM3[node] + sourceM3[node] + netM3[node];
      if (leftM3 < -NOTHING_M3 && layout.nodes[node].kind !== 'outfall') return true;
    }
    return false;
  }

  private add(flowM3ps: Float64Array, dtS: number): void {
    const { netM3, layout } = this;
    netM3.fill(0);
    for (let link = 0; link < flowM3ps.length; link++) {
      netM3[layout.from[link]] -= dtS * flowM3ps[link];
      netM3[layout.to[link]] += dtS * flowM3ps[link];
    }
  }

  private cut(volumeM3: Float64Array, flowM3ps: Float64Array, dtS: number, sweep: number): void {
    const { layout, netM3, sourceM3, outM3 } = this;
    outM3.fill(0);
    for (let link = 0; link < flowM3ps.length; link++) {
      outM3[flowM3ps[link] > 0 ? layout.from[link] : layout.to[link]] += dtS * Math.abs(flowM3ps[link]);
    }
    // From here `outM3` is the share of it that may leave.
    for (let node = 0; node < volumeM3.length; node++) {
      const hasM3 = volumeM3[node] + sourceM3[node];
      const short = hasM3 + netM3[node] < 0 && layout.nodes[node].kind !== 'outfall' && outM3[node] > 0;
      const canM3 = sweep < TRUSTING_SWEEPS ? outM3[node] + hasM3 + netM3[node] : hasM3;
      outM3[node] = short ? Math.max(0, Math.min(1, canM3 / outM3[node])) : 1;
    }
    for (let link = 0; link < flowM3ps.length; link++) {
      flowM3ps[link] *= outM3[flowM3ps[link] > 0 ? layout.from[link] : layout.to[link]];
    }
  }
}
