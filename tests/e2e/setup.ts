import { readyChromium } from './browser.ts';

/** Runs once before the end-to-end tests: finds a browser, or installs one, or says what to do. */
export function setup(): void {
  readyChromium();
}
