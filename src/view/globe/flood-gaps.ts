import type { Enu } from '../../geo/enu.ts';
import type { FloodGap, FloodPicture } from '../../twin/flood.ts';
import { momentAt } from './flood-frames.ts';
import { groundUpM } from './ground-height.ts';
import { projectionOf } from './projection.ts';
import { openSketch, type Sketch } from './sketch.ts';
import { type CityStage, ecefOf, endAll } from './stage.ts';

export interface FloodGaps {
  show(flood: FloodPicture | null): void;
  close(): void;
}

/**
 * Where the shown run's levees are open, by the clock: a dashed line from end to end with its width. The drawn levee stays whole, for
 * it is terrain and clipping polygons would cut all that stands over it: the mark says where the run has it open.
 */
export function showFloodGaps(stage: CityStage, fail: (reason: unknown) => void): FloodGaps {
  const { scene, twin } = stage;
  let shown: FloodPicture | null = null;
  let marks: { sketch: Sketch; gap: FloodGap; from: Enu; to: Enu }[] = [];
  let key = '';

  async function take(gaps: readonly FloodGap[]): Promise<void> {
    const next = JSON.stringify(gaps);
    if (next === key) return;
    key = next;
    const upM = await groundUpM(
      stage,
      gaps.flatMap(({ from, to }) => [from, to]),
    );
    if (key !== next) return;
    clear();
    marks = gaps.map((gap, i) => ({
      sketch: openSketch(stage, 'flood-gap'),
      gap,
      from: [...gap.from, upM[2 * i]],
      to: [...gap.to, upM[2 * i + 1]],
    }));
    scene.requestRender();
  }

  function follow(): void {
    const timeS = shown ? (twin.getState().shownTimeMs - shown.startMs) / 1000 : 0;
    take(shown ? (momentAt(shown.frames, timeS)?.gaps ?? []) : []).catch(fail);
  }

  function draw(): void {
    if (marks.length === 0) return;
    const toPixel = projectionOf(stage);
    for (const { sketch, gap, from, to } of marks) {
      const ends = [from, to].flatMap((end) => toPixel(ecefOf(stage, end)) ?? []);
      const [end] = ends.slice(-1);
      const labels = end ? [{ at: end, text: `${Math.round(gap.widthM)}\u2009m`, rank: 'beside' as const }] : [];
      sketch.draw({ line: ends, isRing: false, corners: ends, labels });
    }
  }

  function clear(): void {
    for (const { sketch } of marks) sketch.close();
    marks = [];
  }

  const end = endAll([scene.postRender.addEventListener(draw), twin.follow(({ shownTimeMs }) => shownTimeMs, follow)]);

  return {
    show(flood) {
      shown = flood;
      follow();
    },
    close() {
      end();
      key = 'closed';
      clear();
    },
  };
}
