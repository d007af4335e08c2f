import type { Page } from 'playwright-core';

/** Opens a tool as a person does: from the map's cluster, or by the step that has it and its row there. Waits until the tool stands in the inspector. */
export async function openTool(page: Page, id: string, timeoutMs = 120_000): Promise<void> {
  const row = page.locator(`[data-tool="${id}"]`);
  const isOpen = (await row.count()) > 0 && (await row.first().getAttribute('aria-expanded')) === 'true';
  if (isOpen && !(await isThere(page.locator('.inspector [data-kind="object"]')))) return;
  if (!(await isThere(page.locator(`.cluster [data-tool="${id}"]`)))) await leaveInspector(page);
  if (!(await isThere(row))) {
    const heads = page.locator('.step-head');
    await heads.first().waitFor({ timeout: timeoutMs });
    for (let i = 0; i < (await heads.count()) && !(await isThere(row)); i++) {
      const head = heads.nth(i);
      if ((await head.getAttribute('aria-expanded')) === 'false') await head.click({ timeout: timeoutMs });
    }
  }
  await row.first().click({ timeout: timeoutMs });
}

/** Where inspector and steps share one column, goes back to the steps. */
export async function leaveInspector(page: Page): Promise<void> {
  const back = page.locator('.inspector .back');
  for (let i = 0; i < 3 && (await isThere(back)); i++) await back.first().click();
}

const isThere = async (found: ReturnType<Page['locator']>): Promise<boolean> =>
  (await found.count()) > 0 && (await found.first().isVisible());

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
