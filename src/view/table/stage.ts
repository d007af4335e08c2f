import { Group, PerspectiveCamera, Plane, Scene, Vector3, WebGLRenderer } from 'three';
import type { Manifest } from '../../../model/city/manifest.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { Quality } from '../../twin/quality.ts';
import type { TableBlock } from '../../twin/table-block.ts';
import type { Twin } from '../../twin/twin.ts';
import { child } from '../dom.ts';
import { viewMessage } from '../messages.ts';
import { FOVY_DEG } from './orbit.ts';
import { STANDS_RATIO } from './strata.ts';
import { type TableUniforms, tableUniforms } from './uniforms.ts';

/** One three scene in the page: a block of a city, and who follows its frames. */
export interface TableStage {
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly overlay: HTMLElement;
  readonly renderer: WebGLRenderer;
  readonly gl: WebGL2RenderingContext;
  readonly scene: Scene;
  /** Its children stand in the city's frame: x east, y up, z south of the city's origin. */
  readonly cityRoot: Group;
  /** Group, in the city's frame too, of what a subject sets on the block, which the lens looks beneath. */
  readonly standing: Group;
  readonly camera: PerspectiveCamera;
  readonly twin: Twin;
  readonly city: Manifest;
  readonly cityUrl: string;
  readonly block: TableBlock;
  /** As the twin has it now. */
  readonly quality: Quality;
  readonly uniforms: TableUniforms;
  /** Nothing of the city stands beyond these. */
  readonly saw: readonly Plane[];
  /** Before a frame, when the eye may still be moved. */
  readonly before: Set<() => void>;
  /** After a frame. */
  readonly after: Set<() => void>;
  requestFrame(): void;
  /** Draws frames that were asked for by this from now on. */
  start(draw: () => void): void;
  /** Another loop than the window's draws the frames from now on, each of its own, until it releases them. */
  drive(): DrivenFrames;
  frames(): number;
  close(): void;
}

/** The frames of a stage in another loop than the window's, as a headset's. */
interface DrivenFrames {
  /** Draws one now, with all that goes before and after it. */
  draw(): void;
  release(): void;
}

/** Pixels a side of a drawn picture; a wall's window has its own share. */
const MAX_PX: Readonly<Record<Quality, number>> = { fast: 2048, medium: 3072, fine: 4096 };
/** Drawn pixels to one of the page, along a side. */
const MAX_PER_PAGE_PX: Readonly<Record<Quality, number>> = { fast: 1, medium: 1.5, fine: 2 };

export function openTableStage(parent: HTMLElement, twin: Twin, cityUrl: string, block: TableBlock): TableStage {
  const element = child(parent, 'table-stage');
  const canvas = document.createElement('canvas');
  canvas.className = 'table-canvas';
  canvas.tabIndex = 0;
  element.append(canvas);
  const overlay = child(element, 'stage-overlay');
  const renderer = openRenderer(canvas);
  renderer.info.autoReset = false;
  const scene = new Scene();
  const cityRoot = new Group();
  const standing = new Group();
  cityRoot.add(standing);
  scene.add(cityRoot);
  const camera = new PerspectiveCamera(FOVY_DEG, 1, 0.05 * block.sizeM, 9 * block.sizeM);
  const loop = openLoop();
  const fit = () => {
    // A session's picture has the size of its device, and tells when it is over.
    if (renderer.xr.isPresenting) return;
    fitRenderer(renderer, element, twin.getState().quality);
    loop.request();
  };
  const sized = new ResizeObserver(fit);
  sized.observe(element);
  renderer.xr.addEventListener('sessionend', fit);
  const endQuality = twin.follow(({ quality }) => quality, fit);
  return {
    element,
    canvas,
    overlay,
    renderer,
    // The library draws by WebGL 2 alone.
    gl: renderer.getContext() as WebGL2RenderingContext,
    scene,
    cityRoot,
    standing,
    camera,
    twin,
    city: twin.city,
    cityUrl,
    block,
    get quality() {
      return twin.getState().quality;
    },
    uniforms: tableUniforms(),
    saw: sawOf(block.sizeM),
    before: loop.before,
    after: loop.after,
    requestFrame: loop.request,
    start: loop.start,
    drive: loop.drive,
    frames: loop.frames,
    close() {
      endQuality();
      loop.close();
      sized.disconnect();
      renderer.xr.removeEventListener('sessionend', fit);
      renderer.dispose();
      element.remove();
    },
  };
}

function openRenderer(canvas: HTMLCanvasElement): WebGLRenderer {
  try {
    const renderer = new WebGLRenderer({
      canvas,
      antialias: true,
      stencil: false,
      powerPreference: 'high-performance',
    });
    // Asked of each program at its first picture, that stands still until the card has answered; a program that fails says so when it is used.
    renderer.debug.checkShaderErrors = false;
    return renderer;
  } catch (error) {
    console.warn('table', error);
    throw new MessageError(viewMessage('no-webgl', {}));
  }
}

function fitRenderer(renderer: WebGLRenderer, { clientWidth, clientHeight }: HTMLElement, quality: Quality): void {
  const width = Math.max(1, clientWidth);
  const height = Math.max(1, clientHeight);
  const perPagePx = Math.min(MAX_PER_PAGE_PX[quality], MAX_PX[quality] / Math.max(width, height));
  renderer.setPixelRatio(Math.min(window.devicePixelRatio, perPagePx));
  renderer.setSize(width, height, false);
}

/** Four vertical planes, a little inside the earth sides so that no wall stands in front of them. */
function sawOf(sizeM: number): Plane[] {
  const half = sizeM / 2;
  return [
    new Plane(new Vector3(1, 0, 0), half),
    new Plane(new Vector3(-1, 0, 0), half),
    new Plane(new Vector3(0, 0, 1), half),
    new Plane(new Vector3(0, 0, -1), half),
    new Plane(new Vector3(0, 1, 0), STANDS_RATIO * sizeM),
  ];
}

function openLoop() {
  const before = new Set<() => void>();
  const after = new Set<() => void>();
  let draw: (() => void) | null = null;
  let wanted = 0;
  let isDriven = false;
  let count = 0;
  const step = (): void => {
    wanted = 0;
    if (!draw) return;
    for (const each of before) each();
    draw();
    count++;
    for (const each of after) each();
  };
  const request = (): void => {
    if (wanted === 0 && !isDriven) wanted = requestAnimationFrame(step);
  };
  return {
    before,
    after,
    request,
    start(next: () => void) {
      draw = next;
      request();
    },
    drive() {
      isDriven = true;
      cancelAnimationFrame(wanted);
      wanted = 0;
      return {
        draw: step,
        release() {
          isDriven = false;
          request();
        },
      };
    },
    frames: () => count,
    close() {
      cancelAnimationFrame(wanted);
      draw = null;
      before.clear();
      after.clear();
    },
  };
}
