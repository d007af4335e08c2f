import { isUnacknowledged, raisedMs } from '../../../model/alarms/alarm.ts';
import {
  CARD_KINDS,
  type CardKind,
  type IndexCard,
  type IndexValue,
  parseIndexCard,
  type YearValues,
} from '../../../model/city-index/index-card.ts';
import type { TableValues } from '../../../model/city-index/index-table.ts';
import { ownCard } from '../../../model/city-index/own-card.ts';
import { publishedCard } from '../../../model/city-index/published-card.ts';
import { MessageError } from '../../../model/text/message.ts';
import { type BrowserText, browserText } from '../../kit/browser-text.ts';
import type { App } from '../../kit/plugin.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import type { Twin } from '../../twin/twin.ts';
import { indexPageMessage } from './messages.ts';
import { offersOf, openOffers } from './offers.ts';
import { readCardFile, readTableFile } from './tasks/start-reader.ts';

/** Id of the plug-in. */
export const CITY_INDEX = 'city-index';

/** Keeps the scorecards of the open city; every change is of the card and the year on screen. */
export interface IndexController extends Controller {
  /** The cards that are kept, else empty ones; asks the twin what it knows. */
  begin(): Promise<void>;
  show(part: { kind: CardKind } | { year: number }): void;
  change(card: IndexCard): void;
  /** Null: the basis has no value any more. */
  put(basis: string, value: Omit<IndexValue, 'atMs'> | null): void;
  /** Puts in every value that the twin knows where the card has none; one that was typed stays. */
  adoptOffers(): void;
  fileText(): string;
  /** Takes a card of this city in place of the one of its kind, and shows it. */
  take(json: unknown, file: string): void;
  openFile(file: File): Promise<void>;
  /** Takes the values of a table, over those of the same years; returns how many, and what of the table was left out. */
  openTable(file: File): Promise<Pick<TableValues, 'taken' | 'left'>>;
  /** The card as it is offered first. */
  reset(): void;
}

/** Makes cards without values. */
const EMPTY: Record<CardKind, (city: string) => IndexCard> = { published: publishedCard, own: ownCard };

export const cityIndexController: Opener<App, IndexController> = {
  id: CITY_INDEX,
  open: (app) => openIndex(app, browserText('shapan-index-')),
};

function openIndex(app: App, store: BrowserText): IndexController {
  const { twin } = app;
  const { setIndex } = twin.getState();
  const alarms = followAcknowledged(twin);
  const cards = openCards(app, store);
  const { now, parsed, change, showTaken } = cards;

  function changeValues(of: (values: YearValues) => YearValues): void {
    const card = now();
    const { indexYear: year } = twin.getState();
    const values = of(card.years[year] ?? {});
    const { [year]: _, ...others } = card.years;
    change({ ...card, years: Object.keys(values).length > 0 ? { ...others, [year]: values } : others });
  }

  return {
    async begin() {
      setIndex({ indexCards: cards.all() });
      setIndex({ indexOffers: await offersOf(app, alarms.delaysMs()) });
    },
    show: (part) => ('kind' in part ? cards.show(part.kind) : setIndex({ indexYear: part.year })),
    change,
    put: (basis, value) =>
      changeValues(({ [basis]: _, ...values }) =>
        value ? { ...values, [basis]: { ...value, atMs: Date.now() } } : values,
      ),
    adoptOffers() {
      const atMs = Date.now();
      const adopted = openOffers(twin.getState()).map(({ id, offer: { value, note } }) => [
        id,
        { value, note, origin: 'twin' as const, atMs },
      ]);
      changeValues((values) => ({ ...values, ...Object.fromEntries(adopted) }));
    },
    fileText: () => `${JSON.stringify(now(), null, 2)}\n`,
    take: (json, file) => showTaken(parsed(json, file)),
    openFile: async (file) => showTaken(cards.ofCity(await readCardFile(file), file.name)),
    async openTable(file) {
      const { years, taken, left } = await readTableFile(file, now().groups, twin.getState().indexYear);
      const card = now();
      const merged = Object.entries(years).map(([key, values]) => [key, { ...card.years[key], ...values }]);
      if (taken > 0) showTaken({ ...card, years: { ...card.years, ...Object.fromEntries(merged) } });
      return { taken, left };
    },
    reset: () => change(cards.empty(twin.getState().indexKind)),
    close: alarms.close,
  };
}

/** Holds both cards of the open city and keeps them in the browser. */
function openCards(app: App, store: BrowserText) {
  const { twin } = app;
  const city = twin.city.id;
  const { setIndex } = twin.getState();
  // The own card keeps the key that it had before there was another.
  const keyOf = (kind: CardKind) => (kind === 'own' ? city : `${city}-${kind}`);
  const empty = (kind: CardKind): IndexCard => EMPTY[kind](city);
  const all = () => twin.getState().indexCards ?? { published: empty('published'), own: empty('own') };

  function hold(card: IndexCard): void {
    setIndex({ indexCards: { ...all(), [card.card]: card } });
  }

  function change(card: IndexCard): void {
    hold(card);
    if (!store.save(keyOf(card.card), JSON.stringify(card))) app.report(CITY_INDEX, indexPageMessage('not-kept', {}));
  }

  function ofCity(card: IndexCard, file: string): IndexCard {
    if (card.city === city) return card;
    throw new MessageError(indexPageMessage('other-city', { file, expected: city, got: card.city }));
  }

  const parsed = (json: unknown, file: string): IndexCard => ofCity(parseIndexCard(json, file), file);

  /** Shows a card, in its latest year unless it has values of the one on screen. */
  function show(kind: CardKind): void {
    const years = Object.keys(all()[kind].years).map(Number);
    const isThere = years.length === 0 || years.includes(twin.getState().indexYear);
    setIndex({ indexKind: kind, ...(isThere ? {} : { indexYear: Math.max(...years) }) });
  }

  function showTaken(card: IndexCard): void {
    change(card);
    show(card.card);
  }

  function restore(kind: CardKind): void {
    const kept = store.load(keyOf(kind));
    if (kept === null) return;
    try {
      hold(parsed(JSON.parse(kept), 'localStorage'));
    } catch (error) {
      app.report(CITY_INDEX, error);
    }
  }

  for (const kind of CARD_KINDS) restore(kind);
  show(twin.getState().indexKind);
  return { all, empty, now: () => all()[twin.getState().indexKind], change, parsed, ofCity, show, showTaken };
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
