import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { openTool } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, ROOT, untilReady, type Watch } from './house.ts';
import { act, problemsOf } from './twin-of.ts';

/** Where a page of an analysis looks from: degrees, metres of the eye above the ellipsoid. */
export interface Sight {
  readonly lonDeg: number;
  readonly latDeg: number;
  readonly heightM: number;
  readonly pitchDeg: number;
}

/** 澄川's middle from 1,500 m. */
const MIDDLE: Sight = { lonDeg: 108.7335, latDeg: 34.297, heightM: 1500, pitchDeg: -55 };

/** The Plan desk of 澄川 in Chinese with one analysis open, and the command line that must come to its bytes. */
export interface AnalysisPage {
  readonly page: Page;
  readonly watch: Watch;
  /** The tool's panel. */
  readonly panel: () => Locator;
  /** A button of the panel by its whole name. */
  readonly button: (name: string) => Locator;
  /** Presses the button `name`, then gives places (east, north in metres) as clicks there would: what a click hits depends on the machine's picture. */
  readonly pick: (name: string, places: readonly (readonly [number, number])[]) => Promise<void>;
  /** Goes back from the card of an object to the tool that it lies on. */
  readonly leaveCard: () => Promise<void>;
  /** The `count` tables that 导出 CSV saves, by file name, without their byte order mark. */
  readonly saved: (count: number) => Promise<Map<string, string>>;
  /** Plays the analysis on the command line; reads a table that it wrote. */
  readonly played: (kind: string, analysis: unknown) => (table: string) => string;
  /** A picture for who looks (VIEW_PICTURES names the folder), else nothing. */
  readonly picture: (name: string) => Promise<void>;
  /** Says that neither the page nor the twin reported anything wrong. */
  readonly expectNoProblem: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens a tool on the Plan desk, whose panel is called `title`, looking from `sight`; null: no map is drawn, but for who looks at pictures. */
export async function openAnalysis(tool: string, title: string, sight: Sight | null = MIDDLE): Promise<AnalysisPage> {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-analysis-'));
  const house: House = await openHouse();
  const { page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    ...(sight || process.env.VIEW_PICTURES ? {} : { picture: 'off' }),
    at: `?city=chengchuan&quality=fast#desk=plan&${LIGHT}`,
  });
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await act(page, 'setShadows', false);
  await openTool(page, tool);
  await act(page, 'flyTo', { ...(sight ?? MIDDLE), headingDeg: 0 }, 0);
  await untilReady(page);
  const panel = () => page.getByRole('region', { name: title });
  const button = (name: string) => panel().getByRole('button', { name, exact: true });
  return {
    page,
    watch,
    panel,
    button,
    pick: async (name, places) => {
      await button(name).click();
      for (const [eastM, northM] of places)
        await act(page, 'addPickPoint', {
          lonLat: { lonDeg: 108.73, latDeg: 34.3, heightM: 380 },
          enu: [eastM, northM, 0],
          elevationM: 380,
          on: 'ground',
        });
    },
    leaveCard: () => page.locator('.inspector .back').click(),
    saved: (count) => savedTables(page, () => button('导出 CSV').click(), count),
    played: (kind, analysis) => playedTables(folder, kind, analysis),
    picture: async (name) => {
      if (!process.env.VIEW_PICTURES) return;
      await untilReady(page);
      await page.screenshot({ path: `${process.env.VIEW_PICTURES}/${name}.png` });
    },
    expectNoProblem: async () => {
      expect(watch.errors).toEqual([]);
      expect(await problemsOf(page)).toEqual([]);
    },
    close: async () => {
      await house.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function savedTables(page: Page, press: () => Promise<void>, count: number): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const coming: Promise<void>[] = [];
  page.on('download', (one) => {
    coming.push(
      one.path().then(async (path) => {
        files.set(one.suggestedFilename(), (await readFile(path, 'utf8')).replace(/^\ufeff/, ''));
      }),
    );
  });
  await press();
  await expect.poll(() => coming.length).toBe(count);
  await Promise.all(coming);
  page.removeAllListeners('download');
  return files;
}

function playedTables(folder: string, kind: string, analysis: unknown): (table: string) => string {
  const run = mkdtempSync(join(folder, `${kind}-`));
  const [file, out] = [join(run, 'case.json'), join(run, 'out')];
  const title = { zh: '分析', en: 'Analysis' };
  writeFileSync(file, JSON.stringify({ format: 1, kind, id: 'one', title, city: 'chengchuan', analysis }));
  execFileSync(process.execPath, [join(ROOT, 'build/node/cli/shapan.js'), 'sim', kind, file, '--out', out], {
    stdio: 'ignore',
  });
  return (table) => readFileSync(join(out, `${table}.csv`), 'utf8');
}
