import { Cartesian2, Cartesian3 } from '@cesium/engine';
import { isEmphasised, themeOf } from '../../../twin/appearance.ts';
import type { TwinState } from '../../../twin/slice.ts';
import { isCutOff } from '../../../twin/underground.ts';
import { afterReads, child } from '../../dom.ts';
import { endAll } from '../../end-all.ts';
import {
  type Box,
  chooseLabels,
  freeBox,
  isBehind,
  isKindShown,
  isReadable,
  isWithin,
  type Label,
  labelBox,
  rankOf,
  uprightTurnRad,
} from '../../label-choice.ts';
import { tagBoardOf } from '../../tags.ts';
import type { InsetsPx } from '../../view-api.ts';
import { projectionOf } from '../camera/projection.ts';
import { type CityStage, ecefOf } from '../panes/stage.ts';
import { mixOf } from '../sky/look.ts';
import { sunOfPicture } from '../sky/picture-sun.ts';

/** Words a view, names and graver ones together: 14 on the command wall (LOOK §6), more on a planner's screen. */
const MAX_ON_WALL = 14;
const MAX_ON_SCREEN = 24;

/** A name of the city in the page. */
interface Item {
  readonly label: Label;
  readonly element: HTMLElement;
  readonly ecef: Cartesian3;
  /** A second point of the line that it is the name of; null: it lies level. */
  readonly along: Cartesian3 | null;
  size: { width: number; height: number };
  isShown: boolean;
}

/** A name that could be shown, and where. */
interface Candidate {
  readonly item: Item;
  readonly box: Box;
  /** How far it is turned clockwise about its middle, radians. */
  readonly turnRad: number;
  readonly distanceM: number;
}

/** Names of the city as text of the page, before the picture: crisp, haloed, never upside down, none on another. */
export function showLabels(stage: CityStage, insets: () => InsetsPx): () => void {
  const { scene, twin } = stage;
  const root = child(stage.overlay, 'map-labels');
  root.setAttribute('aria-hidden', 'true');
  const items = itemsOf(stage, root);
  const board = tagBoardOf(stage.overlay);
  let taken: readonly Box[] = [];
  let placedAt: number[] = [];
  let isWritten = false;
  let resting: ReturnType<typeof setTimeout> | undefined;

  function write(): void {
    const { language } = twin.getState();
    for (const { label, element } of items) element.textContent = label.text[language];
    for (const item of items) item.size = { width: item.element.offsetWidth, height: item.element.offsetHeight };
    placedAt = [];
    isWritten = true;
    scene.requestRender();
  }

  /** Labels move with the camera, the panels, graver words and their own text, not with the clock. */
  function placeIfMoved(): void {
    if (!isWritten) return;
    const now = placeKey(stage, insets(), taken);
    if (now.length === placedAt.length && now.every((value, i) => value === placedAt[i])) return;
    placedAt = now;
    place(items, visibleOf(stage, items, insets(), taken));
    clearTimeout(resting);
    resting = setTimeout(() => hideBehind(stage, items), DEPTH_REST_MS);
  }

  return endAll([
    // Dark words in a light halo are for a bright picture: by the hour it shows, whatever the theme of the page. A ground of glass is dark.
    twin.follow(
      (state) => state.underground !== 'off' || nightShare(stage, state) > 0.5,
      (isDark) => {
        root.dataset.theme = isDark ? 'command' : 'plan';
      },
    ),
    twin.follow(
      (state) =>
        `${state.language} ${state.desk} ${themeOf(state)} ${state.underground} ${state.style.labels} ${JSON.stringify(state.clipSolid)}`,
      () => requestAnimationFrame(write),
    ),
    scene.postRender.addEventListener(placeIfMoved),
    board.follow(() => {
      taken = board.before(root, 'name');
      if (!scene.isDestroyed()) placeIfMoved();
    }),
    () => {
      clearTimeout(resting);
      root.remove();
    },
  ]);
}

/** Depth is read back once the camera stands so long: while it moves that would cost each frame. */
const DEPTH_REST_MS = 300;

/** Names of what the picture shows something before fade; they come back where the camera next rests with them in sight. */
function hideBehind({ scene }: CityStage, items: readonly Item[]): void {
  if (scene.isDestroyed()) return;
  const toPixel = new Cartesian2();
  const drawn = new Cartesian3();
  const { positionWC } = scene.camera;
  for (const { label, element, ecef, isShown } of items) {
    if (!isShown) continue;
    const at = scene.cartesianToCanvasCoordinates(ecef, toPixel);
    const found = at && scene.pickPosition(at, drawn);
    const farM = Cartesian3.distance(ecef, positionWC);
    const isHidden = found ? isBehind(label.kind, farM, Cartesian3.distance(found, positionWC)) : false;
    element.classList.toggle('behind', isHidden);
  }
}

/** How much of the picture's light is that of the night. */
function nightShare({ city }: CityStage, state: TwinState): number {
  const { altitudeDeg } = sunOfPicture(state, city.origin);
  return mixOf(altitudeDeg, themeOf(state) === 'command')[2];
}

function itemsOf(stage: CityStage, root: HTMLElement): Item[] {
  return [...stage.city.labels]
    .sort((a, b) => rankOf(a.kind) - rankOf(b.kind))
    .map((label) => ({
      label,
      element: child(root, `map-label map-label-${label.kind}`),
      ecef: ecefOf(stage, [label.eastM, label.northM, label.upM]),
      along: alongOf(stage, label),
      size: { width: 0, height: 0 },
      isShown: true,
    }));
}

/** Metres between the two points that a street's name takes its direction from. */
const ALONG_M = 30;

function alongOf(stage: CityStage, { eastM, northM, upM, bearingDeg }: Label): Cartesian3 | null {
  if (bearingDeg === undefined) return null;
  const bearingRad = (bearingDeg * Math.PI) / 180;
  return ecefOf(stage, [eastM + ALONG_M * Math.sin(bearingRad), northM + ALONG_M * Math.cos(bearingRad), upM]);
}

function placeKey(
  { scene, widget }: CityStage,
  { leftPx, topPx, rightPx, bottomPx, covers }: InsetsPx,
  taken: readonly Box[],
): number[] {
  const { positionWC, directionWC } = scene.camera;
  const { clientWidth, clientHeight } = widget.canvas;
  const now = [positionWC.x, positionWC.y, positionWC.z, directionWC.x, directionWC.y, directionWC.z];
  now.push(clientWidth, clientHeight, leftPx, topPx, rightPx, bottomPx);
  for (const { x, y, width, height } of [...(covers ?? []), ...taken]) now.push(x, y, width, height);
  return now;
}

function visibleOf(
  stage: CityStage,
  items: readonly Item[],
  insets: InsetsPx,
  taken: readonly Box[],
): Map<Item, Candidate> {
  const state = stage.twin.getState();
  if (state.underground === 'below') return new Map();
  const shown = items.filter(({ label }) => isKindShown(label.kind, state.style.labels) && !isCutOff(state, label));
  const candidates = candidatesOf(stage, shown, freeBox(stage.widget.canvas, insets)).sort(
    (a, b) => rankOf(a.item.label.kind) - rankOf(b.item.label.kind) || a.distanceM - b.distanceM,
  );
  const chosen = chooseLabels(
    candidates.map(({ box }) => box),
    Math.max(0, (isEmphasised(state, 'live') ? MAX_ON_WALL : MAX_ON_SCREEN) - taken.length),
    [...(insets.covers ?? []), ...taken],
  );
  return new Map(candidates.flatMap((candidate, i) => (chosen[i] ? [[candidate.item, candidate] as const] : [])));
}

function candidatesOf(stage: CityStage, items: readonly Item[], free: Box): Candidate[] {
  const { camera } = stage.scene;
  const toPixel = projectionOf(stage);
  const heightM = camera.positionCartographic.height - stage.city.origin.heightM;
  const away = new Cartesian3();
  return items.flatMap((item) => {
    const { label, size } = item;
    Cartesian3.subtract(item.ecef, camera.positionWC, away);
    const distanceM = Cartesian3.magnitude(away);
    if (Cartesian3.dot(away, camera.directionWC) <= 0) return [];
    if (!isReadable(label.kind, distanceM, heightM - label.upM)) return [];
    const point = toPixel(item.ecef);
    if (!point) return [];
    const next = item.along && toPixel(item.along);
    const turnRad = next ? uprightTurnRad(next.x - point.x, next.y - point.y) : 0;
    const box = labelBox(point, size, label.kind, turnRad);
    return isWithin(box, free) ? [{ item, box, turnRad, distanceM }] : [];
  });
}

function place(items: readonly Item[], visible: ReadonlyMap<Item, Candidate>): void {
  afterReads(() => {
    for (const item of items) {
      const placed = visible.get(item);
      if (placed) item.element.style.transform = transformOf(item, placed);
      const isShown = placed !== undefined;
      if (isShown === item.isShown) continue;
      item.isShown = isShown;
      item.element.style.visibility = isShown ? 'visible' : 'hidden';
    }
  });
}

/** The page turns a word about its middle, which is that of its box. */
function transformOf({ size }: Item, { box, turnRad }: Candidate): string {
  const left = box.x + (box.width - size.width) / 2;
  const top = box.y + (box.height - size.height) / 2;
  const moved = `translate(${left.toFixed(1)}px, ${top.toFixed(1)}px)`;
  return turnRad === 0 ? moved : `${moved} rotate(${turnRad.toFixed(3)}rad)`;
}
