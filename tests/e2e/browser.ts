import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** Chromium, a software WebGL 2 (Mesa llvmpipe) and a font with Chinese glyphs. */
const DEBIAN_PACKAGES = ['chromium', 'libegl-mesa0', 'libgl1-mesa-dri', 'fonts-noto-cjk'];

/** CHROME_PATH, else the system's; as root on Debian it installs what lacks. Throws with what to do. */
export function readyChromium(): string {
  const lacksFont = !execOutput('fc-list', [':lang=zh']).trim();
  let path = findChromium();
  if ((!path || lacksFont) && canInstall()) {
    process.stdout.write(`installing ${DEBIAN_PACKAGES.join(' ')} …\n`);
    execFileSync('apt-get', ['update'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', ...DEBIAN_PACKAGES], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: 600_000,
    });
    path = findChromium();
  }
  if (!path)
    throw new Error(
      `no Chromium found: install one (Debian: apt-get install ${DEBIAN_PACKAGES.join(' ')}) or set CHROME_PATH to its program`,
    );
  return path;
}

function findChromium(): string | undefined {
  const named = process.env.CHROME_PATH;
  if (named && !existsSync(named)) throw new Error(`CHROME_PATH: expected a program, found nothing at ${named}`);
  return named ?? PLACES.find((place) => existsSync(place));
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && !!readFileSync('/etc/debian_version', 'utf8');
}

function execOutput(program: string, args: string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** ANGLE on Mesa's llvmpipe: twice as quick as SwiftShader on a machine without GPU, and stable to the pixel. `flags` are a test's own. */
export function openBrowser(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: readyChromium(),
    timeout: 120_000,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-gl=angle',
      '--use-angle=gl-egl',
      '--ignore-gpu-blocklist',
      ...flags,
    ],
  });
}

let shared: Promise<Browser> | null = null;

/**
 * The one browser of all test files of a worker, opened by the first that asks: starting Chromium and its software WebGL takes seconds of a
 * processor. No file closes it; what a file left open is closed by `closeContexts`, and it ends with the worker.
 */
export async function sharedBrowser(): Promise<Browser> {
  if (shared === null || !(await shared).isConnected()) shared = openBrowser();
  return shared;
}

/** Closes every page that a test file opened in the shared browser. */
export async function closeContexts(): Promise<void> {
  const browser = await shared;
  if (browser?.isConnected()) await Promise.all(browser.contexts().map((context) => context.close()));
}

/** Letters of a page that a failure is told with: docks come before the rest. */
const MAX_WORDS = 1500;

/** Address, problems and words of every page that is open in the shared browser; a page that does not answer is named as such. */
export async function pagesInWords(): Promise<string> {
  const browser = await shared;
  const pages = browser?.isConnected() ? browser.contexts().flatMap((context) => context.pages()) : [];
  const told = pages.map(async (page) => {
    const asked = page.evaluate(() => ({
      problems: (globalThis as { shapan?: { problems: string[] } }).shapan?.problems,
      text: document.body.innerText,
    }));
    const silent = new Promise<null>((done) => setTimeout(done, 10_000, null));
    const answer = await Promise.race([asked, silent]).catch((error) => ({ problems: [String(error)], text: '' }));
    if (!answer) return `${page.url()}: no answer`;
    const words = answer.text.replace(/\n+/g, ' · ').slice(0, MAX_WORDS);
    return `${page.url()}\nproblems: ${JSON.stringify(answer.problems)}\n${words}`;
  });
  return (await Promise.all(told)).join('\n\n');
}

/**
 * Runs the source of a library in the page as its developer's console would: the page's own policy forbids eval and stays as it is, and what
 * the page serves does not know of the library. What it left at `window` stays until the page is loaded anew.
 */
export async function evaluateSource(page: Page, source: string): Promise<void> {
  const tools = await page.context().newCDPSession(page);
  const { exceptionDetails } = await tools.send('Runtime.evaluate', { expression: `${source}\n;undefined` });
  await tools.detach();
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
}
