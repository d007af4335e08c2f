import type { Page } from 'playwright-core';
import { readTwin } from './twin-of.ts';

/** How long a press may take where something has just covered what is pressed. */
const PRESS_MS = 5000;

/** Opens a tool as a person does: from the map's cluster, or by the step that has it and its row there; what comes over the steps meanwhile is left. */
export async function openTool(page: Page, id: string, timeoutMs = 120_000): Promise<void> {
  const row = page.locator(`[data-tool="${id}"]`);
  const isOpen = async () =>
    (await readTwin(page, 'tool')) === id && !(await isThere(page.locator('.inspector [data-kind="object"]')));
  const endMs = Date.now() + timeoutMs;
  const tried = new Set<number>();
  while (!(await isOpen())) {
    if (Date.now() > endMs) throw new Error(`expected a step with the tool "${id}"`);
    const heads = page.locator('.step-head');
    const shown = row.filter({ visible: true });
    if ((await shown.count()) > 0) await press(shown.first());
    else if (await isThere(page.locator('.inspector .back'))) await press(page.locator('.inspector .back').first());
    else {
      const count = await heads.count();
      if (tried.size >= count) tried.clear();
      for (let i = 0; i < count; i++) {
        if (tried.has(i)) continue;
        tried.add(i);
        if ((await heads.nth(i).getAttribute('aria-expanded')) !== 'false') continue;
        await press(heads.nth(i));
        break;
      }
    }
    await page.waitForTimeout(50);
  }
}

/** Presses what can be pressed now; what cannot is looked for again. */
const press = (what: ReturnType<Page['locator']>): Promise<void> => what.click({ timeout: PRESS_MS }).catch(() => {});

/** Where inspector and steps share one column, goes back to the steps. */
export async function leaveInspector(page: Page): Promise<void> {
  const back = page.locator('.inspector .back');
  for (let i = 0; i < 3 && (await isThere(back)); i++) await back.first().click();
}

const isThere = async (found: ReturnType<Page['locator']>): Promise<boolean> =>
  (await found.count()) > 0 && (await found.first().isVisible());

/** Opens the tray below the map, which a small window begins with folded. */
export async function unfoldTray(page: Page): Promise<void> {
  const fold = page.locator('.tray-fold');
  if ((await fold.getAttribute('aria-expanded', { timeout: 120_000 })) === 'false') await fold.click();
}

/** Opens the menu at the right of the bar and presses an entry of it. */
export async function pressMore(page: Page, name: string | RegExp): Promise<void> {
  await page.locator('.more > button').click();
  await page.locator('.more-menu').getByText(name).click();
}

/** The pixel of the window that lies this far right of and below the middle of the map. */
export async function atMap(page: Page, rightPx = 0, downPx = 0): Promise<[xPx: number, yPx: number]> {
  const box = await page.locator('[data-map]').boundingBox();
  if (!box) throw new Error('expected the map');
  return [box.x + box.width / 2 + rightPx, box.y + box.height / 2 + downPx];
}
