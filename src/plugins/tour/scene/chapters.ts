import type { View } from '../../../../model/city/manifest.ts';
import { enuFromLonLat, lonLatFromEnu } from '../../../../model/geo/enu.ts';
import type { TourChapter } from '../../../../model/tours/tour.ts';
import type { Twin } from '../../../twin/twin.ts';
import { TOUCHES } from '../../../view/dom.ts';
import { endAll } from '../../../view/end-all.ts';
import { TURN_DEG_PER_S, travelMs, turned } from '../../../view/path.ts';
import type { SceneDrawing, SceneHost } from '../../../view/scene.ts';
import { openWay, type Way } from '../../../view/way.ts';
import type { TourShot } from '../slice.ts';
import { STIRS } from '../stirs.ts';
import { openScenery } from './scenery.ts';
import type { ShownChapter } from './shown-chapter.ts';

/** A held tour waits so long without a touch, counts so many seconds aloud, then goes on (LOOK §8: at most 60 s together). */
const IDLE_S = 50;
const COUNT_S = 10;

const STEP_EVERY_MS = 250;
/** A chapter waits at most so long for its voice to come to the end. */
const MAX_SPEECH_WAIT_S = 60;

/** The chapter that is on the way or is being looked at. */
interface Playing {
  chapter: TourChapter;
  startMs: number;
  hasArrived: boolean;
  /** Absent: the camera turns about the middle. */
  way: Way | null;
}

/**
 * Plays the chapters of a tour as a loop on eased paths, or along a chapter's own way above the ground. Any touch of the picture holds it; after
 * a minute without one it goes on, the last ten seconds counted. What a chapter shows is put back when the tour ends. The leading pane alone plays.
 */
export function openChapters(host: SceneHost): SceneDrawing<ShownChapter> {
  if (!host.leads) return { show() {}, close() {} };
  const { twin } = host;
  const scenery = openScenery(twin);
  const touch = followTouch(host);
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  let serial = 0;
  let shown: ShownChapter | null = null;
  let playing: Playing | null = null;
  /** Chapter whose scenery is set while a tour is filmed. */
  let posedChapter: TourChapter | null = null;
  let turnedMs = performance.now();

  async function play({ tour, index, pageState, narrator, report }: ShownChapter): Promise<void> {
    const own = ++serial;
    const chapter = tour.chapters[index];
    scenery.set(chapter, pageState, report);
    playing = { chapter, startMs: performance.now(), hasArrived: false, way: null };
    twin.getState().reportTour(0, null);
    const way = isStill || chapter.way.length === 0 ? null : await clearWay(host, chapter);
    if (own !== serial) return;
    const view = host.camera.framed(way?.at(0) ?? chapter.view);
    const hasArrived = await host.camera.fly(view, travelMs(host.camera.view(), view));
    if (own !== serial || !hasArrived || !playing) return;
    turnedMs = performance.now();
    playing = { chapter, startMs: turnedMs, hasArrived: true, way };
    if (twin.getState().isNarrated) narrator?.say(chapter, tour.files ?? {}, twin.getState().language);
    host.requestFrame();
  }

  const posing = openPosing(host);
  async function pose(
    { tour, index, pageState, report }: ShownChapter,
    { serial: number, ratio }: TourShot,
  ): Promise<void> {
    const own = ++serial;
    const chapter = tour.chapters[index];
    playing = null;
    if (posedChapter !== chapter) scenery.set(chapter, pageState, report);
    posedChapter = chapter;
    const view = await posing(chapter, ratio);
    if (own !== serial) return;
    await host.camera.fly(view, 0);
    if (own === serial) twin.getState().reportPosedTour(number);
  }

  const ratioOf = ({ startMs, chapter }: Playing): number =>
    Math.min(1, (performance.now() - startMs) / (chapter.seconds * 1000));

  function move(): void {
    if (twin.getState().tour !== 'playing' || !playing?.hasArrived) return;
    const nowMs = performance.now();
    if (playing.way) {
      const ratio = ratioOf(playing);
      if (ratio < 1) void host.camera.fly(host.camera.framed(playing.way.at(ratio)), 0);
    } else host.camera.turn(nowMs - turnedMs);
    turnedMs = nowMs;
  }

  function tick(): void {
    const state = twin.getState();
    if (state.tour === 'held') countDown(twin, touch.sinceMs());
    if (state.tour !== 'playing' || !playing?.hasArrived || !shown) return;
    const ratio = ratioOf(playing);
    scenery.setClock(playing.chapter, ratio);
    state.reportTour(ratio, null);
    const waitedS = (performance.now() - playing.startMs) / 1000 - playing.chapter.seconds;
    const isSpoken = state.isNarrated && shown.narrator?.isSpeaking() && waitedS < MAX_SPEECH_WAIT_S;
    if (ratio < 1 || isSpoken) return;
    playing = null;
    state.showChapter((state.tourIndex + 1) % shown.tour.chapters.length);
  }

  const timer = setInterval(tick, STEP_EVERY_MS);
  return {
    show(chapter) {
      shown?.narrator?.stop();
      shown = chapter;
      touch.reset();
      if (chapter?.shot) {
        void pose(chapter, chapter.shot);
        return;
      }
      posedChapter = null;
      if (chapter?.isPlaying && chapter.tour.chapters[chapter.index]) void play(chapter);
      else serial++;
      if (!chapter) scenery.putBack();
    },
    close: endAll([
      () => {
        serial++;
        clearInterval(timer);
        shown?.narrator?.stop();
      },
      host.beforeFrame(move),
      touch.close,
    ]),
  };
}

/** The camera at a share of a chapter: on its way, or turned about its middle, for a picture that no panel covers. */
function openPosing(host: SceneHost): (chapter: TourChapter, ratio: number) => Promise<View> {
  let known: { chapter: TourChapter; way: Way | null; groundM: number } | null = null;
  const learn = async (chapter: TourChapter) => {
    const { origin } = host.twin.city;
    const [eastM, northM] = enuFromLonLat(origin, chapter.view);
    // Without the ground a picture turns about the height of the city's origin: it is told, and the film goes on.
    const [upM] = await host.groundUpM([[eastM, northM]]).catch((reason: unknown) => {
      host.fail(reason);
      return [0];
    });
    const way = chapter.way.length === 0 ? null : await clearWay(host, chapter);
    return { chapter, way, groundM: lonLatFromEnu(origin, [eastM, northM, upM]).heightM };
  };
  return async (chapter, ratio) => {
    if (known?.chapter !== chapter) known = await learn(chapter);
    const { way, groundM } = known;
    return way ? way.at(ratio) : turned(chapter.view, TURN_DEG_PER_S * ratio * chapter.seconds, groundM);
  };
}

/** The chapter's way, lifted over the ground that it goes by. */
async function clearWay(host: SceneHost, { view, way: stations }: TourChapter): Promise<Way> {
  const way = openWay([view, ...stations]);
  const { origin } = host.twin.city;
  try {
    const places = way.places.map((place) => enuFromLonLat(origin, place));
    const ups = await host.groundUpM(places.map(([eastM, northM]) => [eastM, northM]));
    way.keepClear(ups.map((upM, i) => lonLatFromEnu(origin, [places[i][0], places[i][1], upM]).heightM));
  } catch (reason) {
    host.fail(reason);
  }
  return way;
}

/** While a visitor holds the tour: how long it still waits, and on it goes. */
function countDown(twin: Twin, restedMs: number): void {
  const { resumeTour, reportTour, tourProgressRatio } = twin.getState();
  const restS = IDLE_S + COUNT_S - restedMs / 1000;
  if (restS <= 0) resumeTour();
  else reportTour(tourProgressRatio, restS <= COUNT_S ? restS : null);
}

/** A touch of the picture holds the tour; a touch of anything begins the wait anew. */
function followTouch({ canvas, twin }: SceneHost) {
  let touchedMs = performance.now();
  const onStir = (): void => {
    touchedMs = performance.now();
  };
  const onTouch = (): void => {
    onStir();
    twin.getState().holdTour();
  };
  for (const type of TOUCHES) canvas.addEventListener(type, onTouch, { passive: true });
  for (const type of STIRS) window.addEventListener(type, onStir);
  return {
    sinceMs: () => performance.now() - touchedMs,
    reset: onStir,
    close(): void {
      for (const type of TOUCHES) canvas.removeEventListener(type, onTouch);
      for (const type of STIRS) window.removeEventListener(type, onStir);
    },
  };
}
