import { pictureCount, type ViewBox } from '../../../twin/compare.ts';
import type { Twin } from '../../../twin/twin.ts';
import { twinOfView } from '../../../twin/view-twin.ts';
import type { SceneLoop } from '../../scene-loop.ts';
import type { InsetsPx, Paint } from '../../view-api.ts';
import { NO_INSETS } from '../camera/camera.ts';
import { drawCurtain, linkCameras } from './compare.ts';
import { watchContext } from './context.ts';
import { openPane, type Pane, type PaneOptions } from './pane.ts';
import { openStage, type Stage } from './stage.ts';
import { viewBoxes } from './view-boxes.ts';

/** One pane, or as many as a comparison has pictures. A pane whose graphics context is lost is thrown away and built again. */
export interface Panes {
  /** The leading one first. */
  all(): readonly Pane[];
  main(): Pane;
  paint(paints: readonly Paint[]): void;
  drawScene(loop: SceneLoop): void;
  setInsets(insets: InsetsPx): void;
  /** Another pane of the same twin, as a camera there would see it, on a stage of its own, which whoever asked for it closes. */
  openBeside(bare: Stage): Pane;
  /** From the twin, in place of those there are. */
  rebuild(): void;
  close(): void;
}

/** What panes are opened with. */
interface PanesOptions extends Pick<PaneOptions, 'twin' | 'cityUrl' | 'isAttracting' | 'fail'> {
  /** Called for each leading pane that is opened; what it returns is called before that pane is closed. */
  attach(main: Pane): () => void;
}

/** What all panes were given last, for those that are opened later. */
interface Given {
  paints: readonly Paint[];
  loop: SceneLoop | null;
  insets: InsetsPx;
}

interface OpenPane {
  pane: Pane;
  end(): void;
}

/** The split follows the twin; who asks for `all` always gets the panes of now. */
export function openPanes(first: Stage, options: PanesOptions): Panes {
  const { twin } = options;
  const root = first.element.parentElement ?? document.body;
  const given: Given = { paints: [null], loop: null, insets: NO_INSETS };
  const losses: number[] = [];
  const watch = (pane: Pane) => watchContext(pane.stage, losses, rebuild, options);
  const views = twin.getState().views.map((_, index) => twinOfView(twin, index));
  let main = openMain(first, options, views[0], given, watch);
  let others: OpenPane[] = [];
  let unlink = () => {};

  const besides = new Set<Pane>();
  const all = (): readonly Pane[] => [main, ...others].map(({ pane }) => pane);

  function close(): void {
    unlink();
    for (const other of others) other.end();
    others = [];
    main.end();
  }

  function rebuild(): void {
    close();
    main = openMain(openStage(root, twin.getState().quality), options, views[0], given, watch);
    followCompare();
  }

  function followCompare(): void {
    const count = pictureCount(twin.getState());
    if (count !== all().length) {
      unlink();
      for (const other of others.splice(count - 1)) other.end();
      while (others.length < count - 1)
        others.push(
          openOther(openStage(root, twin.getState().quality), options, views, others.length + 1, given, watch),
        );
      unlink = count > 1 ? linkCameras(all().map(({ stage }) => stage)) : () => {};
    }
    place();
  }

  /** Panes of a split stand beside one another; else each has the whole window. */
  function place(): void {
    const { compare } = twin.getState();
    const count = compare === 'split' ? all().length : 1;
    const boxes = viewBoxes(count, { widthPx: root.clientWidth, heightPx: root.clientHeight }, given.insets);
    for (const [i, { stage }] of all().entries()) {
      standOn(stage.element, boxes[i] ?? boxes[0], boxes[0]);
      stage.widget.resize();
      stage.scene.requestRender();
    }
    main.pane.control.setInsets(count > 2 ? NO_INSETS : given.insets);
    twin.getState().placeViews(count > 2 ? boxes : []);
  }

  const sized = new ResizeObserver(place);
  sized.observe(root);
  const endCompare = twin.follow(({ compare, viewCount }) => `${compare} ${viewCount}`, followCompare);
  return {
    all,
    main: () => main.pane,
    paint(paints) {
      given.paints = paints;
      for (const [index, { layers }] of all().entries()) layers.paint(paintOf(given, index));
    },
    drawScene(loop) {
      given.loop = loop;
      for (const pane of [...all(), ...besides]) pane.drawScene(loop);
    },
    setInsets(insets) {
      given.insets = insets;
      place();
    },
    openBeside(bare) {
      const own = { twin: views[0], leads: false, isPhoto: true, paint: null };
      const pane = openPane(bare, { ...options, ...given, ...own });
      besides.add(pane);
      return {
        ...pane,
        close() {
          besides.delete(pane);
          pane.close();
        },
      };
    },
    rebuild,
    close() {
      endCompare();
      sized.disconnect();
      close();
    },
  };
}

/** On the window, with a line to the pictures left of it and above it. */
function standOn({ style, classList }: HTMLElement, box: ViewBox, first: ViewBox): void {
  style.left = `${box.leftPx}px`;
  style.top = `${box.topPx}px`;
  style.width = `${box.widthPx}px`;
  style.height = `${box.heightPx}px`;
  classList.toggle('stage-right', box.leftPx > first.leftPx);
  classList.toggle('stage-below', box.topPx > first.topPx);
}

/** A picture that was opened since the paints were made has that of the first until its own comes. */
const paintOf = ({ paints }: Given, index: number): Paint => paints[index] ?? paints[0];

type Watch = (pane: Pane) => () => void;

function openMain(bare: Stage, options: PanesOptions, twin: Twin, given: Given, watch: Watch): OpenPane {
  const pane = openPane(bare, { ...options, ...given, paint: paintOf(given, 0), twin, leads: true });
  pane.control.setInsets(given.insets);
  const detach = options.attach(pane);
  const unwatch = watch(pane);
  return {
    pane,
    end() {
      unwatch();
      detach();
      pane.close();
    },
  };
}

function openOther(
  bare: Stage,
  options: PanesOptions,
  views: readonly Twin[],
  index: number,
  given: Given,
  watch: Watch,
): OpenPane {
  const paint = paintOf(given, index);
  const pane = openPane(bare, { ...options, ...given, paint, twin: views[index], leads: false });
  const unwatch = watch(pane);
  const endCurtain = drawCurtain(pane.stage);
  return {
    pane,
    end() {
      endCurtain();
      unwatch();
      pane.close();
    },
  };
}
