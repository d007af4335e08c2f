import './ui/tokens.css';
import type { Rgb } from './city/catalogue.ts';
import { parseManifest } from './city/manifest.ts';
import { themeOf } from './twin/appearance.ts';
import { paintRequestOf } from './twin/legend.ts';
import { createTwin, type Twin } from './twin/twin.ts';
import { type Globe, openGlobe, openGlobeStage } from './view/globe/globe.ts';
import { tokenColour } from './view/tokens.ts';
import { startCatalogue } from './workers.ts';

declare global {
  interface Window {
    /** For tests and the curious: the twin, whether the picture is complete, what it costs. */
    shapan?: { twin: Twin; ready(): boolean; stats(): ReturnType<Globe['stats']> };
  }
}

async function start(): Promise<void> {
  const globeRoot = element('globe');
  const stage = openGlobeStage(globeRoot);
  const cityUrl = await chooseCity();
  const manifest = parseManifest(await fetchJson(`${cityUrl}manifest.json`), `${cityUrl}manifest.json`);
  const twin = createTwin(manifest, Date.now());
  const globe = openGlobe(twin, stage, cityUrl, (what, reason) => console.warn(what, reason));
  window.shapan = { twin, ready: globe.ready, stats: globe.stats };
  const { catalogue } = startCatalogue();
  await catalogue.open(manifest, new URL(cityUrl, location.href).href);
  followPaint(twin, globe, catalogue);
}

function followPaint(twin: Twin, globe: Globe, catalogue: Parameters<typeof paintRequestOf>[2] & { paint(request: Awaited<ReturnType<typeof paintRequestOf>>): Promise<Uint8Array> }): void {
  let wanted = 0;
  twin.follow(
    ({ colouring, filters, desk, theme }) => JSON.stringify([colouring, filters, desk, theme]),
    async (_, state) => {
      const serial = ++wanted;
      const rgbOf = (token: string) => tokenColour(themeOf(state), token).map((part) => Math.round(part * 255)) as Rgb;
      const request = await paintRequestOf(twin.city, state, catalogue, rgbOf);
      const rgba = await catalogue.paint(request);
      if (serial === wanted) globe.paint(rgba);
    },
  );
}

async function chooseCity(): Promise<string> {
  const named = new URLSearchParams(location.search).get('city');
  if (named) return `/city/${encodeURIComponent(named)}/`;
  const cities = (await fetchJson('/city/index.json')) as { id: string }[];
  if (cities.length === 0) throw new Error('/city/index.json: expected a baked city, got none; bake one: npm run bake');
  return `/city/${encodeURIComponent(cities[0].id)}/`;
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: expected 200, got ${response.status}`);
  return response.json();
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html: expected an element #${id}`);
  return found;
}

start().catch((error) => console.error(error));
