import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { ThemeResult } from '../../../../workers/thematic-maps/engine-types.ts';
import { formatNumber } from '../../../kit/format.ts';
import { HistogramBars } from '../../../kit/histogram-bars.tsx';
import { useWords } from '../../../kit/words.ts';
import { limitText } from '../legend-text.ts';

/** An arrow key moves a limit by this share of the width. */
const KEY_RATIO = 0.01;
/** Limits keep so far apart. */
const MIN_GAP_RATIO = 0.002;

/** The values as bars, by the square root of their count, in the colours of their classes; limits are dragged, or moved by arrow keys. */
export function ThemeLimits({
  result,
  tokens,
  onChange,
}: {
  result: ThemeResult;
  tokens: readonly string[];
  onChange: (breaks: number[]) => void;
}) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [moved, setMoved] = useState<{ from: readonly number[]; breaks: number[] } | null>(null);
  const { spread } = result;
  if (!spread) return null;
  const breaks = moved?.from === result.breaks ? moved.breaks : result.breaks;
  const { from, to, counts } = spread.histogram;
  const width = to - from || 1;
  const tokenAt = (value: number) => tokens[breaks.filter((limit) => value >= limit).length] ?? tokens[0];
  const movedTo = (i: number, value: number): number[] => {
    const low = (breaks[i - 1] ?? spread.min) + MIN_GAP_RATIO * width;
    const high = (breaks[i + 1] ?? spread.max) - MIN_GAP_RATIO * width;
    const step = 10 ** Math.floor(Math.log10(width / 1000));
    const kept = Math.min(high, Math.max(low, Number((Math.round(value / step) * step).toPrecision(12))));
    return breaks.map((one, k) => (k === i ? kept : one));
  };
  const valueAt = ({ clientX }: PointerEvent): number => {
    const rect = box.current?.getBoundingClientRect();
    return rect ? from + ((clientX - rect.left) / rect.width) * width : from;
  };
  const drag = (i: number) => (event: PointerEvent<HTMLDivElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId))
      setMoved({ from: result.breaks, breaks: movedTo(i, valueAt(event)) });
  };
  const nudge = (i: number) => (event: KeyboardEvent) => {
    const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    onChange(movedTo(i, breaks[i] + way * KEY_RATIO * width));
  };
  return (
    <figure className="histogram">
      <div className="theme-limits" ref={box}>
        <HistogramBars
          label={t('theme.histogram')}
          counts={counts}
          tokenOf={(bin) => tokenAt(from + ((bin + 0.5) / counts.length) * width)}
        />
        {breaks.map((limit, i) => (
          <div
            key={i}
            className="theme-limit"
            role="slider"
            tabIndex={0}
            aria-label={t('theme.limit', { n: i + 1 })}
            aria-valuemin={breaks[i - 1] ?? spread.min}
            aria-valuemax={breaks[i + 1] ?? spread.max}
            aria-valuenow={limit}
            aria-valuetext={limitText(limit, spread)}
            style={{ left: `${Math.min(100, (100 * (limit - from)) / width)}%` }}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={drag(i)}
            onPointerUp={() => moved?.from === result.breaks && onChange(moved.breaks)}
            onKeyDown={nudge(i)}
          />
        ))}
      </div>
      <figcaption>
        <span>{limitText(from, spread)}</span>
        <span>
          {spread.max > to ? '≥ ' : ''}
          {limitText(to, spread)}
        </span>
      </figcaption>
      <p className="note">{t('theme.fit', { fit: formatNumber(spread.fitRatio, 3) })}</p>
    </figure>
  );
}
