import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DATABASE, openDataFolder } from '../data-folder.ts';
import { hasRun } from '../health.ts';
import { openSql } from '../sql/sql.ts';

/** In a data folder: the id of the city whose data lie in the folder itself. */
const OWNER_FILE = 'city';
/** Name of the folder in a data folder that has a folder for each other city. */
export const CITIES = 'cities';

interface DataState {
  folder: string;
  databaseUrl?: string | undefined;
  ownThread: boolean;
}

/**
 * The city whose data lie in the folder itself: a hub of one city kept them there, and there they stay, so that nothing is moved and nothing
 * can be lost on the way. A folder from before this was noted is asked for the sensors in its catalogue; a new one becomes `wanted`'s.
 */
export async function ownerOf(state: DataState, wanted: string): Promise<string> {
  const noted = await notedOwner(state.folder);
  if (noted !== null) return noted;
  const owner = (await isUsed(state)) ? ((await ownerInDatabase(state)) ?? wanted) : wanted;
  await openDataFolder(state.folder, !state.databaseUrl);
  const draft = join(state.folder, `${OWNER_FILE}.draft`);
  await writeFile(draft, `${owner}\n`);
  await rename(draft, join(state.folder, OWNER_FILE));
  return owner;
}

/** Where a city's data lie. */
export function folderOf(folder: string, owner: string, city: string): string {
  return city === owner ? folder : join(folder, CITIES, city);
}

/** On a server each city has a schema of its own, but the owner of the folder, whose tables are where they were. */
export function databaseUrlOf(url: string | undefined, owner: string, city: string): string | undefined {
  if (url === undefined || city === owner) return url;
  const own = new URL(url);
  own.searchParams.set('options', `-c search_path=${schemaOf(city)}`);
  return own.href;
}

/** Ids of cities have dashes, which a name in SQL has not without quotes. */
const schemaOf = (city: string): string => `city_${city.replaceAll('-', '_')}`;

/** Makes the schema of a city where there is none. */
export async function makeSchema(url: string, city: string): Promise<void> {
  const sql = await openSql({ folder: '', databaseUrl: url, ownThread: false });
  try {
    await sql.run(`CREATE SCHEMA IF NOT EXISTS ${schemaOf(city)}`);
  } finally {
    await sql.close();
  }
}

/** The other cities that have data here. */
export async function citiesIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(folder, CITIES), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** As the folder says; null: it does not. */
export async function notedOwner(folder: string): Promise<string | null> {
  return (await readFile(join(folder, OWNER_FILE), 'utf8').catch(() => '')).trim() || null;
}

async function isUsed({ folder, databaseUrl }: DataState): Promise<boolean> {
  if (databaseUrl !== undefined || (await hasRun(folder))) return true;
  return (await stat(join(folder, DATABASE)).catch(() => null)) !== null;
}

async function ownerInDatabase(state: DataState): Promise<string | null> {
  const sql = await openSql(state);
  try {
    const [{ table }] = await sql.query<{ table: string | null }>("SELECT to_regclass('things')::text AS table");
    if (table === null) return null;
    const [most] = await sql.query<{ city: string }>(
      `SELECT properties->>'city' AS city FROM things WHERE properties->>'city' IS NOT NULL
       GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`,
    );
    return most?.city ?? null;
  } finally {
    await sql.close();
  }
}
