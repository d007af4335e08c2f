import './scene.css';
import type { CityCase } from '../../../../model/cases/cases.ts';
import { type Enu, enuFromLonLat } from '../../../../model/geo/enu.ts';
import { afterReads, child } from '../../../view/dom.ts';
import { endAll } from '../../../view/end-all.ts';
import type { SceneDrawing, SceneHost } from '../../../view/scene.ts';
import { caseLabel } from '../sensor-text.ts';
import { STEM_PX } from './sensor-tag.ts';

/** Before the sensors' own 14 words (LOOK §6); the rest stand in the board. */
const MAX_PINS = 12;

interface Pin {
  readonly element: HTMLButtonElement;
  readonly place: Enu;
}

/** Pins with a stem at the place of a case; a click opens the case. Closed ones and those without a place have none. */
export function openCases(host: SceneHost): SceneDrawing<readonly CityCase[]> {
  const { twin } = host;
  const root = child(host.overlay, 'case-pins');
  let shown: readonly CityCase[] = [];
  let pins: Pin[] = [];

  function write(): void {
    root.replaceChildren();
    pins = urgentCases(shown, twin.getState().caseId).flatMap((one) => pinOf(host, one) ?? []);
    root.append(...pins.map(({ element }) => element));
    place();
    host.requestFrame();
  }

  function place(): void {
    if (pins.length === 0) return;
    const toPixel = host.projection();
    const points = pins.map((pin) => {
      const point = toPixel(pin.place);
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

  return {
    show(cases) {
      shown = cases ?? [];
      write();
    },
    close: endAll([
      twin.follow(({ caseId, language }) => `${caseId} ${language}`, write),
      host.afterFrame(place),
      () => root.remove(),
    ]),
  };
}

function pinOf({ twin }: SceneHost, one: CityCase): Pin | null {
  if (!one.place) return null;
  const { caseId, language, openCase } = twin.getState();
  const element = document.createElement('button');
  element.type = 'button';
  element.className = `case-pin level-${one.level}${one.id === caseId ? ' shown' : ''}`;
  element.textContent = caseLabel(one, language);
  element.title = one.title;
  element.addEventListener('click', () => openCase(one.id));
  return { element, place: enuFromLonLat(twin.city.origin, one.place) };
}

/** Those that have a pin: the one that is open in the board, then the latest and gravest. */
export function urgentCases(cases: readonly CityCase[], caseId: string | null): CityCase[] {
  return cases
    .filter(({ stage, place }) => stage !== 'closed' && place !== null)
    .sort(
      (a, b) =>
        Number(b.id === caseId) - Number(a.id === caseId) ||
        b.level - a.level ||
        a.priority - b.priority ||
        (a.id < b.id ? -1 : 1),
    )
    .slice(0, MAX_PINS);
}
