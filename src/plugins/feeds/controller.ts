import { createStore, type StoreApi } from 'zustand/vanilla';
import type { App } from '../../kit/plugin.ts';
import { ACCOUNT_SESSION } from '../../twin/account-session.ts';
import { LAYER_HOLDER } from '../../twin/catalogue/layer-holder.ts';
import { HUB_TOPICS } from '../../twin/live/hub-topics.ts';
import { LIVE_FEED } from '../../twin/live/live-feed.ts';
import { NEXT_RISK } from '../../twin/live/next-risk.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { type Capacities, openCapacities } from './capacities.ts';
import { followFreshAlarms } from './fresh-alarms.ts';
import { type LiveFeedController, openLiveFeedController } from './live-feed-controller.ts';
import { nextFrameOrSoon } from './next-frame.ts';
import { readNextRisk } from './next-risk.ts';
import { reportRain } from './report-rain.ts';
import { openSensorPlaces, type SensorPlaces } from './sensor-places.ts';
import { startFeeds, topicsOf } from './tasks/start-feeds.ts';

/** Id of the window in which a source is named. */
export const SOURCE_PANEL = 'feeds.source';
/** Id of the window in which users connect sensors of their own. */
export const OWN_PANEL = 'feeds.own';
/** Id of the window that tells how the feed does. */
export const HEALTH_PANEL = 'feeds.health';
/** The list of alarms, as its tool is called. */
export const ALARM_TOOL = 'feeds.alarms';

/** The feeds as their own panels meet them. */
export interface FeedController extends LiveFeedController, Controller {
  /** Sources were named or taken away since the page was opened: what it listens to is what was there then. */
  readonly areSourcesChanged: StoreApi<boolean>;
  /** The station that the level of the desk stays at; null: whichever is nearest its limit. */
  readonly pinnedStation: StoreApi<string | null>;
  /** The station that the desk shows now, so that it does not go from one to the next with every centimetre. */
  readonly shownStation: StoreApi<string | null>;
  /** What devices can do together. */
  readonly capacities: Capacities;
  /** Where sensors are, in words. */
  readonly places: SensorPlaces;
  /** When an alarm of the highest priorities came last, UTC ms; null: none yet. */
  readonly newsMs: StoreApi<number | null>;
}

/** Owner of the picking of a sensor's place. */
export const OWN_PICKER = 'feeds';

/** Listens to the city's sensors in a worker; a page that nobody sees tells it so. */
export const feedsController: Opener<App, FeedController> = {
  id: 'feeds',
  open(app) {
    const session = app.service(ACCOUNT_SESSION);
    if (!session) throw new Error('feeds: expected the session of an account');
    const service = startFeeds();
    const report = (reason: unknown) => app.report('feeds', reason);
    const { cityUrl, hubUrl } = app;
    const nowMs = () => performance.timeOrigin + performance.now();
    const feeds = openLiveFeedController(
      app.twin,
      service,
      { session, holder: app.service(LAYER_HOLDER) },
      { cityUrl, hubUrl },
      { nextFrame: nextFrameOrSoon, nowMs },
      report,
    );
    session.follow((login) => service.signIn(login).catch(report));
    const hide = () => service.hide(document.hidden).catch(report);
    document.addEventListener('visibilitychange', hide);
    const news = followFreshAlarms(app.twin);
    const endRain = reportRain(app.twin, feeds, report);
    const takeBack = app.offer(LIVE_FEED, feeds);
    const takeTopicsBack = app.offer(HUB_TOPICS, topicsOf(service, hubUrl, report));
    const takeRiskBack = app.offer(NEXT_RISK, () => readNextRisk(feeds, app.twin.getState().feedMs));
    return {
      ...feeds,
      areSourcesChanged: createStore(() => false),
      pinnedStation: createStore<string | null>(() => null),
      shownStation: createStore<string | null>(() => null),
      capacities: openCapacities(app, feeds.live, report),
      places: openSensorPlaces(app, feeds.live, report),
      newsMs: news.newsMs,
      close() {
        takeBack();
        takeTopicsBack();
        takeRiskBack();
        news.close();
        endRain();
        document.removeEventListener('visibilitychange', hide);
      },
    };
  },
};
