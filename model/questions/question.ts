import * as v from 'valibot';
import { type FieldFacts, factsOf } from './field.ts';

type Entries = v.ObjectEntries;
/** A schema with named fields. */
export interface Fielded<E extends Entries = Entries> {
  readonly entries: E;
}

/** Makes the next version's form of JSON out of the one before. */
type Upgrade = (older: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** What an engine can be asked. */
export interface Question<S extends v.GenericSchema = v.GenericSchema> {
  id: string;
  schema: S;
  /** The first raises version 1 to 2, and so on: JSON without a `version` is of version 1. */
  upgrades: readonly Upgrade[];
}

/** A question with its upgrades, if its form has changed. */
export const defineQuestion = <S extends v.GenericSchema>(
  question: Pick<Question<S>, 'id' | 'schema'> & { upgrades?: readonly Upgrade[] },
): Question<S> => ({ upgrades: [], ...question });

/** JSON of any version in the form of the newest; what has no version that is known is left as it is, for the schema to refuse. */
export function raise({ upgrades }: Pick<Question, 'upgrades'>, json: unknown): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  const { version = 1, ...first } = json as Record<string, unknown>;
  const isKnown = Number.isInteger(version) && Number(version) >= 1 && Number(version) <= upgrades.length + 1;
  return isKnown ? upgrades.slice(Number(version) - 1).reduce((older, upgrade) => upgrade(older), first) : json;
}

/** Parses JSON of any version. */
export const readQuestion = <S extends v.GenericSchema>(question: Question<S>, json: unknown): v.SafeParseResult<S> =>
  v.safeParse(question.schema, raise(question, json));

/** The JSON that `readQuestion` reads back; the first version has no number. */
export const writeQuestion = ({ upgrades }: Pick<Question, 'upgrades'>, question: object): object =>
  upgrades.length === 0 ? question : { version: upgrades.length + 1, ...question };

/** Names of the fields that have a usual value. */
type Usual<E> = {
  [K in keyof E]: E[K] extends { readonly default: infer D } ? (D extends undefined ? never : K) : never;
}[keyof E];
/** The usual values of a schema's fields, by their names. */
type Defaults<E extends Entries> = { [K in Usual<E>]: v.InferOutput<E[K]> };

/** What a form begins with: the usual values of all fields that have one. */
export function defaultsOf<E extends Entries>({ entries }: Fielded<E>): Defaults<E> {
  const usual = Object.entries(entries).flatMap(([name, entry]) => {
    const value: unknown = v.getDefault(entry);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(usual) as Defaults<E>;
}

/** The fields that have facts, in the order of the schema. */
export function fieldsOf({ entries }: Fielded): { name: string; facts: FieldFacts }[] {
  return Object.entries(entries).flatMap(([name, entry]) => {
    const facts = factsOf(entry as v.GenericSchema);
    return facts ? [{ name, facts }] : [];
  });
}
