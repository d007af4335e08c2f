import { themeOf } from '../../../../twin/appearance.ts';
import { endAll } from '../../../../view/end-all.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { FIELD_PROGRAM } from '../../../../view/globe/shader/field-shader.ts';
import { linkAlongside } from '../../../../view/globe/shader/program-linking.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import type { FloodPicture } from '../../slice.ts';
import { framesAround } from '../flood-frames.ts';
import type { ShownFlood } from '../shown-flood.ts';
import { type FloodDrains, openDrains } from './flood-drains.ts';
import { openFloodGaps } from './flood-gaps.ts';
import { FloodSheets } from './flood-sheets.ts';
import { openNotches } from './gap-notch.ts';

/** Water of up to two runs with the shown one's drains and gaps; follows clock, theme, comparison and excavation by itself. */
export function openFlood(host: GlobeHost): SceneDrawing<ShownFlood> {
  const { twin } = host;
  const { picture, cut, stage, readers } = host.globe;
  const linking = linkAlongside(stage.scene, FIELD_PROGRAM);
  const notches = openNotches(host);
  const gaps = openFloodGaps(host, notches);
  const sheets = new FloodSheets(host);
  const drains = followDrains(host);
  const end = endAll([
    readers.readDepth((eastM, northM) => sheets.depthM(eastM, northM)),
    picture.follow((uniforms) => sheets.takePicture(uniforms)),
    twin.follow(
      ({ shownTimeMs }) => shownTimeMs,
      (timeMs) => {
        sheets.showTime(timeMs);
        drains.follow();
      },
    ),
    twin.follow(themeOf, () => {
      sheets.takeColours();
      drains.takeColours();
    }),
    twin.follow(
      ({ compare, underground }) => `${compare} ${underground}`,
      () => sheets.place(),
    ),
    twin.follow(({ underground }) => underground, drains.follow),
    cut.follow((make) => sheets.cut(make)),
  ]);
  return {
    show(flood) {
      const shown = flood?.shown ?? null;
      sheets.put('shown', shown);
      drains.show(shown);
      sheets.put('compared', flood?.compared ?? null);
      gaps.show(shown);
      sheets.place();
    },
    isWaiting: () => linking.isWaiting() || sheets.isWaiting() || drains.isWaiting(),
    close() {
      end();
      gaps.close();
      notches.close();
      sheets.close();
      drains.close();
      linking.close();
    },
  };
}

/** The shown run's pipes and manholes, while one looks underground. */
function followDrains(host: GlobeHost) {
  let shown: FloodPicture | null = null;
  let drains: FloodDrains | null = null;

  function follow(): void {
    const { underground, shownTimeMs } = host.twin.getState();
    const geometry = underground === 'off' ? null : (shown?.drains ?? null);
    if (drains && drains.geometry !== geometry) {
      drains.close();
      drains = null;
    }
    if (!geometry || !shown) return;
    drains ??= openDrains(host.globe.stage, geometry, host.fail);
    drains.show(framesAround(shown.frames, (shownTimeMs - shown.startMs) / 1000)?.drains ?? null);
  }

  return {
    show(next: FloodPicture | null): void {
      shown = next;
      follow();
    },
    follow,
    takeColours: () => drains?.takeColours(),
    isWaiting: () => drains?.isWaiting() ?? false,
    close: () => drains?.close(),
  };
}
