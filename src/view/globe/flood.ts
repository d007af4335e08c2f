import { type ClippingPolygonCollection, SplitDirection } from '@cesium/engine';
import { themeOf } from '../../twin/appearance.ts';
import type { FloodPicture } from '../../twin/flood.ts';
import { type FloodDrains, openDrains } from './flood-drains.ts';
import { momentAt } from './flood-frames.ts';
import { showFloodGaps } from './flood-gaps.ts';
import { FLOOD_PROGRAM } from './flood-shader.ts';
import { type FloodSheet, openSheet } from './flood-sheet.ts';
import { reasonOf } from './layers.ts';
import { linkBeside } from './linking.ts';
import type { Picture } from './picture.ts';
import { pullRatioOf } from './shader.ts';
import { type CityStage, endAll } from './stage.ts';
import type { Underground } from './underground.ts';

/** Runs on the picture: while a comparison is open `compared` takes its right side. */
export interface ShownFlood {
  shown: FloodPicture | null;
  compared: FloodPicture | null;
}

/** As other things that lie on the ground while one looks through it. */
const FAINT_RATIO = 0.25;

export const NO_FLOOD: ShownFlood = { shown: null, compared: null };

export interface Flood {
  show(flood: ShownFlood): void;
  /** A sheet that is to be drawn is still being built. */
  isWaiting(): boolean;
  close(): void;
}

/** Water of up to two runs; follows clock, theme, comparison and excavation by itself. */
export function showFlood(
  stage: CityStage,
  picture: Picture,
  underground: Underground,
  fail: (reason: string) => void,
): Flood {
  const { twin, scene, city } = stage;
  const draped = city.layers.flatMap(({ kind, group }, order) =>
    (kind === 'area' || kind === 'water') && group !== 'plan' ? [order] : [],
  );
  const pullRatio = pullRatioOf(Math.max(0, ...draped) + 2);
  const sheets: Record<keyof ShownFlood, FloodSheet | null> = { shown: null, compared: null };
  let collection: (() => ClippingPolygonCollection) | null = null;
  const linking = linkBeside(scene, FLOOD_PROGRAM);
  const gaps = showFloodGaps(stage, (reason) => fail(reasonOf(reason)));
  let shown: FloodPicture | null = null;
  let drains: FloodDrains | null = null;

  const leaving = new Set<FloodSheet>();

  function leave(): void {
    for (const sheet of leaving) sheet.close();
    leaving.clear();
  }

  const all = () => [sheets.shown, sheets.compared].flatMap((sheet) => sheet ?? []);

  /**
   * A sheet stays until the next one is ready: the picture is never without, and the two share one program (Cesium's cache keeps
   * what is in use), which is linked once and not for every map.
   */
  function put(which: keyof ShownFlood, flood: FloodPicture | null): void {
    const held = sheets[which];
    const isKept = held && flood && held.takes(flood);
    if (held && !isKept) {
      sheets[which] = null;
      leaving.add(held);
      if (!flood) leave();
    }
    if (!flood) return;
    const sheet = isKept ? held : openSheet(stage, flood, pullRatio, leave, (reason) => fail(reasonOf(reason)));
    if (!isKept && collection) sheet.cut(collection);
    sheets[which] = sheet;
    sheet.take(flood);
    sheet.takePicture(picture.uniforms);
    sheet.showTime(twin.getState().shownTimeMs);
  }

  /** The shown run's pipes and manholes, while one looks underground. */
  function putDrains(): void {
    const { underground: looking, shownTimeMs } = twin.getState();
    const laid = looking === 'off' ? null : (shown?.drains ?? null);
    if (drains && drains.laid !== laid) {
      drains.close();
      drains = null;
    }
    if (!laid || !shown) return;
    drains ??= openDrains(stage, laid, (reason) => fail(reasonOf(reason)));
    drains.show(momentAt(shown.frames, (shownTimeMs - shown.startMs) / 1000)?.drains ?? null);
  }

  /** Who looks up from below sees no sheet; through the ground, what lies on it is faint. */
  function place(): void {
    const { compare, underground: looking } = twin.getState();
    const isSeen = looking !== 'below';
    const opacityRatio = looking === 'translucent' ? FAINT_RATIO : 1;
    const isPair = sheets.compared !== null && compare !== 'off';
    const isSwipe = isPair && compare === 'swipe';
    const isRight = stage.side() === 'right';
    const [left, right] = isSwipe
      ? [SplitDirection.LEFT, SplitDirection.RIGHT]
      : [SplitDirection.NONE, SplitDirection.NONE];
    sheets.shown?.place(isSeen && (!isPair || isSwipe || !isRight), opacityRatio, left);
    sheets.compared?.place(isSeen && isPair && (isSwipe || isRight), opacityRatio, right);
    scene.requestRender();
  }

  const end = endAll([
    picture.follow((uniforms) => {
      for (const sheet of all()) sheet.takePicture(uniforms);
    }),
    twin.follow(
      ({ shownTimeMs }) => shownTimeMs,
      (timeMs) => {
        for (const sheet of all()) sheet.showTime(timeMs);
        putDrains();
      },
    ),
    twin.follow(themeOf, () => {
      for (const sheet of all()) sheet.takeColours();
      drains?.takeColours();
    }),
    twin.follow(({ compare, underground }) => `${compare} ${underground}`, place),
    twin.follow(({ underground }) => underground, putDrains),
    underground.followCut((next) => {
      collection = next;
      for (const sheet of all()) sheet.cut(next);
    }),
  ]);

  return {
    show(flood) {
      shown = flood.shown;
      put('shown', flood.shown);
      putDrains();
      put('compared', flood.compared);
      gaps.show(shown);
      place();
    },
    isWaiting: () => linking.isWaiting() || all().some((sheet) => sheet.isWaiting()) || (drains?.isWaiting() ?? false),
    close() {
      end();
      leave();
      gaps.close();
      for (const sheet of all()) sheet.close();
      drains?.close();
      linking.close();
    },
  };
}
