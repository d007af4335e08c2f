import type { PageReport, ReportTable } from '../reports/report.ts';
import { isOnTarget, targetText } from '../sensors/target-band.ts';
import type { Cell } from '../tables/data-table.ts';
import { NO_VALUE_MARK } from '../text/number-text.ts';
import type { Text } from '../text/text.ts';
import type { BoardCard } from './board.ts';
import { boardWordsIn } from './board-words.ts';
import type { CardFigures } from './card-figures.ts';
import { type CardNames, conditionsText, digitsOf, titleOf, unitOf } from './card-title.ts';

/** A card with its figures. `onlyOnPage`: whoever writes the report does not know them; `notThen`: not of the time that it speaks of. */
export type ReadCard = { card: BoardCard } & (
  | { kind: 'read'; figures: CardFigures }
  | { kind: 'onlyOnPage' | 'notThen' }
);

/** What a report of a board is made of. */
interface BoardReportParts {
  file: string;
  title: string;
  /** Facts that stand before those of the board. */
  facts: PageReport['facts'];
  cards: readonly ReadCard[];
  names: CardNames;
  language: keyof Text;
  /** Says what the figures of now are of; absent: of the time when the report was made. */
  note?: string;
}

/** Makes the board for paper and a spreadsheet: every card with its span, then each split by area. A figure that is not known is a dash or a word, never 0. */
export function boardReport({ file, title, facts, cards, names, language, note }: BoardReportParts): PageReport {
  const say = boardWordsIn(language);
  const read = cards.flatMap((one) => (one.kind === 'read' ? [one] : []));
  const cell = ({ source }: BoardCard, value: number | null | undefined): Cell =>
    value === null || value === undefined ? NO_VALUE_MARK : { value, digits: digitsOf(source, value) };
  const nameOf = (card: BoardCard) => titleOf(names, card, language);
  const rowOf = (one: ReadCard): Cell[] => {
    const { card } = one;
    const head: Cell[] = [nameOf(card)];
    const band: Cell[] = [
      unitOf(names, card.source, language),
      cell(card, card.target?.from),
      cell(card, card.target?.to),
    ];
    if (one.kind !== 'read') return [...head, say(one.kind), ...band, ...Array<Cell>(6).fill(NO_VALUE_MARK)];
    const { source } = card;
    const { value, span } = one.figures;
    // Least, mean and greatest are of readings: of stations that are counted they say nothing, and a sum is one of amounts alone.
    const isCounted = source.of === 'sensors' && source.figure === 'warned';
    const isAmount = source.of === 'sensors' && source.figure === 'amount';
    const readings = isCounted ? null : span;
    const onTarget = isOnTarget(value, card.target);
    return [
      ...head,
      cell(card, value),
      ...band,
      say(onTarget === null ? 'noTarget' : onTarget ? 'on' : 'off'),
      cell(card, readings?.low),
      cell(card, readings?.mean),
      cell(card, readings?.high),
      cell(card, isAmount ? readings?.amount : null),
      span ? { value: span.count, digits: 0 } : NO_VALUE_MARK,
    ];
  };
  const some = read.filter(({ figures: { span } }) => span !== null && span.streams < span.of);
  const notes = [
    ...(note === undefined ? [] : [note]),
    ...(cards.some(({ kind }) => kind === 'onlyOnPage') ? [say('onlyOnPageNote')] : []),
    ...cards.flatMap(({ card }) => {
      const conditions = conditionsText(names, card.source, language);
      return conditions === '' ? [] : [`${nameOf(card)}: ${conditions}`];
    }),
    ...some.map(
      ({ card, figures: { span } }) =>
        `${nameOf(card)}: ${say('someStreams', { streams: span?.streams ?? 0, of: span?.of ?? 0 })}`,
    ),
  ];
  const table: ReportTable = {
    title: say('cards'),
    head: [
      say('name'),
      say('now'),
      say('unit'),
      say('targetFrom'),
      say('targetTo'),
      say('state'),
      say('least'),
      say('mean'),
      say('most'),
      say('amount'),
      say('count'),
    ],
    rows: cards.map(rowOf),
    ...(notes.length > 0 && { note: notes.join(' · ') }),
  };
  const split = read.flatMap(({ card, figures: { areas } }): ReportTable[] => {
    if (!areas) return [];
    const known = areas.list.filter(({ count }) => count > 0);
    if (known.length === 0) return [];
    const rows = known.map(({ name, value, count }): Cell[] => [
      name[language],
      cell(card, value),
      { value: count, digits: 0 },
    ]);
    const left = [
      ...(known.length < areas.list.length ? [say('emptyAreas', { count: areas.list.length - known.length })] : []),
      ...(areas.outside > 0 ? [say('outside', { count: areas.outside })] : []),
      ...(areas.others > 0 ? [say('otherAreas', { count: areas.others })] : []),
    ];
    return [
      {
        title: nameOf(card),
        head: [say('area'), say('now'), say('count')],
        rows,
        ...(left.length > 0 && { note: left.join(' · ') }),
      },
    ];
  });
  const off = read.filter(({ card, figures }) => isOnTarget(figures.value, card.target) === false);
  const offText = off.map(({ card }) => `${nameOf(card)} (${card.target ? targetText(card.target) : ''})`).join(', ');
  return {
    file,
    title,
    facts: [...facts, [say('off'), offText || '0']],
    tables: [table, ...split],
    signatures: [],
  };
}
