import './no-picture.css';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import { RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import { MessageError } from '../../model/text/message.ts';
import type { Twin } from '../twin/twin.ts';
import { child } from './dom.ts';
import { endAll } from './end-all.ts';
import { type Frame, lookingAt, MIN_SINE, moved, viewOfPlace } from './framing.ts';
import { viewMessage } from './messages.ts';
import { MAX_CLOCK_STEP_MS, PROGRESS_INTERVAL_MS } from './pace.ts';
import type { InsetsPx, ViewApi } from './view-api.ts';

/** Is the globe's own in a window of 16 to 9: 60° across. */
const FOVY_RAD = 0.63;

/** Answers all that the page asks of the globe. */
interface NoPicture extends ViewApi {
  paint(): void;
  draw(): void;
  rest(): void;
  ready(): boolean;
  stats(): typeof NO_STATS;
  depthAt(): null;
  peopleAt(): null;
  close(): void;
}

/**
 * Stands in for the globe where the address asks for no picture (`?picture=off`): figures, panels, engines and feeds work without a graphics
 * card and without the city's tiles. The camera is where the last flight sends it and the clock plays, so that a link written here opens a
 * picture elsewhere. `isOpen` says when the page has all that it waits for.
 */
export function openNoPicture(parent: HTMLElement, twin: Twin, isOpen: () => boolean): NoPicture {
  let insets: InsetsPx = { topPx: 0, rightPx: 0, bottomPx: 0, leftPx: 0 };
  let frames = 0;
  const frame = (): Frame => ({
    widthPx: window.innerWidth,
    heightPx: window.innerHeight,
    insets,
    fovyRad: FOVY_RAD,
  });
  const refuse = () => Promise.reject(new MessageError(viewMessage('no-picture', {})));
  const end = endAll([sayWhy(parent, twin), takeFlights(twin), playClock(twin)]);
  return {
    follow(show) {
      show({ metresPerPx: null, pointer: null, tiles: NO_TILES });
      return () => {};
    },
    zoomIn: () => zoom(twin, 0.5),
    zoomOut: () => zoom(twin, 2),
    faceNorth: () => twin.getState().reportCamera({ ...twin.getState().camera, headingDeg: 0 }),
    flyToPlace({ eastM, northM, upM, radiusM }, headingDeg) {
      const { reportCamera, camera: now } = twin.getState();
      const camera = headingDeg === undefined ? now : { ...now, headingDeg };
      reportCamera(viewOfPlace(lonLatFromEnu(twin.city.origin, [eastM, northM, upM]), radiusM, camera, frame()));
    },
    setInsets(next) {
      insets = next;
    },
    screenOf: () => null,
    surfaceAt: () => Promise.resolve(null),
    photograph: refuse,
    enlarge: refuse,
    pictureFrom: refuse,
    // Whoever asks whether the picture is alive is answered that it is.
    frames: () => ++frames,
    attract: () => () => {},
    rebuild: () => {},
    paint: () => {},
    draw: () => {},
    rest: () => {},
    ready: isOpen,
    stats: () => NO_STATS,
    depthAt: () => null,
    peopleAt: () => null,
    close: end,
  };
}

const NO_TILES = { count: 0, bytes: 0, budgetBytes: 0, coarseness: 1, loading: 0 };
const NO_STATS = { ...NO_TILES, tiles: 0, frames: 0, firstFrameMs: null, firstCityMs: null };

/** Says in place of the picture why there is none. */
function sayWhy(parent: HTMLElement, twin: Twin): () => void {
  const line = child(parent, 'no-picture');
  line.setAttribute('role', 'region');
  const end = twin.follow(
    ({ language }) => language,
    (language) => {
      line.setAttribute('aria-label', twin.city.name[language]);
      line.textContent = viewMessage('no-picture', {}).text[language];
    },
  );
  return () => {
    end();
    line.remove();
  };
}

function takeFlights(twin: Twin): () => void {
  return twin.follow(
    ({ flight }) => flight,
    (flight) => {
      if (flight) twin.getState().reportCamera(flight.to);
    },
  );
}

function playClock(twin: Twin): () => void {
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    const { playing, rate, shownTimeMs, showTime } = twin.getState();
    if (playing) showTime(shownTimeMs + Math.min(nowMs - lastMs, MAX_CLOCK_STEP_MS) * rate);
    lastMs = nowMs;
  }, PROGRESS_INTERVAL_MS);
  return () => clearInterval(timer);
}

/** Moves along the line to what the middle of a picture would show of level ground; a view of the sky stays. */
function zoom(twin: Twin, factor: number): void {
  const { camera, reportCamera } = twin.getState();
  const pitchRad = -camera.pitchDeg * RAD_PER_DEG;
  if (Math.sin(pitchRad) < MIN_SINE) return;
  const groundM = twin.city.origin.heightM;
  const rangeM = Math.max(1, camera.heightM - groundM) / Math.sin(pitchRad);
  const target = { ...moved(camera, 0, rangeM * Math.cos(pitchRad)), heightM: groundM };
  reportCamera(lookingAt(target, camera.headingDeg, camera.pitchDeg, rangeM * factor));
}
