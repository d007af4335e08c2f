import { Switch } from '../../../kit/controls.tsx';

/** A variant that may be left out. */
export function Choice({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <p className="row-head">
      <span>{label}</span>
      <span className="space" />
      <Switch label={label} on={on} onChange={onChange} />
    </p>
  );
}
