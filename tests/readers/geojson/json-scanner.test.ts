import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonScanner, MAX_DEPTH } from '../../../readers/geojson/json-scanner.ts';
import type { ByteStream } from '../../../readers/shared/byte-source.ts';

/** A file that comes in pieces of so many bytes. */
function streamOf(text: string, pieceBytes = 7): ByteStream {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return {
    name: 'map.json',
    sizeHint: bytes.length,
    read(into) {
      const piece = bytes.subarray(at, at + Math.min(pieceBytes, into.length));
      into.set(piece);
      at += piece.length;
      return piece.length;
    },
    close() {},
  };
}

/** What one step over a text gives, tried anew whenever bytes ran out. */
async function scanned<T>(text: string, step: (scanner: JsonScanner) => T): Promise<T> {
  const scanner = new JsonScanner(streamOf(text));
  const results: T[] = [];
  await scanner.run(
    () => {
      results.push(step(scanner));
      return false;
    },
    () => {},
    () => {},
  );
  return results[results.length - 1];
}

const numberIn = (text: string) =>
  scanned(`${text} `, (scanner) => {
    scanner.peek();
    return scanner.number();
  });

describe('a number', () => {
  test.each(['0', '-0.5', '108.754321', '1e3', '-2.5E-4', '123456789012345', '1e22'])(
    'is what JSON says: %s',
    async (text) => {
      expect(await numberIn(text)).toBe(JSON.parse(text));
    },
  );

  test('of more digits than a double has is right to fifteen of them', async () => {
    const value = await numberIn('108.75432109876543210987');
    expect(Math.abs(value - 108.7543210987654)).toBeLessThan(1e-12);
    expect((await numberIn('12345678901234567890')) / 1.2345678901234567e19).toBeCloseTo(1, 14);
  });

  test('is right for any double that a map may hold, whatever way it is written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), async (value) => {
        const read = await numberIn(JSON.stringify(value));
        expect(Math.abs(read - value)).toBeLessThanOrEqual(Math.max(1e-280, Math.abs(value) * 1e-14));
      }),
      { numRuns: 200 },
    );
  });

  test('that JSON forbids but writers emit is none', async () => {
    for (const text of ['NaN', '-Infinity', 'nan']) expect(await numberIn(text)).toBeNaN();
  });

  test('is refused by its line where something else stands', async () => {
    await expect(numberIn('\n\n"x"')).rejects.toThrow(/map\.json:3/);
  });
});

describe('a text', () => {
  const textIn = (text: string) =>
    scanned(text, (scanner) => {
      scanner.peek();
      scanner.string();
      return scanner.text();
    });

  test('is read as JSON reads it, over the edges of what has come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        expect(await textIn(JSON.stringify(text))).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  test('without its end is refused', async () => {
    await expect(textIn('"never ends')).rejects.toThrow(/map\.json:1/);
    await expect(textIn('"ends on\nthe next line"')).rejects.toThrow(/map\.json/);
  });
});

describe('what nobody asked for', () => {
  const restAfter = (text: string) =>
    scanned(text, (scanner) => {
      scanner.skip();
      scanner.peek();
      return scanner.number();
    });

  test('is passed over whole, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (value) => {
        expect(await restAfter(`${JSON.stringify(value)} 42 `)).toBe(42);
      }),
      { numRuns: 100 },
    );
  });

  test('is refused with the wrong bracket, and deeper than anybody nests', async () => {
    await expect(restAfter('[1, 2} 42 ')).rejects.toThrow(/map\.json:1/);
    await expect(restAfter(`${'['.repeat(MAX_DEPTH + 1)} 42 `)).rejects.toThrow(/map\.json/);
  });
});

test('lines are counted over all white space', async () => {
  const line = await scanned('\n \r\n\t7 ', (scanner) => {
    scanner.peek();
    return scanner.line;
  });
  expect(line).toBe(3);
});
