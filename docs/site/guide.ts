import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Marked, type Token, type Tokens } from 'marked';
import { GUIDE_LANGUAGES, type GuideLanguage, pagePaths, SECTIONS } from './pages.ts';

/** Words of the guide's frame, beside its pages. */
const FRAME: Record<GuideLanguage, { guide: string; app: string; other: string; glossary: string; notices: string }> = {
  en: { guide: 'Guide', app: 'Open Shapan', other: '中文', glossary: 'Glossary', notices: 'Third-party notices' },
  zh: { guide: '使用指南', app: '打开沙盘', other: 'English', glossary: '术语表', notices: '第三方声明' },
};
const LANGUAGE_TAG: Record<GuideLanguage, string> = { en: 'en', zh: 'zh-CN' };

/**
 * The guide as files of a static site: path below the site → content. It is made of this repository's own markdown and of nothing else, has no
 * script and no inline style, and so stands under the strict policy that the hub sends with every answer.
 */
export function guideFiles(root: string): Map<string, string | Uint8Array> {
  const files = new Map<string, string | Uint8Array>();
  const beside = new Map<string, string>();
  for (const language of GUIDE_LANGUAGES)
    for (const path of pagePaths()) {
      const markdown = readFileSync(join(root, 'docs', language, `${path}.md`), 'utf8');
      files.set(`${language}/${path}.html`, guidePage(markdown, language, path, beside));
    }
  const glossary = readFileSync(join(root, 'docs/glossary.md'), 'utf8');
  for (const language of GUIDE_LANGUAGES)
    files.set(`${language}/glossary.html`, guidePage(glossary, language, 'glossary', beside));
  for (const [place, source] of beside) files.set(place, readFileSync(join(root, source)));
  files.set('icon.svg', readFileSync(join(root, 'src/app/icon.svg'), 'utf8'));
  files.set('guide.css', readFileSync(join(root, 'docs/site/guide.css'), 'utf8'));
  return files;
}

/** The heading of a page; the list of pages shows it. */
export function titleOf(markdown: string): string {
  const title = /^# (.+)$/m.exec(markdown)?.[1];
  if (!title) throw new Error('guide: expected a heading of the first level, got none');
  return title;
}

/** The anchor of a heading, as GitHub makes it, so that links hold in both places. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

function guidePage(markdown: string, language: GuideLanguage, path: string, beside: Map<string, string>): string {
  const here = posix.dirname(`${language}/${path}`);
  const link = (target: string) => posix.relative(here, target) || '.';
  const words = FRAME[language];
  const other: GuideLanguage = language === 'en' ? 'zh' : 'en';
  const title = escaped(titleOf(markdown));
  return `<!doctype html>
<html lang="${LANGUAGE_TAG[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${words.guide}</title>
<link rel="icon" href="${link('icon.svg')}">
<link rel="stylesheet" href="${link('guide.css')}">
</head>
<body>
<header>
<a href="${link(`${language}/index.html`)}"><b>${words.guide}</b></a>
<a href="${link('../index.html')}">${words.app}</a>
<a href="${link(`${other}/${path}.html`)}" lang="${LANGUAGE_TAG[other]}">${words.other}</a>
</header>
<nav>
${SECTIONS.map((section) => sectionList(section, language, path, link)).join('\n')}
<p><a href="${link(`${language}/glossary.html`)}">${words.glossary}</a></p>
<p><a href="${link('../THIRD-PARTY-NOTICES.txt')}">${words.notices}</a></p>
</nav>
<main>
${htmlOf(markdown, (target) => link(sitePath(target, language, path, beside)))}</main>
</body>
</html>
`;
}

function sectionList(
  { id, title, pages }: (typeof SECTIONS)[number],
  language: GuideLanguage,
  path: string,
  link: (target: string) => string,
): string {
  const items = pages.map((page) => {
    const file = join(import.meta.dirname, '..', language, id, `${page}.md`);
    const current = `${id}/${page}` === path ? ' aria-current="page"' : '';
    const name = escaped(titleOf(readFileSync(file, 'utf8')));
    return `<li><a href="${link(`${language}/${id}/${page}.html`)}"${current}>${name}</a></li>`;
  });
  return `<p>${title[language]}</p>\n<ul>\n${items.join('\n')}\n</ul>`;
}

/**
 * Where a target of a page lies in the site. Pages link as files of the repository do, so that they can be read there too; pictures and schemas
 * that they name are put beside the pages (`beside`: place in the site → file of the repository).
 */
function sitePath(target: string, language: GuideLanguage, path: string, beside: Map<string, string>): string {
  const [file, anchor] = target.split('#');
  const page = path === 'glossary' ? 'docs/glossary.md' : `docs/${language}/${path}.md`;
  const source = file === '' ? page : posix.join(posix.dirname(page), file);
  const suffix = anchor === undefined ? '' : `#${anchor}`;
  if (source === 'docs/glossary.md') return `${language}/glossary.html${suffix}`;
  if (source.startsWith('docs/')) return source.slice('docs/'.length).replace(/\.md$/, '.html') + suffix;
  const place = source.replace(/^public\//, '');
  beside.set(place, source);
  return place;
}

function htmlOf(markdown: string, placeOf: (target: string) => string): string {
  const marked = new Marked({ gfm: true });
  marked.use({
    walkTokens: (token) => refuseHtml(token),
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading): string {
        return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }: Tokens.Link): string {
        const target = /^[a-z]+:/.test(href) ? href : placeOf(href);
        return `<a href="${escaped(target)}">${this.parser.parseInline(tokens)}</a>`;
      },
      image({ href, text }: Tokens.Image): string {
        return `<img src="${escaped(placeOf(href))}" alt="${escaped(text)}" loading="lazy">`;
      },
    },
  });
  return marked.parse(markdown, { async: false });
}

/** Markup in a page's markdown would be shown as it stands: pages are text. */
function refuseHtml(token: Token): void {
  if (token.type === 'html') throw new Error(`guide: expected markdown without HTML, got ${token.raw.slice(0, 80)}`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
