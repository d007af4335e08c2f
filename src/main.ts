import './page.css';
import type { Catalogue, Rgb } from './city/catalogue.ts';
import { parseManifest } from './city/manifest.ts';
import { type AccountSession, openSession } from './twin/account.ts';
import { type Language, themeOf } from './twin/appearance.ts';
import { openBuildDesk } from './twin/build-desk.ts';
import { crowdCasesOf } from './twin/crowd-cases.ts';
import { followCrowd, openCrowdDesk } from './twin/crowd-desk.ts';
import { followCrowdPicks } from './twin/crowd-picks.ts';
import { followFlood, openFloodDesk } from './twin/flood-desk.ts';
import { followFloodPicks } from './twin/flood-picks.ts';
import { paintRequestOf } from './twin/legend.ts';
import { linkOf, openLink, parseLink } from './twin/link.ts';
import { type LinkingDesk, type LinkStore, openLinkingDesk } from './twin/linking-desk.ts';
import { clearedBy } from './twin/project.ts';
import { openProjectDesk } from './twin/project-desk.ts';
import { type FeedDesk, openFeedDesk } from './twin/sensors/feed-desk.ts';
import { createTwin, type Twin } from './twin/twin.ts';
import { caseLabel, mapLabel } from './ui/sensor-text.ts';
import { renderUi } from './ui/ui.tsx';
import { type Globe, openGlobe, openGlobeStage } from './view/globe/globe.ts';
import { tokenColour } from './view/tokens.ts';
import {
  CROWD_KERNEL_URL,
  KERNEL_URL,
  readCrowdCase,
  readModel,
  startCatalogue,
  startConstruction,
  startCrowds,
  startFeeds,
  startFloods,
} from './workers.ts';

declare global {
  interface Window {
    /** For tests and the curious: the twin, whether the picture is complete, what it costs. */
    shapan?: { twin: Twin; ready(): boolean; stats(): ReturnType<Globe['stats']>; problems: string[] };
  }
}

/** The hash follows the state after this long without a change, so that a flight does not rewrite it each frame. */
const LINK_REST_MS = 400;

const WORDS = {
  zh: { loading: '正在展开城市…', failed: '沙盘没有打开', retry: '再试一次' },
  en: { loading: 'Unfolding the city…', failed: 'The table did not open', retry: 'Try again' },
} as const;

const language: Language = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
const notice = showNotice();

start().then(notice.close, (error) => notice.fail(error));

async function start(): Promise<void> {
  const stage = openGlobeStage(elementOf('globe'));
  const cityUrl = await chooseCity();
  const manifest = parseManifest(await fetchJson(`${cityUrl}manifest.json`), `${cityUrl}manifest.json`);
  const twin = createTwin(manifest, startMs(manifest.origin.lonDeg));
  twin.getState().speak(language);
  const problems: string[] = [];
  if (stage.quality === 'fast') twin.getState().setShadows(false);
  takeLink(twin, problems);
  const globe = openGlobe(twin, stage, cityUrl, (what, reason) => {
    problems.push(`${what}: ${reason}`);
    console.warn(what, reason);
  });
  const { catalogue } = startCatalogue();
  const opened = catalogue.open(manifest, new URL(cityUrl, location.href).href);
  const after = async <T>(ask: () => T): Promise<Awaited<T>> => {
    await opened;
    return await ask();
  };
  const asked: Catalogue = {
    describe: (gid) => after(() => catalogue.describe(gid)),
    gidOf: (id) => after(() => catalogue.gidOf(id)),
    related: (id) => after(() => catalogue.related(id)),
    nearest: (place, layerIds, count) => after(() => catalogue.nearest(place, layerIds, count)),
    areasAt: (place, layerIds) => after(() => catalogue.areasAt(place, layerIds)),
    search: (text, limit) => after(() => catalogue.search(text, limit)),
    summarise: (layerId, attribute, method) => after(() => catalogue.summarise(layerId, attribute, method)),
    paint: (request) => after(() => catalogue.paint(request)),
    countIn: (outline) => after(() => catalogue.countIn(outline)),
  };
  const flood = openFloodDesk(twin, startFloods(), (floods) =>
    floods.open(manifest, new URL(cityUrl, location.href).href, KERNEL_URL),
  );
  followFlood(twin, flood, (shown, compared) => globe.showFlood(shown, compared));
  followFloodPicks(twin);
  const crowds = startCrowds();
  const crowd = openCrowdDesk(
    twin,
    crowds,
    flood,
    (service) => service.open(manifest, new URL(cityUrl, location.href).href, CROWD_KERNEL_URL),
    () => crowdCasesOf(manifest.id),
    readCrowdCase,
  );
  followCrowd(twin, crowd, crowds, globe.showCrowd);
  followCrowdPicks(twin);
  const construction = lazily(startConstruction);
  const build = openBuildDesk(twin, construction, {
    schedule: manifest.schedule === undefined ? null : new URL(`${cityUrl}${manifest.schedule}`, location.href).href,
    construction:
      manifest.construction === undefined ? null : new URL(`${cityUrl}${manifest.construction}`, location.href).href,
    gidOf: asked.gidOf,
  });
  const project = openProjectDesk(
    twin,
    construction,
    { adopt: (...layer) => after(() => catalogue.adopt(...layer)), drop: (id) => after(() => catalogue.drop(id)) },
    readModel,
  );
  const linking = openLinkingDesk(twin, construction, {
    cityUrl: new URL(cityUrl, location.href).href,
    store: keptLinks(`shapan.links.${manifest.id}`),
  });
  twin.follow(
    ({ plan, linking: told }) => `${JSON.stringify(plan)} ${JSON.stringify(told)}`,
    () => globe.showBuild(build.tasks(), linking.tables()),
  );
  const session = openSession(twin, new URL('/', location.href).href);
  const feeds = followFeeds(twin, globe, session, cityUrl, problems);
  renderUi(elementOf('ui'), twin, asked, globe, flood, crowd, build, project, linking, feeds, session);
  followPaint(twin, globe, asked, problems);
  followSelection(twin, asked, linking, problems);
  writeLink(twin);
  window.shapan = { twin, ready: globe.ready, stats: globe.stats, problems };
}

/** A worker that few need starts with its first question. */
function lazily(start: typeof startConstruction): ReturnType<typeof startConstruction> {
  let service: ReturnType<typeof startConstruction> | null = null;
  const started = () => {
    service ??= start();
    return service;
  };
  return {
    open: (...asked) => started().open(...asked),
    takeModel: (...asked) => started().takeModel(...asked),
    layModel: (...asked) => started().layModel(...asked),
    moveModel: (...asked) => started().moveModel(...asked),
    takeLayer: (...asked) => started().takeLayer(...asked),
    reportLinks: (...asked) => started().reportLinks(...asked),
    confirmLinks: (...asked) => started().confirmLinks(...asked),
    parseLinks: (...asked) => started().parseLinks(...asked),
    takeCase: (...asked) => started().takeCase(...asked),
    setScenarios: (...asked) => started().setScenarios(...asked),
    checkSpace: (...asked) => started().checkSpace(...asked),
    writeBcf: (...asked) => started().writeBcf(...asked),
    writeSchedule: (...asked) => started().writeSchedule(...asked),
    compare: (...asked) => started().compare(...asked),
    effect: (...asked) => started().effect(...asked),
    facadesOn: (...asked) => started().facadesOn(...asked),
    pitFiles: (...asked) => started().pitFiles(...asked),
    propose: (...asked) => started().propose(...asked),
    accept: (...asked) => started().accept(...asked),
    stop: (...asked) => started().stop(...asked),
  };
}

/** A browser that keeps nothing for this page says so by throwing: links then live as long as the page. */
function keptLinks(prefix: string): LinkStore {
  return {
    load(key) {
      try {
        return localStorage.getItem(prefix + key);
      } catch {
        return null;
      }
    },
    save(key, text) {
      try {
        localStorage.setItem(prefix + key, text);
      } catch (error) {
        console.warn('links', error);
      }
    },
  };
}

/** Sensors are heard in their worker; a page that nobody sees tells it so. */
function followFeeds(twin: Twin, globe: Globe, session: AccountSession, cityUrl: string, problems: string[]): FeedDesk {
  const service = startFeeds();
  const told = (error: unknown) => {
    problems.push(`feeds: ${String(error)}`);
    console.warn('feeds', error);
  };
  const feeds = openFeedDesk(
    twin,
    service,
    session,
    { cityUrl: new URL(cityUrl, location.href).href, hubUrl: new URL('/', location.href).href },
    {
      nextFrame: nextFrameOrSoon,
      nowMs: () => performance.timeOrigin + performance.now(),
    },
    told,
  );
  twin.follow(
    ({ sensors }) => sensors,
    () => {
      const live = feeds.live();
      if (!live) return;
      globe.showSensors({
        live,
        label: (sensor) => mapLabel(live, sensor, twin.getState().language),
        caseLabel: (one) => caseLabel(one, twin.getState().language),
      });
    },
  );
  session.follow((login) => service.signIn(login).catch(told));
  document.addEventListener('visibilitychange', () => service.hide(document.hidden).catch(told));
  return feeds;
}

/**
 * The next frame of the window, but no later than this: a window that nobody sees has no frames, and on a machine that draws slowly they
 * come a second apart; its alarms still sound and its counts still go on.
 */
const LATEST_FRAME_MS = 100;

function nextFrameOrSoon(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, LATEST_FRAME_MS);
    const frame = requestAnimationFrame(done);
    function done(): void {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      resolve();
    }
  });
}

/** Colours, classes and filters are worked out in the worker; the picture takes the last answer only. */
function followPaint(twin: Twin, globe: Globe, catalogue: Catalogue, problems: string[]): void {
  let wanted = 0;
  let painted: Uint8Array | null = null;
  const show = () => globe.paint(withMarks(twin, painted));
  twin.follow(({ marks }) => marks, show);
  twin.follow(
    (state) =>
      JSON.stringify([state.colouring, state.filters, themeOf(state), twin.city.layers.at(-1)?.id, clearedBy(state)]),
    (_, state) => {
      const serial = ++wanted;
      const rgbOf = (token: string) => tokenColour(themeOf(state), token).map((part) => Math.round(part * 255)) as Rgb;
      paintRequestOf(twin.city, state, catalogue, rgbOf)
        .then((request) => catalogue.paint(request))
        .then(
          (rgba) => {
            if (serial !== wanted) return;
            painted = rgba;
            show();
          },
          (error) => {
            problems.push(`paint: ${String(error)}`);
            console.warn('paint', error);
          },
        );
    },
  );
}

/** Own colours, see `LayerTilesets.paint`. */
const UNPAINTED = 254;

/** What is painted, and over it what is marked for the while. */
function withMarks(twin: Twin, painted: Uint8Array | null): Uint8Array | null {
  const { marks } = twin.getState();
  if (marks.length === 0) return painted;
  const count = twin.city.layers.reduce((end, layer) => Math.max(end, layer.gidBase + layer.count), 0);
  const rgba = painted?.slice() ?? new Uint8Array(4 * count).fill(UNPAINTED);
  const theme = themeOf(twin.getState());
  for (const { gid, token } of marks) {
    const [red, green, blue] = tokenColour(theme, token).map((part) => Math.round(part * 255));
    rgba.set([red, green, blue, 255], 4 * gid);
  }
  return rgba;
}

/** Clicks give a place in this bake, links give an id: the catalogue tells either from the other. */
function followSelection(twin: Twin, catalogue: Catalogue, linking: LinkingDesk, problems: string[]): void {
  const told = (error: unknown) => {
    problems.push(`selection: ${String(error)}`);
    console.warn('selection', error);
  };
  twin.follow(
    ({ selectedGid, selectedId }) => `${selectedGid} ${selectedId}`,
    (_, { selectedGid, selectedId }) => {
      const isSame = () => twin.getState().selectedGid === selectedGid && twin.getState().selectedId === selectedId;
      if (selectedGid !== null && selectedId === null)
        catalogue.describe(selectedGid).then((found) => {
          if (!found || !isSame()) return;
          const { task, removal } = linking.tasksOf(found);
          twin.setState({ selectedId: found.id, planTask: task ?? removal });
        }, told);
      if (selectedGid === null && selectedId !== null)
        catalogue.gidOf(selectedId).then((gid) => {
          if (!isSame()) return;
          twin.setState(gid === null ? { selectedId: null } : { selectedGid: gid });
          if (gid === null) told(`expected an object of this city, got "${selectedId}"`);
        }, told);
    },
  );
}

function takeLink(twin: Twin, problems: string[]): void {
  const { state, problems: unread } = parseLink(location.hash, twin.city);
  problems.push(...unread);
  for (const problem of unread) console.warn('link', problem);
  if (Object.keys(state).length > 0) openLink(twin, state);
}

/**
 * State to hash when the link rests from one look to the next, hash to state when someone else changes it. Feeds change the state with
 * every frame and the link with none, a clock that plays the link with every frame: it is worked out at looks alone.
 */
function writeLink(twin: Twin): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let written = location.hash;
  let last: string | null = null;
  const look = () => {
    const link = linkOf(twin.getState(), twin.city);
    timer = link === last ? undefined : setTimeout(look, LINK_REST_MS);
    if (link === last && link !== written) {
      written = link;
      history.replaceState(null, '', `${location.pathname}${location.search}${written}`);
    }
    last = link;
  };
  twin.subscribe(() => {
    timer ??= setTimeout(look, LINK_REST_MS);
  });
  window.addEventListener('hashchange', () => {
    if (location.hash === written) return;
    clearTimeout(timer);
    timer = undefined;
    takeLink(twin, []);
  });
}

/** `?city=` names it, else the first that the server lists. */
async function chooseCity(): Promise<string> {
  const named = new URLSearchParams(location.search).get('city');
  if (named) return `/city/${encodeURIComponent(named)}/`;
  const cities = (await fetchJson('/city/index.json')) as { id: string }[];
  if (cities.length === 0) throw new Error('/city/index.json: expected a baked city, got none (npm run bake)');
  return `/city/${encodeURIComponent(cities[0].id)}/`;
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: expected 200, got ${response.status}`);
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${url}: expected JSON, got "${text.slice(0, 40)}": ${String(error)}`);
  }
}

/** Today at 10:40 by the sun over the city, whatever its zone says: a picture by day with the atlas's shadows. */
function startMs(lonDeg: number): number {
  const msPerDay = 86_400_000;
  const midnight = Math.floor(Date.now() / msPerDay) * msPerDay;
  return midnight + Math.round(((10.67 - lonDeg / 15 + 24) % 24) * 60) * 60_000;
}

/** What stands on the page before the panels do, and instead of them when the table does not open. */
function showNotice(): { close(): void; fail(error: unknown): void } {
  const words = WORDS[language];
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  const box = document.createElement('div');
  box.className = 'boot';
  box.setAttribute('role', 'status');
  const line = document.createElement('p');
  line.textContent = words.loading;
  box.append(line);
  document.body.append(box);
  return {
    close: () => box.remove(),
    fail(error) {
      console.error(error);
      box.setAttribute('role', 'alert');
      box.classList.add('boot-failed');
      line.textContent = words.failed;
      const reason = document.createElement('p');
      reason.className = 'boot-reason';
      reason.textContent = error instanceof Error ? error.message : String(error);
      const retry = document.createElement('button');
      retry.type = 'button';
      retry.textContent = words.retry;
      retry.addEventListener('click', () => location.reload());
      box.append(reason, retry);
      retry.focus();
    },
  };
}

function elementOf(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html: expected an element #${id}`);
  return found;
}
