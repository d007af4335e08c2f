import { type Manifest, parseManifest } from '../../model/city/manifest.ts';

/** `?city=` names it, else the first that the server lists. */
async function chooseCity(): Promise<string> {
  const named = new URLSearchParams(location.search).get('city');
  if (named) return `/city/${encodeURIComponent(named)}/`;
  const cities = (await fetchJson('/city/index.json')) as { id: string }[];
  if (cities.length === 0) throw new Error('/city/index.json: expected a baked city, got none (npm run bake)');
  return `/city/${encodeURIComponent(cities[0].id)}/`;
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: expected 200, got ${response.status}`);
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${url}: expected JSON, got "${text.slice(0, 40)}": ${String(error)}`);
  }
}

/** The city that the address asks for, and where its files lie. */
export async function openCity(): Promise<{ city: Manifest; cityUrl: string }> {
  const path = await chooseCity();
  const city = parseManifest(await fetchJson(`${path}manifest.json`), `${path}manifest.json`);
  return { city, cityUrl: new URL(path, location.href).href };
}
