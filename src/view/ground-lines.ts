import type { Enu } from '../../model/geo/enu.ts';
import { endAll } from './end-all.ts';
import type { CanvasPoint, SceneDrawing, SceneHost } from './scene.ts';
import { openSketch, type Sketch } from './sketch.ts';

/** East and north of a corner, metres of the city's origin. */
type GroundPoint = readonly [eastM: number, northM: number];

/** A line or the edge of an area that lies on the ground; one point is a dot. */
export interface GroundLine {
  readonly line: readonly GroundPoint[];
  readonly isRing: boolean;
}

/** Points of a line about so far apart, so that it lies on the ground; a long one has no more than `MAX_PARTS`. */
const STEP_M = 40;
const MAX_PARTS = 120;

interface Drawn {
  sketch: Sketch;
  line: Enu[];
  corners: Enu[];
  isRing: boolean;
}

/** Lines over the picture that lie on the ground: what a form plans, on any engine. `className` gives them their look. */
export function openGroundLines(host: SceneHost, className: string): SceneDrawing<readonly GroundLine[]> {
  let drawn: Drawn[] = [];
  let wanted = 0;

  async function take(shapes: readonly GroundLine[]): Promise<void> {
    const serial = ++wanted;
    const lines = shapes.map(({ line, isRing }) => alongGround(line, isRing));
    const upM = await host.groundUpM(lines.flat());
    if (serial !== wanted) return;
    clear();
    let next = 0;
    drawn = shapes.map(({ line, isRing }, i) => {
      const onGround = lines[i].map(([eastM, northM]): Enu => [eastM, northM, upM[next++]]);
      const corners = isRing ? [] : onGround.filter((at) => line.some(([e, n]) => e === at[0] && n === at[1]));
      return { sketch: openSketch(host.overlay, className), line: onGround, corners, isRing };
    });
    host.requestFrame();
  }

  function draw(): void {
    if (drawn.length === 0) return;
    const toPixel = host.projection();
    const project = (line: readonly Enu[]): CanvasPoint[] => line.flatMap((enu) => toPixel(enu) ?? []);
    for (const { sketch, line, corners, isRing } of drawn)
      sketch.draw({ line: project(line), corners: project(corners), isRing, labels: [] });
  }

  function clear(): void {
    for (const { sketch } of drawn) sketch.close();
    drawn = [];
  }

  return {
    show(shapes) {
      take(shapes ?? []).catch(host.fail);
    },
    close: endAll([
      () => {
        wanted++;
        clear();
      },
      host.afterFrame(draw),
    ]),
  };
}

/** The corners of a line with more between them; those of a ring run back to its first. What follows east and north runs evenly from corner to corner. */
export function alongGround<Point extends GroundPoint | Enu>(line: readonly Point[], isRing: boolean): Point[] {
  const whole = isRing ? [...line, line[0]] : line;
  const lengthM = whole.slice(1).reduce((sum, [e, n], i) => sum + Math.hypot(e - whole[i][0], n - whole[i][1]), 0);
  const stepM = Math.max(STEP_M, lengthM / MAX_PARTS);
  return whole.flatMap((to, i) => (i === 0 ? [to] : legTo(whole[i - 1], to, stepM)));
}

/** A line from point to point that stays as high above the ground as its points are: on the ground, or level with roofs. */
export async function overGround(
  host: Pick<SceneHost, 'groundUpM'>,
  points: readonly Enu[],
  isRing: boolean,
): Promise<Enu[]> {
  const groundUpM = await host.groundUpM(points.map(([east, north]) => [east, north]));
  const line = alongGround(
    points.map(([east, north, up], i): Enu => [east, north, up - groundUpM[i]]),
    isRing,
  );
  const upM = await host.groundUpM(line.map(([east, north]) => [east, north]));
  return line.map(([east, north, aboveM], i): Enu => [east, north, upM[i] + aboveM]);
}

/** A box as a ring on the ground. */
export function boxRing(westM: number, southM: number, eastM: number, northM: number): GroundLine {
  return {
    line: [
      [westM, southM],
      [eastM, southM],
      [eastM, northM],
      [westM, northM],
    ],
    isRing: true,
  };
}

function legTo<Point extends GroundPoint | Enu>(from: Point, to: Point, stepM: number): Point[] {
  const parts = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / stepM));
  const between = Array.from({ length: parts - 1 }, (_, k) => {
    const share = (k + 1) / parts;
    return from.map((value, axis) => value + (to[axis] - value) * share) as unknown as Point;
  });
  return [...between, to];
}
