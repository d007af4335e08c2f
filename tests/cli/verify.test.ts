import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { verifyCommand } from '../../cli/city/verify.ts';
import { bakeCity } from '../../tiles/bake.ts';
import { testCity } from '../tiles/check/test-city.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-verify-'));
const city = join(folder, 'city');
const { exitCode } = process;

beforeAll(() => bakeCity(testCity('plain'), city, { threads: 0 }), 60_000);
afterEach(() => {
  process.exitCode = exitCode;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the command prints and the exit code that it leaves. */
async function verify(...args: string[]): Promise<{ text: string; code: typeof process.exitCode }> {
  const write = process.stdout.write;
  let text = '';
  process.stdout.write = (chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  };
  try {
    await verifyCommand()
      .exitOverride()
      .parseAsync([...args, '--skip-gltf-validator'], { from: 'user' });
  } finally {
    process.stdout.write = write;
  }
  return { text, code: process.exitCode };
}

test('a whole city: areas, what was read, nothing found, exit code 0', async () => {
  const { text, code } = await verify(city);
  expect(text).toMatch(/4 layers, .* 2515 features, .*: nothing found\n$/);
  expect(code).toBe(exitCode);
});

test('a lost tile: file, place, what was expected, what came, and exit code 1', async () => {
  for (const ending of ['', '.gz']) rmSync(join(city, `layers/tree/r.glb${ending}`));
  const { text, code } = await verify(city);
  expect(text).toContain(
    'layers/tree/r.glb: layers/tree/tileset.json root.content.uri: file-missing: expected a file, got none',
  );
  expect(text).toMatch(/… and \d+ more: /);
  expect(code).toBe(1);
  const { text: json } = await verify(city, '--json');
  expect(JSON.parse(json).counts['feature-lost']).toBe(80);
});

test('what is no city is an error that says what was looked for', async () => {
  await expect(verify(join(folder, 'nowhere'))).rejects.toThrow(
    /expected a folder with manifest.json, or the id of a city/,
  );
});
