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
