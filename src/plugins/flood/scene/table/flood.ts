import { themeOf } from '../../../../twin/appearance.ts';
import { endAll } from '../../../../view/end-all.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import type { TableHost } from '../../../../view/table/host.ts';
import type { FloodPicture } from '../../slice.ts';
import type { ShownFlood } from '../shown-flood.ts';
import { FloodTableSheet } from './flood-table-sheet.ts';

/** Water of the shown run on the table: the frames of the very arrays that the globe draws; follows clock and theme by itself. */
export function openTableFlood(host: TableHost): SceneDrawing<ShownFlood> {
  const { twin, table } = host;
  let sheet: FloodTableSheet | null = null;
  const timeMs = () => twin.getState().shownTimeMs;

  function put(next: FloodPicture | null): void {
    if (sheet && !(next && sheet.takes(next))) {
      sheet.close();
      sheet = null;
    }
    if (next) {
      sheet ??= new FloodTableSheet(table, next);
      sheet.take(next);
      sheet.showTime(timeMs());
      sheet.takeColours();
    }
    host.requestFrame();
  }

  const end = endAll([
    table.readers.readDepth((east, north) => sheet?.depthM(east, north) ?? null),
    twin.follow(
      ({ shownTimeMs }) => shownTimeMs,
      (shownTimeMs) => {
        sheet?.showTime(shownTimeMs);
        if (sheet) host.requestFrame();
      },
    ),
    twin.follow(themeOf, () => sheet?.takeColours()),
  ]);
  return {
    show: (picture) => put(picture?.shown ?? null),
    close() {
      end();
      sheet?.close();
    },
  };
}
