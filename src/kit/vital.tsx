import type { ReactNode } from 'react';
import type { TargetBand } from '../../model/sensors/target-band.ts';
import { formatNumber } from './format.ts';

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

/** A target as it is read: from, to, or both. */
export function targetText({ from, to }: TargetBand): string {
  const text = (value: number) => formatNumber(value, Number.isInteger(value) ? 0 : 2);
  if (from === undefined) return `≤ ${text(to ?? 0)}`;
  return to === undefined ? `≥ ${text(from)}` : `${text(from)}–${text(to)}`;
}
