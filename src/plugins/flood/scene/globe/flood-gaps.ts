import '../scene.css';
import type { Enu } from '../../../../../model/geo/enu.ts';
import { endAll } from '../../../../view/end-all.ts';
import type { SceneDrawing, SceneHost } from '../../../../view/scene.ts';
import { openSketch, type Sketch } from '../../../../view/sketch.ts';
import type { FloodGap, FloodPicture } from '../../slice.ts';
import { framesAround } from './flood-frames.ts';

/**
 * Where the shown run's levees are open, by the clock: a dashed line from end to end with its width. The drawn levee stays whole, for
 * it is terrain and clipping polygons would cut all that stands over it: the mark says where the run has it open.
 */
export function openFloodGaps(host: SceneHost): SceneDrawing<FloodPicture> {
  const { twin } = host;
  let shown: FloodPicture | null = null;
  let marks: { sketch: Sketch; gap: FloodGap; from: Enu; to: Enu }[] = [];
  let key = '';

  async function take(gaps: readonly FloodGap[]): Promise<void> {
    const next = JSON.stringify(gaps);
    if (next === key) return;
    key = next;
    const upM = await host.groundUpM(gaps.flatMap(({ from, to }) => [from, to]));
    if (key !== next) return;
    clear();
    marks = gaps.map((gap, i) => ({
      sketch: openSketch(host.overlay, 'flood-gap'),
      gap,
      from: [...gap.from, upM[2 * i]],
      to: [...gap.to, upM[2 * i + 1]],
    }));
    host.requestFrame();
  }

  function follow(): void {
    const timeS = shown ? (twin.getState().shownTimeMs - shown.startMs) / 1000 : 0;
    take(shown ? (framesAround(shown.frames, timeS)?.gaps ?? []) : []).catch(host.fail);
  }

  function draw(): void {
    if (marks.length === 0) return;
    const toPixel = host.projection();
    for (const { sketch, gap, from, to } of marks) {
      const ends = [from, to].flatMap((end) => toPixel(end) ?? []);
      const [end] = ends.slice(-1);
      const labels = end ? [{ at: end, text: `${Math.round(gap.widthM)}\u2009m`, rank: 'beside' as const }] : [];
      sketch.draw({ line: ends, isRing: false, corners: ends, labels });
    }
  }

  function clear(): void {
    for (const { sketch } of marks) sketch.close();
    marks = [];
  }

  const end = endAll([host.afterFrame(draw), twin.follow(({ shownTimeMs }) => shownTimeMs, follow)]);

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
