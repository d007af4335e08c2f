import '../scene.css';
import type { Enu } from '../../../../../model/geo/enu.ts';
import { endAll } from '../../../../view/end-all.ts';
import type { SceneDrawing, SceneHost } from '../../../../view/scene.ts';
import { openTaggedSketch, type Sketch } from '../../../../view/sketch.ts';
import type { FloodGap, FloodPicture } from '../../slice.ts';
import { framesAround } from '../flood-frames.ts';
import type { Notches } from './gap-notch.ts';

/**
 * Where the shown run's levees are open, by the clock: the drawn levee is cut through (`gap-notch.ts`), and a dashed line from end to end
 * says how wide.
 */
export function openFloodGaps(host: SceneHost, notches: Notches): SceneDrawing<FloodPicture> {
  const { twin } = host;
  let shown: FloodPicture | null = null;
  let marks: { sketch: Sketch; gap: FloodGap; from: Enu; to: Enu }[] = [];
  let key = '';

  async function take(gaps: readonly FloodGap[]): Promise<void> {
    const next = JSON.stringify(gaps);
    if (next === key) return;
    key = next;
    notches.show(gaps).catch(host.fail);
    const upM = await host.groundUpM(gaps.flatMap(({ from, to }) => [from, to]));
    if (key !== next) return;
    clear();
    marks = gaps.map((gap, i) => ({
      sketch: openTaggedSketch(host, 'flood-gap', 'result'),
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
