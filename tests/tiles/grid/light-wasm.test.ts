import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { SWEEP_WASM } from '../../../tiles/grid/light/sweep-wasm.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

test('the instructions are those of kernel/sweep.ts; else put its wasm anew into sweep-wasm.ts as base64', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-kernel-'));
  try {
    const file = join(folder, 'light.wasm');
    const config = join(ROOT, 'tiles/grid/light/kernel/asconfig.json');
    const compiler = join(ROOT, 'node_modules/assemblyscript/bin/asc.js');
    execFileSync(process.execPath, [compiler, '--config', config, '--outFile', file], { cwd: ROOT });
    expect(SWEEP_WASM).toBe(readFileSync(file).toString('base64'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
