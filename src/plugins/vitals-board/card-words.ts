import type { BoardCard, CardSource } from '../../../model/boards/board.ts';
import type { Text } from '../../../model/text/text.ts';
import { decimalsFor, formatNumber, formatUnit, NO_VALUE_MARK } from '../../kit/format.ts';
import type { App } from '../../kit/plugin.ts';
import type { useWords } from '../../kit/words.ts';
import { LIVE_FEED } from '../../twin/live/live-feed.ts';

type Speech = Pick<ReturnType<typeof useWords>, 't' | 'of' | 'language'>;

/** Names a kind of sensors by its own label, else by that of its vital, else by its id. */
export function kindLabel(app: App, kind: string): Text {
  const record = app.service(LIVE_FEED)?.kinds().kindOf(kind);
  return record?.label ?? record?.vital?.label ?? { zh: kind, en: kind };
}

/** What a card is called: as its office wrote, else by what it shows. */
export function titleOf(app: App, { title, source }: Pick<BoardCard, 'title' | 'source'>, { t, of }: Speech): string {
  if (title !== '') return title;
  switch (source.of) {
    case 'sensors': {
      const station = app
        .service(LIVE_FEED)
        ?.live()
        ?.sensors.find(({ id }) => id === source.sensor);
      return `${of(station?.name ?? kindLabel(app, source.kind))} · ${t(`board.${source.figure}`)}`;
    }
    case 'alarms':
      return t('board.alarmsOf', { level: t(`board.least${source.least}`) });
    case 'cases':
      return t(`board.${source.figure}`);
    case 'index':
      return `${t('board.index')} · ${t(`board.${source.card}`)}`;
    case 'layer': {
      const layer = app.twin.city.layers.find(({ id }) => id === source.layer);
      const attribute = layer?.attributes.find(({ name }) => name === source.attribute);
      const name = layer ? of(layer.label) : source.layer;
      return attribute
        ? t('board.attributeOf', { layer: name, attribute: of(attribute.label), figure: t(`board.${source.figure}`) })
        : name;
    }
  }
}

/** The unit of a card's figure, as it is shown. */
export function unitOf(app: App, source: CardSource, { language }: Pick<Speech, 'language'>): string {
  if (source.of === 'sensors') return source.figure === 'warned' ? '' : formatUnit(source.unit, language);
  if (source.of === 'cases') return source.figure === 'inTime' ? '%' : '';
  if (source.of !== 'layer' || source.figure === 'count') return '';
  const layer = app.twin.city.layers.find(({ id }) => id === source.layer);
  return formatUnit(layer?.attributes.find(({ name }) => name === source.attribute)?.unit, language);
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
