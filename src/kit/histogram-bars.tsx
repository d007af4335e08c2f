const BIN_WIDTH = 10;
const HEIGHT = 64;

/** Bins as bars, by the square root of their count: towers among ten thousand houses stay to be seen. `tokenOf`: the colour of a bin. */
export function HistogramBars({
  label,
  counts,
  tokenOf,
}: {
  label: string;
  counts: readonly number[];
  tokenOf: (bin: number) => string;
}) {
  const most = Math.max(1, ...counts);
  return (
    <svg
      viewBox={`0 0 ${counts.length * BIN_WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {counts.map((count, i) => {
        const height = count === 0 ? 0 : Math.max(1.5, Math.sqrt(count / most) * HEIGHT);
        return (
          <rect
            key={i}
            x={i * BIN_WIDTH}
            y={HEIGHT - height}
            width={BIN_WIDTH - 1}
            height={height}
            fill={`var(--${tokenOf(i)})`}
          />
        );
      })}
    </svg>
  );
}
