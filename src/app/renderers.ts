import type { Message } from '../../model/text/message.ts';
import type { App } from '../kit/plugin.ts';
import type { ShownRenderer } from '../twin/table.ts';
import type { Twin } from '../twin/twin.ts';
import type { SceneLayer } from '../view/scene.ts';
import type { Paint, Paints, PictureFacts, ViewApi } from '../view/view-api.ts';

/** What the globe alone offers. */
type GlobeOnly = 'pictureFrom' | 'enlarge';

/** What the page asks of an engine beside what panels ask. */
interface Picture extends Omit<ViewApi, GlobeOnly> {
  draw<A>(layers: readonly SceneLayer<unknown, A>[], app: A): void;
  ready(): boolean;
}

/** The globe, which is there from the first, and may rest while another engine shows the city. */
interface FirstPicture extends Picture, Pick<ViewApi, GlobeOnly> {
  paint(paints: Paints): void;
  rest(isResting: boolean): void;
}

/** Another engine, opened when it is first shown and closed when it is no longer. */
interface SecondPicture extends Picture {
  paint(rgba: Paint): void;
  close(): void;
}

/** All engines as one: what panels ask goes to the one that is shown. */
interface Renderers<Second> extends FirstPicture {
  /** Null while it is not open. */
  second(): Second | null;
}

/** The code of the table is fetched when it is first shown: a page that never shows it never loads it. */
export function openRenderers<Second extends SecondPicture>(
  twin: Twin,
  globe: FirstPicture,
  openSecond: () => Promise<Second>,
  fail: (what: string, reason: string | Message) => void,
): Renderers<Second> {
  const followers = new Map<(facts: PictureFacts) => void, () => void>();
  let second: Second | null = null;
  let isOpening = false;
  let painted: Paints = { pictures: [null], table: null };
  let drawn: { layers: readonly SceneLayer<unknown, App>[]; app: App } | null = null;
  const shown = (): Picture => (second && twin.getState().engine === 'table' ? second : globe);

  async function open(): Promise<void> {
    isOpening = true;
    try {
      const opened = await openSecond();
      if (twin.getState().engine === 'globe') return opened.close();
      second = opened;
      opened.paint(painted.table);
      if (drawn) opened.draw(drawn.layers, drawn.app);
    } finally {
      isOpening = false;
    }
  }

  function show(engine: ShownRenderer): void {
    document.documentElement.dataset.engine = engine;
    globe.rest(engine === 'table');
    if (engine === 'globe') {
      second?.close();
      second = null;
      refollow();
    } else if (!second && !isOpening)
      open().then(refollow, (error: unknown) => {
        fail('table', error instanceof Error ? error.message : String(error));
        twin.getState().showEngine('globe');
      });
    else refollow();
  }

  /** Moves all followers of the facts to those of the shown engine. */
  function refollow(): void {
    for (const [follower, end] of followers) {
      end();
      followers.set(follower, shown().follow(follower));
    }
  }

  twin.follow(({ engine }) => engine, show);
  return {
    follow(follower) {
      followers.set(follower, shown().follow(follower));
      return () => {
        followers.get(follower)?.();
        followers.delete(follower);
      };
    },
    zoomIn: () => shown().zoomIn(),
    zoomOut: () => shown().zoomOut(),
    faceNorth: () => shown().faceNorth(),
    flyToPlace: (place, headingDeg) => shown().flyToPlace(place, headingDeg),
    attract: () => shown().attract(),
    screenOf: (point) => shown().screenOf(point),
    surfaceAt: (xPx, yPx) => shown().surfaceAt(xPx, yPx),
    photograph: (cancel) => shown().photograph(cancel),
    pictureFrom: globe.pictureFrom,
    enlarge: globe.enlarge,
    frames: () => shown().frames(),
    rebuild: () => shown().rebuild(),
    setInsets(insets) {
      globe.setInsets(insets);
      second?.setInsets(insets);
    },
    paint(paints) {
      painted = paints;
      globe.paint(paints);
      second?.paint(paints.table);
    },
    draw(layers, app) {
      drawn = { layers: layers as readonly SceneLayer<unknown, App>[], app: app as App };
      globe.draw(layers, app);
      second?.draw(layers, app);
    },
    ready() {
      const { engine } = twin.getState();
      if (engine === 'globe') return globe.ready();
      return second?.ready() === true && (engine === 'table' || globe.ready());
    },
    rest: globe.rest,
    second: () => second,
  };
}
