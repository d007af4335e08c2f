import type { Reader, ReadOptions } from '../../readers/reader.ts';
import { type ByteSource, bytesSource } from '../../readers/shared/byte-source.ts';
import { Problems } from '../../readers/shared/problems.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';

/** Reads features and counts what was said by its code. */
export async function readFeatures(
  reader: Reader,
  contents: ByteSource | Uint8Array | string,
  wish: ReadOptions = {},
  name = 'town.data',
): Promise<{ raw: RawFeatures; codes: Record<string, number> }> {
  const problems = new Problems();
  const bytes = typeof contents === 'string' ? new TextEncoder().encode(contents) : contents;
  const got = await reader.read('open' in bytes ? bytes : bytesSource(bytes, name), wish, problems);
  if (got.gives !== 'features') throw new Error(got.gives);
  return { raw: got.raw, codes: Object.fromEntries(problems.list().map(({ code, count }) => [code, count])) };
}

/** The words of a property by row, an empty one where there is none. */
export function wordsOf(raw: RawFeatures, name: string): string[] {
  const words = raw.fields.find((field) => field.name === name)?.words(raw.count);
  return Array.from({ length: raw.count }, (_, row) => words?.text(row) ?? '');
}
