import type { FloodPicking } from '../twin/flood.ts';
import { Pick } from './form-fields.tsx';
import { useSurroundings, useTwin } from './surroundings.tsx';

/** The ruler for a part of the flood's form; a wall is done by hand. */
export function FloodPick({
  what,
  ...rest
}: {
  what: FloodPicking;
  icon: 'pin' | 'ruler';
  label: string;
  hint: string;
}) {
  const { twin } = useSurroundings();
  const isPicking = useTwin((state) => state.floodPicking === what);
  return (
    <Pick
      {...rest}
      {...(what === 'wall' ? { points: 2 } : {})}
      isPicking={isPicking}
      onPick={(on) => twin.getState().pickFlood(on ? what : null)}
    />
  );
}
