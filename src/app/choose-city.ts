import type { ListedCity } from '../../model/city/listed-city.ts';
import { type Manifest, parseManifest } from '../../model/city/manifest.ts';
import { NOT_FOUND } from '../../model/hub/http-status.ts';
import { jsonFault } from '../../model/text/json-fault.ts';
import { MessageError } from '../../model/text/message.ts';
import { appMessage } from './messages.ts';

/** The address leaves open which city: those that there are come with it. `id`: it names one that is not there. */
export class CityOpen extends MessageError {
  readonly id: string | null;
  readonly cities: readonly ListedCity[];

  constructor(id: string | null, cities: readonly ListedCity[]) {
    super(id === null ? appMessage('which-city', {}) : appMessage('unknown-city', { id }));
    this.id = id;
    this.cities = cities;
  }
}

/** `?city=` names it; an address without it opens the only city that there is. */
async function chooseCity(named: string | null): Promise<string> {
  if (named) return named;
  const cities = await listedCities();
  if (cities.length === 0) throw new MessageError(appMessage('no-city', {}));
  if (cities.length === 1 && named === null) return cities[0].id;
  throw new CityOpen(null, cities);
}

async function listedCities(): Promise<ListedCity[]> {
  return (await fetchJson('/city/index.json')) as ListedCity[];
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new StatusError(url, response.status);
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MessageError(appMessage('city-json', { url, reason: jsonFault(error, text) }));
  }
}

class StatusError extends MessageError {
  readonly status: number;

  constructor(url: string, status: number) {
    super(appMessage('city-status', { url, got: status }));
    this.status = status;
  }
}

/** The city that the address asks for (`named`; null: none), and where its files lie. */
export async function openCity(
  named = new URLSearchParams(location.search).get('city'),
): Promise<{ city: Manifest; cityUrl: string }> {
  const id = await chooseCity(named);
  const path = `/city/${encodeURIComponent(id)}/`;
  const manifest = await fetchJson(`${path}manifest.json`).catch(async (error: unknown) => {
    if (error instanceof StatusError && error.status === NOT_FOUND) throw new CityOpen(id, await listedCities());
    throw error;
  });
  return { city: parseManifest(manifest, `${path}manifest.json`), cityUrl: new URL(path, location.href).href };
}
