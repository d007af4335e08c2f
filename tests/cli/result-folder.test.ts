import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cliMessage, terminalText } from '../../cli/messages.ts';
import { ROOT } from '../../cli/root.ts';
import { caseFile, checkResults, threads, writeResults } from '../../cli/sim/result-folder.ts';
import { MessageError } from '../../model/text/message.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-results-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const summaryIn = (name: string) => JSON.parse(readFileSync(join(folder, name, 'summary.json'), 'utf8'));

describe('a folder of results', () => {
  test('has what was filled in, and its summary', async () => {
    const summary = await writeResults(join(folder, 'out'), async (into) => {
      writeFileSync(join(into, 'depth.tif'), 'x');
      return { steps: 3 };
    });
    expect(summary).toEqual({ steps: 3 });
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['depth.tif', 'summary.json']);
    expect(summaryIn('out')).toEqual({ steps: 3, files: ['depth.tif'] });
  });

  test('takes the place of the old results as a whole: nothing of them is left, nor of its making', async () => {
    await writeResults(join(folder, 'out'), async (into) => {
      writeFileSync(join(into, 'old.txt'), 'x');
      return { run: 1 };
    });
    await writeResults(join(folder, 'out'), async (into) => {
      expect(summaryIn('out')).toEqual({ run: 1, files: ['old.txt'] });
      writeFileSync(join(into, 'new.txt'), 'x');
      return { run: 2 };
    });
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['new.txt', 'summary.json']);
    expect(readdirSync(folder)).toEqual(['out']);
  });

  test('stays as it was when the new results fail', async () => {
    await writeResults(join(folder, 'out'), async () => ({ run: 1 }));
    const failing = writeResults(join(folder, 'out'), async (into) => {
      writeFileSync(join(into, 'half.txt'), 'x');
      throw new Error('no memory');
    });
    await expect(failing).rejects.toThrow('no memory');
    expect(summaryIn('out')).toEqual({ run: 1, files: [] });
    expect(readdirSync(folder)).toEqual(['out']);
  });

  test('is not written when it was broken off, and nobody listens for that any more', async () => {
    const listeners = process.listenerCount('SIGINT');
    const cancelled = writeResults(join(folder, 'out'), async (_, signal) => {
      process.emit('SIGINT');
      expect(signal.aborted).toBe(true);
      return {};
    });
    await expect(cancelled).rejects.toThrow(/nothing was written/);
    expect(readdirSync(folder)).toEqual([]);
    expect(process.listenerCount('SIGINT')).toBe(listeners);
  });

  test('is made with the folders above it', async () => {
    await writeResults(join(folder, 'a', 'b', 'out'), async () => ({}));
    expect(existsSync(join(folder, 'a', 'b', 'out', 'summary.json'))).toBe(true);
  });
});

describe('a folder named for results that holds what Shapan did not write', () => {
  const out = () => join(folder, 'out');
  const put = (name: string, text: string) => {
    mkdirSync(out(), { recursive: true });
    writeFileSync(join(out(), name), text);
  };
  const write = (isReplacing?: boolean) =>
    writeResults(
      out(),
      async (into) => {
        writeFileSync(join(into, 'depth.tif'), 'new');
        return {};
      },
      isReplacing,
    );
  const textIn = (name: string) => readFileSync(join(out(), name), 'utf8');

  test('is refused before the run, by name, and stays as it was', async () => {
    put('thesis.txt', 'three years');
    expect(() => checkResults(out())).toThrow(/thesis\.txt/);
    await expect(write()).rejects.toThrow(/got 1 other files \(thesis\.txt\)/);
    expect(readdirSync(folder)).toEqual(['out']);
    expect(readdirSync(out())).toEqual(['thesis.txt']);
  });

  test('is refused with a summary of somebody else, and with a file beside our results', async () => {
    put('summary.json', '{"chapter":1}');
    await expect(write()).rejects.toThrow(/summary\.json/);
    rmSync(out(), { recursive: true });
    await write();
    put('notes.md', 'mine');
    await expect(write()).rejects.toThrow(/notes\.md/);
    expect(textIn('notes.md')).toBe('mine');
  });

  test('keeps all of it with --replace: what has the name of a result under another name', async () => {
    put('thesis.txt', 'three years');
    put('depth.tif', 'mine');
    put('summary.json', 'my summary');
    await write(true);
    await write(true);
    expect(readdirSync(out()).sort()).toEqual([
      'depth.tif',
      'depth.tif.before-shapan',
      'summary.json',
      'summary.json.before-shapan',
      'thesis.txt',
    ]);
    expect(['thesis.txt', 'depth.tif.before-shapan', 'summary.json.before-shapan', 'depth.tif'].map(textIn)).toEqual([
      'three years',
      'mine',
      'my summary',
      'new',
    ]);
    expect(readdirSync(folder)).toEqual(['out']);
  });

  test('may be a file: then it is none for results', async () => {
    writeFileSync(out(), 'a file');
    await expect(write(true)).rejects.toThrow(/expected a folder, got a file/);
    expect(readFileSync(out(), 'utf8')).toBe('a file');
  });

  test('is not hidden by a link: the folder behind it is looked at', async () => {
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real', 'thesis.txt'), 'three years');
    symlinkSync(join(folder, 'real'), out());
    await expect(write()).rejects.toThrow(/thesis\.txt/);
    rmSync(join(folder, 'real', 'thesis.txt'));
    await write();
    expect(readdirSync(join(folder, 'real')).sort()).toEqual(['depth.tif', 'summary.json']);
  });

  test('may be empty, or hold what a file manager leaves', async () => {
    put('.DS_Store', '');
    await write();
    expect(readdirSync(out()).sort()).toEqual(['depth.tif', 'summary.json']);
  });
});

test('a case is named by its file or by the folder that holds it', () => {
  mkdirSync(join(folder, 'flood'));
  writeFileSync(join(folder, 'flood', 'scenario.json'), '{}');
  expect(caseFile(join(folder, 'flood'), 'scenario.json')).toBe(join(folder, 'flood', 'scenario.json'));
  expect(caseFile(join(folder, 'other.json'), 'scenario.json')).toBe(join(folder, 'other.json'));
});

test('threads are a whole number from 1 to 64', () => {
  expect([threads('1'), threads('64')]).toEqual([1, 64]);
  for (const text of ['0', '65', '1.5', 'two', '-1']) expect(() => threads(text)).toThrow(/1 to 64/);
});

test('the root of the project is where its package lies', () => {
  expect(existsSync(join(ROOT, 'package.json'))).toBe(true);
});

describe('an error at the terminal', () => {
  const error = new MessageError(cliMessage('grid-crs', { file: 'a.tif', crs: 'EPSG:4546', got: 'EPSG:4326' }));
  const names = ['LC_ALL', 'LC_MESSAGES', 'LANG'] as const;
  const inLocale = (part: Partial<Record<(typeof names)[number], string>>) => {
    const before = names.map((name) => process.env[name]);
    for (const name of names) process.env[name] = part[name] ?? '';
    const text = terminalText(error);
    for (const [i, name] of names.entries()) {
      const known = before[i];
      if (known === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = known;
    }
    return text;
  };

  test('is in the language of the terminal: the first name that is set counts', () => {
    const zh = 'a.tif：坐标系应为 EPSG:4546，现为 EPSG:4326';
    const en = 'a.tif: expected EPSG:4546, got EPSG:4326';
    expect(inLocale({ LANG: 'zh_CN.UTF-8' })).toBe(zh);
    expect(inLocale({ LANG: 'zh_CN.UTF-8', LC_ALL: 'en_GB.UTF-8' })).toBe(en);
    expect(inLocale({ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'ZH' })).toBe(zh);
    expect(inLocale({})).toBe(en);
  });

  test('that is a fault of the program keeps its own words', () => {
    expect(terminalText(new TypeError('x is not a function'))).toBe('x is not a function');
    expect(terminalText('plain')).toBe('plain');
  });
});
