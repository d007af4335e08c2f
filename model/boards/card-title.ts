import type { AttributeInfo } from '../city/manifest.ts';
import { decimalsFor, formatNumber, formatUnit, NO_VALUE_MARK } from '../text/number-text.ts';
import type { Text } from '../text/text.ts';
import type { BoardCard, CardSource } from './board.ts';
import { boardWordsIn } from './board-words.ts';

/** Names of what cards show, as the page or the hub knows them. */
export interface CardNames {
  /** The label of a kind of sensors. */
  kind(id: string): Text;
  /** Null: there is no such sensor. */
  station(id: string): Text | null;
  /** Null: the city has no such layer. */
  layer(id: string): { label: Text; attributes: readonly Pick<AttributeInfo, 'name' | 'label' | 'unit'>[] } | null;
}

/** Returns what a card is called: as its office wrote, else by what it shows. */
export function titleOf(
  names: CardNames,
  { title, source }: Pick<BoardCard, 'title' | 'source'>,
  language: keyof Text,
): string {
  if (title !== '') return title;
  const say = boardWordsIn(language);
  switch (source.of) {
    case 'sensors': {
      const station = source.sensor === undefined ? null : names.station(source.sensor);
      return `${(station ?? names.kind(source.kind))[language]} · ${say(source.figure)}`;
    }
    case 'alarms':
      return say('alarmsOf', { level: say(`least${source.least}`) });
    case 'cases':
      return say(source.figure);
    case 'index':
      return `${say('index')} · ${say(source.card)}`;
    case 'layer': {
      const layer = names.layer(source.layer);
      const name = layer?.label[language] ?? source.layer;
      const attribute = layer?.attributes.find((one) => one.name === source.attribute);
      if (!attribute) return name;
      return say('attributeOf', { layer: name, attribute: attribute.label[language], figure: say(source.figure) });
    }
  }
}

/** The unit of a card's figure, as it is shown. */
export function unitOf(names: CardNames, source: CardSource, language: keyof Text): string {
  if (source.of === 'sensors') return source.figure === 'warned' ? '' : formatUnit(source.unit, language);
  if (source.of === 'cases') return source.figure === 'inTime' ? '%' : '';
  if (source.of !== 'layer' || source.figure === 'count') return '';
  const attribute = names.layer(source.layer)?.attributes.find(({ name }) => name === source.attribute);
  return formatUnit(attribute?.unit, language);
}

/** Decimals of a card's figures: none of what is counted, two of elevations, else as many as the figure asks for. */
export function digitsOf(source: CardSource, value: number): number {
  const isCount =
    source.of === 'alarms' ||
    (source.of === 'cases' && source.figure !== 'inTime') ||
    ('figure' in source && (source.figure === 'count' || source.figure === 'warned'));
  if (isCount) return 0;
  if (source.of === 'cases' || source.of === 'index') return 1;
  return source.of === 'sensors' && source.unit === 'm' ? 2 : decimalsFor(Math.abs(value));
}

/** A figure of a card in words; a dash where there is none. */
export const figureText = (source: CardSource, value: number | null): string =>
  value === null ? NO_VALUE_MARK : formatNumber(value, digitsOf(source, value));
