import type { Enu } from '../../model/geo/enu.ts';
import { endAll } from './end-all.ts';
import type { CanvasPoint, SceneDrawing, SceneHost } from './scene.ts';
import { openTaggedSketch, type Sketch, type SketchLabel } from './sketch.ts';

/** A line through the air, or the edge of an area; `className` gives it its look. */
export interface SpaceLine {
  readonly line: readonly Enu[];
  readonly className: string;
  readonly isRing?: boolean;
  /** Dots at the ends of the line. */
  readonly hasEnds?: boolean;
  /** More lines of the same look, drawn as one. */
  readonly parts?: readonly (readonly Enu[])[];
  /** Dots of the same look. */
  readonly dots?: readonly Enu[];
  /** Words at a place. */
  readonly label?: { at: Enu; text: string };
}

/** Lines over the picture at the heights that they have, on any engine. */
export function openSpaceLines(host: SceneHost): SceneDrawing<readonly SpaceLine[]> {
  let drawn: { sketch: Sketch; shape: SpaceLine }[] = [];

  function draw(): void {
    if (drawn.length === 0) return;
    const toPixel = host.projection();
    const project = (line: readonly Enu[]): CanvasPoint[] => line.flatMap((enu) => toPixel(enu) ?? []);
    for (const { sketch, shape } of drawn) {
      const line = project(shape.line);
      const at = shape.label && toPixel(shape.label.at);
      const labels: SketchLabel[] = at && shape.label ? [{ at, text: shape.label.text, rank: 'beside' }] : [];
      const ends = shape.hasEnds ? [line[0], line[line.length - 1]].filter((point) => point !== undefined) : [];
      const corners = [...ends, ...project(shape.dots ?? [])];
      const parts = shape.parts?.map((part) => project(part)) ?? [];
      sketch.draw({ line, parts, isRing: shape.isRing ?? false, corners, labels });
    }
  }

  function clear(): void {
    for (const { sketch } of drawn) sketch.close();
    drawn = [];
  }

  return {
    show(shapes) {
      clear();
      drawn = (shapes ?? []).map((shape) => ({ sketch: openTaggedSketch(host, shape.className, 'result'), shape }));
      draw();
      host.requestFrame();
    },
    close: endAll([clear, host.afterFrame(draw)]),
  };
}
