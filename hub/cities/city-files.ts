import { realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { isCityPath } from '../../model/city/city-types.ts';

/** Endings of the packed twins that lie beside a file. */
const TWINS = ['', '.gz', '.br'];

/** Headers of every file of a city: opened by itself, it runs nothing and is of no origin. */
export const CITY_POLICY = "sandbox; default-src 'none'";

/** A file of a city that may be served. */
interface CityFile {
  /** The city's folder, after links. */
  folder: string;
  /** Its path in the folder, with slashes. */
  path: string;
}

/**
 * Finds a file below a folder of cities by its path (`<city>/…`). Null: there is none, it is no data of a city, a link leads it or a packed
 * twin out of the city's folder, or it lies in a folder that is never shown (`hidden`, as the hub's own data). A city's folder may be a
 * link itself: whoever runs the program has put it there.
 */
export async function findCityFile(
  cities: string,
  path: string,
  hidden: readonly string[] = [],
): Promise<CityFile | null> {
  const [id = '', ...rest] = path.split('/');
  const inCity = rest.join('/');
  if (!isCityPath(inCity) || !/^[^.\\\0][^\\\0]*$/.test(id)) return null;
  const folder = await realpath(join(cities, id)).catch(() => null);
  if (folder === null || !(await stat(join(folder, 'manifest.json')).catch(() => null))) return null;
  const found = await Promise.all(TWINS.map((twin) => realpath(join(folder, inCity) + twin).catch(() => null)));
  if (found[0] === null || !found.every((file) => file === null || isBelow(folder, file))) return null;
  const kept = await Promise.all(hidden.map((one) => realpath(one).catch(() => one)));
  if (kept.some((one) => one !== folder && found.some((file) => file !== null && isBelow(one, file)))) return null;
  return { folder, path: inCity };
}

function isBelow(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`);
}
