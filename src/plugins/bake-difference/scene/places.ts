import type { Enu } from '../../../../model/geo/enu.ts';
import { child } from '../../../view/dom.ts';
import { endAll } from '../../../view/end-all.ts';
import type { SceneDrawing, SceneHost } from '../../../view/scene.ts';
import { SVG } from '../../../view/sketch.ts';

/** A place in the city's plane, in the colour of what became of what stood there. */
export interface MarkedPlace {
  readonly atM: readonly [eastM: number, northM: number];
  readonly token: string;
}

const RADIUS_PX = 6;

/** Rings over the ground of places, of one size at every distance: what was removed has no other picture. */
export function openMarkedPlaces(host: SceneHost): SceneDrawing<readonly MarkedPlace[]> {
  const box = child(host.overlay, 'sketch difference-places');
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('aria-hidden', 'true');
  box.append(svg);
  let drawn: { at: Enu; circle: SVGElement }[] = [];
  let wanted = 0;

  function draw(): void {
    if (drawn.length === 0) return;
    const toPixel = host.projection();
    for (const { at, circle } of drawn) {
      const place = toPixel(at);
      const isSeen = place?.isOnCanvas === true;
      circle.setAttribute('visibility', isSeen ? 'visible' : 'hidden');
      if (isSeen) circle.setAttribute('transform', `translate(${place.x.toFixed(1)} ${place.y.toFixed(1)})`);
    }
  }

  async function show(places: readonly MarkedPlace[]): Promise<void> {
    const serial = ++wanted;
    const ups = await host.groundUpM(places.map(({ atM: [eastM, northM] }): [number, number] => [eastM, northM]));
    if (serial !== wanted) return;
    drawn = places.map(({ atM: [eastM, northM], token }, i) => ({
      at: [eastM, northM, ups[i]],
      circle: ringOf(token),
    }));
    svg.replaceChildren(...drawn.map(({ circle }) => circle));
    host.requestFrame();
  }

  return {
    show: (places) => void show(places ?? []).catch(host.fail),
    close: endAll([
      () => {
        wanted++;
        box.remove();
      },
      host.afterFrame(draw),
    ]),
  };
}

function ringOf(token: string): SVGElement {
  const circle = document.createElementNS(SVG, 'circle');
  circle.setAttribute('r', String(RADIUS_PX));
  circle.style.fill = 'none';
  circle.style.stroke = `var(--${token})`;
  circle.style.strokeWidth = '3px';
  return circle;
}
