import { Cartesian2 } from '@cesium/engine';
import { themeOf } from '../../twin/appearance.ts';
import type { CrowdPicture } from '../../twin/crowd.ts';
import { type CrowdHeatSheet, openHeat } from './crowd-heat.ts';
import { type CrowdPeople, openPeople } from './crowd-people.ts';
import { showRoute } from './crowd-route.ts';
import { datumUpM, dropM } from './flood-mesh.ts';
import { reasonOf } from './layers.ts';
import type { Picture } from './picture.ts';
import { projectionOf } from './projection.ts';
import { pullRatioOf } from './shader.ts';
import { type CityStage, ecefOf, endAll } from './stage.ts';

/** A click so near to a person's middle takes them; of who is seen as a body, anywhere on it. */
const REACH_PX = 9;
const MIDDLE_M = 0.9;

export interface Crowd {
  show(picture: CrowdPicture | null): void;
  /** Who stands at a pixel of the canvas; null: nobody. */
  personAt(position: Cartesian2): number | null;
  /** People who are to be drawn are still being built. */
  isWaiting(): boolean;
  close(): void;
}

/** People of the shown run and the density of their ground; follows clock and theme by itself. */
export function showCrowd(stage: CityStage, picture: Picture, fail: (reason: string) => void): Crowd {
  const { twin, scene, city } = stage;
  const told = (reason: unknown) => fail(reasonOf(reason));
  const pullRatio = pullRatioOf(city.layers.length + 4);
  const upM = datumUpM(city.origin, city.datum.geoidUndulationM);
  let shown: CrowdPicture | null = null;
  let people: CrowdPeople | null = null;
  let heat: CrowdHeatSheet | null = null;
  const route = showRoute(stage);

  function put(next: CrowdPicture | null): void {
    shown = next;
    if (people && people.ground !== next?.ground) {
      people.close();
      people = null;
    }
    if (next) {
      people ??= openPeople(stage, next, told);
      people.show(next, twin.getState().shownTimeMs);
    }
    route.show(next);
    putHeat();
    scene.requestRender();
  }

  function putHeat(): void {
    const wanted = shown?.heat ?? null;
    if (heat && (!shown || (wanted && !heat.takes(shown.ground, wanted)))) {
      heat.close();
      heat = null;
    }
    if (!heat && shown && wanted) {
      heat = openHeat(stage, shown.ground, wanted, pullRatio, told);
      heat.takePicture(picture.uniforms);
    }
    heat?.show(wanted);
  }

  const end = endAll([
    picture.follow((uniforms) => heat?.takePicture(uniforms)),
    twin.follow(
      ({ shownTimeMs }) => shownTimeMs,
      (timeMs) => {
        if (shown) people?.show(shown, timeMs);
      },
    ),
    twin.follow(themeOf, () => {
      people?.takeColours();
      heat?.takeColours();
    }),
  ]);

  return {
    show: put,
    personAt(position) {
      if (!people) return null;
      const all = people.shown;
      const toPixel = projectionOf(stage);
      let found: number | null = null;
      let nearest = 1;
      const pxPerM = (scene.camera.frustum.projectionMatrix[5] * stage.widget.canvas.clientHeight) / 2;
      for (let at = 0; at < all.length; at += 4) {
        if (all[at + 3] < 0) continue;
        const enu = [all[at], all[at + 1], all[at + 2] + upM - dropM(all[at], all[at + 1]) + MIDDLE_M] as const;
        const pixel = toPixel(ecefOf(stage, [...enu]));
        if (!pixel) continue;
        const reachPx = Math.max(REACH_PX, (MIDDLE_M * pxPerM) / pixel.farM);
        const away = Cartesian2.distance(pixel, position) / reachPx;
        if (away < nearest) [nearest, found] = [away, at / 4];
      }
      return found;
    },
    isWaiting: () => people?.isWaiting() ?? false,
    close() {
      end();
      route.close();
      people?.close();
      heat?.close();
    },
  };
}
