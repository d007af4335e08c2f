import type { AttributeInfo } from '../city/manifest.ts';
import type { RunFigureName } from '../runs/run-figures.ts';
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
  /** The unit in which a finished run tells a figure, UCUM; null: none told it. */
  runUnit(figure: RunFigureName): string | null;
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
    case 'run':
      return say(`run_${source.figure}`);
    case 'layer': {
      const layer = names.layer(source.layer);
      const label = layer?.label[language] ?? source.layer;
      const name = source.conditions ? say('someOf', { name: label }) : label;
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
  if (source.of === 'run') return formatUnit(names.runUnit(source.figure) ?? undefined, language);
  if (source.of !== 'layer' || source.figure === 'count') return '';
  const attribute = names.layer(source.layer)?.attributes.find(({ name }) => name === source.attribute);
  return formatUnit(attribute?.unit, language);
}

/** Decimals of figures of runs that are not counted. */
const RUN_DIGITS: Readonly<Partial<Record<RunFigureName, number>>> = { roadClosure: 1, deepest: 2 };

const SIGNS: Readonly<Record<string, string>> = {
  equal: '=',
  unequal: '≠',
  least: '≥',
  most: '≤',
  above: '>',
  below: '<',
  is: '=',
  isNot: '≠',
  on: '=',
  from: '≥',
  until: '≤',
};

/** The conditions of a card in words; empty: every thing of its layer counts. */
export function conditionsText(names: CardNames, source: CardSource, language: keyof Text): string {
  if (source.of !== 'layer' || !source.conditions) return '';
  const say = boardWordsIn(language);
  const attributes = names.layer(source.layer)?.attributes ?? [];
  const texts = source.conditions.map((condition) => {
    const label = attributes.find(({ name }) => name === condition.attribute)?.label[language] ?? condition.attribute;
    const { test } = condition;
    const sign =
      test === 'contains' || test === 'begins' || test === 'filled' || test === 'empty' ? say(test) : SIGNS[test];
    return 'value' in condition ? `${label} ${sign} ${condition.value}` : `${label} ${sign}`;
  });
  return texts.join(` ${say(source.match ?? 'all')} `);
}

/** Decimals of a card's figures: none of what is counted, two of elevations, else as many as the figure asks for. */
export function digitsOf(source: CardSource, value: number): number {
  const isCount =
    source.of === 'alarms' ||
    (source.of === 'cases' && source.figure !== 'inTime') ||
    ('figure' in source && (source.figure === 'count' || source.figure === 'warned'));
  if (isCount) return 0;
  if (source.of === 'run') return RUN_DIGITS[source.figure] ?? 0;
  if (source.of === 'cases' || source.of === 'index') return 1;
  return source.of === 'sensors' && source.unit === 'm' ? 2 : decimalsFor(Math.abs(value));
}

/** A figure of a card in words; a dash where there is none. */
export const figureText = (source: CardSource, value: number | null): string =>
  value === null ? NO_VALUE_MARK : formatNumber(value, digitsOf(source, value));
