import type { View } from '../../model/city/manifest.ts';
import type { Enu } from '../../model/geo/enu.ts';
import type { SurfacePoint } from '../../model/geo/surface-point.ts';
import type { Quality } from '../twin/quality.ts';
import type { Twin, TwinState } from '../twin/twin.ts';
import type { InsetsPx } from './view-api.ts';

/**
 * What one subject draws into the picture, whatever engine draws it. The view knows a list of these and nothing else about subjects:
 * it opens each once a pane (several while a comparison is split, again after a lost graphics context), gives each pane the picture of
 * the state that it sees, and closes them in reverse. `App` is what a plug-in reads its pictures from; the view only hands it on.
 */
export interface SceneLayer<Picture = unknown, App = unknown> {
  /** Names the layer in problems and in a desk's emphasis; unique in the list. */
  readonly id: string;
  /**
   * What the picture follows: it is made again when this value changes (by Object.is). It runs with every change of the twin, so it
   * reads and compares, and makes nothing large. Without it the picture itself is compared, which then must stay the same object
   * while nothing changed.
   */
  key?(state: TwinState, app: App): unknown;
  /** Calls whenever the picture changed by something that the twin does not hold, a worker's answer; returns what ends it. */
  follow?(app: App, changed: () => void): () => void;
  /** The picture of now; null while the subject has none. Large arrays go by reference from the plug-in's controller. */
  of(state: TwinState, app: App): Picture | null;
  /** A thing of the city, which a camera there would see; all else is drawn for who reads the map. */
  readonly stands?: true;
  /** How it is drawn, by engine. An engine that is not listed leaves the layer out. Code of an engine is fetched when it is first used. */
  readonly open: {
    readonly [Engine in keyof SceneRenderers]?: () => Promise<OpenScene<SceneRenderers[Engine], Picture>>;
  };
}

/** Engines that can draw scene layers, each with the host that it offers: the file of an engine's host adds its own line. */
export interface SceneRenderers {
  /** Every engine: a drawing that needs no more than the host all of them offer. An engine's own way goes before it. */
  any: SceneHost;
}

/** Starts drawing on one pane. It draws nothing before its first `show`. */
type OpenScene<Host extends SceneHost, Picture> = (host: Host) => SceneDrawing<Picture>;

/** One layer on one pane. */
export interface SceneDrawing<Picture = unknown> {
  /** Takes the picture in place of the one before; null: nothing is drawn. What hangs on the clock or the theme it follows by itself. */
  show(picture: Picture | null): void;
  /** Something that is to be drawn is still being built or fetched: the pane is not complete. */
  isWaiting?(): boolean;
  /** While true, clicks are meant for this drawing and nothing of the city is hovered. */
  holdsPointer?(): boolean;
  /** Offers a click, later layers first; true: it is taken, and nothing of the city is selected by it. */
  click?(at: CanvasPoint): boolean;
  close(): void;
}

/** A place on the canvas, CSS pixels from its upper left corner. */
export interface CanvasPoint {
  readonly x: number;
  readonly y: number;
}

/** A point of the city as it stands on the canvas. */
export interface ProjectedPoint extends CanvasPoint {
  /** How far before the eye, along the view, metres. */
  readonly farM: number;
  /** False beside the canvas, and beside the block of a table. */
  readonly isOnCanvas: boolean;
}

/**
 * What every engine offers a drawing on one pane. A drawing that needs no more than this (lines, words and pins over the picture)
 * works on any engine; meshes need an engine's own handles, which its host adds.
 */
export interface SceneHost {
  /** As this pane sees it (`twinOfView`). */
  readonly twin: Twin;
  /** The leading pane plays, flies and reports; the others of a split follow it. */
  readonly leads: boolean;
  /** As the picture is drawn now: it may change while a drawing is open. */
  readonly quality: Quality;
  /** Takes pointer and keys of the pane. */
  readonly canvas: HTMLCanvasElement;
  /** Lies over the canvas and takes no pointer; a drawing puts its own elements here and removes them when it closes. */
  readonly overlay: HTMLElement;
  readonly camera: SceneCamera;
  /** How much of each edge of the window is covered by panels. */
  insets(): InsetsPx;
  /** Asks for a frame; none is drawn that nobody asked for. */
  requestFrame(): void;
  /** Calls before each frame, when the camera may still be moved; returns what ends it. */
  beforeFrame(step: () => void): () => void;
  /** Calls after each frame, when the camera stands where it was drawn from; returns what ends it. */
  afterFrame(draw: () => void): () => void;
  /** Where points of the city stand on the canvas, as camera and canvas are now; null behind the eye. Made once for all points of a frame. */
  projection(): (point: Enu) => ProjectedPoint | null;
  /** Height of the ground in the city's frame by its finest tiles, whatever is drawn. */
  groundUpM(points: readonly (readonly [eastM: number, northM: number])[]): Promise<number[]>;
  /** The drawn ground at a point of the canvas; null where there is sky. */
  groundAt(at: CanvasPoint): Enu | null;
  /** What is drawn at a point of the canvas: a roof, wall or deck, else the ground; null where there is sky. */
  surfaceAt(at: CanvasPoint): Promise<SurfacePoint | null>;
  /** Reports a problem of this layer; the rest of the picture goes on. */
  fail(reason: unknown): void;
}

/** The camera of a pane, as far as a drawing may move it. Panels move it by the twin (`flyTo`). */
interface SceneCamera {
  view(): View;
  /** Flies there; resolves true on arrival, false when something else took the camera. */
  fly(to: View, durationMs: number): Promise<boolean>;
  /** The view moved aside so that its middle comes to the middle of what panels leave free. */
  framed(view: View): View;
  /** Turns slowly about the middle of the picture for so long; not at all for who asked for less motion. */
  turn(elapsedMs: number): void;
}
