import { type Billboard, BillboardCollection, Cartesian3, VerticalOrigin } from '@cesium/engine';
import type { Point } from '../../../../../model/geo/plane/point.ts';
import { formatNumber } from '../../../../kit/format.ts';
import { type Theme, themeOf } from '../../../../twin/appearance.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { ecefOf, enuOf } from '../../../../view/globe/panes/stage.ts';
import type { CanvasPoint } from '../../../../view/scene.ts';
import { tokenColour } from '../../../../view/tokens.ts';
import { type FigureColumn, figureColumns, figureDepthsM, isClear, isWallSeen } from './pit-figures.ts';

/** A pit whose walls are written on: depths count from the lowest point of its rim. */
interface ScaledPit {
  readonly ringM: readonly Point[];
  readonly rimUpM: number;
  readonly floorUpM: number;
}

/** A figure is a plate that faces the eye: so far before its wall, by its distance, that the wall does not cut it. */
const BEFORE_RATIO = 0.04;
/** Drawn larger and shrunk, for screens with two dots to a pixel. */
const SHARP = 2;
const PLATE_PX = 16;
const FONT_PX = 12;

/** Depths written on the walls of a pit, as on a staff: what stands before them hides them as it does the wall. */
export class PitScale {
  private readonly host: GlobeHost;
  private readonly billboards: BillboardCollection;
  private readonly plates = new Map<string, Billboard>();
  private pit: ScaledPit | null = null;
  private columns: FigureColumn[] = [];
  private placedFor = '';

  constructor(host: GlobeHost) {
    this.host = host;
    this.billboards = host.globe.stage.scene.primitives.add(new BillboardCollection());
  }

  show(pit: ScaledPit | null): void {
    this.pit = pit;
    this.columns = pit ? figureColumns(pit.ringM) : [];
    this.plates.clear();
    this.billboards.removeAll();
    this.placedFor = '';
  }

  /** Asked before each frame: thinks only where the camera or the theme changed. */
  place(): void {
    const { pit, host } = this;
    if (!pit) return;
    const theme = themeOf(host.twin.getState());
    const { positionWC, directionWC } = host.globe.stage.scene.camera;
    const key = `${theme} ${positionWC} ${directionWC} ${host.canvas.clientWidth} ${host.canvas.clientHeight}`;
    if (key === this.placedFor) return;
    this.placedFor = key;
    for (const plate of this.plates.values()) plate.show = false;
    const eye = enuOf(host.globe.stage, positionWC);
    const project = host.projection();
    const depthM = pit.rimUpM - pit.floorUpM;
    const written: CanvasPoint[] = [];
    this.columns.forEach((column, i) => {
      if (!isWallSeen(column, eye)) return;
      const at = (belowM: number) => project([...column.at, pit.rimUpM - belowM]);
      const top = at(0);
      const foot = at(depthM);
      if (!top || !foot) return;
      const pxPerM = Math.hypot(top.x - foot.x, top.y - foot.y) / depthM;
      for (const figureM of figureDepthsM(depthM, pxPerM)) {
        const place = at(figureM);
        if (!place || !isClear(place, written)) continue;
        written.push(place);
        this.write(i, figureM, theme, foot.farM);
      }
    });
  }

  close(): void {
    this.host.globe.stage.scene.primitives.remove(this.billboards);
  }

  private write(column: number, depthM: number, theme: Theme, farM: number): void {
    const key = `${theme} ${column} ${depthM}`;
    const plate = this.plates.get(key) ?? this.newPlate(key, column, depthM, theme);
    if (!plate) return;
    plate.show = true;
    plate.eyeOffset = new Cartesian3(0, 0, -BEFORE_RATIO * farM);
  }

  private newPlate(key: string, column: number, depthM: number, theme: Theme): Billboard | null {
    const { pit, host } = this;
    const image = plateImage(figureText(depthM), theme);
    if (!pit || !image) return null;
    const [east, north] = this.columns[column].at;
    const plate = this.billboards.add({
      position: ecefOf(host.globe.stage, [east, north, pit.rimUpM - depthM]),
      image,
      width: image.width / SHARP,
      height: image.height / SHARP,
      verticalOrigin: VerticalOrigin.BOTTOM,
    });
    this.plates.set(key, plate);
    // Its picture goes to the graphics card with one frame and is drawn with the next.
    host.requestFrame();
    return plate;
  }
}

/** As levels are written on drawings: with the sign, a decimal only where there is one. */
const figureText = (depthM: number): string => `−${formatNumber(depthM, depthM % 1 < 0.05 ? 0 : 1)}\u2009m`;

const images = new Map<string, HTMLCanvasElement>();

/** The same canvas each time, so that the engine keeps it once; null without a canvas to draw on. */
function plateImage(text: string, theme: Theme): HTMLCanvasElement | null {
  const name = `${theme} ${text}`;
  const known = images.get(name);
  if (known) return known;
  const image = document.createElement('canvas');
  const context = image.getContext('2d');
  if (!context) return null;
  const font = `700 ${FONT_PX * SHARP}px ${getComputedStyle(document.documentElement).getPropertyValue('--font')}`;
  context.font = font;
  image.width = Math.ceil(context.measureText(text).width) + 8 * SHARP;
  image.height = PLATE_PX * SHARP;
  // A canvas that is sized anew has forgotten its font.
  context.font = font;
  context.fillStyle = cssOf(theme, 'surface');
  context.fillRect(0, 0, image.width, image.height);
  context.fillStyle = cssOf(theme, 'ink');
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, image.width / 2, image.height / 2);
  images.set(name, image);
  return image;
}

const cssOf = (theme: Theme, token: string): string =>
  `rgb(${tokenColour(theme, token)
    .map((part) => Math.round(part * 255))
    .join(' ')})`;
