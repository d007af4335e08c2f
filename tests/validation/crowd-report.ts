import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ValidationCase, Verdict } from './verdict.ts';

/** A plot of the report page. */
export interface Figure {
  title: string;
  x: string;
  y: string;
  series: { name: string; points: readonly (readonly [number, number])[]; dots?: boolean }[];
}

interface Chapter {
  name: string;
  verdicts: Verdict[];
  figures: Figure[];
}

const chapters: Chapter[] = [];
let open: Chapter | null = null;

/** Puts a plot beside the verdicts of the case that runs now. */
export function plot(figure: Figure): void {
  open?.figures.push(figure);
}

/** The cases as they are, their verdicts and plots noted; and one more at the end that writes the page. */
export function reported(cases: readonly ValidationCase[], file: string): ValidationCase[] {
  const noted = cases.map(
    (one): ValidationCase => ({
      ...one,
      run: async () => {
        const chapter: Chapter = { name: one.name, verdicts: [], figures: [] };
        open = chapter;
        chapter.verdicts = await one.run();
        open = null;
        chapters.push(chapter);
        return chapter.verdicts;
      },
    }),
  );
  const page: ValidationCase = {
    name: 'crowd.report',
    quick: true,
    run: async () => {
      const path = join(process.cwd(), file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, pageOf(chapters));
      const cases = chapters.length;
      return [
        { case: 'crowd.report', value: `${file}: ${cases} cases`, mark: 'a page of all cases run', pass: cases > 0 },
      ];
    },
  };
  return [...noted, page];
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function pageOf(all: readonly Chapter[]): string {
  const passed = all.flatMap(({ verdicts }) => verdicts).filter(({ pass }) => pass).length;
  const count = all.flatMap(({ verdicts }) => verdicts).length;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shapan · crowd validation</title>
<meta name="viewport" content="width=device-width">
<style>:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;background:light-dark(#fff,#14181d);color:light-dark(#1c2430,#dde3ea)}table{display:block;overflow-x:auto;border-collapse:collapse;font-variant-numeric:tabular-nums}
td,th{border-bottom:1px solid #8885;padding:.25rem .5rem;text-align:left;vertical-align:top}td:first-child{min-width:9rem}h2{margin:2rem 0 .5rem;font-size:1.1rem}.no{color:light-dark(#b3261e,#ff8a80);font-weight:600}
figure{display:inline-block;vertical-align:top;width:440px;max-width:100%;margin:.5rem 1rem .5rem 0}svg{width:100%;height:auto}svg text{fill:currentColor}figcaption{font-size:.85rem}figcaption span{margin-right:.8rem;white-space:nowrap}</style>
<h1>Crowd validation</h1><p>${passed} of ${count} answers within their marks. A mark that says <em>own mark</em> is ours: the guideline gives no number. Marks of RiMEA 4.1.1, IMO MSC.1/Circ.1533 and NIST TN 1822 as read in public implementations that cite them (the texts themselves: 待核).</p>
${all.map(chapterOf).join('\n')}</html>
`;
}

const chapterOf = ({ name, verdicts, figures }: Chapter): string =>
  `<h2>${escaped(name)}</h2><table><tr><th>what</th><th>value</th><th>mark</th><th></th></tr>${verdicts
    .map(
      (v) =>
        `<tr><td>${escaped(v.case)}</td><td>${escaped(String(v.value))}</td><td>${escaped(v.mark)}</td><td${v.pass ? '>pass' : ' class="no">FAIL'}</td></tr>`,
    )
    .join('')}</table>${figures.map(figureOf).join('')}`;

/** As plain on white as on black. */
const COLOURS = ['#2f7fc4', '#cf6234', '#3f9a62', '#9465c0', '#a0822a', '#6f8090'];
const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [440, 260, 52, 36, 10, 16];

/** The plot as a figure of a page: names and numbers are escaped, colours are its own. */
export function figureOf({ title, x, y, series }: Figure): string {
  const all = series.flatMap(({ points }) => points);
  const [ticksX, ticksY] = [
    ticksTo(Math.max(0, ...all.map(([at]) => at))),
    ticksTo(Math.max(0, ...all.map(([, at]) => at))),
  ];
  const px = (value: number): string =>
    (LEFT + (value / ticksX[ticksX.length - 1]) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const py = (value: number): string =>
    (HEIGHT - BOTTOM - (value / ticksY[ticksY.length - 1]) * (HEIGHT - BOTTOM - TOP)).toFixed(1);
  const lines = series.map(({ points, dots }, k) =>
    dots
      ? points.map(([u, v]) => `<circle cx="${px(u)}" cy="${py(v)}" r="2.5" fill="${colourOf(k)}"/>`).join('')
      : `<polyline points="${points.map(([u, v]) => `${px(u)},${py(v)}`).join(' ')}" fill="none" stroke="${colourOf(k)}" stroke-width="1.6"/>`,
  );
  const [bottom, right] = [HEIGHT - BOTTOM, WIDTH - RIGHT];
  const grid = [
    ...ticksX.map(
      (at) =>
        `<path d="M${px(at)} ${TOP}V${bottom}" stroke="#8883"/><text x="${px(at)}" y="${bottom + 14}" text-anchor="middle">${at}</text>`,
    ),
    ...ticksY.map(
      (at) =>
        `<path d="M${LEFT} ${py(at)}H${right}" stroke="#8883"/><text x="${LEFT - 5}" y="${py(at)}" dy="4" text-anchor="end">${at}</text>`,
    ),
  ];
  const names = series.map(({ name }, k) => `<span style="color:${colourOf(k)}">— ${escaped(name)}</span>`);
  return `<figure><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" font-size="11" font-family="system-ui,sans-serif">${grid.join('')}${lines.join('')}<text x="${(LEFT + right) / 2}" y="${HEIGHT - 5}" text-anchor="middle">${escaped(x)}</text><text transform="translate(11 ${(TOP + bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y)}</text></svg><figcaption><b>${escaped(title)}</b><br>${names.join(' ')}</figcaption></figure>`;
}

const colourOf = (k: number): string => COLOURS[k % COLOURS.length];

/** Round values from 0 to one that is not less than the greatest: four to eight steps of 1, 2 or 5 times a power of ten. */
function ticksTo(most: number): number[] {
  const rough = Math.max(1e-9, most) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((one) => one * power >= rough * 0.8) ?? 10);
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, k) => Number((k * step).toPrecision(6)));
}
