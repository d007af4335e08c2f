import type { Node } from './source.ts';

/** The words of a name in lower case: `showFloodHTML`, `show-flood-html` and `SHOW_FLOOD_HTML` are all *show, flood, html*. */
export function wordsOfName(name: string): string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map((word) => word.toLowerCase());
}

/** Whether the words of `id` stand in `words` one after the other; the last of them may be plural. */
export function containsWords(words: readonly string[], id: readonly string[]): boolean {
  if (id.length === 0) return false;
  return words.some((_, start) =>
    id.every((word, at) => {
      const found = words[start + at];
      return found === word || (at === id.length - 1 && found === `${word}s`);
    }),
  );
}

/** The name of an identifier, of a string used as one, or of the last member in `a.b.c`; null for anything else. */
export function nameOf(node: Node | null | undefined): string | null {
  if (!node) return null;
  switch (node.type) {
    case 'Identifier':
    case 'JSXIdentifier':
    case 'PrivateIdentifier':
      return node.name;
    case 'Literal':
      return typeof node.value === 'string' ? node.value : null;
    case 'MemberExpression':
      return node.computed ? null : nameOf(node.property);
    case 'ChainExpression':
      return nameOf(node.expression);
    case 'ThisExpression':
      return 'this';
    default:
      return null;
  }
}

/** An expression without the notes to the compiler around it: `x as const`, `x satisfies T`. */
export function withoutTypeNotes(node: Node): Node {
  if (node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression' || node.type === 'TSTypeAssertion')
    return withoutTypeNotes(node.expression);
  return node;
}
