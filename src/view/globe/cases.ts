import { Cartesian3 } from '@cesium/engine';
import type { CityCase } from '../../city/cases.ts';
import { ecefFromLonLat } from '../../geo/enu.ts';
import { projectionOf } from './projection.ts';
import { afterReads, type CityStage, child, endAll } from './stage.ts';

/** Before the sensors' own 14 words (LOOK §6); the rest stand in the board. */
const MOST = 12;
const STEM_PX = 14;

/** Open cases on the Command desk: pins with a stem at their place; a click opens the case. Closed ones and those without a place have none. */
export function showCases(stage: CityStage, label: (one: CityCase) => string): () => void {
  const { scene, twin, overlay } = stage;
  const root = child(overlay, 'case-pins');
  let pins: { element: HTMLButtonElement; ecef: Cartesian3 }[] = [];

  function write(): void {
    const { cases, caseId, desk } = twin.getState();
    root.replaceChildren();
    pins = (desk === 'command' ? urgent(cases, caseId) : []).flatMap((one) => {
      if (!one.place) return [];
      const element = document.createElement('button');
      element.type = 'button';
      element.className = `case-pin level-${one.level}${one.id === caseId ? ' shown' : ''}`;
      element.textContent = label(one);
      element.title = one.title;
      element.addEventListener('click', () => twin.getState().openCase(one.id));
      root.append(element);
      return [{ element, ecef: Cartesian3.fromArray([...ecefFromLonLat(one.place)]) }];
    });
    place();
    scene.requestRender();
  }

  function place(): void {
    if (pins.length === 0) return;
    const toPixel = projectionOf(stage);
    const points = pins.map(({ ecef }) => {
      const point = toPixel(ecef);
      return point?.isOnCanvas ? point : null;
    });
    const placed = pins;
    afterReads(() => {
      for (const [i, { element }] of placed.entries()) {
        const point = points[i];
        element.hidden = point === null;
        if (point)
          element.style.transform = `translate(${point.x.toFixed(1)}px, ${(point.y - STEM_PX).toFixed(1)}px) translate(-50%, -100%)`;
      }
    });
  }

  return endAll([
    twin.follow(({ cases }) => cases, write),
    twin.follow(({ caseId, desk, language }) => `${caseId} ${desk} ${language}`, write),
    scene.postRender.addEventListener(place),
    () => root.remove(),
  ]);
}

/** The one that is open in the board, then the latest and gravest. */
function urgent(cases: readonly CityCase[], caseId: string | null): CityCase[] {
  return cases
    .filter(({ stage, place }) => stage !== 'closed' && place !== null)
    .sort(
      (a, b) =>
        Number(b.id === caseId) - Number(a.id === caseId) ||
        b.level - a.level ||
        a.priority - b.priority ||
        (a.id < b.id ? -1 : 1),
    )
    .slice(0, MOST);
}
