import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leaveInspector } from './desk.ts';
import { type House, LIGHT, openHouse, openPage } from './house.ts';
import { act, readTwin, selectById } from './twin-of.ts';

/**
 * A window of half the pixels, as a page zoomed to 200 % has it, and a page without a pointer: what is on a desk can be reached, seen and
 * left. One page for all of it, with an almost empty city.
 */
let house: House;
let page: Page;

const DESKS = ['plan', 'command', 'build', 'tour'] as const;
/** A folder for pictures to be looked at; without it none are taken, and the page is drawn small. */
const PICTURES = process.env.ZOOM_PICTURES;
const PAGODA = 'lm-pagoda';

beforeAll(async () => {
  house = await openHouse();
  ({ page } = await openPage(house, {
    width: 960,
    height: 540,
    scale: PICTURES ? 1 : 0.2,
    at: `?city=chengchuan&quality=fast#${LIGHT}`,
  }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await act(page, 'setShadows', false);
  const layers = (await readTwin(page, 'layers')) as Record<string, unknown>;
  for (const id of Object.keys(layers)) if (id !== 'landmarks') await act(page, 'showLayer', id, false);
});
afterAll(() => house.close());

/**
 * Controls that cannot be brought before a pointer: beside the window after scrolling to them, or covered in their middle by what is no part
 * of them. Within an element; without one, of the whole page.
 */
const outOfReach = (within = '.ui') =>
  page.evaluate((wanted) => {
    const nameOf = (element: Element) =>
      `${element.closest('[class]')?.className}: ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40)}`;
    const isCovered = (element: Element, xPx: number, yPx: number) => {
      const top = document.elementFromPoint(xPx, yPx);
      const label = (element as HTMLInputElement).labels?.[0];
      const isOwn = top && (element.contains(top) || top.contains(element) || label?.contains(top));
      return isOwn ? null : `under ${top ? nameOf(top) : 'nothing'}`;
    };
    const controls = [...document.querySelectorAll(wanted)]
      .flatMap((part) => [...part.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea, summary')])
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.unseen, .to-words'))
      .filter((one) => !one.matches('input.unseen, input[type=file]') && one.getClientRects().length > 0);
    return controls.flatMap((control) => {
      // Below a bar that stays while the rest scrolls it is out of sight, though not out of reach.
      const whys = (['nearest', 'center'] as const).map((block) => {
        control.scrollIntoView({ block, inline: 'nearest', behavior: 'instant' });
        const { left, right, top, bottom } = control.getBoundingClientRect();
        const xPx = (left + right) / 2;
        const yPx = (top + bottom) / 2;
        const isBeside = xPx < 0 || yPx < 0 || xPx > innerWidth || yPx > innerHeight;
        return isBeside ? `at ${Math.round(xPx)}, ${Math.round(yPx)}` : isCovered(control, xPx, yPx);
      });
      return whys.every((why) => why !== null) ? [`${nameOf(control)} — ${whys[1]}`] : [];
    });
  }, within);

async function picture(name: string): Promise<void> {
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png` });
}

const sideways = () =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });

for (const [width, height] of [
  [640, 360],
  [960, 540],
] as const)
  test(`at 200 % of a window of ${width * 2} × ${height * 2} everything can be reached`, async () => {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(500);
    const found: string[] = [];
    for (const language of ['zh', 'en'] as const) {
      await act(page, 'speak', language);
      for (const desk of DESKS) {
        const note = (what: string, lines: string[]) =>
          found.push(...lines.map((line) => `${language} ${desk} ${what}: ${line}`));
        await act(page, 'openDesk', desk);
        await page.waitForTimeout(200);
        await picture(`${width}-${desk}-${language}`);
        note('at rest', await outOfReach());
        expect(await sideways()).toBe(0);
        if (desk === 'tour') continue;
        await leaveInspector(page);
        note('steps', await outOfReach('.tasks, .sheet'));
        await selectById(page, PAGODA);
        await page.locator('.card .headline').waitFor({ timeout: 120_000 });
        note('card', await outOfReach('.card'));
        await act(page, 'select', null);
        const walk = async (button: Locator, isPictured = false) => {
          const name = await button.getAttribute('data-tool');
          await button.evaluate((element) => (element as HTMLElement).click());
          await page.waitForTimeout(100);
          if (isPictured) await picture(`${width}-${desk}-${language}-tool`);
          note(`with ${name}`, await outOfReach('.inspector, .sheet'));
          await act(page, 'setTool', null);
        };
        const heads = page.locator('.step-head');
        for (let step = 0; step < (await heads.count()); step++) {
          if ((await heads.nth(step).getAttribute('aria-expanded')) === 'false')
            await heads.nth(step).evaluate((head) => (head as HTMLElement).click());
          note(`step ${step + 1}`, await outOfReach('.tasks, .sheet'));
          const rows = page.locator('.tool-row');
          for (let i = 0; i < (await rows.count()); i++) await walk(rows.nth(i), step === 0 && i === 0);
        }
        const buttons = page.locator('.cluster button[data-tool]');
        for (let i = 0; i < (await buttons.count()); i++) await walk(buttons.nth(i));
      }
    }
    expect([...new Set(found)]).toEqual([]);
  });

/** What of the focused control is seen to have the focus: its own outline, or that of what stands for it; null: nothing is. */
const unseenFocus = () =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const parents = [element.parentElement, element.parentElement?.parentElement];
    const isSeen = [element, element.nextElementSibling, ...parents].some((one) => {
      if (!one) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    });
    if (isSeen) return null;
    return `${element.tagName}.${element.className} “${element.getAttribute('aria-label') ?? element.textContent?.slice(0, 30)}”`;
  });

const isFocusIn = (selector: string) =>
  page.evaluate((wanted) => document.activeElement?.closest(wanted) !== null, selector);

/** The tool whose button has the focus. */
const focusedTool = () => page.evaluate(() => document.activeElement?.getAttribute('data-tool') ?? '');

const PANEL = '.inspector';
/** Longer panels are walked as far as this. */
const MAX_STOPS = 40;

/** Tab from stop to stop of the open panel, until it is left or comes round; the last key keeps the focus inside. */
async function walkPanel(where: string, faults: string[]): Promise<number> {
  for (let stop = 0; stop < MAX_STOPS; stop++) {
    await page.keyboard.press('Tab');
    if (!(await isFocusIn(PANEL))) {
      await page.keyboard.press('Shift+Tab');
      return stop;
    }
    const fault = await unseenFocus();
    if (fault) faults.push(`${where}: no outline on ${fault}`);
  }
  return MAX_STOPS;
}

/** Opens the tool whose button has the focus, walks its panel and closes it, all by keys. */
async function walkTool(button: Locator, faults: string[]): Promise<void> {
  const name = await focusedTool();
  const fault = await unseenFocus();
  if (fault) faults.push(`no outline on ${fault}`);
  await page.keyboard.press('Enter');
  await expect.poll(() => button.getAttribute('aria-expanded')).toBe('true');
  await expect.poll(() => isFocusIn(PANEL), { message: `${name} takes the focus` }).toBe(true);
  if ((await walkPanel(name, faults)) === 0) faults.push(`${name}: no stop`);
  // What a tool has begun is taken back first, then it closes.
  for (let i = 0; i < 3 && (await button.getAttribute('aria-expanded')) === 'true'; i++)
    await page.keyboard.press('Escape');
  if ((await button.getAttribute('aria-expanded')) === 'true') faults.push(`${name}: Escape does not close it`);
  await page.waitForTimeout(50);
  if ((await focusedTool()) !== name) faults.push(`${name}: the focus came back to ${await focusedTool()}`);
  await button.focus();
}

for (const desk of ['plan', 'command', 'build'] as const)
  test(`every tool of the ${desk} desk is opened, walked and closed by keys, with the focus in sight and back where it was`, async () => {
    await page.setViewportSize({ width: 1280, height: 720 });
    await act(page, 'speak', 'zh');
    await act(page, 'openDesk', desk);
    await act(page, 'setTool', null);
    await page.locator('.desk:not(.narrow)').waitFor();
    await leaveInspector(page);
    const faults: string[] = [];
    const buttons = page.locator('.cluster button[data-tool]');
    const names = await buttons.evaluateAll((all) => all.map((button) => button.getAttribute('data-tool') ?? ''));
    expect(names.length).toBe(4);
    await page.locator('.cluster button').first().focus();
    for (const [i, name] of names.entries()) {
      for (let at = 0; at < names.length + 6 && (await focusedTool()) !== name; at++)
        await page.keyboard.press('ArrowDown');
      expect(await focusedTool()).toBe(name);
      await walkTool(buttons.nth(i), faults);
    }
    const heads = page.locator('.step-head');
    const walked = new Set<string>();
    await heads.first().focus();
    for (let step = 0; step < (await heads.count()); step++) {
      const head = heads.nth(step);
      // From the last row of a step the next stop is the next step.
      expect(await head.evaluate((element) => element === document.activeElement), `step ${step + 1}`).toBe(true);
      const fault = await unseenFocus();
      if (fault) faults.push(`no outline on ${fault}`);
      if ((await head.getAttribute('aria-expanded')) === 'false') await page.keyboard.press('Enter');
      await expect.poll(() => head.getAttribute('aria-expanded')).toBe('true');
      if ((await readTwin(page, 'tool')) !== null) {
        // A step that is one thing opens it, and it takes the focus as soon as it stands.
        await expect.poll(() => isFocusIn(PANEL)).toBe(true);
        await page.keyboard.press('Escape');
        await expect.poll(() => readTwin(page, 'tool')).toBe(null);
        await head.focus();
      }
      const rows = page.locator('.tool-row');
      for (let i = 0; i < (await rows.count()); i++) {
        await page.keyboard.press('Tab');
        expect(await focusedTool()).toBe(await rows.nth(i).getAttribute('data-tool'));
        walked.add(await focusedTool());
        await walkTool(rows.nth(i), faults);
      }
      await page.keyboard.press('Tab');
    }
    expect(walked.size).toBeGreaterThan(5);
    expect(faults).toEqual([]);
  });

test('the picture is told in words on every desk, from the first stop of the keys', async () => {
  for (const [desk, language, title] of [
    ['plan', 'zh', '图面文字说明'],
    ['command', 'en', 'Picture in words'],
    ['build', 'zh', '图面文字说明'],
    ['tour', 'en', 'Picture in words'],
  ] as const) {
    await act(page, 'speak', language);
    await act(page, 'openDesk', desk);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const opener = page.locator('.to-words');
    await opener.focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('region', { name: title });
    await panel.locator('.picture-words li').first().waitFor();
    expect(await panel.innerText()).toMatch(
      language === 'zh' ? /镜头在地面以上约/ : /the camera is about .+ above the ground/,
    );
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('to-words');
  }
  await act(page, 'openDesk', 'plan');
  await expect.poll(() => page.locator('#picture-line').textContent()).toMatch(/the camera is about/);
  expect(await page.locator('#globe canvas[role=application]').first().getAttribute('aria-describedby')).toBe(
    'picture-line',
  );
});

/** The page is opened with less motion asked for (`openPage`). */
test('who asks for less motion sees no transition, and the camera cuts', async () => {
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('.ui, .ui *')].flatMap((element) => {
      const { animationDuration, transitionDuration } = getComputedStyle(element);
      const longest = Math.max(...`${animationDuration},${transitionDuration}`.split(',').map(Number.parseFloat));
      return longest > 0.01 ? [`${element.className}: ${longest} s`] : [];
    }),
  );
  expect(moving).toEqual([]);
  const seen = await page.evaluate(async () => {
    const { twin } = (globalThis as unknown as { shapan: { twin: CameraTwin } }).shapan;
    const { camera, flyTo } = twin.getState();
    const heights: number[] = [];
    const end = twin.follow(
      (state) => state.camera,
      ({ heightM }) => heights.push(heightM),
    );
    flyTo({ ...camera, heightM: camera.heightM + 3000 });
    for (let i = 0; i < 100 && Math.abs((heights.at(-1) ?? 0) - camera.heightM - 3000) > 1; i++)
      await new Promise((done) => setTimeout(done, 100));
    end();
    return heights.map((heightM) => Math.round(heightM - camera.heightM));
  });
  expect([...new Set(seen)]).toEqual([0, 3000]);
});

interface CameraTwin {
  getState(): { camera: { heightM: number }; flyTo(to: object): void };
  follow(
    select: (state: { camera: { heightM: number } }) => { heightM: number },
    show: (camera: { heightM: number }) => void,
  ): () => void;
}
