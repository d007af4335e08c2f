import '../kit/styles/styles.css';
import type { Catalogue } from '../../model/city/catalogue.ts';
import type { Manifest } from '../../model/city/manifest.ts';
import { cityPath } from '../../model/hub/city-path.ts';
import { isMessage, type Message } from '../../model/text/message.ts';
import { browserText } from '../kit/browser-text.ts';
import { createPanels, type Panels } from '../kit/panels.ts';
import { SCENE_PARTS } from '../kit/scene-parts.ts';
import { fetchStandingPanels } from '../kit/slots.tsx';
import { STORIES } from '../kit/stories.ts';
import { addWords, words } from '../kit/words.ts';
import { ACCOUNT_SESSION, openSession } from '../twin/account-session.ts';
import type { Language } from '../twin/appearance.ts';
import { LAYER_HOLDER, type RemoteLayerHolder } from '../twin/catalogue/layer-holder.ts';
import { openFields } from '../twin/fields.ts';
import { PAGE_STATE } from '../twin/page-state.ts';
import type { Twin } from '../twin/twin.ts';
import type { Globe } from '../view/globe/globe.ts';
import type { Table } from '../view/table/table.ts';
import { applyAddress, writeLink } from './address.ts';
import { createApp, twinOf } from './app.ts';
import { showBootNotice } from './boot-notice.ts';
import { CityOpen, openCity } from './choose-city.ts';
import { kioskDesk } from './kiosk.ts';
import { linkNotice } from './link-notice.ts';
import { PLUGINS } from './listed-plugins.ts';
import { openPageState } from './page-state.ts';
import { followPaint } from './paint.ts';
import { openPictureStage } from './picture.ts';
import { saveQuality, wantedQuality } from './quality.ts';
import { openRenderers } from './renderers.ts';
import { openSceneParts } from './scene-parts.ts';
import { followSelection } from './selection.ts';
import { showChooser } from './shell/city-chooser.tsx';
import { renderPage } from './shell/render-page.tsx';
import { followSystemTheme } from './system-theme.ts';
import { startCatalogue, startEngines } from './workers.ts';
import './page.css';
import './shell/picture-words.css';
import './shell/print.css';
import '../kit/styles/phone.css';

declare global {
  interface Window {
    /** For tests and the curious: the twin, whether the picture is complete, what it costs. */
    shapan?: {
      twin: Twin;
      ready(): boolean;
      stats(): ReturnType<Globe['stats']>;
      globe: Pick<Globe, 'depthAt' | 'peopleAt'>;
      /** Null while the table is not shown. */
      table(): Table | null;
      problems: string[];
    };
  }
}

const language: Language = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
const notice = showBootNotice(language);
for (const { words: own } of PLUGINS) if (own) addWords(own);
// On its way while the city is opened; a failure is told where the words are waited for.
words.load(language).catch(() => {});

start().then(notice.close, (error) => {
  if (!(error instanceof CityOpen)) return notice.fail(error);
  notice.close();
  showChooser(elementOf('ui'), error, language);
});

/** Opens the city, the picture and the listed plug-ins, and draws the page over them. */
async function start(): Promise<void> {
  const opening = openCity();
  // An address without a city may lead to the list of them, which needs no globe.
  if (!new URLSearchParams(location.search).get('city')) await opening;
  const wanted = wantedQuality(location.search);
  const staging = openPictureStage(location.search, elementOf('globe'), wanted.first);
  const [{ city, cityUrl }, stage] = await Promise.all([opening, staging]);
  const hubUrl = new URL(cityPath(city.id), location.href).href;
  const problems: string[] = [];
  const panels = createPanels();
  const notify = (message: Message) => panels.getState().notify(message.text[twin.getState().language]);
  const report = (subject: string, reason: unknown) => {
    problems.push(`${subject}: ${isMessage(reason) ? reason.text.en : String(reason)}`);
    console.warn(subject, reason);
    if (isMessage(reason)) notify(reason);
  };
  const reportLink = (unread: readonly Message[], absent: readonly Message[]) => {
    for (const { text } of [...unread, ...absent]) problems.push(text.en);
    console.warn('link', unread, absent);
    notify(linkNotice(unread, absent));
  };
  const twin = twinOf(city, startMs(city.origin.lonDeg), PLUGINS);
  twin.getState().speak(language);
  followSystemTheme(twin);
  twin.getState().chooseQuality(wanted.choice);
  twin.getState().measureQuality(stage.quality);
  saveQuality(twin);
  // A processor that draws has no time for live shadows until somebody asks for them.
  if (wanted.choice === 'fast' || (wanted.choice === null && stage.isSoftware)) twin.getState().reportDrawsSparingly();
  applyAddress(twin, reportLink);
  // Before plug-ins are opened: a tour that the address names ends on any other desk.
  const kiosk = kioskDesk(location.search);
  if (kiosk !== null) twin.getState().openDesk(kiosk);
  keepTool(twin, panels);
  const { catalogue, holder, isOpen: isCatalogueOpen } = openCatalogue(city, cityUrl);
  const ui = elementOf('ui');
  const globe = stage.openGlobe(twin, cityUrl, report, () => isCatalogueOpen() && ui.childElementCount > 0);
  const openTable = () => stage.openTable(elementOf('table'), twin, cityUrl, report);
  const picture = openRenderers(twin, globe, openTable, report);
  const app = createApp(
    {
      twin,
      cityUrl,
      hubUrl,
      catalogue,
      view: picture,
      engines: startEngines(city, cityUrl),
      fields: openFields(),
      panels,
      report,
    },
    PLUGINS,
    () => drawScene(),
  );
  const drawScene = () =>
    picture.draw(
      app.plugins.flatMap(({ scene }) => scene ?? []),
      app,
    );
  const session = openSession(twin, hubUrl, browserText(`shapan-${city.id}-`));
  const restored = session.restore();
  await words.changeLanguage(twin.getState().language);
  await restored;
  app.offer(ACCOUNT_SESSION, session);
  app.offer(LAYER_HOLDER, holder);
  app.offer(PAGE_STATE, openPageState(twin));
  app.offer(SCENE_PARTS, openSceneParts(twin, PLUGINS));
  app.offer(
    STORIES,
    PLUGINS.flatMap(({ id, story }) => (story ? [{ id, story }] : [])),
  );
  app.open();
  const panelsFetched = fetchStandingPanels(app);
  drawScene();
  followPaint(app, picture.paint);
  followSelection(app);
  await panelsFetched;
  renderPage(ui, app);
  writeLink(twin, reportLink);
  window.shapan = { twin, ready: picture.ready, stats: globe.stats, globe, table: picture.second, problems };
}

/** The open tool is of this window, and stands in its link. */
function keepTool(twin: Twin, panels: Panels): void {
  twin.follow(
    ({ tool }) => tool,
    (tool) => {
      if (panels.getState().tool !== tool) panels.getState().openTool(tool);
    },
  );
  panels.subscribe(({ tool }) => {
    if (twin.getState().tool !== tool) twin.getState().setTool(tool);
  });
}

/** The catalogue in its worker: questions wait until the city's columns are read. */
function openCatalogue(
  city: Manifest,
  cityUrl: string,
): { catalogue: Catalogue; holder: RemoteLayerHolder; isOpen(): boolean } {
  const { catalogue } = startCatalogue();
  let isOpen = false;
  const opened = catalogue.open(city, cityUrl).then(() => {
    isOpen = true;
  });
  const after = async <T>(ask: () => T): Promise<Awaited<T>> => {
    await opened;
    return await ask();
  };
  return {
    catalogue: {
      describe: (gid) => after(() => catalogue.describe(gid)),
      gidOf: (id) => after(() => catalogue.gidOf(id)),
      related: (id) => after(() => catalogue.related(id)),
      nearest: (place, layerIds, count) => after(() => catalogue.nearest(place, layerIds, count)),
      areasAt: (place, layerIds) => after(() => catalogue.areasAt(place, layerIds)),
      around: (place, radiusM) => after(() => catalogue.around(place, radiusM)),
      overLimits: () => after(() => catalogue.overLimits()),
      search: (text, limit) => after(() => catalogue.search(text, limit)),
      summarise: (layerId, attribute, method) => after(() => catalogue.summarise(layerId, attribute, method)),
      paint: (request) => after(() => catalogue.paint(request)),
      heights: (layerId) => after(() => catalogue.heights(layerId)),
      countIn: (outline) => after(() => catalogue.countIn(outline)),
      keys: (layerId, attribute) => after(() => catalogue.keys(layerId, attribute)),
      middles: (layerId) => after(() => catalogue.middles(layerId)),
      thingsAt: (layerId, placesM) => after(() => catalogue.thingsAt(layerId, placesM)),
      query: (query) => after(() => catalogue.query(query)),
      records: (layerId, rows) => after(() => catalogue.records(layerId, rows)),
      outlines: (layerId, rows) => after(() => catalogue.outlines(layerId, rows)),
      solids: (layerId, rows) => after(() => catalogue.solids(layerId, rows)),
    },
    holder: {
      adopt: (...layer) => after(() => catalogue.adopt(...layer)),
      drop: (id) => after(() => catalogue.drop(id)),
      held: (id) => after(() => catalogue.held(id)),
    },
    isOpen: () => isOpen,
  };
}

/** Today at 10:40 by the sun over the city, whatever its zone says: a picture by day with the atlas's shadows. */
function startMs(lonDeg: number): number {
  const msPerDay = 86_400_000;
  const midnight = Math.floor(Date.now() / msPerDay) * msPerDay;
  return midnight + Math.round(((10.67 - lonDeg / 15 + 24) % 24) * 60) * 60_000;
}

function elementOf(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html: expected an element #${id}`);
  return found;
}
