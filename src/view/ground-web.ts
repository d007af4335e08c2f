import type { Enu } from '../../model/geo/enu.ts';
import { child } from './dom.ts';
import { endAll } from './end-all.ts';
import { alongGround } from './ground-lines.ts';
import type { SceneDrawing, SceneHost } from './scene.ts';
import { SVG } from './sketch.ts';

/** Many lines on the ground that look alike. */
export interface GroundWeb {
  readonly className: string;
  readonly lines: readonly (readonly (readonly [eastM: number, northM: number])[])[];
}

/** Hundreds of lines over the picture that lie on the ground, one path a look: cheap where a sketch a line is not. On any engine. */
export function openGroundWeb(host: SceneHost, name: string): SceneDrawing<readonly GroundWeb[]> {
  const box = child(host.overlay, `sketch ground-web ${name}`);
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('aria-hidden', 'true');
  box.append(svg);
  let webs: { paths: SVGPathElement[]; lines: Enu[][] }[] = [];
  let wanted = 0;

  async function take(groups: readonly GroundWeb[]): Promise<void> {
    const serial = ++wanted;
    const flat = groups.map(({ lines }) => lines.map((line) => alongGround(line, false)));
    const upM = await host.groundUpM(flat.flat(2));
    if (serial !== wanted) return;
    let next = 0;
    svg.replaceChildren();
    webs = flat.map((lines, i) => {
      const paths = ['sketch-casing', 'sketch-line'].map((look) => {
        const path = document.createElementNS(SVG, 'path');
        path.setAttribute('class', `${look} ${groups[i].className}`);
        svg.append(path);
        return path;
      });
      return { paths, lines: lines.map((line) => line.map(([e, n]): Enu => [e, n, upM[next++]])) };
    });
    host.requestFrame();
  }

  function draw(): void {
    if (webs.length === 0) return;
    const toPixel = host.projection();
    for (const { paths, lines } of webs) {
      let d = '';
      for (const line of lines) {
        const points = line.map(toPixel);
        if (!points.some((point) => point?.isOnCanvas)) continue;
        let isOn = false;
        for (const point of points) {
          if (point) d += `${isOn ? 'L' : 'M'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
          isOn = point !== null;
        }
      }
      for (const path of paths) path.setAttribute('d', d);
    }
  }

  return {
    show(groups) {
      take(groups ?? []).catch(host.fail);
    },
    close: endAll([() => wanted++, () => box.remove(), host.afterFrame(draw)]),
  };
}
