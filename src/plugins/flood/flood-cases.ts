import * as v from 'valibot';
import type { Text } from '../../../model/text/text.ts';
import { formOfCase } from './flood-case.ts';
import type { FloodForm, FloodSite } from './slice.ts';

/** Every scenario of the project as a file of its own: read when it is asked for. */
const FILES = import.meta.glob<unknown>('../../../scenarios/*/scenario.json', { import: 'default' });

/** The form of a case of this program by its folder, with its title; null: the program has none of this name. */
export async function floodCaseOf(
  id: string,
  city: string,
  site: FloodSite,
): Promise<{ name: Text; form: FloodForm } | null> {
  const file = `../../../scenarios/${id}/scenario.json`;
  const json = await FILES[file]?.();
  if (json === undefined) return null;
  const { form } = formOfCase(json, `${id}/scenario.json`, city, site);
  return { name: form.opened?.title ?? { zh: id, en: id }, form };
}

/** The first case of a flood in this city that the program ships, by the name of its folder; null: there is none. */
export async function firstFloodCase(city: string, site: FloodSite): Promise<{ name: Text; form: FloodForm } | null> {
  for (const [file, read] of Object.entries(FILES).sort(([a], [b]) => a.localeCompare(b))) {
    const json = await read();
    if (!isFloodOf(json, city)) continue;
    const id = file.split('/').at(-2) ?? '';
    return floodCaseOf(id, city, site);
  }
  return null;
}

const City = v.looseObject({
  kind: v.literal('flood'),
  ground: v.looseObject({ kind: v.literal('city'), id: v.string() }),
});

const isFloodOf = (json: unknown, city: string): boolean => {
  const read = v.safeParse(City, json);
  return read.success && read.output.ground.id === city;
};
