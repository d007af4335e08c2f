import { MIN_PER_DAY } from '../../../model/time.ts';
import type { Language } from '../../twin/appearance.ts';
import { type Span, ticksOf } from './gantt-axis.ts';
import type { PlanFacts, PlanRow } from './schedule-controller.ts';

export const ROW_PX = 26;
/** Where the name stands above the bar: a finger's width. */
export const TALL_ROW_PX = 44;
export const AXIS_PX = 26;
const BASELINE_PX = 7;
const BASELINE_ALPHA = 0.45;

/** The theme's inks, read from the canvas's own style: a canvas takes no custom properties. */
interface ChartColours {
  ink: string;
  ink3: string;
  line: string;
  surface: string;
  sunken: string;
  danger: string;
  warn: string;
  run: string;
  live: string;
  font: string;
}

export function chartColoursOf(element: HTMLElement): ChartColours {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: token('ink'),
    ink3: token('ink-3'),
    line: token('line'),
    surface: token('surface'),
    sunken: token('sunken'),
    danger: token('danger'),
    warn: token('warn'),
    run: token('mode-run'),
    live: token('mode-live'),
    font: `12px ${style.fontFamily}`,
  };
}

interface Picture {
  context: CanvasRenderingContext2D;
  widthPx: number;
  heightPx: number;
  span: Span;
  inks: ChartColours;
  language: Language;
  facts: PlanFacts;
  /** The city's own date, minutes of its wall clock. */
  todayMin: number;
}

const xOf = ({ span, widthPx }: Picture, min: number) => ((min - span.fromMin) / (span.toMin - span.fromMin)) * widthPx;

/** Bars of the rows in sight, each at its row's foot; `scrollPx` of them are above. */
export function drawGantt(picture: Picture, rows: readonly PlanRow[], scrollPx: number, rowPx: number): void {
  const { context, widthPx, heightPx, inks } = picture;
  context.clearRect(0, 0, widthPx, heightPx);
  drawDays(picture);
  const first = Math.max(0, Math.floor(scrollPx / rowPx));
  const last = Math.min(rows.length, Math.ceil((scrollPx + heightPx) / rowPx));
  context.save();
  context.beginPath();
  context.rect(0, AXIS_PX, widthPx, heightPx - AXIS_PX);
  context.clip();
  for (let i = first; i < last; i++) {
    const y = AXIS_PX + (i + 1) * rowPx - scrollPx;
    context.fillStyle = inks.line;
    context.fillRect(0, y - 1, widthPx, 1);
    drawBar(picture, rows[i], y - ROW_PX);
  }
  context.restore();
  drawAxis(picture);
  drawDataDate(picture);
  drawMarks(picture);
}

/** Dates that the plan is held to, and today: diamonds on the axis, each with its line (LOOK §8). */
export function marksOf({ facts, inks, todayMin }: Pick<Picture, 'facts' | 'inks' | 'todayMin'>): DateMark[] {
  const { mustFinishMin, risk } = facts;
  return [
    { key: 'today', min: todayMin, colour: inks.live, isSolid: true, isLine: true },
    { key: 'p50', min: risk.p50Min, colour: inks.run, isSolid: false, isLine: false },
    { key: 'p80', min: risk.p80Min, colour: inks.run, isSolid: true, isLine: false },
    ...(mustFinishMin === null
      ? []
      : [{ key: 'contract' as const, min: mustFinishMin, colour: inks.danger, isSolid: true, isLine: true }]),
  ];
}

interface DateMark {
  key: 'today' | 'p50' | 'p80' | 'contract';
  min: number;
  colour: string;
  isSolid: boolean;
  isLine: boolean;
}

const MARK_PX = 5;

function drawMarks(picture: Picture): void {
  const { context, widthPx, heightPx, inks } = picture;
  for (const { min, colour, isSolid, isLine } of marksOf(picture)) {
    const x = Math.round(xOf(picture, min));
    if (!(x >= 0 && x <= widthPx)) continue;
    if (isLine) {
      context.fillStyle = colour;
      context.fillRect(x, AXIS_PX, 1, heightPx - AXIS_PX);
    }
    diamond(context, x, AXIS_PX - MARK_PX - 1, MARK_PX, colour);
    if (!isSolid) diamond(context, x, AXIS_PX - MARK_PX - 1, MARK_PX - 2, inks.surface);
  }
}

function drawBar(picture: Picture, row: PlanRow, y: number): void {
  const { context, inks } = picture;
  if (!Number.isFinite(row.startMin) || !Number.isFinite(row.finishMin)) return;
  const x0 = xOf(picture, row.startMin);
  const x1 = xOf(picture, row.finishMin);
  const colour = row.critical ? inks.danger : inks.ink;
  if (Number.isFinite(row.baseStartMin) && Number.isFinite(row.baseFinishMin)) {
    const b0 = xOf(picture, row.baseStartMin);
    const b1 = xOf(picture, row.baseFinishMin);
    context.fillStyle = inks.ink3;
    context.globalAlpha = 0.55;
    context.fillRect(b0, y + 18, Math.max(1.5, b1 - b0), 3);
    context.globalAlpha = 1;
  }
  if (row.kind === 'finishMilestone' || row.kind === 'startMilestone') {
    diamond(context, x1, y + 11, 5, colour);
    return;
  }
  const wide = Math.max(2, x1 - x0);
  if (row.kind === 'summary') {
    context.fillStyle = inks.ink;
    context.fillRect(x0, y + 7, wide, 4);
    context.fillRect(x0, y + 7, 2, 9);
    context.fillRect(x0 + wide - 2, y + 7, 2, 9);
    return;
  }
  context.fillStyle = inks.surface;
  context.fillRect(x0, y + 6, wide, 10);
  context.fillStyle = colour;
  context.fillRect(x0, y + 6, wide * row.doneRatio, 10);
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.strokeRect(x0 + 0.5, y + 6.5, Math.max(1, wide - 1), 9);
  if (row.finishMin - row.baseFinishMin > MIN_PER_DAY)
    hatch(context, xOf(picture, Math.max(row.baseFinishMin, row.startMin)), x1, y, inks.warn);
}

/** The part of a bar beyond its baseline's end. */
function hatch(context: CanvasRenderingContext2D, x0: number, x1: number, y: number, colour: string): void {
  context.save();
  context.beginPath();
  context.rect(x0, y + 6, Math.max(2, x1 - x0), 10);
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  for (let x = x0 - 10; x < x1 + 10; x += 5) {
    context.moveTo(x, y + 17);
    context.lineTo(x + 12, y + 5);
  }
  context.stroke();
  context.restore();
}

function diamond(context: CanvasRenderingContext2D, x: number, y: number, size: number, colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(x, y - size);
  context.lineTo(x + size, y);
  context.lineTo(x, y + size);
  context.lineTo(x - size, y);
  context.fill();
}

/** Days off as bands, dates of the axis as hairlines. */
function drawDays(picture: Picture): void {
  const { context, heightPx, widthPx, span, inks, facts, language } = picture;
  context.fillStyle = inks.line;
  for (const { min } of ticksOf(span, widthPx, language))
    context.fillRect(Math.round(xOf(picture, min)), 0, 1, heightPx);
  context.fillStyle = inks.sunken;
  for (const [from, to] of facts.daysOff) {
    const x0 = xOf(picture, from);
    const x1 = xOf(picture, to);
    context.fillRect(x0, AXIS_PX, Math.max(1, x1 - x0), heightPx);
  }
}

function drawAxis(picture: Picture): void {
  const { context, widthPx, span, inks, language } = picture;
  context.fillStyle = inks.surface;
  context.fillRect(0, 0, widthPx, AXIS_PX);
  context.font = inks.font;
  context.textBaseline = 'middle';
  for (const { min, text } of ticksOf(span, widthPx, language)) {
    const x = Math.round(xOf(picture, min));
    context.fillStyle = inks.line;
    context.fillRect(x, 0, 1, AXIS_PX);
    context.fillStyle = inks.ink3;
    context.fillText(text, x + 5, AXIS_PX / 2);
  }
  context.fillStyle = inks.line;
  context.fillRect(0, AXIS_PX - 1, widthPx, 1);
}

function drawDataDate(picture: Picture): void {
  const { context, heightPx, inks, facts } = picture;
  if (facts.dataDateMin === null) return;
  context.strokeStyle = inks.ink3;
  context.lineWidth = 1;
  context.setLineDash([4, 4]);
  const x = Math.round(xOf(picture, facts.dataDateMin)) + 0.5;
  context.beginPath();
  context.moveTo(x, AXIS_PX);
  context.lineTo(x, heightPx);
  context.stroke();
  context.setLineDash([]);
}

/** Share of the working time done: by the baseline, and as it went and will go. */
export function drawCurve(picture: Picture, words: { share: string; planned: string; forecast: string }): void {
  const { context, widthPx, heightPx, inks, facts } = picture;
  context.clearRect(0, 0, widthPx, heightPx);
  drawDays(picture);
  drawAxis(picture);
  const { fromMin, stepMin, planned, forecast } = facts.curve;
  const top = AXIS_PX + 10;
  const bottom = heightPx - 14;
  const yOf = (ratio: number) => bottom - ratio * (bottom - top);
  context.fillStyle = inks.ink3;
  for (const ratio of [0, 0.5, 1]) {
    context.globalAlpha = 0.4;
    context.fillRect(0, yOf(ratio), widthPx, 1);
    context.globalAlpha = 1;
    context.fillText(`${ratio * 100} %`, 4, yOf(ratio) + (ratio === 1 ? 9 : -8));
  }
  const line = (shares: Float32Array, colour: string, wide: number) => {
    context.strokeStyle = colour;
    context.lineWidth = wide;
    context.beginPath();
    context.moveTo(xOf(picture, fromMin), yOf(0));
    for (const [step, share] of shares.entries())
      context.lineTo(xOf(picture, fromMin + (step + 1) * stepMin), yOf(share));
    context.stroke();
  };
  const hasBaseline = planned.some((share) => share > 0);
  // A broad soft line: two curves a week apart lie on each other at this scale, and both must be seen.
  context.globalAlpha = BASELINE_ALPHA;
  if (hasBaseline) line(planned, inks.ink3, BASELINE_PX);
  context.globalAlpha = 1;
  line(forecast, inks.ink, 2);
  drawKey(picture, words, hasBaseline);
  drawDataDate(picture);
  drawMarks(picture);
}

/** Where an S-curve leaves room: above its slow beginning. */
function drawKey(
  { context, inks }: Picture,
  { share, planned, forecast }: { share: string; planned: string; forecast: string },
  hasBaseline: boolean,
): void {
  const entries = [
    { text: forecast, colour: inks.ink, wide: 2, alpha: 1 },
    ...(hasBaseline ? [{ text: planned, colour: inks.ink3, wide: BASELINE_PX, alpha: BASELINE_ALPHA }] : []),
  ];
  const left = 52;
  const top = AXIS_PX + 22;
  context.fillStyle = inks.ink3;
  context.fillText(share, left, top);
  for (const [i, { text, colour, wide, alpha }] of entries.entries()) {
    const y = top + 19 * (i + 1);
    context.strokeStyle = colour;
    context.lineWidth = wide;
    context.globalAlpha = alpha;
    context.beginPath();
    context.moveTo(left, y);
    context.lineTo(left + 26, y);
    context.stroke();
    context.globalAlpha = 1;
    context.fillStyle = inks.ink;
    context.fillText(text, left + 34, y);
  }
}
