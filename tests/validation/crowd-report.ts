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
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1c2430}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
td,th{border-bottom:1px solid #d5dae0;padding:.25rem .5rem;text-align:left;vertical-align:top}h2{margin:2rem 0 .5rem;font-size:1.1rem}.no{color:#b3261e;font-weight:600}figure{display:inline-block;margin:.5rem 1rem .5rem 0}figcaption{font-size:.85rem}</style>
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

const COLOURS = ['#1f6fb2', '#c4572b', '#3b8f5a', '#7a4fa3', '#8a6d1d', '#51606e'];
const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [440, 260, 48, 36, 10];

function figureOf({ title, x, y, series }: Figure): string {
  const all = series.flatMap(({ points }) => points);
  const mostX = Math.max(1e-9, ...all.map(([value]) => value));
  const mostY = Math.max(1e-9, ...all.map(([, value]) => value));
  const at = ([px, py]: readonly [number, number]) =>
    [LEFT + (px / mostX) * (WIDTH - LEFT - 12), HEIGHT - BOTTOM - (py / mostY) * (HEIGHT - BOTTOM - TOP)] as const;
  const lines = series.map(({ points, dots }, k) => {
    const colour = COLOURS[k % COLOURS.length];
    const places = points.map(at).map(([px, py]) => [px.toFixed(1), py.toFixed(1)]);
    return dots
      ? places.map(([px, py]) => `<circle cx="${px}" cy="${py}" r="2.5" fill="${colour}"/>`).join('')
      : `<polyline points="${places.map((place) => place.join(',')).join(' ')}" fill="none" stroke="${colour}" stroke-width="1.6"/>`;
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const [px] = at([part * mostX, 0]);
    const [, py] = at([0, part * mostY]);
    return `<text x="${px}" y="${HEIGHT - BOTTOM + 14}" text-anchor="middle">${rounded(part * mostX)}</text><text x="${LEFT - 5}" y="${py + 4}" text-anchor="end">${rounded(part * mostY)}</text>`;
  });
  const names = series.map(
    ({ name }, k) => `<tspan x="${LEFT + 10}" dy="13" fill="${COLOURS[k % COLOURS.length]}">${escaped(name)}</tspan>`,
  );
  return `<figure><svg width="${WIDTH}" height="${HEIGHT}" font-size="11" font-family="system-ui,sans-serif"><path d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - 12}" fill="none" stroke="#51606e"/>${ticks.join('')}${lines.join('')}<text y="${TOP}">${names.join('')}</text><text x="${WIDTH / 2}" y="${HEIGHT - 5}" text-anchor="middle">${escaped(x)}</text><text x="12" y="${HEIGHT / 2}" transform="rotate(-90 12 ${HEIGHT / 2})" text-anchor="middle">${escaped(y)}</text></svg><figcaption>${escaped(title)}</figcaption></figure>`;
}

const rounded = (value: number): string => String(Number(value.toPrecision(3)));
