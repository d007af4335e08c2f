import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { ROOT } from './house.ts';

/** The program of this checkout, which writes packs. */
export const shapan = (...callArgs: string[]) =>
  promisify(execFile)(process.execPath, [join(ROOT, 'build/node/cli/shapan.js'), ...callArgs], {
    cwd: ROOT,
    timeout: 240_000,
  });

/** The pack's own Node.js and server; nothing of this checkout. */
export async function serveStick(stick: string): Promise<{ url: string; close(): Promise<void> }> {
  const child = spawn(join(stick, 'node'), ['server.mjs', '--port', '0'], { cwd: stick, env: {} });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await expect.poll(() => said).toContain('Ctrl+C');
  return {
    url: /(http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1] ?? '',
    async close() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/**
 * What a page asked for and did not get, from now on. What the page itself takes back has not failed: a guide that is left, a tile that is
 * out of the picture before it came.
 */
export function failedRequests(page: Page): readonly string[] {
  const failed: string[] = [];
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    if (reason !== 'net::ERR_ABORTED') failed.push(`${request.url()} ${reason}`);
  });
  page.on('response', (answer) => answer.status() >= 400 && failed.push(`${answer.url()} ${answer.status()}`));
  return failed;
}
