import type { Page } from 'playwright-core';
import type { TwinState } from '../../src/twin/twin.ts';
import { untilReady } from './house.ts';

interface Window {
  shapan: {
    twin: { getState(): TwinState; city: { layers: { id: string; tileset: string }[] } };
    stats(): {
      frames: number;
      firstFrameMs: number;
      firstCityMs: number;
      tiles: number;
      bytes: number;
      budgetBytes: number;
      coarseness: number;
    };
    problems: string[];
  };
}

/** A fact of the twin, or what lies in it. */
export type TwinPath = (keyof TwinState & string) | `${keyof TwinState & string}.${string}`;

/** The twin comes with the city, some time after the page; a slow machine shows the difference. */
const untilTwin = (page: Page) =>
  page.waitForFunction(() => (globalThis as Partial<Window>).shapan !== undefined, undefined, {
    timeout: 240_000,
    polling: 250,
  });

/** One fact of the page's twin by its path, as `layers.buildings.status`; the page forbids eval, so no code travels. */
export async function readTwin(page: Page, path: TwinPath): Promise<unknown> {
  await untilTwin(page);
  return page.evaluate(
    (names) =>
      names
        .split('.')
        .reduce<unknown>(
          (value, name) => (value as Record<string, unknown>)[name],
          (globalThis as unknown as Window).shapan.twin.getState(),
        ),
    path,
  );
}

/** Calls an action of the twin by name, with plain arguments. */
export async function act<K extends keyof TwinState>(
  page: Page,
  action: K,
  ...args: TwinState[K] extends (...given: infer A) => unknown ? A : never
): Promise<void> {
  await untilTwin(page);
  await page.evaluate(
    ([name, given]) => {
      const state = (globalThis as unknown as Window).shapan.twin.getState() as unknown as Record<
        string,
        (...a: unknown[]) => void
      >;
      state[name](...(given as unknown[]));
    },
    [action as string, args as unknown[]] as const,
  );
}

/** Selects an object by its id for life, as a link does. */
export async function selectById(page: Page, id: string): Promise<void> {
  await page.evaluate((selectedId) => {
    const { twin } = (globalThis as unknown as { shapan: { twin: { setState(part: object): void } } }).shapan;
    twin.setState({ selectedGid: null, selectedId });
  }, id);
}

/** Waits until a layer's status is what it must be. */
export async function untilLayer(page: Page, id: string, kind: string): Promise<void> {
  await page.waitForFunction(
    ([layer, wanted]) => (globalThis as unknown as Window).shapan.twin.getState().layers[layer]?.status.kind === wanted,
    [id, kind] as const,
    { timeout: 120_000, polling: 250 },
  );
}

/** Where the camera is to look from: degrees on WGS 84, metres above the ellipsoid. */
type CameraPlace = Parameters<TwinState['flyTo']>[0];

/** Puts the camera at a place at once, waits until the view has told the twin that it stands there, and for the picture. */
export async function lookFrom(page: Page, place: CameraPlace): Promise<void> {
  await act(page, 'flyTo', place, 0);
  await page.waitForFunction(
    (wanted) => {
      const { camera } = (globalThis as unknown as Window).shapan.twin.getState();
      return (
        Math.abs(camera.lonDeg - wanted.lonDeg) < 1e-5 &&
        Math.abs(camera.latDeg - wanted.latDeg) < 1e-5 &&
        Math.abs(camera.heightM - wanted.heightM) < 0.1 &&
        Math.abs(camera.pitchDeg - wanted.pitchDeg) < 0.2
      );
    },
    place,
    { timeout: 120_000, polling: 100 },
  );
  await untilReady(page);
}

/** Looks straight down on a place from `heightM` above the ellipsoid, and waits for the picture. */
export function lookDown(page: Page, lonDeg: number, latDeg: number, heightM: number): Promise<void> {
  return lookFrom(page, { lonDeg, latDeg, heightM, headingDeg: 0, pitchDeg: -89.9 });
}

export function statsOf(page: Page): Promise<ReturnType<Window['shapan']['stats']>> {
  return page.evaluate(() => (globalThis as unknown as Window).shapan.stats());
}

export function problemsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => (globalThis as unknown as Window).shapan.problems);
}

/** The runs of an engine, in the order in which they were begun. */
export async function runsIn<Run>(page: Page, engine: string): Promise<Run[]> {
  const runs = (await readTwin(page, 'runs')) as Record<string, { list: Run[] } | undefined>;
  return runs[engine]?.list ?? [];
}

/** Takes the picture's WebGL context away, and waits until the city is there on a canvas in its place. */
export async function loseContext(page: Page, timeoutMs = 180_000): Promise<void> {
  await page.evaluate(() => {
    const { document } = globalThis as unknown as { document: { querySelector(of: string): LosableCanvas | null } };
    const canvas = document.querySelector('.cesium-widget canvas');
    if (!canvas) throw new Error('expected the map');
    canvas.dataset.lost = 'lost';
    canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context').loseContext();
  });
  await page.locator('.cesium-widget canvas[data-lost]').waitFor({ state: 'detached', timeout: timeoutMs });
  await untilReady(page, timeoutMs);
}

interface LosableCanvas {
  dataset: Record<string, string>;
  getContext(kind: string): { getExtension(name: string): { loseContext(): void } } | null;
}
