import { Cartesian2, type Cartesian3, ScreenSpaceEventHandler, ScreenSpaceEventType } from '@cesium/engine';
import type { Enu } from '../../geo/enu.ts';
import type { Measuring, SurfacePoint } from '../../twin/measuring.ts';
import { groundUpM } from './ground-height.ts';
import type { LayerTilesets } from './layers.ts';
import { projectionOf } from './projection.ts';
import { areaText, flatM, legsOf, lengthText, type Measurement, measured, riseText, samplesOf } from './ruler.ts';
import { openSketch, type SketchLabel, type SketchShapes } from './sketch.ts';
import { type CityStage, ecefOf, endAll } from './stage.ts';
import { surfaceAt } from './surface.ts';

/** A click this near to the one before it ends a line or an area, as a double click does. */
const SAME_PX = 5;
/** A leg that is shorter on screen carries no length of its own. */
const SHORTEST_LABELLED_PX = 56;

export interface Ruler {
  measurement(): Measurement | null;
  close(): void;
}

/** Clicks set the points of a ruler, a line follows them over the ground, and a thin one runs on to the pointer. */
export function showMeasuring(
  stage: CityStage,
  layers: LayerTilesets,
  fail: (what: string, reason: unknown) => void,
): Ruler {
  const { scene, twin, widget } = stage;
  const { canvas } = widget;
  const sketch = openSketch(stage, 'ruler');
  const handler = new ScreenSpaceEventHandler(canvas);
  let pointer: Cartesian2 | null = null;
  let clicked: Cartesian2 | null = null;
  let picking = Promise.resolve();
  let lines: Enu[][] | null = null;
  let wanted = 0;

  /** Picks wait for each other: a quick hand sets its points in the order of its clicks. */
  handler.setInputAction(({ position }: { position: Cartesian2 }) => {
    if (!twin.getState().measuring) return;
    const again = clicked !== null && Cartesian2.distance(clicked, position) < SAME_PX;
    clicked = Cartesian2.clone(position);
    const at = clicked;
    picking = picking.then(() => (again ? finish() : add(at))).catch((error) => fail('measuring', error));
  }, ScreenSpaceEventType.LEFT_CLICK);

  function finish(): void {
    clicked = null;
    twin.getState().finishMeasuring();
  }

  async function add(at: Cartesian2): Promise<void> {
    const point = await surfaceAt(stage, layers, at);
    if (point) twin.getState().addMeasurePoint(point);
  }

  async function sample(measuring: Measuring): Promise<void> {
    const serial = ++wanted;
    const legs = legsOf(measuring);
    lines = null;
    const inside = legs.map(samplesOf);
    const upM = await groundUpM(stage, inside.flat());
    if (serial !== wanted) return;
    let next = 0;
    lines = legs.map(([from, to], i) => [
      from.enu,
      ...inside[i].map(([eastM, northM]): Enu => [eastM, northM, upM[next++]]),
      to.enu,
    ]);
    scene.requestRender();
  }

  function draw(): void {
    const { measuring } = twin.getState();
    if (!measuring || measuring.points.length === 0) sketch.clear();
    else sketch.draw(measuring.kind === 'height' ? heightShapes(measuring) : lineShapes(measuring));
  }

  function lineShapes(measuring: Measuring): SketchShapes {
    const { kind, points, done } = measuring;
    const drawn = lines ?? legsOf(measuring).map((leg) => leg.map(({ enu }) => enu));
    const line = drawn.length > 0 ? drawn.flatMap((leg, i) => (i === 0 ? leg : leg.slice(1))) : [points[0].enu];
    const { flatM: totalM, areaM2 } = measured(measuring, lines);
    const labels = drawn.length > 1 || kind === 'area' ? drawn.flatMap(legLabel) : [];
    const total = kind === 'area' ? middleOf(points) : (points.at(-1)?.enu ?? null);
    const at = points.length > (kind === 'area' ? 2 : 1) && total ? onScreen(total) : null;
    const text = kind === 'area' ? areaText(areaM2) : lengthText(totalM);
    return {
      line: [...project(line), ...(pointer && !done ? [pointer] : [])],
      isRing: kind === 'area',
      corners: project(points.map(({ enu }) => enu)),
      labels: at ? [...labels, { at, text, rank: kind === 'area' ? 'total' : 'beside' }] : labels,
    };
  }

  /** Level to the plumb line of the second point, then up it: both lengths can be read. */
  function heightShapes({ points }: Measuring): SketchShapes {
    const [from, to] = points;
    if (!to) {
      const corners = project([from.enu]);
      return { line: pointer ? [...corners, pointer] : corners, isRing: false, corners, labels: [] };
    }
    const foot: Enu = [to.enu[0], to.enu[1], from.enu[2]];
    const [level, plumb] = [middleOf([from, { enu: foot }]), middleOf([to, { enu: foot }])].map(onScreen);
    const rise = { text: riseText(to.elevationM - from.elevationM), rank: 'beside' as const };
    const width = { text: lengthText(flatM(from.enu, to.enu)), rank: 'leg' as const };
    return {
      line: project([from.enu, foot, to.enu]),
      isRing: false,
      corners: project([from.enu, to.enu]),
      labels: [...(level ? [{ at: level, ...width }] : []), ...(plumb ? [{ at: plumb, ...rise }] : [])],
    };
  }

  function legLabel(leg: readonly Enu[]): SketchLabel[] {
    const [from, to] = [leg[0], leg[leg.length - 1]];
    const [a, b] = [onScreen(from), onScreen(to)];
    const middle = leg[leg.length >> 1];
    const at = leg.length > 2 ? onScreen(middle) : a && b ? Cartesian2.lerp(a, b, 0.5, new Cartesian2()) : null;
    if (!a || !b || !at || Cartesian2.distance(a, b) < SHORTEST_LABELLED_PX) return [];
    return [{ at, text: lengthText(flatM(from, to)), rank: 'leg' }];
  }

  const canvasPoint = (ecef: Cartesian3): Cartesian2 | null => projectionOf(stage)(ecef);
  const onScreen = (enu: Enu): Cartesian2 | null => canvasPoint(ecefOf(stage, enu));
  const project = (line: readonly Enu[]): Cartesian2[] => {
    const toPixel = projectionOf(stage);
    return line.flatMap((enu) => toPixel(ecefOf(stage, enu)) ?? []);
  };

  const onMove = (event: PointerEvent): void => {
    const { measuring } = twin.getState();
    if (!measuring || measuring.done || event.pointerType === 'touch') return;
    const box = canvas.getBoundingClientRect();
    pointer = new Cartesian2(event.clientX - box.left, event.clientY - box.top);
    draw();
  };
  const onLeave = (): void => {
    pointer = null;
    draw();
  };
  canvas.addEventListener('pointermove', onMove);
  canvas.addEventListener('pointerleave', onLeave);

  return {
    measurement() {
      const { measuring } = twin.getState();
      return measuring && measuring.points.length > 0 ? measured(measuring, lines) : null;
    },
    close: endAll([
      scene.postRender.addEventListener(draw),
      twin.follow(
        ({ measuring }) => measuring,
        (measuring) => {
          canvas.classList.toggle('crosshair', measuring !== null);
          if (!measuring?.points.length) clicked = null;
          if (measuring) sample(measuring).catch((error) => fail('measuring', error));
          draw();
          scene.requestRender();
        },
      ),
      () => {
        wanted++;
        canvas.removeEventListener('pointermove', onMove);
        canvas.removeEventListener('pointerleave', onLeave);
        handler.destroy();
        sketch.close();
      },
    ]),
  };
}

function middleOf(points: readonly Pick<SurfacePoint, 'enu'>[]): Enu {
  const mean = (axis: 0 | 1 | 2) => points.reduce((total, { enu }) => total + enu[axis], 0) / points.length;
  return [mean(0), mean(1), mean(2)];
}
