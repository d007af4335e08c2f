import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Float64List, sharedFloats, Uint32List, Utf8List } from '../../../readers/shared/growable.ts';

describe('a list that grows', () => {
  test('holds all that was put in, beyond its first size', () => {
    const words = new Uint32List(2);
    const numbers = new Float64List(1);
    for (let i = 0; i < 100; i++) {
      words.push(i * i);
      numbers.push(i / 4);
    }
    expect([words.length, words.view()[99], numbers.view()[99]]).toEqual([100, 9801, 24.75]);
  });

  test('lies on memory that threads share, also once it has grown', () => {
    const words = new Uint32List(1);
    words.push(1);
    words.push(2);
    expect(words.view().buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(sharedFloats(3).buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test('shows what it holds, and none of the room behind it', () => {
    const words = new Uint32List(1024);
    words.push(7);
    expect([...words.view()]).toEqual([7]);
  });
});

describe('texts end to end', () => {
  test('come back as they were put in, in any script', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
        const list = new Utf8List(1, 1);
        for (const text of texts) list.pushText(text);
        expect(texts.map((_, i) => list.text(i))).toEqual(texts);
        expect(list.length).toBe(texts.length);
      }),
    );
  });

  test('of whole numbers are their digits', () => {
    const list = new Utf8List();
    const numbers = [0, 7, -12, 9_999_999, 10_000_000, Number.MAX_SAFE_INTEGER];
    for (const value of numbers) list.pushWhole(value);
    expect(numbers.map((_, i) => list.text(i))).toEqual(numbers.map(String));
  });

  test('are taken from a file by their places, long and short', () => {
    const file = new TextEncoder().encode(`name:${'x'.repeat(50)};`);
    const list = new Utf8List(1, 1);
    list.pushBytes(file, 0, 4);
    list.pushBytes(file, 5, 55);
    expect([list.text(0), list.text(1)]).toEqual(['name', 'x'.repeat(50)]);
  });

  test('that were not said are empty, and what was put in by mistake is taken back', () => {
    const list = new Utf8List();
    list.pushText('kept');
    list.pushText('gone');
    list.truncate(1);
    list.fillTo(3);
    list.pushText('last');
    expect([0, 1, 2, 3].map((i) => list.text(i))).toEqual(['kept', '', '', 'last']);
    expect(list.view().bytes).toHaveLength(8);
  });
});
