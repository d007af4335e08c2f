import { Cartesian3 } from '@cesium/engine';
import type { Manifest } from '../../city/manifest.ts';
import type { Insets } from './camera.ts';
import { chooseLabels } from './label-choice.ts';
import { projectionOf } from './projection.ts';
import { afterReads, type CityStage, child, ecefOf, endAll } from './stage.ts';

type Label = Manifest['labels'][number];

/** Farthest that a kind of label is read from, and its rank where two would touch (LOOK §6). */
const KINDS: Record<Label['kind'], { farthestM: number; rank: number }> = {
  district: { farthestM: 11_000, rank: 1 },
  water: { farthestM: 8000, rank: 0 },
  landmark: { farthestM: 3200, rank: 2 },
  station: { farthestM: 3600, rank: 3 },
  street: { farthestM: 1700, rank: 4 },
};

/** Labels a view: 14 on the command wall (LOOK §6), more on a planner's screen. */
const MOST_COMMAND = 14;
const MOST_PLAN = 24;

/** From a flat angle names of what stands behind houses would hang before them: farther than this they need a view from above. */
const NEAR_M = 350;
const FLATTEST = 0.07;

/** A district this near is a place one stands in, not one that is pointed at. */
const NEAREST_DISTRICT_M = 500;

/** Names of the city as text of the page, before the picture: crisp, haloed, never upside down, none on another. */
export function showLabels(stage: CityStage, insets: () => Insets): () => void {
  const { scene, twin, city, overlay } = stage;
  const root = child(overlay, 'map-labels');
  root.setAttribute('aria-hidden', 'true');
  const at = new Cartesian3();
  let placedAt: number[] = [];
  let sizes: { width: number; height: number }[] = [];
  const items = [...city.labels]
    .sort((a, b) => KINDS[a.kind].rank - KINDS[b.kind].rank)
    .map((label) => ({
      label,
      element: child(root, `map-label map-label-${label.kind}`),
      ecef: ecefOf(stage, [label.eastM, label.northM, label.upM]),
      shown: true,
    }));

  function write(): void {
    const { language } = twin.getState();
    for (const { label, element } of items) element.textContent = label.text[language];
    sizes = items.map(({ element }) => ({ width: element.offsetWidth, height: element.offsetHeight }));
    placedAt = [];
    scene.requestRender();
  }

  function place(): void {
    const state = twin.getState();
    const most = state.desk === 'command' ? MOST_COMMAND : MOST_PLAN;
    const hidden = state.underground === 'below';
    const { clientWidth, clientHeight } = stage.widget.canvas;
    const toPixel = projectionOf(stage);
    const edge = insets();
    const candidates = items.flatMap((item, i) => {
      if (hidden) return [];
      const { farthestM } = KINDS[item.label.kind];
      Cartesian3.subtract(item.ecef, scene.camera.positionWC, at);
      const distanceM = Cartesian3.magnitude(at);
      if (distanceM > farthestM || Cartesian3.dot(at, scene.camera.directionWC) <= 0) return [];
      const heightM = scene.camera.positionCartographic.height - city.origin.heightM - item.label.upM;
      if (distanceM > NEAR_M && heightM < FLATTEST * distanceM) return [];
      if (item.label.kind === 'district' && distanceM < NEAREST_DISTRICT_M) return [];
      const point = toPixel(item.ecef);
      if (!point) return [];
      const { width, height } = sizes[i];
      const box = { x: point.x - width / 2, y: point.y - height / 2, width, height };
      if (box.x < edge.leftPx || box.x + width > clientWidth - edge.rightPx) return [];
      if (box.y < edge.topPx || box.y + height > clientHeight - edge.bottomPx) return [];
      return [{ item, box, distanceM }];
    });
    candidates.sort(
      (a, b) => KINDS[a.item.label.kind].rank - KINDS[b.item.label.kind].rank || a.distanceM - b.distanceM,
    );
    const chosen = chooseLabels(
      candidates.map(({ box }) => box),
      most,
    );
    const visible = new Map(candidates.flatMap(({ item, box }, i) => (chosen[i] ? [[item, box] as const] : [])));
    afterReads(() => {
      for (const item of items) {
        const box = visible.get(item);
        if (box) item.element.style.transform = `translate(${box.x.toFixed(1)}px, ${box.y.toFixed(1)}px)`;
        const shown = box !== undefined;
        if (shown === item.shown) continue;
        item.shown = shown;
        item.element.style.visibility = shown ? 'visible' : 'hidden';
      }
    });
  }

  /** Labels move with the camera, the panels and their own text, not with the clock. */
  function placeIfMoved(): void {
    const { positionWC, directionWC } = scene.camera;
    const { clientWidth, clientHeight } = stage.widget.canvas;
    const { leftPx, topPx, rightPx, bottomPx } = insets();
    const now = [positionWC.x, positionWC.y, positionWC.z, directionWC.x, directionWC.y, directionWC.z];
    now.push(clientWidth, clientHeight, leftPx, topPx, rightPx, bottomPx);
    if (now.every((value, i) => value === placedAt[i])) return;
    placedAt = now;
    place();
  }

  return endAll([
    twin.follow(
      ({ language, desk, theme, underground }) => `${language} ${desk} ${theme} ${underground}`,
      () => requestAnimationFrame(write),
    ),
    scene.postRender.addEventListener(() => {
      if (sizes.length > 0) placeIfMoved();
    }),
    () => root.remove(),
  ]);
}
