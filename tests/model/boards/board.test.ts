import { expect, test } from 'vitest';
import { parseBoard } from '../../../model/boards/board.ts';
import { MessageError } from '../../../model/text/message.ts';

const SOURCE = { of: 'sensors', kind: 'rain', unit: 'mm', figure: 'amount' } as const;
const board = (cards: readonly object[]) => ({ format: 1, city: 'field', span: 'day', areas: '', cards });

test('a board is read as it was kept', () => {
  const kept = board([{ id: 'a', title: '雨', source: SOURCE, target: { to: 20 } }]);
  expect(parseBoard(kept, 'b.json')).toEqual(kept);
});

test.each([
  [
    'two cards of one id',
    [
      { id: 'a', title: '', source: SOURCE },
      { id: 'a', title: '', source: SOURCE },
    ],
    'cards',
  ],
  ['a target upside down', [{ id: 'a', title: '', source: SOURCE, target: { from: 3, to: 1 } }], 'target'],
  ['a figure that no stream has', [{ id: 'a', title: '', source: { ...SOURCE, figure: 'mode' } }], 'figure'],
  [
    'more cards than a board has',
    Array.from({ length: 25 }, (_, i) => ({ id: `${i}`, title: '', source: SOURCE })),
    'cards',
  ],
])('%s: refused with its place', (_, cards, place) => {
  const read = () => parseBoard(board(cards), 'b.json');
  expect(read).toThrow(MessageError);
  expect(read).toThrow(place);
  expect(read).toThrow('b.json');
});
