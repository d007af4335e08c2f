import { BillboardCollection, Cartesian3 } from '@cesium/engine';
import { type Theme, themeOf } from '../../../../twin/appearance.ts';
import { hasData, type LiveValues } from '../../../../twin/live/live-values.ts';
import { PickedObject } from '../../../../view/globe/camera/picked.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { GLYPH_GRID, KIND_GLYPHS } from '../../kind-glyphs.ts';
import { markColours } from './mark-look.ts';
import { isAlone } from './sensor-marks.ts';
import type { ShownMarks } from './tag-candidates.ts';
import { wallScale } from './wall-scale.ts';

/** The kinds are told from here on; farther away a disc is all that can be read. */
const GLYPHS_WITHIN_M = 2000;
/** Glyphs that are drawn at once at most: more cannot be separated in a picture. */
const MAX_GLYPHS = 400;
const MARK_PX = 19;
/** Drawn larger and shrunk, for screens with two and three dots to a pixel. */
const IMAGE_PX = 57;

/** Discs with the glyph of their kind, in place of the plain points of sensors that stand alone and near. */
export class KindMarks {
  private readonly host: GlobeHost;
  private readonly live: LiveValues;
  private readonly billboards: BillboardCollection;
  private chosenFor = '';
  private chosenFrom: ShownMarks | null = null;
  private covered: number[] = [];
  private scale = 1;

  constructor(host: GlobeHost, live: LiveValues) {
    this.host = host;
    this.live = live;
    this.billboards = host.globe.stage.scene.primitives.add(new BillboardCollection());
  }

  /** Asked before each frame: thinks only where the camera, the marks or the theme changed. `showPoint` hides the point that a disc stands for. */
  choose(shown: ShownMarks | null, showPoint: (mark: number, isShown: boolean) => void): void {
    const { camera } = this.host.globe.stage.scene;
    const state = this.host.twin.getState();
    const theme = themeOf(state);
    this.scale = wallScale(state.wall);
    const { x, y, z } = camera.positionWC;
    const near = shown && isAlone(shown.marks, 0) ? shown : null;
    const key = near ? `${theme} ${this.scale} ${near.writes} ${[x, y, z].map(Math.round)}` : '';
    if (key === this.chosenFor && shown === this.chosenFrom) return;
    // The points of marks that were built anew are all there.
    if (shown === this.chosenFrom) for (const mark of this.covered) showPoint(mark, true);
    this.chosenFor = key;
    this.chosenFrom = shown;
    this.covered = [];
    this.billboards.removeAll();
    if (!near) return;
    for (const mark of nearest(near, camera.positionWC)) if (this.draw(near, mark, theme)) this.covered.push(mark);
    for (const mark of this.covered) showPoint(mark, false);
    // Their pictures go to the graphics card with one frame and are drawn with the next.
    this.host.requestFrame();
  }

  close(): void {
    this.host.globe.stage.scene.primitives.remove(this.billboards);
  }

  private draw({ marks, ecefM, severities }: ShownMarks, mark: number, theme: Theme): boolean {
    const sensor = marks.members[marks.first[mark]];
    const image = imageOf(this.live.sensors[sensor].kind, theme, severities[mark]);
    if (!image) return false;
    this.billboards.add({
      position: new Cartesian3(ecefM[3 * mark], ecefM[3 * mark + 1], ecefM[3 * mark + 2]),
      id: new PickedObject(this.live.gidOf(sensor)),
      image,
      width: MARK_PX * this.scale,
      height: MARK_PX * this.scale,
      disableDepthTestDistance: Number.POSITIVE_INFINITY,
    });
    return true;
  }
}

/** Marks with a reading within sight, the nearest where they are too many. */
function nearest({ marks, ecefM, severities }: ShownMarks, eye: Cartesian3): number[] {
  const found: { mark: number; distanceM: number }[] = [];
  for (let mark = 0; mark < marks.count; mark++) {
    if (!hasData(severities[mark])) continue;
    const distanceM = Math.hypot(ecefM[3 * mark] - eye.x, ecefM[3 * mark + 1] - eye.y, ecefM[3 * mark + 2] - eye.z);
    if (distanceM <= GLYPHS_WITHIN_M) found.push({ mark, distanceM });
  }
  if (found.length > MAX_GLYPHS) found.sort((a, b) => a.distanceM - b.distanceM).splice(MAX_GLYPHS);
  return found.map(({ mark }) => mark);
}

const images = new Map<string, HTMLCanvasElement>();

/** A disc in the colours of the state with the kind's strokes; the same canvas each time, so that the engine keeps it once. */
function imageOf(kind: string, theme: Theme, severity: number): HTMLCanvasElement | null {
  const strokes = KIND_GLYPHS[kind];
  if (!strokes) return null;
  const name = `${strokes} ${theme} ${severity}`;
  const known = images.get(name);
  if (known) return known;
  const { fill, edge, isHollow } = markColours(theme, severity);
  const image = document.createElement('canvas');
  image.width = IMAGE_PX;
  image.height = IMAGE_PX;
  const context = image.getContext('2d');
  if (!context) return null;
  const middle = IMAGE_PX / 2;
  context.lineWidth = 4;
  context.beginPath();
  context.arc(middle, middle, middle - 3, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = edge;
  context.stroke();
  const side = 0.66 * IMAGE_PX;
  context.translate(middle - side / 2, middle - side / 2);
  context.scale(side / GLYPH_GRID, side / GLYPH_GRID);
  context.lineWidth = 2.6;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.strokeStyle = isHollow ? edge : GLYPH_INK;
  context.stroke(new Path2D(strokes));
  images.set(name, image);
  return image;
}

/** Reads on the green of what is normal and on the colours of alarms, in both themes. */
const GLYPH_INK = '#14171a';
