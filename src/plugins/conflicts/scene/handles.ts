import { enuFromLonLat, lonLatFromEnu } from '../../../../model/geo/enu.ts';
import { child } from '../../../view/dom.ts';
import { endAll } from '../../../view/end-all.ts';
import type { CanvasPoint, SceneDrawing, SceneHost } from '../../../view/scene.ts';
import { openSketch } from '../../../view/sketch.ts';
import type { CornerPlace, Drawing, DrawnShape, LonLatPair } from '../drawing.ts';

/** A corner snaps to what lies within so many pixels. */
const REACH_PX = 12;
/** More handles than these are a cloud: those nearest the middle of the picture stand. */
const MAX_HANDLES = 200;

interface Corner {
  at: CornerPlace;
  enu: readonly [number, number, number];
}

/** Handles over the picture: a corner is dragged, split off the middle of an edge with its dot, removed by a double click. */
export function openHandles(host: SceneHost): SceneDrawing<Drawing> {
  const { origin } = host.twin.city;
  const sketch = openSketch(host.overlay, 'plan-drawing');
  const box = child(host.overlay, 'plan-handles');
  let drawing: Drawing | null = null;
  let corners: Corner[] = [];
  let wanted = 0;
  let held: { at: CornerPlace; pointer: number } | null = null;

  async function stand(shape: DrawnShape): Promise<void> {
    const serial = ++wanted;
    const places = cornersOf(shape);
    const flat = places.map(({ lonLat: [lonDeg, latDeg] }) =>
      enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM }),
    );
    const ups = await host.groundUpM(flat.map(([eastM, northM]) => [eastM, northM]));
    if (serial !== wanted) return;
    corners = places.map(({ at }, i) => ({ at, enu: [flat[i][0], flat[i][1], ups[i]] }));
    handles();
    draw();
    host.requestFrame();
  }

  function handles(): void {
    const shown = corners.slice(0, MAX_HANDLES);
    if (held === null || box.childElementCount !== 2 * shown.length)
      box.replaceChildren(...shown.flatMap((corner) => [handle(corner.at, false), handle(corner.at, true)]));
  }

  function handle(at: CornerPlace, isMiddle: boolean): HTMLElement {
    const dot = document.createElement('button');
    dot.type = 'button';
    dot.className = isMiddle ? 'plan-middle' : 'plan-corner';
    dot.setAttribute('aria-label', isMiddle ? '+' : `${at.corner + 1}`);
    dot.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      event.stopPropagation();
      if (isMiddle) drawing?.split(at);
      else {
        held = { at, pointer: event.pointerId };
        dot.setPointerCapture(event.pointerId);
      }
    });
    dot.addEventListener('pointermove', (event) => {
      if (held?.pointer !== event.pointerId) return;
      const rect = host.canvas.getBoundingClientRect();
      move(held.at, { x: event.clientX - rect.left, y: event.clientY - rect.top });
    });
    const release = () => {
      held = null;
    };
    dot.addEventListener('pointerup', release);
    dot.addEventListener('pointercancel', release);
    if (!isMiddle) dot.addEventListener('dblclick', () => drawing?.remove(at));
    return dot;
  }

  function move(at: CornerPlace, to: CanvasPoint): void {
    const ground = host.groundAt(to);
    const beside = host.groundAt({ x: to.x + REACH_PX, y: to.y });
    if (!ground || !drawing) return;
    const here = lonLatOf(ground);
    const reachDeg = beside ? Math.hypot(beside[0] - ground[0], beside[1] - ground[1]) / METRES_A_DEGREE : 0;
    drawing.move(at, here, reachDeg);
  }

  const lonLatOf = (enu: readonly [number, number, number]): LonLatPair => {
    const { lonDeg, latDeg } = lonLatFromEnu(origin, [...enu]);
    return [lonDeg, latDeg];
  };

  function draw(): void {
    if (!drawing) {
      sketch.clear();
      return;
    }
    const project = host.projection();
    const points = corners.map(({ enu }) => project([...enu]));
    for (const [i, element] of [...box.children].entries()) {
      const n = i >> 1;
      const next = nextOf(corners, n);
      const at = i % 2 === 0 ? points[n] : middleOf(points[n], points[next]);
      const dot = element as HTMLElement;
      dot.hidden = !at;
      if (at) dot.style.translate = `${at.x.toFixed(1)}px ${at.y.toFixed(1)}px`;
    }
    const line = points.filter((point) => point !== null);
    const isOneRing = corners.every(({ at }) => at.part === 0 && at.ring === 0);
    if (isOneRing && line.length === points.length) sketch.draw({ line, isRing: true, corners: [], labels: [] });
    else sketch.clear();
  }

  return {
    show(next) {
      drawing = next;
      const shape = next?.shape() ?? null;
      if (shape) void stand(shape).catch(host.fail);
      else {
        wanted++;
        corners = [];
        box.replaceChildren();
        draw();
      }
      host.requestFrame();
    },
    close: endAll([
      host.afterFrame(draw),
      sketch.close,
      () => {
        wanted++;
        box.remove();
      },
    ]),
  };
}

/** Length of a degree of latitude. */
const METRES_A_DEGREE = 111_320;

function cornersOf({ parts }: DrawnShape): { at: CornerPlace; lonLat: LonLatPair }[] {
  return parts.flatMap((rings, part) =>
    rings.flatMap((ring_, ring) => ring_.map((lonLat, corner) => ({ at: { part, ring, corner }, lonLat }))),
  );
}

/** The corner after this one in its ring. */
function nextOf(corners: readonly Corner[], n: number): number {
  const { part, ring } = corners[n].at;
  const after = corners[n + 1]?.at;
  return after?.part === part && after.ring === ring
    ? n + 1
    : corners.findIndex(({ at }) => at.part === part && at.ring === ring);
}

function middleOf(one: CanvasPoint | null, other: CanvasPoint | null): CanvasPoint | null {
  return one && other ? { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 } : null;
}
