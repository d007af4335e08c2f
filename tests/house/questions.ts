import type { Offender } from './figure.ts';
import { nameOf } from './names.ts';
import { lineAt, type Node, productOf, type Source, walk } from './source.ts';

/** Controls of a form; what they are given is the question's, in `model/questions`. */
const CONTROLS = ['NumberField', 'Slider'];
const BOUNDS = ['min', 'max', 'step'];
const CHECKS = ['minValue', 'maxValue'];
const DEFAULTS = /^(DEFAULT_FORM|USUAL)$/;

/**
 * Facts of a question's fields that stand outside `model/questions`, in plug-ins with an engine: numbers given to a control as bound or step,
 * bounds of a schema, and forms written out as constants. Bounds that a panel reckons from its city or its run are none.
 */
export function findQuestionCopies(sources: readonly Source[]): Offender[] {
  const plugins = productOf(sources).filter(({ path }) => path.startsWith('src/plugins/'));
  const folderOf = (path: string) => path.split('/').slice(0, 3).join('/');
  const withEngine = new Set(plugins.filter(hasEngine).map(({ path }) => folderOf(path)));
  return plugins.filter(({ path }) => withEngine.has(folderOf(path))).flatMap(copiesIn);
}

/** Whether a file is that of a plug-in which names its engine. */
function hasEngine({ path, program }: Source): boolean {
  let found = false;
  if (path.endsWith('/plugin.ts'))
    walk(program, (node) => {
      if (node.type === 'Property' && nameOf(node.key) === 'engine') found = true;
    });
  return found;
}

function copiesIn(source: Source): Offender[] {
  const found: Offender[] = [];
  walk(source.program, (node) => {
    const what = copyIn(node);
    if (what !== null) found.push({ path: source.path, line: lineAt(source, node.start), what });
  });
  return found;
}

function copyIn(node: Node): string | null {
  if (node.type === 'JSXOpeningElement') {
    const control = node.name.type === 'JSXIdentifier' ? node.name.name : '';
    const bounds = node.attributes.flatMap((attribute) =>
      attribute.type === 'JSXAttribute' && BOUNDS.includes(String(attribute.name.name)) && isNumber(attribute.value)
        ? [String(attribute.name.name)]
        : [],
    );
    return CONTROLS.includes(control) && bounds.length > 0 ? `<${control} ${bounds.join(' ')}>` : null;
  }
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    const check = nameOf(node.callee.property);
    return nameOf(node.callee.object) === 'v' && check !== null && CHECKS.includes(check) ? `v.${check}` : null;
  }
  if (node.type === 'VariableDeclarator' && node.init?.type === 'ObjectExpression') {
    const name = nameOf(node.id);
    return name !== null && DEFAULTS.test(name) ? name : null;
  }
  return null;
}

function isNumber(value: { type: string; expression?: Node } | null): boolean {
  const inner = value?.type === 'JSXExpressionContainer' ? value.expression : undefined;
  const bare = inner?.type === 'UnaryExpression' ? inner.argument : inner;
  return bare?.type === 'Literal' && typeof bare.value === 'number';
}
