import type { Json } from '../shared/json.ts';
import { attributeOf, type GmlNode } from './gml-node.ts';

type Values = Map<string, (string | number)[]>;

/** Generic attributes of CityGML 1 and 2 by the type in their name, of 3 by that of the element inside. */
const GENERIC = /^(string|int|double|date|uri|measure|code)Attribute$/;
const GENERIC_3 = /^(String|Int|Double|Date|Uri|Measure|Code)Attribute$/;

/**
 * Values of an object's properties by name. A value inside a value is `outer.inner`, without the names of data types between them; one that
 * comes several times keeps all, parted by "; ". Names that CityGML 3 changed are those of CityJSON.
 */
export function attributesOf(properties: readonly GmlNode[]): Json {
  const values: Values = new Map();
  for (const property of properties) take(property, property.name, values);
  return Object.fromEntries(
    [...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all.map(String).join('; ')]),
  );
}

function take(node: GmlNode, name: string, values: Values): void {
  const { children } = node;
  const generic = GENERIC.exec(node.name) ?? GENERIC_3.exec(node.name);
  if (generic) {
    takeGeneric(node, prefixOf(name), /int|double|measure/i.test(generic[1]), values);
    return;
  }
  if (node.name === 'genericAttributeSet' || node.name === 'GenericAttributeSet') {
    const set = attributeOf(node, 'name') ?? childText(node, 'name');
    for (const child of children) if (child.name !== 'name') take(child, `${set}.${child.name}`, values);
    return;
  }
  if (node.name === 'externalReference') {
    push(values, name, referenceText(node));
    return;
  }
  if (node.name === 'height' && children[0]?.name === 'Height') {
    push(values, 'measuredHeight', Number(childText(children[0], 'value')));
    return;
  }
  if (children.length === 0) {
    const text = node.text.trim();
    if (text !== '') push(values, name, attributeOf(node, 'uom') !== undefined ? numberOr(text) : text);
    return;
  }
  for (const child of children) {
    const isType = /^[A-Z]/.test(child.name) || child.name === 'xalAddress' || child.name === 'genericAttribute';
    take(child, isType ? name : `${name}.${child.name}`, values);
  }
}

function takeGeneric(node: GmlNode, prefix: string, isNumber: boolean, values: Values): void {
  const name = attributeOf(node, 'name') ?? childText(node, 'name');
  const text = childText(node, 'value');
  if (name !== '' && text !== '') push(values, prefix + name, isNumber ? numberOr(text) : text);
}

/** Returns what comes before the attribute's own name: `set.` of `set.stringAttribute`. */
const prefixOf = (name: string): string => (name.includes('.') ? name.slice(0, name.lastIndexOf('.') + 1) : '');

/** "EGID 302040712": which register knows the object, and as what. */
function referenceText(node: GmlNode): string {
  const parts: string[] = [];
  const collect = ({ children, text }: GmlNode): void => {
    if (children.length === 0 && text.trim() !== '') parts.push(text.trim());
    for (const child of children) collect(child);
  };
  collect(node);
  return parts.join(' ');
}

function push(values: Values, name: string, value: string | number): void {
  if (value === '' || Number.isNaN(value)) return;
  const known = values.get(name);
  if (known) known.push(value);
  else values.set(name, [value]);
}

const childText = ({ children }: GmlNode, name: string): string =>
  children.find((child) => child.name === name)?.text.trim() ?? '';

const numberOr = (text: string): string | number => {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
};
