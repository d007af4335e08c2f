import type { Enu } from '../../../../model/geo/enu.ts';
import { child } from '../../../view/dom.ts';
import { endAll } from '../../../view/end-all.ts';
import type { SceneDrawing, SceneHost } from '../../../view/scene.ts';
import { SVG } from '../../../view/sketch.ts';

/** A circle over a place, of a size that does not change with the camera. */
export interface Symbol {
  readonly at: Enu;
  readonly radiusPx: number;
  readonly token: string;
}

/** Circles over the picture, larger ones below smaller ones; any engine's overlay will do. */
export function openSymbols(host: SceneHost): SceneDrawing<readonly Symbol[]> {
  const box = child(host.overlay, 'sketch theme-symbols');
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('aria-hidden', 'true');
  box.append(svg);
  let drawn: { symbol: Symbol; circle: SVGElement }[] = [];

  function draw(): void {
    if (drawn.length === 0) return;
    const toPixel = host.projection();
    for (const { symbol, circle } of drawn) {
      const place = toPixel(symbol.at);
      const isSeen = place?.isOnCanvas === true;
      circle.setAttribute('visibility', isSeen ? 'visible' : 'hidden');
      if (isSeen) circle.setAttribute('transform', `translate(${place.x.toFixed(1)} ${place.y.toFixed(1)})`);
    }
  }

  return {
    show(symbols) {
      drawn = (symbols ?? []).map((symbol) => ({ symbol, circle: circleOf(symbol) }));
      svg.replaceChildren(...drawn.map(({ circle }) => circle));
      host.requestFrame();
    },
    close: endAll([() => box.remove(), host.afterFrame(draw)]),
  };
}

function circleOf({ radiusPx, token }: Symbol): SVGElement {
  const circle = document.createElementNS(SVG, 'circle');
  circle.setAttribute('r', radiusPx.toFixed(1));
  circle.style.fill = `var(--${token})`;
  return circle;
}
