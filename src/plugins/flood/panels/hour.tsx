import { boundsOf } from '../../../../model/questions/field.ts';
import { Hours } from '../../../../model/questions/flood.ts';
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
  return <NumberField {...boundsOf(Hours)} {...given} value={Number(toMinute(given.value).toFixed(3))} />;
}
