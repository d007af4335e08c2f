import type { Json } from '../shared/json.ts';
import { uomOf } from '../shared/uom.ts';
import { attributeOf, type GmlNode } from './gml-node.ts';

/** Values of an object as they are gathered. */
interface Values {
  all: Map<string, (string | number)[]>;
  /** Unit of each name that states one: of lengths always the metre. */
  units: Map<string, string>;
  /** Hears of a unit that is not known. */
  onUnknown: (unit: string, node: GmlNode) => void;
}

/** Generic attributes of CityGML 1 and 2 by the type in their name, of 3 by that of the element inside. */
const GENERIC = /^(string|int|double|date|uri|measure|code)Attribute$/;
const GENERIC_3 = /^(String|Int|Double|Date|Uri|Measure|Code)Attribute$/;

/**
 * Values of an object's properties by name, and the units of those that state one. A value inside a value is `outer.inner`, without the
 * names of data types between them; one that comes several times keeps all, parted by "; ". Names that CityGML 3 changed are those of
 * CityJSON.
 */
export function attributesOf(
  properties: readonly GmlNode[],
  onUnknown: Values['onUnknown'],
): { attributes: Json; units: ReadonlyMap<string, string> } {
  const values: Values = { all: new Map(), units: new Map(), onUnknown };
  for (const property of properties) take(property, property.name, values);
  const attributes = Object.fromEntries(
    [...values.all].map(([name, all]) => [name, all.length === 1 ? all[0] : all.map(String).join('; ')]),
  );
  return { attributes, units: values.units };
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
    const value = childNode(children[0], 'value');
    if (value) pushMeasure(values, 'measuredHeight', value);
    return;
  }
  if (children.length === 0) {
    pushMeasure(values, name, node);
    return;
  }
  for (const child of children) {
    const isType = /^[A-Z]/.test(child.name) || child.name === 'xalAddress' || child.name === 'genericAttribute';
    take(child, isType ? name : `${name}.${child.name}`, values);
  }
}

function takeGeneric(node: GmlNode, prefix: string, isNumber: boolean, values: Values): void {
  const name = attributeOf(node, 'name') ?? childText(node, 'name');
  const value = childNode(node, 'value');
  if (name === '' || !value) return;
  if (attributeOf(value, 'uom') !== undefined) pushMeasure(values, prefix + name, value);
  else push(values, prefix + name, isNumber ? numberOr(value.text.trim()) : value.text.trim());
}

/** A number, or a list of them, in the unit that it states: lengths as metres. In a unit that is not known it stays with it as words. */
function pushMeasure(values: Values, name: string, node: GmlNode): void {
  const text = node.text.trim();
  const stated = attributeOf(node, 'uom');
  if (stated === undefined) {
    push(values, name, text);
    return;
  }
  const numbers = text.split(/\s+/).map(Number);
  const uom = uomOf(stated);
  if (text === '' || !numbers.every(Number.isFinite)) push(values, name, text);
  else if (uom) {
    const known = values.units.get(name) ?? uom.unit;
    const converted = numbers.map((number) => scaled(number, uom.factor));
    if (known === uom.unit) push(values, name, converted.length === 1 ? converted[0] : converted.join(' '));
    else push(values, name, `${converted.join(' ')} ${uom.unit}`.trim());
    if (uom.unit !== '') values.units.set(name, known);
  } else {
    values.onUnknown(stated, node);
    push(values, name, `${text} ${stated}`);
  }
}

/** Ten digits are more than any surveyor's: 65.6168 ft are 20.00000064 m, and 2000 cm are 20 m sharp. */
const scaled = (value: number, factor: number): number =>
  factor === 1 ? value : Number((value * factor).toPrecision(10));

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
  const known = values.all.get(name);
  if (known) known.push(value);
  else values.all.set(name, [value]);
}

const childNode = ({ children }: GmlNode, name: string): GmlNode | undefined =>
  children.find((child) => child.name === name);

const childText = (node: GmlNode, name: string): string => childNode(node, name)?.text.trim() ?? '';

const numberOr = (text: string): string | number => {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
};
