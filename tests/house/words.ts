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

/** Valibot's rules by the place of the message among their arguments. Choices (`picklist`) are words of a format, the same in either language. */
const RULES_BY_MESSAGE: readonly (readonly string[])[] = [
  ['string', 'number', 'boolean', 'integer', 'safeInteger', 'finite', 'nonEmpty', 'url'],
  [
    'array',
    'check',
    'custom',
    'endsWith',
    'gtValue',
    'includes',
    'length',
    'looseObject',
    'ltValue',
    'maxLength',
    'maxValue',
    'minLength',
    'minValue',
    'multipleOf',
    'object',
    'regex',
    'startsWith',
    'strictObject',
    'strictTuple',
    'tuple',
    'union',
  ],
  ['partialCheck', 'record', 'variant'],
];
/** The function that gives a rule its message out of the table of requirements. */
const REQUIREMENT = 'requirement';

/** A place where words are kept or filled in another way than by tables of words. */
export interface OtherWords extends Offender {
  mechanism: 'a library' | 'a file of words' | 'a dictionary a language' | 'a dictionary by sentences' | 'a function of its own' | 'a message of a schema';
}

/**
 * Places of the product that say words in another way than by tables of words (`{ key: { zh, en } }`, filled in by `model/text/words.ts`): a library for
 * it, a JSON file of a language, an object with a dictionary for each language, a dictionary keyed by English sentences, a function
 * of its own that fills `{names}` in, and a message of a schema's rule that is not made by `requirement`.
 */
export function findOtherWords(sources: readonly Source[]): OtherWords[] {
  return productOf(sources).flatMap((source) => {
    const found: OtherWords[] = [];
    const requirements = namesOfRequirements(source);
    walk(source.program, (node) => {
      const mechanism = hasOwnMessage(node, requirements) ? 'a message of a schema' : mechanismOf(node, source.path);
      if (mechanism) found.push({ path: source.path, line: lineAt(source, node.start), what: mechanism, mechanism });
    });
    return found;
  });
}

/** How many ways there are to say words: the house's own, and each other that is found. */
export const countWordMechanisms = (others: readonly OtherWords[]): number => new Set([OWN, ...others.map(({ mechanism }) => mechanism)]).size;

/** Names that a file gives to messages of the table of requirements. */
function namesOfRequirements({ program }: Source): Set<string> {
  const names = new Set<string>();
  walk(program, (node) => {
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && isRequirement(node.init)) names.add(node.id.name);
  });
  return names;
}

const isRequirement = (node: Node | null): boolean => node?.type === 'CallExpression' && nameOf(node.callee) === REQUIREMENT;

/** Whether a rule of a schema is given a message that is in no table of words. */
function hasOwnMessage(node: Node, requirements: ReadonlySet<string>): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || nameOf(node.callee.object) !== 'v') return false;
  const rule = nameOf(node.callee) ?? '';
  const message = node.arguments[RULES_BY_MESSAGE.findIndex((rules) => rules.includes(rule))];
  return message !== undefined && !isRequirement(message) && !requirements.has(nameOf(message) ?? '');
}

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
