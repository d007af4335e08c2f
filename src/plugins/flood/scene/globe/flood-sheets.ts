import { SplitDirection } from '@cesium/engine';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import type { MakeCut } from '../../../../view/globe/layers/cut.ts';
import { pullRatioOf } from '../../../../view/globe/layers/draping.ts';
import type { PictureUniforms } from '../../../../view/globe/shader/picture.ts';
import type { FloodPicture } from '../../slice.ts';
import type { ShownFlood } from '../shown-flood.ts';
import { FloodSheet } from './flood-sheet.ts';

/** How opaque the water is while one looks through the ground: as other things that lie on it. */
const FAINT_RATIO = 0.25;

/** The water of the shown run and of the compared one on one pane. */
export class FloodSheets {
  private readonly host: GlobeHost;
  private readonly pullRatio: number;
  private readonly sheets: Record<keyof ShownFlood, FloodSheet | null> = { shown: null, compared: null };
  private readonly leaving = new Set<FloodSheet>();
  private make: MakeCut | null = null;

  constructor(host: GlobeHost) {
    this.host = host;
    const draped = host.globe.stage.city.layers.flatMap(({ kind, group }, order) =>
      (kind === 'area' || kind === 'water') && group !== 'plan' ? [order] : [],
    );
    this.pullRatio = pullRatioOf(Math.max(0, ...draped) + 2);
  }

  /**
   * A sheet stays until the next one is ready: the picture is never without, and the two share one program (Cesium's cache keeps
   * what is in use), which is linked once and not for every map.
   */
  put(which: keyof ShownFlood, flood: FloodPicture | null): void {
    const held = this.sheets[which];
    const isKept = held !== null && flood !== null && held.takes(flood);
    if (held && !isKept) {
      this.sheets[which] = null;
      this.leaving.add(held);
      if (!flood) this.leave();
    }
    if (!flood) return;
    const sheet = isKept ? held : this.open(flood);
    this.sheets[which] = sheet;
    sheet.take(flood);
    sheet.takePicture(this.host.globe.picture.uniforms);
    sheet.showTime(this.host.twin.getState().shownTimeMs);
  }

  /** Water of the shown run at a place. */
  depthM(eastM: number, northM: number): number | null {
    return this.sheets.shown?.depthM(eastM, northM) ?? null;
  }

  /** Sets what is seen of the sheets: a look up from below sees none; through the ground, what lies on it is faint. */
  place(): void {
    const { compare, underground } = this.host.twin.getState();
    const isSeen = underground !== 'below';
    const opacityRatio = underground === 'translucent' ? FAINT_RATIO : 1;
    const isSwipe = this.sheets.compared !== null && compare === 'swipe';
    this.sheets.shown?.place(isSeen, opacityRatio, isSwipe ? SplitDirection.LEFT : SplitDirection.NONE);
    this.sheets.compared?.place(isSeen && isSwipe, opacityRatio, SplitDirection.RIGHT);
    this.host.requestFrame();
  }

  cut(make: MakeCut): void {
    this.make = make;
    for (const sheet of this.all()) sheet.cut(make);
  }

  showTime(timeMs: number): void {
    for (const sheet of this.all()) sheet.showTime(timeMs);
  }

  takePicture(uniforms: PictureUniforms): void {
    for (const sheet of this.all()) sheet.takePicture(uniforms);
  }

  takeColours(): void {
    for (const sheet of this.all()) sheet.takeColours();
  }

  isWaiting(): boolean {
    return this.all().some((sheet) => sheet.isWaiting());
  }

  close(): void {
    this.leave();
    for (const sheet of this.all()) sheet.close();
  }

  private all(): FloodSheet[] {
    return [this.sheets.shown, this.sheets.compared].flatMap((sheet) => sheet ?? []);
  }

  private open(flood: FloodPicture): FloodSheet {
    const sheet = new FloodSheet(this.host.globe.stage, flood, {
      pullRatio: this.pullRatio,
      ready: () => this.leave(),
      fail: this.host.fail,
    });
    if (this.make) sheet.cut(this.make);
    return sheet;
  }

  private leave(): void {
    for (const sheet of this.leaving) sheet.close();
    this.leaving.clear();
  }
}
