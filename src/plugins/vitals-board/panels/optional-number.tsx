import { useId, useState } from 'react';

interface OptionalNumberProps {
  label: string;
  unit: string;
  value: number | undefined;
  least?: number | undefined;
  most?: number | undefined;
  /** Undefined: the field was emptied. */
  onChange(value: number | undefined): void;
}

/** A number or nothing; what is typed stands as it is until it can be taken. */
export function OptionalNumber({ label, unit, value, least, most, onChange }: OptionalNumberProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const isTaken = (text: string) =>
    text.trim() === '' ||
    (Number.isFinite(Number(text)) && Number(text) >= (least ?? -Infinity) && Number(text) <= (most ?? Infinity));
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        step="any"
        value={typed ?? value ?? ''}
        aria-invalid={typed !== null && !isTaken(typed)}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          if (isTaken(text)) onChange(text.trim() === '' ? undefined : Number(text));
        }}
        onBlur={() => setTyped(null)}
      />
      <span className="unit">{unit}</span>
    </div>
  );
}
