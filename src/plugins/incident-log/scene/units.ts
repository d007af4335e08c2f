import type { Enu } from '../../../../model/geo/enu.ts';
import { endAll } from '../../../view/end-all.ts';
import type { CanvasPoint, SceneDrawing, SceneHost } from '../../../view/scene.ts';
import { openTaggedSketch, type Sketch } from '../../../view/sketch.ts';
import type { TagRank } from '../../../view/tags.ts';
import type { ShownUnit } from '../unit-labels.ts';

interface Drawn {
  unit: ShownUnit;
  line: Enu[];
}

/** A dot with a word where each unit is, and a line for the rest of its way. */
export const openUnits = (host: SceneHost) => openMarks(host, 'incident-unit', 'unit');

/** A dot with its name where the incident is. */
export const openIncidentPlace = (host: SceneHost) => openMarks(host, 'incident-place', 'incident');

function openMarks(host: SceneHost, className: string, rank: TagRank): SceneDrawing<readonly ShownUnit[]> {
  const sketches: Sketch[] = [];
  let drawn: Drawn[] = [];
  let serial = 0;

  async function take(units: readonly ShownUnit[]): Promise<void> {
    const wanted = ++serial;
    const upM = await host.groundUpM(units.flatMap(({ line }) => line));
    if (wanted !== serial) return;
    let next = 0;
    drawn = units.map((unit) => ({
      unit,
      line: unit.line.map(([eastM, northM]): Enu => [eastM, northM, upM[next++]]),
    }));
    while (sketches.length < drawn.length) sketches.push(openTaggedSketch(host, className, rank));
    for (const sketch of sketches.splice(drawn.length)) sketch.close();
    host.requestFrame();
  }

  function draw(): void {
    if (drawn.length === 0) return;
    const toPixel = host.projection();
    for (const [i, { unit, line }] of drawn.entries()) {
      const points: CanvasPoint[] = line.flatMap((enu) => toPixel(enu) ?? []);
      const at = toPixel(line[0]);
      if (!at) sketches[i].clear();
      else
        sketches[i].draw({
          line: points.length > 1 ? points : [],
          corners: [at],
          isRing: false,
          labels: unit.label === '' ? [] : [{ at, text: unit.label, rank: 'beside' }],
        });
    }
  }

  return {
    show: (units) => {
      take(units ?? []).catch(host.fail);
    },
    close: endAll([
      () => serial++,
      () => {
        for (const sketch of sketches) sketch.close();
      },
      host.afterFrame(draw),
    ]),
  };
}
