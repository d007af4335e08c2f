import { describe, expect, test } from 'vitest';
import { ticksOf } from '../../../src/plugins/build/gantt-axis.ts';
import { AXIS_PX, drawCurve, drawGantt, marksOf, ROW_PX } from '../../../src/plugins/build/gantt-canvas.ts';
import type { PlanFacts, PlanRow } from '../../../src/plugins/build/schedule-controller.ts';

type Picture = Parameters<typeof drawGantt>[0];

const DAY_MIN = 1440;
const FROM_MIN = Date.UTC(2026, 0, 1) / 60_000;
const WIDTH_PX = 1000;
const INKS = {
  ink: 'ink',
  ink3: 'ink-3',
  line: 'line',
  surface: 'surface',
  sunken: 'sunken',
  danger: 'danger',
  warn: 'warn',
  run: 'run',
  live: 'live',
  font: '12px sans',
};

interface Filled {
  ink: unknown;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A canvas that remembers what was filled on it, written and drawn to. */
function easel() {
  const filled: Filled[] = [];
  const written: string[] = [];
  const drawn: [ink: unknown, x: number, y: number][] = [];
  const known: Record<string, unknown> = {
    fillRect: (x: number, y: number, width: number, height: number) =>
      filled.push({ ink: known.fillStyle, x, y, width, height }),
    fillText: (text: string) => written.push(text),
    lineTo: (x: number, y: number) => drawn.push([known.strokeStyle, x, y]),
  };
  const context = new Proxy(known, {
    get: (target, name: string) => target[name] ?? (() => {}),
    set: (target, name: string, value) => Reflect.set(target, name, value),
  }) as unknown as CanvasRenderingContext2D;
  return { context, filled, written, drawn };
}

/** A hundred days on a thousand pixels: ten a day. */
function pictureOn(context: CanvasRenderingContext2D, facts: Partial<PlanFacts> = {}): Picture {
  return {
    context,
    widthPx: WIDTH_PX,
    heightPx: 200,
    span: { fromMin: FROM_MIN, toMin: FROM_MIN + 100 * DAY_MIN },
    inks: INKS,
    language: 'en',
    todayMin: FROM_MIN - 1,
    facts: {
      ...{ daysOff: [], dataDateMin: null, mustFinishMin: null },
      risk: { p50Min: Number.NaN, p80Min: Number.NaN },
      ...facts,
    } as unknown as PlanFacts,
  };
}

const row = (more: Partial<PlanRow> = {}): PlanRow =>
  ({
    id: 'a',
    kind: 'task',
    critical: false,
    doneRatio: 0,
    startMin: FROM_MIN + 10 * DAY_MIN,
    finishMin: FROM_MIN + 30 * DAY_MIN,
    baseStartMin: Number.NaN,
    baseFinishMin: Number.NaN,
    ...more,
  }) as PlanRow;

describe('bars of a plan', () => {
  const bars = (rows: PlanRow[], scrollPx = 0) => {
    const { context, filled } = easel();
    drawGantt(pictureOn(context), rows, scrollPx, ROW_PX);
    return filled.filter(({ height }) => height === 10);
  };

  test('lie from their first to their last day, filled as far as they are done', () => {
    const [whole, done] = bars([row({ doneRatio: 0.25 })]);
    expect([whole.x, whole.width, whole.ink]).toEqual([100, 200, 'surface']);
    expect([done.x, done.width, done.ink]).toEqual([100, 50, 'ink']);
  });

  test('that nothing may delay are in the colour of danger', () => {
    expect(bars([row({ critical: true, doneRatio: 1 })])[1].ink).toBe('danger');
  });

  test('of less than a pixel can still be seen', () => {
    expect(bars([row({ finishMin: FROM_MIN + 10 * DAY_MIN + 1 })])[0].width).toBe(2);
  });

  test('without dates are not drawn', () => {
    expect(bars([row({ startMin: Number.NaN })])).toEqual([]);
  });

  test('beyond the picture are left out, and those in sight stand where they were scrolled to', () => {
    const rows = Array.from({ length: 1000 }, () => row());
    const seen = bars(rows, 500 * ROW_PX).filter(({ ink }) => ink === 'surface');
    expect(seen.length).toBeLessThan(10);
    expect(seen[0].y).toBe(AXIS_PX + 6);
  });

  test('have their baseline below them', () => {
    const { context, filled } = easel();
    const planned = row({ baseStartMin: FROM_MIN, baseFinishMin: FROM_MIN + 20 * DAY_MIN });
    drawGantt(pictureOn(context), [planned], 0, ROW_PX);
    const [baseline] = filled.filter(({ height }) => height === 3);
    expect([baseline.x, baseline.width, baseline.ink]).toEqual([0, 200, 'ink-3']);
  });
});

describe('the axis', () => {
  const named = (facts: Partial<PlanFacts>, days: number) => {
    const { context, written, filled } = easel();
    const picture = pictureOn(context, facts);
    drawGantt({ ...picture, span: { fromMin: FROM_MIN, toMin: FROM_MIN + days * DAY_MIN } }, [], 0, ROW_PX);
    return { written, filled };
  };

  test('names each month, January by its year', () => {
    expect(named({}, 100).written).toEqual(['2026', 'Feb', 'Mar', 'Apr']);
  });

  test('names quarters where months are 21 pixels wide: two of them are less than a name takes', () => {
    expect(named({}, 4 * 365).written.slice(0, 5)).toEqual(['2026', 'Apr', 'Jul', 'Oct', '2027']);
  });

  test('shows days off as bands', () => {
    const daysOff: [number, number][] = [[FROM_MIN + 2 * DAY_MIN, FROM_MIN + 4 * DAY_MIN]];
    const [band] = named({ daysOff }, 100).filled.filter(({ ink }) => ink === 'sunken');
    expect([band.x, band.width, band.y]).toEqual([20, 20, AXIS_PX]);
  });
});

describe('dates that the plan is held to', () => {
  const at = (days: number) => FROM_MIN + days * DAY_MIN;

  test('today and the contract stand as lines, P50 and P80 as diamonds alone; none without a contract', () => {
    const risk = { p50Min: at(60), p80Min: at(70) } as PlanFacts['risk'];
    const { context, filled } = easel();
    const picture = { ...pictureOn(context, { risk, mustFinishMin: at(50) }), todayMin: at(20) };
    drawGantt(picture, [], 0, ROW_PX);
    const lines = filled.filter(({ width, y }) => width === 1 && y === AXIS_PX).map(({ ink, x }) => [ink, x]);
    expect(lines).toContainEqual(['live', 200]);
    expect(lines).toContainEqual(['danger', 500]);
    expect(lines.filter(([ink]) => ink === 'run')).toEqual([]);
    expect(marksOf(picture).map(({ key }) => key)).toEqual(['today', 'p50', 'p80', 'contract']);
    expect(marksOf(pictureOn(context, { risk })).map(({ key }) => key)).toEqual(['today', 'p50', 'p80']);
  });
});

describe('the curve of work', () => {
  const curve = (planned: number[]) => {
    const { context, drawn, written } = easel();
    const facts = {
      curve: {
        fromMin: FROM_MIN,
        stepMin: 50 * DAY_MIN,
        planned: Float32Array.from(planned),
        forecast: Float32Array.of(0.5, 1),
      },
    };
    drawCurve(pictureOn(context, facts as Partial<PlanFacts>), {
      share: 'Share',
      planned: 'Planned',
      forecast: 'Forecast',
    });
    return { drawn, written };
  };

  test('ends at the top when all is done', () => {
    const forecast = curve([0, 0]).drawn.filter(([ink]) => ink === 'ink');
    expect(forecast.slice(0, 2)).toEqual([
      ['ink', 500, (AXIS_PX + 10 + 186) / 2],
      ['ink', 1000, AXIS_PX + 10],
    ]);
  });

  test('has a second line where there is a baseline, and a key for it', () => {
    expect(curve([0, 0]).written).not.toContain('Planned');
    expect(curve([0.4, 1]).written).toContain('Planned');
  });
});

describe('dates of the axis', () => {
  const from = Date.UTC(2006, 0, 2) / 60_000;
  const texts = (days: number, widthPx: number) =>
    ticksOf({ fromMin: from, toMin: from + days * DAY_MIN }, widthPx, 'zh').map(({ text }) => text);

  test('a plan of a working week is read by days, each with its year', () => {
    expect(texts(4, 800)).toEqual(['2006-01-02', '2006-01-03', '2006-01-04', '2006-01-05', '2006-01-06']);
  });

  test('one of six weeks is read by Mondays', () => {
    expect(texts(42, 800)).toEqual([
      '2006-01-02',
      '2006-01-09',
      '2006-01-16',
      '2006-01-23',
      '2006-01-30',
      '2006-02-06',
      '2006-02-13',
    ]);
  });

  test('a long one by months, January by its year', () => {
    expect(texts(120, 800)).toEqual(['2月', '3月', '4月', '5月']);
    expect(texts(400, 800)).toContain('2007');
  });
});
