import { themeOf } from '../../../../twin/appearance.ts';
import { endAll } from '../../../../view/end-all.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { ValueSheet } from '../../../../view/globe/layers/value-sheet.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import { HEAT_STOPS } from '../../crowd-colours.ts';
import { peopleWithin } from '../../people-within.ts';
import type { CrowdPicture } from '../../slice.ts';
import { CrowdPeople } from './crowd-people.ts';
import { openRoute } from './crowd-route.ts';
import { personAt } from './person-at.ts';

/** People of the shown run and the density of their ground; follows clock and theme by itself. A click on somebody picks them. */
export function openCrowd(host: GlobeHost): SceneDrawing<CrowdPicture> {
  const { twin } = host;
  const { stage, picture, readers } = host.globe;
  const route = openRoute(host);
  const heat = followHeat(host);
  let shown: CrowdPicture | null = null;
  let people: CrowdPeople | null = null;

  function putPeople(next: CrowdPicture | null): void {
    if (people && people.ground !== next?.ground) {
      people.close();
      people = null;
    }
    if (!next) return;
    people ??= new CrowdPeople(stage, next, host.fail);
    people.show(next, twin.getState().shownTimeMs);
  }

  const end = endAll([
    readers.countPeople((east, north, radiusM) => (people ? peopleWithin(people.shown, east, north, radiusM) : 0)),
    picture.follow(heat.takePicture),
    twin.follow(
      ({ shownTimeMs }) => shownTimeMs,
      (timeMs) => {
        if (shown) people?.show(shown, timeMs);
      },
    ),
    twin.follow(themeOf, () => {
      people?.takeColours();
      heat.takeColours();
    }),
  ]);

  return {
    show(next) {
      shown = next;
      putPeople(next);
      route.show(next);
      heat.show(next);
      host.requestFrame();
    },
    click(at) {
      if (!shown?.isPages) return false;
      const person = people ? personAt(stage, people.shown, at) : null;
      twin.getState().pickPerson(person);
      return person !== null;
    },
    isWaiting: () => people?.isWaiting() ?? false,
    close() {
      end();
      route.close();
      people?.close();
      heat.close();
    },
  };
}

/** The sheet of densities, made anew when the ground or its raster is another. */
function followHeat({ globe: { stage, picture }, fail }: GlobeHost) {
  let sheet: ValueSheet | null = null;
  return {
    show(shown: CrowdPicture | null): void {
      const wanted = shown?.heat ?? null;
      if (sheet && (!shown || (wanted && !sheet.takes(shown.ground, wanted)))) {
        sheet.close();
        sheet = null;
      }
      if (!sheet && shown && wanted) {
        sheet = new ValueSheet(stage, { ground: shown.ground, first: wanted, stops: HEAT_STOPS }, fail);
        sheet.takePicture(picture.uniforms);
      }
      sheet?.show(wanted?.perM2 ?? null);
    },
    takePicture: (uniforms: typeof picture.uniforms) => sheet?.takePicture(uniforms),
    takeColours: () => sheet?.takeColours(),
    close: () => sheet?.close(),
  };
}
