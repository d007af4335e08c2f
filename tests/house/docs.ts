import { findExports } from './exports.ts';
import type { Offender } from './figure.ts';
import { wordsOfName } from './names.ts';
import { lineAt, productOf, type Source } from './source.ts';

/** How many exported declarations there are, and which of them have no comment that says something. */
export interface Documentation {
  exportCount: number;
  undocumented: Offender[];
}

/** A comment with fewer words says nothing that a name could not. */
const MIN_WORDS = 4;

/** Words that say nothing of the thing itself: little words, and words for what any declaration is or does. */
const EMPTY_WORDS = new Set(
  [
    'a an the of for in on to from by with and or not is are be was this that these those it its as at into which what',
    'all any each every one some here there',
    'function method type interface class constant const variable value object helper component',
    'return get set give hold contain represent describe define use make',
  ]
    .join(' ')
    .split(' ')
    .map(stemOf),
);

/**
 * Exported functions, classes, types, interfaces and constants of product code that lack a doc comment which says
 * something. The comment is the JSDoc block right before the statement. It says nothing (*filler*) when it has fewer than
 * four words, or when each of its words is empty (see `EMPTY_WORDS`) or stands in the name already, endings apart:
 * *The history of the flood's runs* above `FloodRunHistory`. Names passed on from other files are not asked.
 */
export function findUndocumentedExports(sources: readonly Source[]): Documentation {
  const documentation: Documentation = { exportCount: 0, undocumented: [] };
  for (const source of productOf(sources)) {
    for (const { declaration } of findExports(source)) {
      if (!declaration) continue;
      documentation.exportCount++;
      const doc = docBefore(source, declaration.start);
      if (doc !== null && !isFiller(doc, declaration.name)) continue;
      const what = doc === null ? declaration.name : `${declaration.name} (filler: ${doc})`;
      documentation.undocumented.push({ path: source.path, line: lineAt(source, declaration.start), what });
    }
  }
  return documentation;
}

/** First words of a doc comment that is no sentence: it hangs on the name below it or on the comment above. */
const DANGLING = /^(?:Of|So|Who|Whoever|Whom|Whose|Whence)\b/;

/** Doc comments of product code, of members too, that begin with a word of `DANGLING`: *Of the slider*, *So many at a time*, *Who cuts*. */
export function findDanglingDocs(sources: readonly Source[]): Offender[] {
  return productOf(sources).flatMap((source) =>
    source.comments.flatMap(({ isBlock, text, start }) => {
      const doc = textOfDoc(text);
      if (!isBlock || !text.startsWith('*') || !DANGLING.test(doc)) return [];
      return [{ path: source.path, line: lineAt(source, start), what: doc.replaceAll('\n', ' ').slice(0, 80) }];
    }),
  );
}

const textOfDoc = (comment: string): string => comment.replace(/^[\s*]+/gm, '').trim();

/** The text of the doc comment that ends right before a statement; comments to tools (`// biome-ignore`) may stand between. */
export function docBefore({ comments, text }: Source, start: number): string | null {
  let below = start;
  for (let at = comments.length - 1; at >= 0; at--) {
    const comment = comments[at];
    if (comment.end > below) continue;
    if (text.slice(comment.end, below).trim() !== '') return null;
    if (comment.isBlock && comment.text.startsWith('*')) return textOfDoc(comment.text);
    below = comment.start;
  }
  return null;
}

/** Whether a doc comment tells no more than the name that it stands above. */
export function isFiller(doc: string, name: string): boolean {
  const words = doc.match(/\p{Script=Han}|[\p{L}\p{N}]+(?:['’_.-][\p{L}\p{N}]+)*/gu) ?? [];
  if (words.length < MIN_WORDS) return true;
  const known = new Set(wordsOfName(name).map(stemOf));
  return words.every((word) => {
    if (word === name) return true;
    const parts = wordsOfName(word.replace(/['’]s$/, '')).map(stemOf);
    return parts.length > 0 && parts.every((part) => known.has(part) || EMPTY_WORDS.has(part));
  });
}

/** A word without its ending, so that *runs*, *running* and *run* are one. */
function stemOf(word: string): string {
  return word
    .toLowerCase()
    .replace(/(?:ing|ed|es|s|e)$/, '')
    .replace(/([^aeiou])\1$/, '$1');
}
