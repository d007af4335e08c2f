import { NumberField } from '../../../kit/form-fields.tsx';

/** An hour of the run, to the minute. */
export function Hour(given: {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}) {
  const toMinute = (hours: number) => Math.round(hours * 60) / 60;
  return <NumberField {...given} unit="h" value={Number(toMinute(given.value).toFixed(3))} step={0.25} />;
}
