import { describe, expect, test } from 'vitest';
import type { Message } from '../../../model/text/message.ts';
import { InpFile } from '../../../readers/inp/inp-file.ts';
import { curvesOf, seriesOf, timeOfDayS, whenS } from '../../../readers/inp/inp-series.ts';

class Refused extends Error {
  constructor({ text }: Message) {
    super(text.en);
  }
}
const open = (text: string) => new InpFile(text, 'net.inp', Refused);

describe('an input file of SWMM', () => {
  const inp = open(
    [
      '[TITLE]',
      ';; nothing but a remark',
      '[OPTIONS]',
      'flow_units  LPS ; litres',
      '[JUNCTIONS]',
      'J1  10.5  2',
      '"J 2"  9  *',
      '[COORDINATES]',
      'J1 100 200',
      '[VERTICES]',
      'C1 1 2',
      'C1 3 4',
      '[JUNCTIONS]',
      'J3 8 1',
    ].join('\r\n'),
  );

  test('has the rows of a section together, wherever they stand, without remarks', () => {
    expect(inp.rows('JUNC').map(({ cells }) => cells[0])).toEqual(['J1', 'J 2', 'J3']);
    expect(inp.rows('JUNC').map(({ line }) => line)).toEqual([6, 7, 14]);
  });

  test('has options whatever letters they are written in, and none that it does not set', () => {
    expect(inp.optionWord('FLOW_UNITS')).toBe('LPS');
    expect(inp.optionWord('INFILTRATION')).toBe('');
  });

  test('has a place for each node and a path for each link', () => {
    expect([...inp.coordinates()]).toEqual([['J1', [100, 200]]]);
    expect([...inp.paths('VERTICES')]).toEqual([
      [
        'C1',
        [
          [1, 2],
          [3, 4],
        ],
      ],
    ]);
  });

  test('has numbers, or what is usual where a cell is left out or starred', () => {
    const [first, second] = inp.rows('JUNC');
    expect(inp.number(first, 1, 'elevation')).toBe(10.5);
    expect([inp.number(second, 2, 'maximumDepth', 5), inp.number(first, 3, 'depth', 7)]).toEqual([5, 7]);
  });

  test('refuses a cell by file, line and name', () => {
    const [first] = inp.rows('JUNC');
    expect(() => inp.number(first, 0, 'elevation')).toThrow(/net\.inp:6.*a number.*"J1"/);
    expect(() => inp.number(first, 9, 'depth')).toThrow(/net\.inp:6/);
    expect(() => inp.atLeast(first, 2, 'depth', 3)).toThrow(/at least 3/);
    expect(() => inp.above(first, 2, 'depth', 2)).toThrow(/more than 2/);
  });

  test('is refused where it is empty, or begins without a section', () => {
    expect(() => open('')).toThrow(/net\.inp/);
    expect(() => open('J1 1 2')).toThrow(/net\.inp:1/);
  });
});

describe('times of an input file', () => {
  const inp = open('[X]\n0:30:15 90 1:00 2:3:4:5 02/29/2024 2024-02-29');
  const [row] = inp.rows('X');

  test('are hours, minutes and seconds, or a number of a unit', () => {
    expect(timeOfDayS(row, 0, 'time', inp, 3600)).toBe(1815);
    expect(timeOfDayS(row, 1, 'time', inp, 60)).toBe(5400);
    expect(timeOfDayS(row, 2, 'time', inp, 60)).toBe(3600);
    expect(() => timeOfDayS(row, 3, 'time', inp, 60)).toThrow(/HH:MM:SS/);
  });

  test('are days of the calendar, with its leap years', () => {
    expect(whenS(row, 4, 'date', inp)).toBe(Date.UTC(2024, 1, 29) / 1000);
    expect(() => whenS(row, 5, 'date', inp)).toThrow(/MM\/DD\/YYYY/);
  });
});

describe('series and curves', () => {
  const startS = Date.UTC(2026, 6, 18) / 1000;

  test('run on from line to line, by hours or by dates', () => {
    const inp = open(
      ['[TIMESERIES]', 'rain 0 1 0:30 2', 'rain 1:00 3', 'tide 07/19/2026 06:00 4.5', '[USE]', 'rain tide none'].join(
        '\n',
      ),
    );
    const [use] = inp.rows('USE');
    const of = seriesOf(inp, startS);
    expect(of(use, 0, 'series')).toEqual({ timesS: [0, 1800, 3600], values: [1, 2, 3] });
    expect(of(use, 1, 'series')).toEqual({ timesS: [86_400 + 6 * 3600], values: [4.5] });
    expect(() => of(use, 2, 'series')).toThrow(/net\.inp:6/);
  });

  test('that do not go forward are refused', () => {
    expect(() => seriesOf(open('[TIMESERIES]\nrain 1 1\nrain 1 2'), startS)).toThrow(/net\.inp:3/);
    expect(() => curvesOf(open('[CURVES]\npump PUMP4 0 1\npump 0 2'))).toThrow(/net\.inp:3/);
  });

  test('of a pump have their points without the word of its kind', () => {
    expect([...curvesOf(open('[CURVES]\npump PUMP4 0 1 2 3\npump 4 5'))]).toEqual([
      ['pump', { at: [0, 2, 4], value: [1, 3, 5] }],
    ]);
  });
});
