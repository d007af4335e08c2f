import type { Offender } from './figure.ts';
import { nameOf } from './names.ts';
import { lineAt, type Node, productOf, type Source, walk } from './source.ts';

/** The mechanism of the house: a table of words, whose values are filled in by one function. */
const OWN = 'tables of words';
/** Where its function stands. */
const OWN_HOME = 'model/text/words.ts';
/** Libraries that hold or choose words. */
const LIBRARIES = /^(i18next|react-i18next|react-intl|@formatjs\/|@lingui\/|vue-i18n)/;
/** Entries of a dictionary keyed by sentences, from so many on. */
const MIN_SENTENCES = 8;

/** A place where words are kept or filled in another way than by tables of words. */
export interface OtherWords extends Offender {
  mechanism: 'a library' | 'a file of words' | 'a dictionary a language' | 'a dictionary by sentences' | 'a function of its own';
}

/**
 * Places of the product that say words in another way than by tables of words (`{ key: { zh, en } }`, filled in by `model/text/words.ts`): a library for
 * it, a JSON file of a language, an object with a dictionary for each language, a dictionary keyed by English sentences, and a function
 * of its own that fills `{names}` in.
 */
export function findOtherWords(sources: readonly Source[]): OtherWords[] {
  return productOf(sources).flatMap((source) => {
    const found: OtherWords[] = [];
    walk(source.program, (node) => {
      const mechanism = mechanismOf(node, source.path);
      if (mechanism) found.push({ path: source.path, line: lineAt(source, node.start), what: mechanism, mechanism });
    });
    return found;
  });
}

/** How many ways there are to say words: the house's own, and each other that is found. */
export const countWordMechanisms = (others: readonly OtherWords[]): number => new Set([OWN, ...others.map(({ mechanism }) => mechanism)]).size;

function mechanismOf(node: Node, path: string): OtherWords['mechanism'] | null {
  if (node.type === 'ImportDeclaration') {
    if (LIBRARIES.test(node.source.value)) return 'a library';
    return /(^|[./-])(zh|en)\.json$/.test(node.source.value) ? 'a file of words' : null;
  }
  if (node.type === 'Literal' && 'regex' in node && node.regex.pattern === '\\{(\\w+)\\}') return path === OWN_HOME ? null : 'a function of its own';
  if (node.type !== 'ObjectExpression') return null;
  const properties = node.properties.filter((property) => property.type === 'Property');
  const isDictionary = (language: string) => properties.some(({ key, value }) => nameOf(key) === language && value.type === 'ObjectExpression');
  if (isDictionary('zh') && isDictionary('en')) return 'a dictionary a language';
  const sentences = properties.filter(({ key }) => key.type === 'Literal' && / \S+ /.test(String(key.value)));
  return sentences.length >= MIN_SENTENCES ? 'a dictionary by sentences' : null;
}
