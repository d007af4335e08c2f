import type { ReactNode } from 'react';

/** A figure over the map: its name, its value, and what stands under it. */
export function Vital({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      {children}
    </div>
  );
}

/** Figures over the map; `isRun`: of a run, not of the present. */
export function VitalList({ label, isRun = false, children }: { label: string; isRun?: boolean; children: ReactNode }) {
  return (
    <dl className={`vitals${isRun ? ' run' : ''}`} aria-label={label}>
      {children}
    </dl>
  );
}
