import { cellText } from '../tables/cell-text.ts';
import type { Cell } from '../tables/data-table.ts';
import type { Text } from '../text/text.ts';
import { type PageReport, type ReportPage, type ReportTable, SCALED_DRAWING_MM } from './report.ts';

/** Words that a printed report adds to those of its author. */
interface DocumentWords {
  language: keyof Text;
  signatures: string;
  signatureHead: readonly string[];
  /** It is opened as a file, in a window: as wide as its paper. */
  isFile?: boolean;
}

/**
 * The layout of a printed report: always light, on A4 or A3, one column, heads of tables repeated on each
 * page, no row cut in two, pages numbered. Margins are those of the page box, so that no background of the program shows around the text.
 */
const STYLE = `
@page { size: A4; margin: 14mm 12mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #5a6069; } }
:root { color-scheme: light; background: #fff; }
body { margin: 0; color: #14171a; background: #fff; font: 9pt/1.45 "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; font-variant-numeric: tabular-nums; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
h1 { margin: 0 0 2mm; font-size: 16pt; line-height: 1.25; }
h2 { margin: 6mm 0 1.5mm; font-size: 11pt; break-after: avoid; }
p { margin: 1mm 0; }
.lead { display: flex; gap: 6mm; align-items: baseline; margin: 2mm 0 4mm; }
.lead b { font-size: 30pt; line-height: 1; white-space: nowrap; }
.lead span { font-size: 12pt; }
img { display: block; max-width: 100%; max-height: 120mm; margin: 3mm 0; outline: 0.3mm solid #14171a; }
dl { columns: 2; column-gap: 8mm; margin: 0; }
dl > div { display: grid; grid-template-columns: 32mm minmax(0, 1fr); gap: 3mm; break-inside: avoid; }
dt { color: #5a6069; }
dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; font-size: 8pt; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { padding: 0.8mm 1.5mm; border: 0.2mm solid #9aa0a8; text-align: left; vertical-align: top; overflow-wrap: anywhere; font-weight: 400; }
thead th { font-weight: 700; background: #eef0f2; }
td.end { text-align: right; white-space: nowrap; }
.matter { break-before: page; break-inside: avoid; }
.matter + section:not(.matter) { break-before: page; }
.drawings { display: flex; flex-wrap: wrap; gap: 4mm; margin: 2mm 0; }
figure { flex: 1 1 56mm; margin: 0; }
figure svg { display: block; width: 100%; height: auto; }
figure.scaled { flex: none; width: ${SCALED_DRAWING_MM}mm; }
figcaption { color: #5a6069; font-size: 8pt; }
.note { color: #5a6069; font-size: 8pt; }
.sign-lines { display: flex; gap: 12mm; margin: 14mm 0 0; break-inside: avoid; }
.sign-lines > div { flex: 1; padding-top: 1.5mm; border-top: 0.3mm solid #14171a; }
.sign-lines span { color: #5a6069; }
`;

/** A large sheet has its picture and its facts beside each other. */
const A3_STYLE = `
@page { size: A3 landscape; }
body { font-size: 10pt; }
h1 { font-size: 20pt; }
.front { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 8mm; align-items: start; }
.front img { margin: 0; max-height: 130mm; }
.front dl { columns: 1; }
.front dl > div { grid-template-columns: 40mm minmax(0, 1fr); padding: 0.6mm 0; border-bottom: 0.2mm solid #d5d8dc; }
table, .note, figcaption { font-size: 9pt; }
`;

/** A window has no margins of its own, as paper has. */
const FILE_STYLE = 'body { max-width: 190mm; margin: 6mm auto; }';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Text as HTML and SVG take it. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign]);

/**
 * Returns a report as a document of its own, with its style and picture inside: it depends on nothing of the page that made it, neither its
 * window, theme nor selection. `picture` is a data URL of the map.
 */
export function reportDocument(report: PageReport, picture: string | null, words: DocumentWords): string {
  const { title, lead, facts, pages = [], tables, signatures, paper, mapScale, signLines = [] } = report;
  const signed: ReportTable = {
    title: words.signatures,
    head: words.signatureHead,
    rows: signatures.map(({ what, who, at, vouched }) => [what, who, at, vouched]),
  };
  const sections = [...tables, ...(signatures.length > 0 ? [signed] : [])];
  return [
    `<!doctype html><html lang="${words.language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">`,
    `<title>${escapeHtml(title)}</title><style>${STYLE}${paper === 'A3' ? A3_STYLE : ''}${words.isFile ? FILE_STYLE : ''}</style></head><body class="report-sheet">`,
    `<h1>${escapeHtml(title)}</h1>`,
    lead ? `<p class="lead"><b>${escapeHtml(lead.figure)}</b><span>${escapeHtml(lead.sentence)}</span></p>` : '',
    `<div class="front">${picture ? `<img src="${escapeHtml(picture)}" alt="">` : ''}`,
    `<dl>${facts.map(([label, value]) => `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd></div>`).join('')}</dl></div>`,
    `${pages.map((page) => pageHtml(page, mapScale)).join('')}${sections.map(sectionHtml).join('')}`,
    signLines.length > 0
      ? `<div class="sign-lines">${signLines.map((part) => signLine(part, words.signatureHead)).join('')}</div>`
      : '',
    '</body></html>',
  ].join('');
}

function pageHtml({ title, sentence, drawings, table }: ReportPage, mapScale: number | undefined): string {
  const figures = drawings.map(({ svg, caption, atScale }) => {
    const isScaled = mapScale !== undefined && atScale !== undefined;
    return `<figure${isScaled ? ' class="scaled"' : ''}>${isScaled ? atScale(mapScale) : svg}<figcaption>${escapeHtml(caption)}</figcaption></figure>`;
  });
  return [
    `<section class="matter" data-part="${escapeHtml(title)}"><h2>${escapeHtml(title)}</h2><p>${escapeHtml(sentence)}</p>`,
    `<div class="drawings">${figures.join('')}</div>`,
    `${table ? tableHtml(table) : ''}</section>`,
  ].join('');
}

/** A part that somebody signs by hand, with the word for its date. */
const signLine = (part: string, [, , date]: readonly string[]): string =>
  `<div><b>${escapeHtml(part)}</b> <span>${escapeHtml(date ?? '')}</span></div>`;

function tableHtml({ head, rows, digits = [] }: Pick<ReportTable, 'head' | 'rows' | 'digits'>): string {
  const headHtml = head.map((word) => `<th scope="col">${escapeHtml(word)}</th>`).join('');
  const rowsHtml = rows.map((row) => `<tr>${row.map((cell, at) => cellHtml(cell, digits[at])).join('')}</tr>`).join('');
  return `<table><thead><tr>${headHtml}</tr></thead><tbody>${rowsHtml}</tbody></table>`;
}

function sectionHtml({ note, ...table }: ReportTable): string {
  return [
    `<section data-part="${escapeHtml(table.title)}"><h2>${escapeHtml(table.title)}</h2>${tableHtml(table)}`,
    note ? `<p class="note">${escapeHtml(note)}</p>` : '',
    '</section>',
  ].join('');
}

const cellHtml = (cell: Cell, digits: number | undefined): string =>
  `<td${cell !== null && typeof cell !== 'string' ? ' class="end"' : ''}>${escapeHtml(cellText(cell, digits))}</td>`;
