import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../cli/commands.ts';
import { referencePages } from '../../cli/docs/reference.ts';
import { walkPages } from '../../cli/docs/walks.ts';
import { anchorOf, guideFiles, titleOf } from '../../docs/site/guide.ts';
import { GUIDE_LANGUAGES, pagePaths } from '../../docs/site/pages.ts';
import { DESKS } from '../../src/app/desks.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const PAGES = GUIDE_LANGUAGES.flatMap((language) => pagePaths().map((path) => `docs/${language}/${path}.md`));
const MARKDOWN = ['README.md', 'README.zh.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'docs/glossary.md', ...PAGES];

/** Links and pictures of a page; code is none. */
function targetsIn(markdown: string): string[] {
  const text = markdown.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
}

function headingsIn(markdown: string): string[] {
  const text = markdown.replace(/^```[\s\S]*?^```$/gm, '');
  return [...text.matchAll(/^(#+) (.+)$/gm)].map(([, depth]) => depth);
}

describe('pages', () => {
  test('every page of the list is there in both languages, and no other', () => {
    for (const language of GUIDE_LANGUAGES) {
      const found = readdirSync(join(ROOT, 'docs', language), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.md'))
        .map((name) => name.replaceAll('\\', '/').replace(/\.md$/, ''));
      expect(found.sort()).toEqual(pagePaths().sort());
    }
  });

  test('both languages have the same headings, tables, pictures and commands', () => {
    for (const path of pagePaths()) {
      const [en, zh] = GUIDE_LANGUAGES.map((language) => read(`docs/${language}/${path}.md`));
      const shapeOf = (text: string) => ({
        path,
        headings: headingsIn(text),
        rows: text.split('\n').filter((line) => line.startsWith('|')).length,
        pictures: targetsIn(text).filter((target) => target.endsWith('.jpg')),
      });
      expect(shapeOf(zh)).toEqual(shapeOf(en));
    }
  });

  test('no page sends a browser for an icon that is not there', () => {
    const icons = [...guideFiles(ROOT)].filter(([path]) => path.endsWith('.html'));
    for (const [path, page] of icons)
      expect({ path, icon: String(page).includes('<link rel="icon"') }).toMatchObject({ icon: true });
    expect(icons.length).toBeGreaterThan(0);
  });

  test('every desk has its page, which the help button opens', () => {
    for (const { guide } of DESKS) expect(pagePaths()).toContain(guide);
  });

  test('READMEs are short and show three pictures', () => {
    for (const name of ['README.md', 'README.zh.md']) {
      expect(read(name).split('\n').length).toBeLessThanOrEqual(120);
      expect(targetsIn(read(name)).filter((target) => target.endsWith('.jpg'))).toHaveLength(3);
    }
  });
});

test('no page holds what a merge left undecided', () => {
  const undecided = MARKDOWN.filter((page) => /^(<<<<<<<|=======|>>>>>>>)( |$)/m.test(read(page)));
  expect(undecided).toEqual([]);
});

test('every link within the repository resolves, with its heading', () => {
  const broken: string[] = [];
  for (const page of MARKDOWN)
    for (const target of targetsIn(read(page))) {
      if (/^[a-z]+:/.test(target)) continue;
      const [path, anchor] = target.split('#');
      const file = path === '' ? page : relative(ROOT, resolve(ROOT, dirname(page), path));
      const isThere = existsSync(join(ROOT, file));
      const headings =
        isThere && anchor ? [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, text]) => anchorOf(text)) : [];
      if (!isThere || (anchor && !headings.includes(anchor))) broken.push(`${page}: ${target}`);
    }
  expect(broken).toEqual([]);
});

describe('commands', () => {
  /** Every command that a page shows, in a block of code or in a line. */
  const shown = MARKDOWN.filter((page) => !page.includes('/reference/cli')).flatMap((page) =>
    [...read(page).matchAll(/\bnpm (?:run (?:-s )?)?([\w-]+)((?: +[^\s`|#;&，。（）)]+)*)/g)].map(
      ([text, script, rest]) => ({
        page,
        text,
        script,
        words: rest.trim().split(/ +/).filter(Boolean),
      }),
    ),
  );
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

  test('there are commands to judge', () => expect(shown.length).toBeGreaterThan(60));

  test('every npm script that is shown exists', () => {
    const missing = shown.filter(({ script }) => script !== 'ci' && scripts[script] === undefined);
    expect(missing.map(({ page, text }) => `${page}: ${text}`)).toEqual([]);
  });

  test('every command of shapan that is shown is in its help, with its options', async () => {
    const broken: string[] = [];
    for (const { page, text, script, words } of shown) {
      if (script !== 'shapan' && !/^npm run -s shapan -- /.test(scripts[script] ?? '')) continue;
      // Behind a further -- stands a call of its own: what `work add` keeps for later.
      for (const call of script === 'shapan' ? callsIn(words) : [[script, ...words.slice(1)]]) {
        const [name, part] = call;
        if (name === undefined || name.startsWith('-') || name.startsWith('<')) continue;
        const load = COMMANDS[name];
        if (!load) {
          broken.push(`${page}: ${text}`);
          continue;
        }
        const command = await load();
        const inner = command.commands.find((one) => one.name() === part) ?? command;
        const known = inner.options.map(({ long }) => long);
        const options = call.filter((word) => /^--[a-z]/.test(word)).map((word) => word.split('=')[0]);
        const unknown = options.filter((option) => option !== '--help' && !known.includes(option));
        if (unknown.length > 0) broken.push(`${page}: ${text}: ${unknown.join(', ')}`);
      }
    }
    expect(broken).toEqual([]);
  });

  test('cases that commands name are there', () => {
    const named = shown.flatMap(({ words }) => words).filter((word) => /^scenarios\/[\w-]+$/.test(word));
    expect(named.length).toBeGreaterThan(2);
    for (const path of named) expect(existsSync(join(ROOT, path)), path).toBe(true);
  });
});

describe('reference', () => {
  let pages = new Map<string, string>();
  beforeAll(async () => {
    pages = await referencePages(ROOT, Object.values(COMMANDS));
  });

  test('generated pages are up to date (npm run docs)', () => {
    for (const [path, text] of pages) expect({ path, text: read(`docs/${path}`) }).toEqual({ path, text });
  });

  test('every description of a case’s format has a Chinese sentence', () => {
    const words = JSON.parse(read('docs/site/reference-zh.json')) as Record<string, string>;
    const schemas = ['flood', 'crowd', 'construction', 'sun', 'view', 'height'].map((id) =>
      read(`scenarios/${id}.schema.json`),
    );
    const found = schemas.flatMap((schema) => [...schema.matchAll(/"description": ("(?:[^"\\]|\\.)*")/g)]);
    const missing = found.map(([, text]) => JSON.parse(text) as string).filter((text) => words[text] === undefined);
    expect(missing).toEqual([]);
  });

  test('every field of a recipe is explained', () => {
    const source = read('tiles/recipe.ts');
    const fields = [...source.matchAll(/^\s+(\w+): v\./gm)].map(([, name]) => name);
    for (const language of GUIDE_LANGUAGES) {
      const page = read(`docs/${language}/reference/recipe.md`);
      const unexplained = fields.filter((name) => !new RegExp(`\\b${name}\\b`).test(page));
      expect({ language, unexplained }).toEqual({ language, unexplained: [] });
    }
  });

  test('every address of the hub is listed with its right', () => {
    const addresses = readdirSync(join(ROOT, 'hub'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) =>
        [
          ...read(`hub/${name}`).matchAll(
            /\b(?:http|server)\.(get|post|patch|delete)(?:<[^(]*>)?\(\s*'(\/[\w:./-]+)'/g,
          ),
        ].map(([, verb, path]) => `${verb.toUpperCase()} ${path}`),
      )
      .filter((address) => !/ \/$/.test(address));
    expect(addresses.length).toBeGreaterThan(15);
    for (const language of GUIDE_LANGUAGES) {
      const page = read(`docs/${language}/reference/topics-and-http.md`);
      const missing = addresses.filter((address) => !page.includes(address));
      expect({ language, missing }).toEqual({ language, missing: [] });
    }
  });
});

describe('walks', () => {
  test('their code is that of the samples, which a test builds and runs (npm run docs)', () => {
    for (const [path, text] of walkPages(ROOT)) expect({ path, text: read(`docs/${path}`) }).toEqual({ path, text });
  });

  test('every file of the samples is shown once, and in both languages', () => {
    const samples = readdirSync(join(ROOT, 'tests/fixtures/plugin'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(join(ROOT, 'tests/fixtures/plugin'), join(parentPath, name)));
    for (const language of GUIDE_LANGUAGES) {
      const pages = [...walkPages(ROOT)].filter(([path]) => path.startsWith(language)).map(([, text]) => text);
      const shown = [...pages.join('\n').matchAll(/^```\w+ (\S+)$/gm)].map(([, path]) => path);
      expect({ language, shown: shown.sort() }).toEqual({ language, shown: samples.sort() });
    }
  });
});

describe('the rendered guide', () => {
  const files = guideFiles(ROOT);

  test('every page has its title and stands under a strict policy: no script, no inline style, no handler', () => {
    for (const language of GUIDE_LANGUAGES)
      for (const path of pagePaths()) {
        const html = String(files.get(`${language}/${path}.html`));
        const title = titleOf(read(`docs/${language}/${path}.md`));
        expect(html).toContain(`<title>${title.replaceAll('&', '&amp;')} ·`);
        // Text cannot be a tag, for its `<` is escaped: code of the walks may say `onClose=`.
        const tags = html.match(/<[^>]*>/g)?.join('\n') ?? '';
        expect(tags).not.toMatch(/<script|<style|<iframe|\sstyle=|\son\w+=|javascript:|src="https?:/i);
      }
  });

  test('its links and pictures lie within it', () => {
    const broken: string[] = [];
    for (const [path, html] of files) {
      if (!path.endsWith('.html')) continue;
      for (const [, target] of String(html).matchAll(/(?:href|src)="([^"#]+)/g)) {
        if (/^https?:/.test(target)) continue;
        const file = join(dirname(path), target).replaceAll('\\', '/');
        const isBeside = ['../index.html', '../THIRD-PARTY-NOTICES.txt'].includes(file);
        if (!files.has(file) && !isBeside) broken.push(`${path}: ${target}`);
      }
    }
    expect(broken).toEqual([]);
  });

  test('an English page links to its Chinese twin', () => {
    expect(String(files.get('en/use/plan.html'))).toContain('href="../../zh/use/plan.html"');
  });
});

/** The words between `--` and `--`. */
function callsIn(words: readonly string[]): string[][] {
  const calls: string[][] = [[]];
  for (const word of words)
    if (word === '--') calls.push([]);
    else calls[calls.length - 1].push(word);
  return calls.filter((call) => call.length > 0);
}
