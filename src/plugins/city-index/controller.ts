import { isUnacknowledged, raisedMs } from '../../../model/alarms/alarm.ts';
import { defaultCard } from '../../../model/city-index/default-card.ts';
import { type IndexCard, type IndexValue, parseIndexCard } from '../../../model/city-index/index-card.ts';
import { MessageError } from '../../../model/text/message.ts';
import { type BrowserText, browserText } from '../../kit/browser-text.ts';
import type { App } from '../../kit/plugin.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import type { Twin } from '../../twin/twin.ts';
import { indexPageMessage } from './messages.ts';
import { offersOf, openOffers } from './offers.ts';
import { readCardFile } from './tasks/start-reader.ts';

/** Id of the plug-in. */
export const CITY_INDEX = 'city-index';

/** Keeps the scorecard of the open city. */
export interface IndexController extends Controller {
  /** The card that is kept, else an empty one; asks the twin what it knows. */
  begin(): Promise<void>;
  change(card: IndexCard): void;
  /** Null: the indicator has no value any more. */
  put(indicator: string, value: Omit<IndexValue, 'atMs'> | null): void;
  /** Puts in every value that the twin knows where the card has none; one that was typed stays. */
  adoptOffers(): void;
  fileText(): string;
  /** Takes a card of this city in place of the open one. */
  take(json: unknown, file: string): void;
  openFile(file: File): Promise<void>;
  /** The card as it is offered first. */
  reset(): void;
}

export const cityIndexController: Opener<App, IndexController> = {
  id: CITY_INDEX,
  open: (app) => openIndex(app, browserText('shapan-index-')),
};

function openIndex(app: App, store: BrowserText): IndexController {
  const { twin } = app;
  const city = twin.city.id;
  const { setIndex } = twin.getState();
  const alarms = followAcknowledged(twin);
  const cardNow = () => twin.getState().indexCard ?? defaultCard(city);

  function change(card: IndexCard): void {
    setIndex({ indexCard: card });
    if (!store.save(city, JSON.stringify(card))) app.report(CITY_INDEX, indexPageMessage('not-kept', {}));
  }

  function ofCity(card: IndexCard, file: string): IndexCard {
    if (card.city === city) return card;
    throw new MessageError(indexPageMessage('other-city', { file, expected: city, got: card.city }));
  }

  const parsed = (json: unknown, file: string): IndexCard => ofCity(parseIndexCard(json, file), file);

  function restore(): void {
    const kept = store.load(city);
    if (kept === null) return;
    try {
      setIndex({ indexCard: parsed(JSON.parse(kept), 'localStorage') });
    } catch (error) {
      app.report(CITY_INDEX, error);
    }
  }

  restore();
  return {
    async begin() {
      setIndex({ indexCard: cardNow() });
      setIndex({ indexOffers: await offersOf(app, alarms.delaysMs()) });
    },
    change,
    put(indicator, value) {
      const card = cardNow();
      const { [indicator]: _, ...values } = card.values;
      change({ ...card, values: value ? { ...values, [indicator]: { ...value, atMs: Date.now() } } : values });
    },
    adoptOffers() {
      const card = cardNow();
      const atMs = Date.now();
      const adopted = openOffers(twin.getState()).map(({ id, offer: { value, note } }) => [
        id,
        { value, note, origin: 'twin' as const, atMs },
      ]);
      change({ ...card, values: { ...card.values, ...Object.fromEntries(adopted) } });
    },
    fileText: () => `${JSON.stringify(cardNow(), null, 2)}\n`,
    take: (json, file) => change(parsed(json, file)),
    openFile: async (file) => change(ofCity(await readCardFile(file), file.name)),
    reset: () => change(defaultCard(city)),
    close: alarms.close,
  };
}

/** How long alarms waited that were acknowledged while the page listened. */
function followAcknowledged(twin: Twin): { delaysMs(): readonly number[]; close(): void } {
  const delaysMs: number[] = [];
  let waiting = new Set<string>();
  const close = twin.follow(
    ({ alarms }) => alarms,
    (alarms, { feedMs }) => {
      for (const { key, state } of alarms) {
        const sinceMs = raisedMs(state);
        if (state.kind === 'acknowledged' && waiting.has(key) && sinceMs !== null) delaysMs.push(feedMs - sinceMs);
      }
      waiting = new Set(alarms.filter(isUnacknowledged).map(({ key }) => key));
    },
  );
  return { delaysMs: () => delaysMs, close };
}
