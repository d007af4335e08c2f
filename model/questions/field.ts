import * as v from 'valibot';
import { requirement } from '../text/requirements.ts';
import { arrayOf, MAX_CORNERS, numberBetween, Point } from './parts.ts';

/**
 * The fields of questions. A field is a valibot schema that carries its facts: bounds, unit, step, offers and the key of its words. Schemas of
 * cases and links, the engine's parser, the JSON Schema and the controls of the form all come from it.
 *
 * To add a question, write `model/questions/<id>.ts` with `defineQuestion({ id, schema: v.strictObject({ … }) })` (question.ts) out of these
 * fields. To add a field to one, write its line there, its words in the plug-in's word table, its name in the `only` list of the
 * panel's `<Fields>`, and use it in the engine.
 */
interface Shown {
  /** Key of the label among the page's words; a field without one is not drawn by `Fields`. */
  word?: string;
  /** Key of a sentence beneath the control. */
  note?: string;
  /** Key of the section's title, where the form has sections. */
  group?: string;
  /** Whether the field is folded away with the rarely used ones. */
  more?: boolean;
}

interface QuantityFacts extends Shown {
  min: number;
  max: number;
  /** As it is shown; the field's name carries it too. */
  unit?: string;
  step?: number;
  /** Bounds of the control where they are narrower than what a case may say. */
  shown?: readonly [min: number, max: number];
  /** Whether it is a whole number: the control rounds what is typed. */
  isWhole?: boolean;
  /** Usual values: the control is a list of them. */
  offers?: readonly number[];
  /** The control is a slider. */
  as?: 'slider';
  /** Key of what a list shows for null. */
  none?: string;
}

type Field = { kind: 'quantity' | 'share' } & QuantityFacts;
type Choice = { kind: 'choice'; options: Readonly<Record<string, string>>; as?: 'list' | 'segments' } & Shown;
type Flag = { kind: 'flag' } & Shown;
type Name = { kind: 'text' } & Shown;
/** What is picked on the map, by the key of the button's words and of the hint while it is picked. */
type Pick = { kind: 'place' | 'line' | 'area'; min: number; hint?: string } & Shown;

/** All that is known of a field beside its schema. */
export type FieldFacts = Field | Choice | Flag | Name | Pick;

const withFacts = <T extends v.GenericSchema>(schema: T, facts: FieldFacts) => v.pipe(schema, v.metadata({ facts }));

/** The facts of a field, through what makes it optional or nullable; null: it has none. */
export function factsOf(schema: v.GenericSchema): FieldFacts | null {
  const facts = v.getMetadata(schema).facts;
  if (facts) return facts as FieldFacts;
  return 'wrapped' in schema ? factsOf(schema.wrapped as v.GenericSchema) : null;
}

/** What a control of one's own takes from a number's field. */
export function boundsOf(schema: v.GenericSchema): { unit: string; min: number; max: number; step: number } {
  const facts = factsOf(schema);
  if (facts?.kind !== 'quantity') throw new Error('expected a field that is a quantity');
  const [min, max] = facts.shown ?? [facts.min, facts.max];
  return { unit: facts.unit ?? '', min, max, step: facts.step ?? 1 };
}

/** A field with a usual value can be left out: it is that value then. One without must be stated. */
type MaybeOptional<S extends v.GenericSchema, U> = [U] extends [undefined]
  ? S
  : v.OptionalSchema<S, NoInfer<U> & v.InferInput<S>>;
/** What the form begins with, and what a case means that leaves the field out. */
interface Usual<U> {
  usual?: U;
}

function optionally<S extends v.GenericSchema, U>(schema: S, usual: U): MaybeOptional<S, U> {
  return (usual === undefined ? schema : v.optional(schema, usual as v.InferInput<S>)) as MaybeOptional<S, U>;
}

/** A number between bounds, with its unit. */
export function quantity<U extends number | undefined = undefined>({ usual, ...facts }: QuantityFacts & Usual<U>) {
  const schema = withFacts(numberBetween(facts.min, facts.max), { kind: 'quantity', ...facts });
  return optionally(schema, usual as U);
}

/** A whole number between bounds. */
export function whole<U extends number | undefined = undefined>({ usual, ...facts }: QuantityFacts & Usual<U>) {
  const schema = v.pipe(numberBetween(facts.min, facts.max), v.integer());
  return optionally(withFacts(schema, { kind: 'quantity', isWhole: true, ...facts }), usual as U);
}

/** A part of a whole, 0 to 1; the form shows it in per cent. `step` is a part too. */
export function share<U extends number | undefined = undefined>({
  usual,
  ...facts
}: Shown & Usual<U> & { step?: number }) {
  const schema = withFacts(numberBetween(0, 1), { kind: 'share', min: 0, max: 1, step: 0.05, ...facts });
  return optionally(schema, usual as U);
}

/** Yes or no. */
export function flag<U extends boolean | undefined = undefined>({ usual, ...facts }: Shown & Usual<U>) {
  return optionally(withFacts(v.boolean(), { kind: 'flag', ...facts }), usual as U);
}

/** One of several words; `options` gives each the key of what the page writes for it. */
export function choice<W extends string, U extends W | undefined = undefined>(
  options: Readonly<Record<W, string>>,
  { usual, ...facts }: Shown & Usual<U> & { as?: 'list' | 'segments' },
) {
  const words = Object.keys(options) as W[];
  const schema = v.picklist(words, words.map((word) => `"${word}"`).join(' or '));
  return optionally(withFacts(schema, { kind: 'choice', options, ...facts }), usual as U);
}

/** Some words of a person or of a file. */
export function text<U extends string | undefined = undefined>({
  max = 200,
  usual,
  ...facts
}: Shown & Usual<U> & { max?: number }) {
  const schema = v.pipe(v.string(), v.minLength(1), v.maxLength(max));
  return optionally(withFacts(schema, { kind: 'text', ...facts }), usual as U);
}

type Picked = Shown & { hint?: string };

/** A point in the city's plane, metres east and north. */
export const place = (facts: Picked) => withFacts(Point, { kind: 'place', min: 1, ...facts });

/** Two points or more. */
export const line = ({ max = MAX_CORNERS, ...facts }: Picked & { max?: number }) =>
  withFacts(arrayOf(Point, 2, max), { kind: 'line', min: 2, ...facts });

/** A ring of three corners or more; the last one is not the first again. */
export const area = ({ max = MAX_CORNERS, ...facts }: Picked & { max?: number }) =>
  withFacts(arrayOf(Point, 3, max), { kind: 'area', min: 3, ...facts });

/** Numbers that rise, as limits between classes. */
export const rising = (item: v.GenericSchema<number>, least: number, most: number) =>
  v.pipe(
    arrayOf(item, least, most),
    v.check((list) => list.every((one, i) => i === 0 || one > list[i - 1]), requirement('rising')),
  );
