import { hasTwoPictures } from '../../twin/compare.ts';
import type { Twin } from '../../twin/twin.ts';
import type { SceneLoop } from '../scene-loop.ts';
import type { InsetsPx } from '../view-api.ts';
import { NO_INSETS } from './camera.ts';
import { drawCurtain, linkCameras } from './compare.ts';
import { watchContext } from './context.ts';
import { openPane, type Pane, type PaneOptions } from './pane.ts';
import { openStage, type Stage } from './stage.ts';

/** One pane, or two while a comparison has two pictures. A pane whose graphics context is lost is thrown away and built again. */
export interface Panes {
  /** The leading one first. */
  all(): readonly Pane[];
  main(): Pane;
  paint(rgba: Uint8Array | null): void;
  drawScene(loop: SceneLoop): void;
  setInsets(insets: InsetsPx): void;
  /** Another pane of the same twin, as a camera there would see it, on a stage of its own, which whoever asked for it closes. */
  openBeside(bare: Stage): Pane;
  close(): void;
}

/** What panes are opened with. */
interface PanesOptions extends Pick<PaneOptions, 'twin' | 'cityUrl' | 'isAttracting' | 'fail'> {
  /** Called for each leading pane that is opened; what it returns is called before that pane is closed. */
  attach(main: Pane): () => void;
}

/** What all panes were given last, for those that are opened later. */
interface Given {
  paint: Uint8Array | null;
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
  const given: Given = { paint: null, loop: null, insets: NO_INSETS };
  const losses: number[] = [];
  const watch = (pane: Pane) => watchContext(pane.stage, losses, rebuild, options.fail);
  let main = openMain(first, options, given, watch);
  let second: OpenPane | null = null;

  const besides = new Set<Pane>();
  const all = (): readonly Pane[] => (second ? [main.pane, second.pane] : [main.pane]);

  function close(): void {
    second?.end();
    second = null;
    main.end();
  }

  function rebuild(): void {
    close();
    main = openMain(openStage(root), options, given, watch);
    followCompare();
  }

  function followCompare(): void {
    const { compare } = twin.getState();
    main.pane.stage.element.classList.toggle('stage-split-left', compare === 'split');
    if (hasTwoPictures(compare)) second ??= openSecond(openStage(root), main.pane, options, given, watch);
    else {
      second?.end();
      second = null;
    }
    for (const { stage } of all()) {
      stage.widget.resize();
      stage.scene.requestRender();
    }
  }

  const endCompare = twin.follow(({ compare }) => compare, followCompare);
  return {
    all,
    main: () => main.pane,
    paint(rgba) {
      given.paint = rgba;
      for (const { layers } of all()) layers.paint(rgba);
    },
    drawScene(loop) {
      given.loop = loop;
      for (const pane of [...all(), ...besides]) pane.drawScene(loop);
    },
    setInsets(insets) {
      given.insets = insets;
      main.pane.control.setInsets(insets);
    },
    openBeside(bare) {
      const own = { side: besideSide(twin), leads: false, isPhoto: true, paint: null };
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
    close() {
      endCompare();
      close();
    },
  };
}

/** Of a comparison the first. */
const besideSide = (twin: Twin) => () => (twin.getState().compare === 'off' ? ('both' as const) : ('left' as const));

function openMain(bare: Stage, options: PanesOptions, given: Given, watch: (pane: Pane) => () => void): OpenPane {
  const pane = openPane(bare, { ...options, ...given, side: mainSide(options.twin), leads: true });
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

const mainSide = (twin: Twin) => () =>
  hasTwoPictures(twin.getState().compare) ? ('left' as const) : ('both' as const);

function openSecond(
  bare: Stage,
  main: Pane,
  options: PanesOptions,
  given: Given,
  watch: (pane: Pane) => () => void,
): OpenPane {
  const pane = openPane(bare, { ...options, ...given, side: () => 'right', leads: false });
  const unwatch = watch(pane);
  const unlink = linkCameras(main.stage, pane.stage);
  const endCurtain = drawCurtain(pane.stage);
  return {
    pane,
    end() {
      endCurtain();
      unlink();
      unwatch();
      pane.close();
    },
  };
}
