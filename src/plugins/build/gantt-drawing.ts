import { escapeHtml } from '../../../model/reports/report-document.ts';
import type { Language } from '../../twin/appearance.ts';
import { ticksOf, wholeSpan } from './gantt-axis.ts';
import { planDate, planName } from './plan-text.ts';
import type { PlanFacts, PlanRow } from './schedule-controller.ts';

/** Words of the drawing that are not in the plan. */
interface DrawingWords {
  language: Language;
  dataDate: string;
  contract: string;
}

const WIDTH = 1600;
const NAME_WIDTH = 330;
const ROW = 20;
const AXIS = 26;
const FOOT = 22;
/** Ink on white paper, whatever theme the page has. */
const INK = {
  text: '#14171a',
  quiet: '#5a6069',
  line: '#c9cdd2',
  critical: '#b3131b',
  base: '#9aa0a8',
  late: '#a4490b',
  risk: '#7b2d6f',
};
/** Rows that a page of A3 has room for. */
const MAX_ROWS = 34;

/** Rows that a reader of paper needs: what is critical and not done, within the summaries that hold it; without either, the plan's first rows. */
export function printedRows({ rows }: PlanFacts): PlanRow[] {
  const isOpen = ({ critical, status, kind }: PlanRow) => critical && status !== 'done' && kind !== 'summary';
  const top = rows.filter(({ kind, level }) => kind === 'summary' && level === 0);
  const room = MAX_ROWS - Math.min(top.length, MAX_ROWS / 2);
  const critical = new Set(
    rows
      .filter(isOpen)
      .sort((a, b) => b.finishMin - b.startMin - (a.finishMin - a.startMin))
      .slice(0, room),
  );
  const shown = rows.filter((row) => critical.has(row) || top.includes(row));
  return (shown.length > 0 ? shown : rows).slice(0, MAX_ROWS);
}

/** Bars of these rows as a drawing for paper: names at the left, bars over their baselines, the data date, the date that is owed, and P80. */
export function ganttDrawing(facts: PlanFacts, rows: readonly PlanRow[], words: DrawingWords): string {
  const span = wholeSpan({ ...facts, p80Min: facts.risk.p80Min });
  const wide = WIDTH - NAME_WIDTH;
  const height = AXIS + rows.length * ROW + FOOT;
  const xOf = (min: number) => NAME_WIDTH + ((min - span.fromMin) / (span.toMin - span.fromMin)) * wide;
  const bottom = height - FOOT;
  const parts = [
    ...ticksOf(span, wide, words.language).flatMap(({ min, text }) => [
      line(xOf(min), 0, xOf(min), bottom, INK.line),
      label(xOf(min) + 4, AXIS - 9, text, INK.quiet),
    ]),
    ...facts.daysOff.map(([from, to]) => rect(xOf(from), AXIS, xOf(to) - xOf(from), bottom - AXIS, '#f0f1f3')),
    ...rows.map((row, at) => rowDrawing(row, AXIS + at * ROW, xOf, words.language)),
    ...mark(facts.dataDateMin, words.dataDate, INK.quiet, '4 4'),
    ...mark(facts.mustFinishMin, words.contract, INK.critical),
    ...mark(facts.risk.p80Min, 'P80', INK.risk, '2 3'),
  ];
  function mark(min: number | null, name: string, colour: string, dash = ''): string[] {
    if (min === null || !Number.isFinite(min)) return [];
    const x = xOf(min);
    const isLate = x > WIDTH - 180;
    const text = `${name} ${planDate(min, words.language)}`;
    return [line(x, AXIS, x, bottom + 4, colour, dash), label(x, height - 7, text, colour, isLate ? 'end' : 'middle')];
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">${parts.join('')}</svg>`;
}

function rowDrawing(row: PlanRow, y: number, xOf: (min: number) => number, language: Language): string {
  const name = clipped(planName(row.name, language), 40 - 2 * row.level);
  const isBold = row.kind === 'summary';
  const colour = row.critical ? INK.critical : INK.text;
  const parts = [
    line(0, y + ROW, WIDTH, y + ROW, INK.line),
    `<text x="${6 + 12 * row.level}" y="${y + 14}" fill="${INK.text}"${isBold ? ' font-weight="700"' : ''}>${escapeHtml(name)}</text>`,
  ];
  if (!Number.isFinite(row.startMin) || !Number.isFinite(row.finishMin)) return parts.join('');
  const x0 = xOf(row.startMin);
  const wide = Math.max(2, xOf(row.finishMin) - x0);
  if (Number.isFinite(row.baseStartMin) && Number.isFinite(row.baseFinishMin)) {
    const b0 = xOf(row.baseStartMin);
    parts.push(rect(b0, y + 15, Math.max(1.5, xOf(row.baseFinishMin) - b0), 3, INK.base));
  }
  if (row.kind === 'finishMilestone' || row.kind === 'startMilestone') {
    const x = xOf(row.finishMin);
    parts.push(`<path d="M${at(x)} ${y + 4}l6 6l-6 6l-6 -6z" fill="${colour}"/>`);
  } else if (isBold) parts.push(rect(x0, y + 5, wide, 5, INK.text));
  else {
    parts.push(`<rect x="${at(x0)}" y="${y + 4}" width="${at(wide)}" height="9" fill="#fff" stroke="${colour}"/>`);
    if (row.doneRatio > 0) parts.push(rect(x0, y + 4, wide * row.doneRatio, 9, colour));
    const late = row.finishMin - Math.max(row.baseFinishMin, row.startMin);
    if (late > 1440) {
      const from = xOf(Math.max(row.baseFinishMin, row.startMin));
      parts.push(rect(from, y + 4, x0 + wide - from, 9, INK.late, 0.45));
    }
  }
  return parts.join('');
}

const at = (value: number): string => value.toFixed(1);
const rect = (x: number, y: number, width: number, height: number, fill: string, opacity = 1): string =>
  `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" fill="${fill}"${opacity === 1 ? '' : ` fill-opacity="${opacity}"`}/>`;
const line = (x0: number, y0: number, x1: number, y1: number, stroke: string, dash = ''): string =>
  `<path d="M${at(x0)} ${at(y0)}L${at(x1)} ${at(y1)}" stroke="${stroke}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`;
const label = (x: number, y: number, text: string, fill: string, anchor = 'start'): string =>
  `<text x="${at(x)}" y="${at(y)}" fill="${fill}" text-anchor="${anchor}">${escapeHtml(text)}</text>`;
const clipped = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
