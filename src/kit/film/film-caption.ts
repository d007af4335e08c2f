/** What is written on a frame, so that it explains itself away from the page. */
export interface Caption {
  date: string;
  /** What the picture is, as that it is simulated; empty: the present needs no mark. */
  mark: string;
  /** What is shown. A line that is too long takes `MAX_ROWS` rows, and is cut there. */
  lines: string[];
  legend: { colour: string; label: string; isHatched: boolean }[];
}

/** Colours and font of the page's theme, in which a caption is painted. */
export interface CaptionColours {
  ink: string;
  surface: string;
  line: string;
  /** Colour of the mark; the next one is its ground's. */
  mode: string;
  tint: string;
  font: string;
}

/** Parts of the frame's shorter side: a frame is read at any size. */
const TEXT = 1 / 46;
const DATE = 1 / 24;
/** Rows at most that one line of words takes. */
const MAX_ROWS = 3;

/** Date, mark and words on a band at the foot, the legend below them in as many rows as it needs. */
export function paintCaption(
  canvas: HTMLCanvasElement,
  caption: Caption,
  { ink, surface, line, mode, tint, font }: CaptionColours,
): void {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('film: expected a 2D canvas, got none');
  const { width, height } = canvas;
  const side = Math.min(width, height);
  const textPx = Math.max(11, side * TEXT);
  const datePx = Math.max(18, side * DATE);
  const pad = textPx;
  const set = (px: number, weight = 400) => {
    context.font = `${weight} ${px}px ${font}`;
  };
  const measure = (text: string) => context.measureText(text).width;
  set(textPx);
  const swatch = 1.4 * textPx;
  const widths = caption.legend.map(({ label }) => swatch + 0.5 * textPx + measure(label) + 1.2 * textPx);
  const rows = rowsOf(widths, width - 2 * pad);
  const words = caption.lines.flatMap((line) => wrappedTo(line, width - 2 * pad, measure));
  const bandPx = pad + datePx + (1.5 * words.length + 1.6 * rows.length) * textPx + pad / 2;
  context.globalAlpha = 0.88;
  context.fillStyle = surface;
  context.fillRect(0, height - bandPx, width, bandPx);
  context.globalAlpha = 1;
  context.textBaseline = 'alphabetic';
  let y = height - bandPx + pad / 2 + datePx;
  set(datePx, 700);
  context.fillStyle = ink;
  const markPx = caption.mark === '' ? 0 : (measure(caption.mark) * textPx) / datePx + 2 * textPx;
  const date = cutTo(caption.date, width - 2 * pad - markPx, measure);
  context.fillText(date, pad, y);
  const markX = pad + measure(date) + textPx;
  set(textPx);
  if (caption.mark !== '') {
    context.fillStyle = tint;
    context.fillRect(markX, y - 1.15 * textPx, measure(caption.mark) + textPx, 1.5 * textPx);
    context.fillStyle = mode;
    context.fillText(caption.mark, markX + textPx / 2, y);
  }
  context.fillStyle = ink;
  for (const row of words) {
    y += 1.5 * textPx;
    context.fillText(row, pad, y);
  }
  for (const row of rows) {
    y += 1.6 * textPx;
    let x = pad;
    for (const i of row) {
      const { colour, label, isHatched } = caption.legend[i];
      const top = y - 0.85 * textPx;
      if (isHatched) hatch(context, colour, x, top, swatch, textPx);
      else {
        context.fillStyle = colour;
        context.fillRect(x, top, swatch, textPx);
      }
      context.strokeStyle = line;
      context.strokeRect(x, top, swatch, textPx);
      context.fillStyle = ink;
      context.fillText(label, x + swatch + 0.5 * textPx, y);
      x += widths[i];
    }
  }
}

/** A text in rows that fit, broken between words or between Chinese characters; the last of `MAX_ROWS` is cut. */
export function wrappedTo(text: string, most: number, measure: (text: string) => number): string[] {
  const pieces = text.match(/\p{Script=Han}[，。；：、！？”’）》]*|[^\s\p{Script=Han}]+\s*|\s+/gu) ?? [];
  const rows: string[] = [];
  let row = '';
  for (const [i, piece] of pieces.entries()) {
    if (row === '' || measure((row + piece).trimEnd()) <= most) {
      row += piece;
      continue;
    }
    if (rows.length === MAX_ROWS - 1) return [...rows, cutTo(row + pieces.slice(i).join(''), most, measure)];
    rows.push(row.trimEnd());
    row = piece;
  }
  return row === '' ? rows : [...rows, cutTo(row.trimEnd(), most, measure)];
}

/** The longest beginning that fits, with an ellipsis where something is left off. */
export function cutTo(text: string, most: number, measure: (text: string) => number): string {
  if (measure(text) <= most) return text;
  const glyphs = [...text];
  let fits = 0;
  let tooLong = glyphs.length;
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (measure(`${glyphs.slice(0, middle).join('')}…`) <= most) fits = middle;
    else tooLong = middle;
  }
  return `${glyphs.slice(0, fits).join('')}…`;
}

/** Entries by number, as many in a row as fit. */
export function rowsOf(widths: readonly number[], most: number): number[][] {
  const rows: number[][] = [];
  let left = 0;
  widths.forEach((width, i) => {
    if (rows.length === 0 || width > left) {
      rows.push([]);
      left = most;
    }
    rows[rows.length - 1].push(i);
    left -= width;
  });
  return rows;
}

function hatch(context: CanvasRenderingContext2D, colour: string, x: number, y: number, width: number, height: number) {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = height / 4;
  context.beginPath();
  for (let at = -height; at < width; at += height / 2) {
    context.moveTo(x + at, y + height);
    context.lineTo(x + at + height, y);
  }
  context.stroke();
  context.restore();
}
