import type { ReactNode } from 'react';

/** A colour and what it means. */
interface LegendEntry {
  token: string;
  label: string;
  isLine?: boolean;
}

/** What the colours of an analysis mean: title with its unit, a swatch an entry. */
export function ClassLegend({
  title,
  entries,
  children,
}: {
  title: string;
  entries: readonly LegendEntry[];
  children?: ReactNode;
}) {
  return (
    <div className="class-legend">
      <p>{title}</p>
      <ul>
        {entries.map(({ token, label, isLine }) => (
          <li key={label}>
            {isLine ? (
              <i className="line" style={{ color: `var(--${token})` }} aria-hidden="true" />
            ) : (
              <i style={{ background: `var(--${token})` }} aria-hidden="true" />
            )}
            {label}
          </li>
        ))}
      </ul>
      {children}
    </div>
  );
}
