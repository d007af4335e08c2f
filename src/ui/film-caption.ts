/** What is written on a frame, so that it explains itself away from the page. */
export interface Caption {
  date: string;
  project: string;
  /** Actual, planned or a scenario; that it is simulated. */
  marks: string[];
  legend: { colour: string; label: string; isHatched: boolean }[];
}

export interface CaptionInk {
  ink: string;
  surface: string;
  line: string;
  font: string;
}

/** Parts of the frame's height: a frame is read at any size. */
const [TEXT, DATE] = [1 / 46, 1 / 24];

/** Date and names on a band at the foot, the legend below them in as many rows as it needs. */
export function paintCaption(
  canvas: HTMLCanvasElement,
  caption: Caption,
  { ink, surface, line, font }: CaptionInk,
): void {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('film: expected a 2D canvas, got none');
  const { width, height } = canvas;
  const [textPx, datePx] = [Math.max(11, height * TEXT), Math.max(18, height * DATE)];
  const pad = textPx;
  const set = (px: number, weight = 400) => {
    context.font = `${weight} ${px}px ${font}`;
  };
  const words = `${caption.project} · ${caption.marks.join(' · ')}`;
  set(textPx);
  const swatch = 1.4 * textPx;
  const widths = caption.legend.map(
    ({ label }) => swatch + 0.5 * textPx + context.measureText(label).width + 1.2 * textPx,
  );
  const rows = rowsOf(widths, width - 2 * pad);
  const bandPx = pad + datePx + 1.5 * textPx + rows.length * 1.6 * textPx + pad / 2;
  context.globalAlpha = 0.88;
  context.fillStyle = surface;
  context.fillRect(0, height - bandPx, width, bandPx);
  context.globalAlpha = 1;
  context.fillStyle = ink;
  context.textBaseline = 'alphabetic';
  let y = height - bandPx + pad / 2 + datePx;
  set(datePx, 700);
  context.fillText(caption.date, pad, y);
  y += 1.5 * textPx;
  set(textPx);
  context.fillText(words, pad, y, width - 2 * pad);
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
