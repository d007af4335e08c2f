import type { Enu } from '../../../../model/geo/enu.ts';
import { RAD_PER_DEG } from '../../../../model/geo/lon-lat.ts';
import { anticlockwise } from '../../../../model/geo/plane/ring.ts';
import { type BuildingEdit, middleOfRing } from '../../../../model/schemes/edit-building.ts';
import type { SchemeBuilding } from '../../../../model/schemes/scheme.ts';
import { edgeOf } from '../../../../model/schemes/site-geometry.ts';
import { child } from '../../../view/dom.ts';
import { endAll } from '../../../view/end-all.ts';
import type { CanvasPoint, SceneDrawing, SceneHost } from '../../../view/scene.ts';
import { openSketch } from '../../../view/sketch.ts';
import type { EditedBuilding } from './picture.ts';

/** A footprint with more edges than these has handles at its longest ones alone. */
const MAX_EDGES = 16;
/** How far an arrow key goes: metres, degrees. */
const STEP = { moveM: 1, turnDeg: 1, pushM: 0.5 } as const;

type HandleKind = 'move' | 'turn' | 'height' | 'push';

interface Handle {
  kind: HandleKind;
  edge: number;
  at: Enu;
}

/** What a handle was when it was taken: each move is held against that, so that nothing adds up. */
interface Held {
  handle: Handle;
  pointer: number;
  from: Enu | null;
  fromY: number;
  pxPerM: number;
  building: SchemeBuilding;
}

/** Handles of the building that is edited: its middle, a turn, its height, the middle of each edge; by mouse, touch or arrow keys. */
export function openBuildingHandles(host: SceneHost): SceneDrawing<EditedBuilding> {
  const sketch = openSketch(host.overlay, 'scheme-building');
  const box = child(host.overlay, 'scheme-handles');
  let picture: EditedBuilding | null = null;
  let upM = 0;
  let wanted = 0;
  let handles: Handle[] = [];
  let held: Held | null = null;

  async function stand(next: EditedBuilding): Promise<void> {
    const serial = ++wanted;
    // The ground under it is asked for once a drag: it stands where its drawing stands.
    if (!held) upM = Math.min(...(await host.groundUpM(next.building.ringM)));
    if (serial !== wanted) return;
    handles = handlesOf(next.building, upM);
    if (box.childElementCount !== handles.length) box.replaceChildren(...handles.map((_, i) => button(i)));
    draw();
    host.requestFrame();
  }

  function button(i: number): HTMLElement {
    const dot = document.createElement('button');
    dot.type = 'button';
    dot.className = `scheme-handle scheme-handle-${handles[i].kind}`;
    const { kind, edge } = handles[i];
    dot.setAttribute('aria-label', picture?.labelOf(kind, edge) ?? kind);
    dot.title = picture?.labelOf(kind, edge) ?? kind;
    dot.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      event.stopPropagation();
      dot.focus();
      dot.setPointerCapture(event.pointerId);
      take(handles[i], event);
    });
    dot.addEventListener('pointermove', (event) => {
      if (held?.pointer === event.pointerId) drag(pointOf(event));
    });
    const release = () => {
      if (held) picture?.end();
      held = null;
    };
    dot.addEventListener('pointerup', release);
    dot.addEventListener('pointercancel', release);
    dot.addEventListener('keydown', (event) => {
      const edit = picture && keyEdit(handles[i], picture.building, event);
      if (!edit || !picture) return;
      event.preventDefault();
      event.stopPropagation();
      picture.edit(edit);
      picture.end();
    });
    return dot;
  }

  const pointOf = ({ clientX, clientY }: PointerEvent): CanvasPoint => {
    const rect = host.canvas.getBoundingClientRect();
    return { x: clientX - rect.left, y: clientY - rect.top };
  };

  function take(handle: Handle, event: PointerEvent): void {
    if (!picture) return;
    const at = pointOf(event);
    const { building } = picture;
    const [x, y] = middleOfRing(building.ringM);
    const project = host.projection();
    const foot = project([x, y, upM + building.baseM]);
    const top = project([x, y, upM + building.baseM + building.heightM]);
    const pxPerM = foot && top ? Math.abs(foot.y - top.y) / building.heightM : 0;
    held = { handle, pointer: event.pointerId, from: host.groundAt(at), fromY: at.y, pxPerM, building };
  }

  function drag(at: CanvasPoint): void {
    if (!held || !picture) return;
    const { handle, building } = held;
    if (handle.kind === 'height') {
      if (held.pxPerM > 0) picture.edit(heightEdit(building, (held.fromY - at.y) / held.pxPerM));
      return;
    }
    const ground = host.groundAt(at);
    if (ground && held.from) picture.edit(planEdit(building, handle, held.from, ground));
  }

  function draw(): void {
    const project = host.projection();
    for (const [i, element] of [...box.children].entries()) {
      const point = handles[i] && project(handles[i].at);
      const dot = element as HTMLElement;
      dot.hidden = !point;
      if (point) dot.style.translate = `${point.x.toFixed(1)}px ${point.y.toFixed(1)}px`;
    }
    const line = picture
      ? picture.building.ringM.map(([x, y]) => project([x, y, upM + (picture?.building.baseM ?? 0)]))
      : [];
    const seen = line.filter((point) => point !== null);
    if (seen.length > 2 && seen.length === line.length)
      sketch.draw({ line: seen, isRing: true, corners: [], labels: [] });
    else sketch.clear();
  }

  return {
    show(next) {
      picture = next;
      if (next) void stand(next).catch(host.fail);
      else {
        wanted++;
        held = null;
        handles = [];
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

function handlesOf({ ringM, baseM, heightM }: SchemeBuilding, upM: number): Handle[] {
  const [x, y] = middleOfRing(ringM);
  const footM = upM + baseM;
  const reachM = Math.max(...ringM.map(([u, v]) => Math.hypot(u - x, v - y)));
  const [[ax, ay], [bx, by]] = edgeOf(ringM, 0);
  const long = Math.hypot(bx - ax, by - ay) || 1;
  const turn: Enu = [x + ((bx - ax) / long) * (reachM + 4), y + ((by - ay) / long) * (reachM + 4), footM];
  const edges = ringM
    .map((_, edge) => {
      const [[px, py], [qx, qy]] = edgeOf(ringM, edge);
      const at: Enu = [(px + qx) / 2, (py + qy) / 2, footM];
      return { edge, at, long: Math.hypot(qx - px, qy - py) };
    })
    .sort((one, other) => other.long - one.long)
    .slice(0, MAX_EDGES)
    .sort((one, other) => one.edge - other.edge);
  return [
    { kind: 'move', edge: 0, at: [x, y, footM] },
    { kind: 'turn', edge: 0, at: turn },
    { kind: 'height', edge: 0, at: [x, y, footM + heightM] },
    ...edges.map(({ edge, at }): Handle => ({ kind: 'push', edge, at })),
  ];
}

/** By whole storeys. */
function heightEdit({ heightM, storeys }: SchemeBuilding, upM: number): BuildingEdit {
  return { kind: 'storeys', storeys: Math.round((heightM + upM) / (heightM / storeys)) };
}

function planEdit(building: SchemeBuilding, { kind, edge }: Handle, from: Enu, to: Enu): BuildingEdit {
  const { ringM } = building;
  if (kind === 'move') return { kind: 'move', eastM: to[0] - from[0], northM: to[1] - from[1] };
  if (kind === 'turn') {
    const [x, y] = middleOfRing(ringM);
    const angle = (at: Enu) => Math.atan2(at[1] - y, at[0] - x);
    return { kind: 'turn', turnDeg: (angle(to) - angle(from)) / RAD_PER_DEG };
  }
  const [outX, outY] = outwards(building, edge);
  return { kind: 'push', edge, outM: (to[0] - from[0]) * outX + (to[1] - from[1]) * outY };
}

function outwards({ ringM }: SchemeBuilding, edge: number): [number, number] {
  const [[ax, ay], [bx, by]] = edgeOf(ringM, edge);
  const long = Math.hypot(bx - ax, by - ay) || 1;
  const way = anticlockwise(ringM)[0] === ringM[0] ? 1 : -1;
  return [(way * (by - ay)) / long, (-way * (bx - ax)) / long];
}

/** Arrow keys: the middle by a metre, a turn by a degree, the height by a storey, an edge by half a metre; with Shift ten times as much. */
function keyEdit(
  { kind, edge }: Handle,
  { storeys }: SchemeBuilding,
  { key, shiftKey }: KeyboardEvent,
): BuildingEdit | null {
  const [east, north] = ARROWS[key] ?? [0, 0];
  if (east === 0 && north === 0) return null;
  const times = shiftKey ? 10 : 1;
  const more = (east + north) * times;
  if (kind === 'move') return { kind: 'move', eastM: east * times * STEP.moveM, northM: north * times * STEP.moveM };
  if (kind === 'turn') return { kind: 'turn', turnDeg: -more * STEP.turnDeg };
  if (kind === 'push') return { kind: 'push', edge, outM: more * STEP.pushM };
  return { kind: 'storeys', storeys: storeys + more };
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
