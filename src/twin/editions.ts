import type { Edition } from '../../model/city/edition.ts';
import type { ListedCity } from '../../model/city/listed-city.ts';
import { serviceKey } from './services.ts';

/** Compares the open city with a former bake of it. */
interface EditionComparison {
  /** Opens the tool and begins. */
  compare(edition: Edition): void;
}

export const EDITION_COMPARISON = serviceKey<EditionComparison>('edition comparison');

/** The former bakes of a city that its server has, the latest first; a server of plain files alone has none. */
export async function fetchEditions(city: string, cityUrl: string): Promise<readonly Edition[]> {
  const answer = await fetch(new URL('../index.json', cityUrl));
  const cities: unknown = answer.ok ? await answer.json() : null;
  if (!Array.isArray(cities)) return [];
  return (cities as ListedCity[]).find(({ id }) => id === city)?.editions ?? [];
}

/** Where the files of an edition lie, with a slash at the end. */
export const editionUrl = (cityUrl: string, { folder }: Pick<Edition, 'folder'>): string =>
  new URL(`../${encodeURIComponent(folder)}/`, cityUrl).href;
