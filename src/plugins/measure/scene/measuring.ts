import type { Enu } from '../../../../model/geo/enu.ts';
import { type Picking, type RulerPoints, rulerPointsOf } from '../../../twin/pick.ts';
import { endAll } from '../../../view/end-all.ts';
import type { CanvasPoint, SceneDrawing, SceneHost } from '../../../view/scene.ts';
import { openSketch } from '../../../view/sketch.ts';
import { legsOf, measured, samplesOf } from './ruler.ts';
import { rulerShapes } from './ruler-shapes.ts';

/** A click this near to the one before it ends a line or an area, as a double click does. */
const SAME_PX = 5;

/** Clicks set the points of a ruler, a line follows them over the ground, and a thin one runs on to the pointer. */
export function openRuler(host: SceneHost): SceneDrawing<Picking> {
  const { twin } = host;
  const sketch = openSketch(host.overlay, 'ruler');
  const pointer = followPointer(host, draw);
  const clicks = takeClicks(host);
  const drags = takeDrags(host, clicks.click);
  const samples = sampleGround(host, (lines) => {
    report(lines);
    host.requestFrame();
  });
  let shown: Picking | null = null;

  function report(lines: readonly Enu[][] | null): void {
    if (!host.leads) return;
    const points = rulerPointsOf(shown);
    twin.getState().reportMeasurement(points && points.points.length > 0 ? measured(points, lines) : null);
  }

  function draw(): void {
    const points = rulerPointsOf(shown);
    if (!points || points.points.length === 0) sketch.clear();
    else
      sketch.draw(
        rulerShapes(points, {
          lines: samples.lines(),
          pointer: shown?.done ? null : pointer.at(),
          toPixel: host.projection(),
          language: twin.getState().language,
        }),
      );
  }

  return {
    show(pick) {
      shown = pick;
      host.canvas.classList.toggle('crosshair', pick !== null);
      if (!pick?.points.length) clicks.forget();
      samples.take(rulerPointsOf(pick));
      report(samples.lines());
      draw();
      host.requestFrame();
    },
    holdsPointer: () => shown !== null,
    click: clicks.click,
    close: endAll([
      () => {
        samples.close();
        sketch.close();
      },
      pointer.close,
      drags,
      host.afterFrame(draw),
    ]),
  };
}

/** Picks wait for each other: a quick hand sets its points in the order of its clicks. */
function takeClicks(host: SceneHost) {
  let clicked: CanvasPoint | null = null;
  let picking = Promise.resolve();

  async function add(at: CanvasPoint): Promise<void> {
    const point = await host.surfaceAt(at);
    if (point) host.twin.getState().addPickPoint(point);
  }

  return {
    click(at: CanvasPoint): boolean {
      const { pick, finishPicking } = host.twin.getState();
      if (!pick?.ruler) return false;
      const isAgain = clicked !== null && Math.hypot(clicked.x - at.x, clicked.y - at.y) < SAME_PX;
      clicked = isAgain ? null : at;
      picking = picking.then(() => (isAgain ? finishPicking() : add(at))).catch(host.fail);
      return true;
    },
    forget(): void {
      clicked = null;
    },
  };
}

/**
 * A box is drawn by a drag as well as by two clicks: the press sets its first corner and keeps the camera still, and where it is let go
 * farther on is the other. A finger moves the map as ever, and clicks.
 */
function takeDrags({ canvas, twin }: SceneHost, click: (at: CanvasPoint) => boolean): () => void {
  let from: CanvasPoint | null = null;
  const placeOf = ({ clientX, clientY }: PointerEvent): CanvasPoint => {
    const box = canvas.getBoundingClientRect();
    return { x: clientX - box.left, y: clientY - box.top };
  };
  const onDown = (event: PointerEvent): void => {
    const { pick } = twin.getState();
    if (!pick?.isBox || pick.points.length > 0 || event.button !== 0 || event.pointerType === 'touch') return;
    event.stopImmediatePropagation();
    from = placeOf(event);
    click(from);
  };
  const onUp = (event: PointerEvent): void => {
    const to = placeOf(event);
    if (from && Math.hypot(to.x - from.x, to.y - from.y) >= SAME_PX) click(to);
    from = null;
  };
  canvas.addEventListener('pointerdown', onDown, { capture: true });
  window.addEventListener('pointerup', onUp);
  return () => {
    canvas.removeEventListener('pointerdown', onDown, { capture: true });
    window.removeEventListener('pointerup', onUp);
  };
}

/** Heights of the ground along the legs; an answer for points that are gone is dropped. */
function sampleGround(host: SceneHost, done: (lines: readonly Enu[][]) => void) {
  let lines: Enu[][] | null = null;
  let wanted = 0;

  async function sample(points: RulerPoints): Promise<void> {
    const serial = ++wanted;
    const legs = legsOf(points);
    const inside = legs.map(samplesOf);
    const upM = await host.groundUpM(inside.flat());
    if (serial !== wanted) return;
    let next = 0;
    lines = legs.map(([from, to], i) => [
      from.enu,
      ...inside[i].map(([eastM, northM]): Enu => [eastM, northM, upM[next++]]),
      to.enu,
    ]);
    done(lines);
  }

  return {
    /** Null until the ground is sampled. */
    lines: () => lines,
    take(points: RulerPoints | null): void {
      lines = null;
      if (points) sample(points).catch(host.fail);
      else wanted++;
    },
    close(): void {
      wanted++;
    },
  };
}

/** Where the pointer is on the canvas while a ruler is open; a finger leaves no line behind it. */
function followPointer({ canvas, twin }: SceneHost, moved: () => void) {
  let at: CanvasPoint | null = null;
  const onMove = (event: PointerEvent): void => {
    const { pick } = twin.getState();
    if (!pick?.ruler || pick.done || event.pointerType === 'touch') return;
    const box = canvas.getBoundingClientRect();
    at = { x: event.clientX - box.left, y: event.clientY - box.top };
    moved();
  };
  const onLeave = (): void => {
    if (!at) return;
    at = null;
    moved();
  };
  canvas.addEventListener('pointermove', onMove);
  canvas.addEventListener('pointerleave', onLeave);
  return {
    at: () => at,
    close(): void {
      canvas.removeEventListener('pointermove', onMove);
      canvas.removeEventListener('pointerleave', onLeave);
    },
  };
}
