import { type IndexCard, parseIndexCard } from '../../../model/city-index/index-card.ts';
import type { ScenePart } from '../../kit/plugin.ts';
import { cityIndexController } from './controller.ts';
import { indexPageMessage } from './messages.ts';
import type { IndexSlice } from './slice.ts';

/** A scene holds the scorecards as their own files have them; one with values of its own is not lost to a scene. */
export const indexScenePart: ScenePart = {
  title: 'cityIndex.title',
  version: 2,
  async save({ twin }) {
    const cards = cardsWithValues(twin.getState().indexCards);
    return cards.length > 0 ? { data: cards } : null;
  },
  async open(app, data) {
    const own = cardsWithValues(app.twin.getState().indexCards);
    const index = app.controllerOf(cityIndexController);
    // A scene of the first version holds one card.
    const cards = (Array.isArray(data) ? data : [data]).map((json) => parseIndexCard(json, cityIndexController.id));
    return cards.flatMap((card) => {
      const kept = own.find((one) => one.card === card.card);
      if (kept && JSON.stringify(kept) !== JSON.stringify(card)) return [indexPageMessage('scene-kept', {})];
      index.take(card, cityIndexController.id);
      return [];
    });
  },
};

const cardsWithValues = (cards: IndexSlice['indexCards']): IndexCard[] =>
  cards ? Object.values(cards).filter(({ years }) => Object.keys(years).length > 0) : [];
