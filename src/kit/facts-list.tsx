import type { ReactNode } from 'react';

/** Lists facts, each by its name with its value beside it. */
export const FactsList = ({
  rows,
  label,
}: {
  rows: readonly (readonly [name: string, value: ReactNode])[];
  /** Names the list where no heading does. */
  label?: string;
}) => (
  <dl className="facts" aria-label={label}>
    {rows.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
